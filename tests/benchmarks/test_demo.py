"""The demonstration council: built by its command, and adding up to what councils published."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from benchmarks.demo_homes import meets_disability
from benchmarks.demo_places import CENTRE_M, CITY, FAR_M, sectors_of
from benchmarks.make_demo import DEMO, demo, text_of
from benchmarks.published import figure
from benchmarks.tiny import case_of
from matcher.domain.case import Case
from matcher.rules.book import exclusions
from matcher.rules.facts import Facts


@pytest.fixture(scope="module")
def case() -> Case:
    return case_of(json.loads(DEMO.read_text(encoding="utf-8")))


def test_the_committed_file_is_what_the_command_writes() -> None:
    assert DEMO.read_bytes() == text_of(demo()).encode()


def test_the_places_are_those_that_the_council_published(case: Case) -> None:
    places: Counter[str] = Counter()
    for home in case.homes:
        places[home.provision] += home.places
    assert places["internal"] == figure("coventry", "internal_places") == 16
    assert places["block"] == figure("coventry", "block_places") == 12


def test_the_homes_and_providers_are_those_that_the_council_published(case: Case) -> None:
    homes = Counter(home.provision for home in case.homes)
    block = {home.provider for home in case.homes if home.provision == "block"}
    assert homes["internal"] == figure("coventry", "internal_homes")
    assert len(block) == figure("coventry", "block_providers")
    assert {home.location.area for home in case.homes if home.provision in ("internal", "block")} == {CITY}


def test_as_many_children_live_in_the_city_as_the_council_published(case: Case) -> None:
    own = {home.id: home for home in case.homes if home.provision in ("internal", "block")}
    residents = sum(len(home.residents) for home in own.values())
    reviews = sum(child.current_home in own for child in case.referrals)
    assert residents + reviews == figure("coventry", "living_in_city")


def test_own_homes_are_about_as_full_as_the_council_assumes(case: Case) -> None:
    own = {home.id: home for home in case.homes if home.provision == "internal"}
    living = sum(len(home.residents) for home in own.values())
    living += sum(child.current_home in own for child in case.referrals)
    assert abs(100 * living / 16 - figure("coventry", "internal_occupancy_percent")) < 3


def test_an_empty_block_bed_is_paid_in_full(case: Case) -> None:
    block = [home for home in case.homes if home.provision == "block"]
    assert [home.void_charge_pence for home in block] == [home.weekly_price_pence for home in block]


def test_the_market_is_framework_and_spot_as_published(case: Case) -> None:
    routes = Counter(home.provision for home in case.homes)
    framework = figure("wolverhampton", "bought_framework_percent")
    spot = figure("wolverhampton", "bought_spot_percent")
    assert routes["framework"] + routes["spot"] == 72
    assert routes["framework"] == round(72 * framework / (framework + spot))


def test_homes_are_as_far_away_as_published(case: Case) -> None:
    outside = sum(home.location.area != CITY for home in case.homes)
    apart = [(h.location.easting - CENTRE_M[0], h.location.northing - CENTRE_M[1]) for h in case.homes]
    far = sum(east * east + north * north > FAR_M * FAR_M for east, north in apart)
    assert abs(100 * outside / 80 - figure("england", "outside_authority_percent")) <= 1
    assert abs(100 * far / 80 - figure("england", "beyond_20_miles_percent")) <= 1


def test_a_place_for_a_disabled_child_costs_what_the_council_published() -> None:
    prices = [home["weekly_price_pence"] for home in demo()["homes"] if meets_disability(home)]
    assert round(sum(prices) / len(prices) / 100) == pytest.approx(
        figure("coventry", "disability_external_price_pounds"), abs=2
    )


def test_twenty_five_referrals_are_open_four_of_them_emergencies(case: Case) -> None:
    new = [child for child in case.referrals if child.current_home is None]
    urgency = Counter(child.urgency for child in new)
    assert (len(new), len(case.referrals) - len(new)) == (25, 4)
    assert urgency == {"emergency": 4, "urgent": 11, "planned": 10}


def test_two_children_have_no_home_and_each_is_near_to_one(case: Case) -> None:
    facts = Facts(case)
    shut = {c.id: [exclusions(facts, c, home) for home in case.homes] for c in case.referrals}
    without = [child for child, homes in shut.items() if all(homes)]
    near = {child: {homes[0].rule for homes in shut[child] if len(homes) == 1} for child in without}
    assert sorted(near) == ["R-14", "R-16"]
    assert near["R-14"] == {"staffing"}
    assert "price_cap" in near["R-16"]


def test_every_place_is_the_centre_of_a_real_sector(case: Case) -> None:
    areas = {home.location.area for home in case.homes}
    real = {(s.easting, s.northing, s.area) for area in areas for s in sectors_of(area)}
    places = [home.location for home in case.homes] + [child.origin for child in case.referrals]
    places += [child.school for child in case.referrals if child.school]
    assert {(place.easting, place.northing, place.area) for place in places} <= real


def test_every_provider_says_that_it_is_invented(case: Case) -> None:
    providers = {home.provider for home in case.homes}
    assert {name for name in providers if not name.endswith("(invented)")} == {"Example City Council"}
