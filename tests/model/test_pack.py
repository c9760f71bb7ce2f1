"""From a case to arrays: units, what no allocation can use, prices folded into a unit, homes by row."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.model import coupling
from matcher.model.grid import NO_LIMIT
from matcher.model.pack import Packed, pack
from matcher.model.problem import Discount
from tests.builders import budget, case, document, group, home, policy, referral, relationship
from tests.differential.draws import drawn, read
from tests.model.desk import desk

TOGETHER = [group("A", "B", rule="together")]


def packed(**changes: object) -> Packed:
    """Three children and two homes of two beds unless told otherwise."""
    parts = {
        "referrals": [referral("A"), referral("B"), referral("C")],
        "homes": [home("H1"), home("H2")],
    }
    return pack(case(**(parts | changes)))  # type: ignore[arg-type]


def test_without_groups_every_child_is_a_unit_and_every_option_a_choice() -> None:
    found = packed()

    assert found.members == ((0,), (1,), (2,))
    assert found.choice.tolist() == [0, 3, 1, 4, 2, 5]
    assert found.problem.first.tolist() == [0, 3, 6]
    assert found.problem.beds.tolist() == [2, 2]


def test_children_to_be_placed_together_are_one_unit_of_two() -> None:
    found = packed(sibling_groups=TOGETHER)

    assert found.members == ((0, 1), (2,))
    assert found.problem.size.tolist() == [2, 1, 2, 1]
    assert found.problem.weight.tolist() == [2, 1]
    assert found.allocation([0]) == {"A": "H1", "B": "H1", "C": None}


def test_groups_that_share_a_child_are_one_unit() -> None:
    overlapping = [group("A", "B", id="G1", rule="together"), group("C", "B", id="G2", rule="together")]

    found = packed(sibling_groups=overlapping, homes=[home("H1", places=3), home("H2")])

    assert found.members == ((0, 1, 2),)
    assert found.problem.size.tolist() == [3]  # H2 has two beds


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("one bed for two", {"homes": [home("H1", places=1), home("H2")]}),
        ("one admission for two", {"homes": [home("H1", admissions_limit=1), home("H2")]}),
        (
            "15 hours for 20",
            {
                "homes": [home("H1", spare_staff_hours=15), home("H2")],
                "referrals": [referral("A", staff_hours=10), referral("B", staff_hours=10), referral("C")],
            },
        ),
        ("shut to one of them", {"forbids": [{"referral": "B", "home": "H1"}]}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_home_that_cannot_take_the_whole_unit_is_no_choice_of_it(
    reason: str, changes: dict[str, object]
) -> None:
    found = packed(sibling_groups=TOGETHER, **changes)

    names = [found.columns.homes[row].id for row in found.home_rows[found.problem.home]]
    assert [(u, h) for u, h in zip(found.problem.unit.tolist(), names, strict=True) if u == 0] == [(0, "H2")]
    assert (found.choice < 0).any()


def test_members_who_must_not_share_have_no_choice_at_all() -> None:
    found = packed(sibling_groups=TOGETHER, relationships=[relationship("A", "B")])

    assert found.problem.unit.tolist() == [1, 1]


def test_a_single_child_whose_home_can_admit_nobody_has_no_choice_there() -> None:
    found = packed(homes=[home("H1", admissions_limit=0), home("H2")])

    assert found.home_rows.tolist() == [1]
    assert set(found.choice.tolist()) == {-1, 0, 1, 2}


def test_homes_without_a_choice_are_left_out_and_found_again_by_row() -> None:
    found = packed(homes=[home("H1", registered=False), home("H2"), home("H3", needs_met=[]), home("H4")])

    assert found.home_rows.tolist() == [1, 3]
    assert found.allocation([3]) == {"A": "H4", "B": None, "C": None}


def test_a_discount_inside_a_unit_is_folded_into_its_price_and_its_funds() -> None:
    homes = [home("H1", sibling_discount_percent=10), home("H2")]
    limit = [budget(10_000_000)]

    plain = packed(sibling_groups=TOGETHER, budgets=limit).problem
    folded = packed(sibling_groups=TOGETHER, budgets=limit, homes=homes).problem

    # equal prices: one of the two pays 30 000 pence less, all of it saved by the fund la
    assert folded.discounts == ()
    assert (plain.cost - folded.cost).tolist() == [30_000, 0, 0, 0]
    assert (plain.spend - folded.spend).ravel().tolist() == [3_000_000, 0, 0, 0]


def test_a_discount_between_units_hangs_on_the_dearer_siblings() -> None:
    homes = [home("H1", sibling_discount_percent=10), home("H2")]

    found = packed(sibling_groups=[group("A", "B", "C")], homes=homes).problem

    # ties by id: A pays less beside B or C, B beside C, and C always pays in full
    assert found.discounts == (Discount(0, (1, 2), 30_000, ()), Discount(1, (2,), 30_000, ()))


def test_avoiding_inside_a_unit_is_its_own_price_and_between_units_a_joint_one() -> None:
    links = [relationship("A", "B", "avoid"), relationship("B", "C", "avoid")]

    plain = packed(sibling_groups=TOGETHER).problem
    found = packed(sibling_groups=TOGETHER, relationships=links).problem

    assert (found.cost - plain.cost).tolist() == [25_000, 0, 25_000, 0]
    assert found.joint.tolist() == [[0, 1, 25_000], [2, 3, 25_000]]


def test_a_split_is_priced_only_where_a_group_could_use_two_homes() -> None:
    one_home = [home("H1"), home("H2", registered=False)]
    families = [group("A", "B")]

    assert packed(sibling_groups=families).problem.splits[0].by_home == ((0, 1), (3, 4))
    assert packed(sibling_groups=families, homes=one_home).problem.splits == ()
    assert packed(sibling_groups=families, policy=policy(split_siblings_pence=0)).problem.splits == ()


def test_a_stay_takes_a_bed_and_no_admission_and_no_hours() -> None:
    living = [referral("A", current_home="H1", staff_hours=10), referral("B", staff_hours=10), referral("C")]

    found = packed(referrals=living).problem

    assert found.keeps.tolist() == [True, False, False]
    assert (found.size.tolist(), found.admits.tolist()) == ([1] * 6, [0, 1, 1, 1, 1, 1])
    assert found.hours.tolist() == [0, 10, 0, 10, 10, 0]


def test_two_who_both_stay_exclude_nobody_and_weigh_on_tier_1() -> None:
    living = [referral("A", current_home="H1"), referral("B", current_home="H1", urgency="urgent")]

    found = packed(referrals=[*living, referral("C")], relationships=[relationship("A", "B")]).problem

    assert found.separations.tolist() == [[0, 1, 10]]
    assert sorted(found.clash) == [1]  # moved together to H2 they exclude each other


@pytest.mark.parametrize("seed", range(30))
def test_every_array_of_a_drawn_case_is_consistent(seed: int) -> None:
    _assert_consistent(pack(read(drawn(seed))))


def test_every_array_of_a_desk_case_is_consistent() -> None:
    _assert_consistent(desk(3))
    _assert_consistent(desk(3, "dense"))


def _assert_consistent(found: Packed) -> None:
    p = found.problem
    assert np.all(np.diff(p.home * (p.units + 1) + p.unit) > 0)
    assert [p.first[h] for h in p.home] == [int(np.argmax(p.home == h)) for h in p.home]
    assert np.all(p.size <= p.beds[p.home])
    assert np.all(p.admits <= p.admissions[p.home])
    assert np.all(p.hours <= p.spare_hours[p.home])
    assert sorted(row for rows in found.members for row in rows) == list(range(len(found.columns.children)))
    assert all(
        np.array_equal(matrix, matrix.T) and not matrix.diagonal().any() for matrix in p.clash.values()
    )
    assert p.admissions.max(initial=0) <= NO_LIMIT
    for child, home_row, choice in zip(found.options.child, found.options.home, found.choice, strict=True):
        if choice >= 0:
            assert child in found.members[p.unit[choice]]
            assert home_row == found.home_rows[p.home[choice]]


def test_only_the_order_of_ids_matters_not_the_order_of_the_lists() -> None:
    doc = document([referral("B"), referral("A")], [home("H2"), home("H1")])
    turned = doc | {"referrals": doc["referrals"][::-1], "homes": doc["homes"][::-1]}

    one, other = pack(read(doc)), pack(read(turned))

    assert one.allocation([0]) == other.allocation([0]) == {"A": "H1", "B": None}
    assert one.problem.tie.tolist() == other.problem.tie.tolist()


@pytest.mark.parametrize("seed", range(0, 60, 6))
def test_home_by_home_the_same_children_exclude_each_other(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = pack(read(drawn(seed))).problem

    monkeypatch.setattr(coupling, "MOST_HELD", 0)
    one_by_one = pack(read(drawn(seed))).problem

    assert held.clash.keys() == one_by_one.clash.keys()
    assert all((matrix == one_by_one.clash[home]).all() for home, matrix in held.clash.items())
    assert held.separations.tolist() == one_by_one.separations.tolist()
