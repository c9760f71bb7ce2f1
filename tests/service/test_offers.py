"""What homes answer for children; a decline shuts the home and carries its reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matcher.domain.commands.offers import ChangeOffer, RecordOffer
from matcher.domain.commands.referrals import WithdrawReferral
from matcher.errors import BadCase, Conflict, Forbidden, NotFound, Precondition
from matcher.rules.book import exclusions
from matcher.rules.facts import Facts
from matcher.service.offers import change_offer, get_offer, page_of_offers, record_offer
from matcher.service.referrals import withdraw_referral
from matcher.store import homes
from matcher.store.work import Store
from tests.service.acting import day, do, last_recorded, now, recorded, rows
from tests.service.seeded import Seeded, small

NO = ChangeOffer(status="declined", reason="Canary: no waking night staff")


@pytest.fixture
def council(store: Store) -> Seeded:
    return small(store)


def offered(council: Seeded, referral: str = "A", home: str = "H1", **fields: Any) -> RecordOffer:
    answer: dict[str, Any] = {"status": "offered", "weekly_price_pence": 512_500, "expires": day(3)} | fields
    return RecordOffer(referral_id=council.referrals[referral], home_id=council.homes[home], **answer)


def shut(store: Store, council: Seeded, on: int = 0) -> list[str]:
    """The rules that shut H1 to A on a day."""
    facts = Facts(now(store, council.officer, day(on)).case)
    return [found.rule for found in exclusions(facts, facts.referrals["A"], facts.homes["H1"])]


def test_an_offer_stands_until_its_last_day(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, record_offer, offered(council))
    found = now(store, council.officer).case.offers
    assert [(one.referral, one.home, one.status, one.weekly_price_pence) for one in found] == [
        ("A", "H1", "offered", 512_500)
    ]
    assert (shut(store, council, 3), shut(store, council, 4)) == ([], ["declined"])
    what = last_recorded(store, council.officer)
    assert (what[0], what[2]["home_id"], new.version) == ("offer_recorded", council.homes["H1"], 1)


def test_a_home_that_declines_is_shut_to_the_child(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, record_offer, offered(council))
    found = do(store, council.officer, change_offer, new.id, 1, NO)
    assert (found.status, found.weekly_price_pence, found.expires, found.version) == (
        "declined",
        None,
        None,
        2,
    )
    assert (found.reason, shut(store, council)) == (NO.reason, ["declined"])
    assert "Canary" not in json.dumps(recorded(store, council.officer))


def test_a_pair_has_one_offer_and_a_version(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, record_offer, offered(council))
    with pytest.raises(Conflict) as refused:
        do(store, council.officer, record_offer, offered(council))
    assert refused.value.code == "offer_exists"
    do(store, council.officer, change_offer, new.id, 1, NO)
    with pytest.raises(Precondition):
        do(store, council.officer, change_offer, new.id, 1, NO)


def test_a_referral_that_is_closed_takes_no_offer(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, record_offer, offered(council))
    gone = WithdrawReferral(reason="returned_home")
    do(store, council.officer, withdraw_referral, council.referrals["A"], 1, gone)
    for act, command in ((record_offer, (offered(council, home="H2"),)), (change_offer, (new.id, 1, NO))):
        with pytest.raises(Conflict) as refused:
            do(store, council.officer, act, *command)
        assert refused.value.code == "referral_closed"


@pytest.mark.parametrize(
    ("fields", "paths"),
    [
        ({"status": "declined"}, ["$.reason"]),
        ({"status": "declined", "reason": "no staff", "weekly_price_pence": 1}, ["$.weekly_price_pence"]),
        ({"status": "declined", "reason": "no staff", "expires": day(1)}, ["$.expires"]),
    ],
)
def test_a_decline_has_a_reason_and_nothing_of_an_offer(fields: dict[str, Any], paths: list[str]) -> None:
    with pytest.raises(BadCase) as refused:
        ChangeOffer(**fields)
    assert [fault.path for fault in refused.value.faults] == paths


def test_a_provider_answers_where_it_was_asked_for_its_own_homes(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, record_offer, offered(council))
    with pytest.raises(Forbidden):
        do(store, council.provider, record_offer, offered(council, "B"))
    found = do(store, council.provider, change_offer, new.id, 1, NO)
    assert (found.status, found.version) == ("declined", 2)
    assert [one.id for one in do(store, council.provider, page_of_offers, None, 10)] == [new.id]
    other = rows(store, council.officer, lambda work: homes.provider_named(work, "Another Provider"))
    moved = council.homes["H1"]
    rows(store, council.officer, lambda work: homes.change_home(work, moved, 1, provider_id=other))
    assert do(store, council.provider, page_of_offers, None, 10) == ()
    for act, arguments in ((get_offer, (new.id,)), (change_offer, (new.id, 2, NO))):
        with pytest.raises(NotFound):
            do(store, council.provider, act, *arguments)


def test_offers_of_one_referral_come_in_pages(store: Store, council: Seeded) -> None:
    for home in ("H1", "H2"):
        do(store, council.officer, record_offer, offered(council, "A", home))
    other = do(store, council.officer, record_offer, offered(council, "B"))
    first = do(store, council.panel, page_of_offers, None, 1, council.referrals["A"])
    second = do(store, council.panel, page_of_offers, first[0].id, 5, council.referrals["A"])
    assert {one.referral_id for one in (*first, *second)} == {council.referrals["A"]}
    assert (len(first), len(second)) == (1, 1)
    assert do(store, council.panel, get_offer, other.id) == other


def test_who_may_not_record_offers_is_refused(store: Store, council: Seeded) -> None:
    for actor in (council.panel, council.auditor, council.administrator):
        with pytest.raises(Forbidden):
            do(store, actor, record_offer, offered(council))
    for actor in (council.auditor, council.administrator):
        with pytest.raises(Forbidden):
            do(store, actor, page_of_offers, None, 10)
