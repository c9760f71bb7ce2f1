"""What a person is shown of an option, held against the case by the verifier's own sums and routes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from matcher.domain.case import Case
from matcher.verify.breach import Breach
from matcher.verify.check import Checker
from matcher.verify.figures import same_set, stated
from matcher.verify.pricing import Placed
from matcher.verify.route import route_breaches
from matcher.verify.sums import Account

Doc = dict[str, Any]
_OF_THE_TABLE = ("rank", "regret", "exact", "proposed", "who_pays")


def verify_shown(case: Case, table: Doc, shown: list[Doc]) -> tuple[Breach, ...]:
    """Everything wrong with what is shown of a table of options that is itself right.

    `table` is the table's JSON, `shown` that of its options as they will be stored.
    """
    check = _Check(case, table)
    found = [breach for option in shown for breach in check.option(option)]
    return (*found, *_all_are_there(table, shown))


def _all_are_there(table: Doc, shown: list[Doc]) -> Iterator[Breach]:
    """Each row of the table as it is there, the plan's home of every child, and no place taken twice."""
    places = [(option["referral"], option["rank"]) for option in shown]
    if len(set(places)) != len(places):
        yield Breach("shown.rank", "two options of a child have the same place")
    pairs = {(option["referral"], option["home"]): option for option in shown}
    for row in table["options"]:
        told = pairs.get((row["referral"], row["home"]), {})
        for name in _OF_THE_TABLE:
            if told.get(name) != row[name]:
                yield Breach(f"shown.{name}", f"{row['referral']} at {row['home']}: the table says otherwise")
    for child in {option["referral"] for option in shown}:
        if (child, table["allocation"][child]) not in pairs:
            yield Breach("shown.proposed", f"{child}: what the plan proposes is not shown")


class _Check:
    """One case and one table, for as many options as there are."""

    def __init__(self, case: Case, table: Doc) -> None:
        self.checker, self.table = Checker(case), table
        self.account: Account = self.checker.account(table)
        self.pins = {(pin.referral, pin.home) for pin in case.pins}

    @cached_property
    def strict(self) -> Checker:
        """The same case with nothing waived."""
        return Checker(self.checker.case.model_copy(update={"waivers": ()}))

    def option(self, option: Doc) -> Iterator[Breach]:
        """What one option says of itself and of its home."""
        child, home = option["referral"], option["home"]
        what = f"{child} at {home}" if home else f"{child} waiting"
        right = {
            "proposed": self.table["allocation"][child] == home,
            "pinned": (child, home) in self.pins,
            "status": self.table["status"],
            "case_fingerprint": self.checker.case.fingerprint,
        }
        yield from stated(option, right, "shown.", what)
        if (home is None) != (option["at_home"] is None):
            yield Breach("shown.at_home", f"{what}: a home and its figures go together")
        elif home is not None:
            yield from self._at_home(child, home, option["at_home"], what)

    def _at_home(self, child: str, home: str, told: Doc, what: str) -> Iterator[Breach]:
        alone = self.checker.pricing.at(child, home)
        planned = self.table["allocation"][child] == home
        yield from _figures(alone, self.account.placed[child] if planned else alone, told, what)
        new = alone.incremental_pence - self.checker.ledger.committed_pence(alone.child)
        shares = {share.fund: share.percent * new for share in alone.child.funding}
        charges = {fund: centipence for fund, centipence in shares.items() if centipence}
        if {charge["fund"]: charge["centipence"] for charge in told["charges"]} != charges:
            yield Breach("shown.charges", f"{what}: the funds pay otherwise")
        claim = {"referral": child, "home": home} | told["route"]
        yield from route_breaches(self.checker, {"routes": [claim], "allocation": None})
        yield from same_set("shown.waivers", what, told["waivers"], self._waivers(alone))
        warned = self.checker.shut.at(alone.child, alone.home)[1]
        yield from same_set("shown.warnings", what, (w["rule"] for w in told["warnings"]), warned)

    def _waivers(self, placed: Placed) -> set[str]:
        """The waived rules that shut the home to the child in the same case without its waivers."""
        waived: set[str] = {
            waiver.rule
            for waiver in self.checker.case.waivers
            if waiver.referral == placed.child.id and waiver.home in (None, placed.home.id)
        }
        return waived and waived & self.strict.shut.at(placed.child, placed.home)[0]


def _figures(alone: Placed, placed: Placed, told: Doc, what: str) -> Iterator[Breach]:
    """`alone`: before a sibling discount. `placed`: with the one that the plan's own home grants."""
    right = {
        "weekly_price_pence": alone.price_pence,
        "own_pence": alone.total_pence,
        "total_pence": placed.total_pence,
        "distance_m": alone.distance_m,
        "school_distance_m": alone.school_distance_m,
        "in_area": alone.in_area,
        "stays": alone.stays,
    }
    yield from stated(told, right, "shown.", what)
    lines = {line["code"]: line["pence"] for line in told["lines"]}
    if lines != placed.lines or len(lines) != len(told["lines"]):
        yield Breach("shown.lines", f"{what}: the price list makes other lines")
