"""Answers made by hand for a case of three children and three homes, to be read on the screen.

A is newly placed, B stays where she lives, C has no home. All data is invented.
"""

from __future__ import annotations

from typing import Any

from matcher.domain.case import Case
from matcher.domain.proposal import (
    Bound,
    FundSpend,
    Line,
    Option,
    OptionTable,
    Payer,
    Placement,
    Proof,
    Proposal,
    Regret,
    Run,
    Separation,
    SharedLine,
    Totals,
    Unplaced,
    Warned,
)
from tests.builders import OTHER_AREA, case, home, place, referral

RUN = Run(engine_version="0.1.0", solver="by hand", seconds=20.0, seed=0, limit_s=20.0)
ALLOCATION = {"A": "H1", "B": "H2", "C": None}


def three_children() -> Case:
    """A urgent, B under review at H2 out of her area, C an emergency."""
    return case(
        [
            referral("A", urgency="urgent"),
            referral("B", current_home="H2"),
            referral("C", urgency="emergency", need="secure_mental_health"),
        ],
        [
            home("H1", name="Alder House"),
            home("H2", name="Beech House", location=place(446_093, 280_000, OTHER_AREA)),
            home("H3", name="Cedar House", places=0),
        ],
    )


def proposal(**changes: Any) -> Proposal:
    """The plan of the three children; any field may be changed by name."""
    fields: dict[str, Any] = {
        "status": "optimal",
        "tier1": 100,
        "tier2": 638_107,
        "allocation": ALLOCATION,
        "proof": proved(100, 638_107),
        "placements": (_a_at_h1(), _b_stays_at_h2()),
        "shared_lines": (),
        "separations": (),
        "unplaced": (_c_without_a_home(),),
        "funds": (FundSpend(fund="la", spent_centipence=30_000_000, limit_pence=500_000),),
        "totals": Totals(placed=2, unplaced=1, incremental_pence=600_000, distance_m=21_093, in_area=1),
        "case_fingerprint": "0" * 64,
        "run": RUN,
    }
    return Proposal(**fields | changes)


def proved(tier1: int, tier2: int, second_solver: Any = None) -> Proof:
    """A proof with no gap in either tier."""
    return Proof(
        tier1=Bound(value=tier1, bound=tier1, gap=0),
        tier2=Bound(value=tier2, bound=tier2, gap=0),
        second_solver=second_solver,
    )


def unproved(tier1: tuple[int, int | None], tier2: tuple[int, int | None]) -> Proof:
    """A proof with the given (value, bound) in each tier."""
    return Proof(tier1=_bound(*tier1), tier2=_bound(*tier2))


def _bound(value: int, bound: int | None) -> Bound:
    return Bound(value=value, bound=bound, gap=None if bound is None else value - bound)


def _a_at_h1() -> Placement:
    return Placement(
        referral="A",
        home="H1",
        stays=False,
        weekly_price_pence=300_000,
        distance_m=5_000,
        school_distance_m=None,
        in_area=True,
        lines=(Line(code="weekly_price", pence=300_000), Line(code="miles", pence=3_107)),
        total_pence=303_107,
    )


def _b_stays_at_h2() -> Placement:
    return Placement(
        referral="B",
        home="H2",
        stays=True,
        weekly_price_pence=300_000,
        distance_m=16_093,
        school_distance_m=None,
        in_area=False,
        lines=(
            Line(code="weekly_price", pence=300_000),
            Line(code="miles", pence=10_000),
            Line(code="out_of_area", pence=25_000),
        ),
        total_pence=335_000,
        warnings=(Warned(rule="age", reason="H2 takes ages 8 to 10; B is 12"),),
    )


def _c_without_a_home() -> Unplaced:
    return Unplaced(
        referral="C",
        weight=100,
        eligible_homes=0,
        near_misses=2,
        shut_by={"need": 3, "capacity": 1},
        reason="no home is open to C: need shuts 3, capacity 1",
    )


AVOIDED = SharedLine(code="avoid", referrals=("A", "B"), homes=("H1",), pence=25_000)
KEPT_APART = Separation(referrals=("A", "B"), home="H2", weight=10)


def option(regret: tuple[int, int] | None, *pays: tuple[str, str | None], **changes: Any) -> Option:
    """An option of A at H1; each of `pays` is (child, the home it would have instead)."""
    fields: dict[str, Any] = {
        "referral": "A",
        "home": "H1",
        "rank": 1,
        "regret": None if regret is None else Regret(tier1=regret[0], tier2=regret[1]),
        "proposed": False,
        "weekly_price_pence": 300_000,
        "own_pence": 303_107,
        "distance_m": 5_000,
        "in_area": True,
        "stays": False,
        "who_pays": tuple(Payer(referral=child, proposed="H2", instead=other) for child, other in pays),
    }
    return Option(**fields | changes)


def option_table(*options: Option, **changes: Any) -> OptionTable:
    """A table of these options against the plan of the three children."""
    fields: dict[str, Any] = {
        "status": "optimal",
        "tier1": 100,
        "tier2": 638_107,
        "options": options,
        "allocation": ALLOCATION,
        "case_fingerprint": "0" * 64,
        "run": RUN,
    }
    return OptionTable(**fields | changes)
