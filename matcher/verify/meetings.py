"""Two children in one home: the risks, rules and strengths between them, restated."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from matcher.domain.home import Home, Resident
from matcher.domain.impact_table import ImpactTable
from matcher.domain.referral import Referral
from matcher.verify.breach import Breach
from matcher.verify.figures import same_set, stated
from matcher.verify.ledger import NOBODY, Ledger
from matcher.verify.sharing import must_live_alone

Doc = dict[str, Any]
Child = Referral | Resident


class Meetings:
    """What one case and one table say of any two children."""

    def __init__(self, ledger: Ledger, table: ImpactTable) -> None:
        self.ledger, self.table = ledger, table
        links = ledger.case.relationships
        self.forbidden = {frozenset((link.a, link.b)) for link in links if link.kind == "must_not_share"}

    def breaches(self, a: Child, b: Child, home: Home, told: Doc) -> Iterator[Breach]:
        """What a meeting as it is told gets wrong."""
        what = f"{a.id} and {b.id} at {home.id}"
        risks = [*self._risks(a, b), *self._risks(b, a)]
        yield from _same("homes.meetings.risks", what, told["risks"], risks)
        here = all(isinstance(child, Resident) or child.current_home == home.id for child in (a, b))
        bars = [{"excludes": not here} | bar for bar in self._bars(a, b)]
        yield from _same("homes.meetings.bars", what, map(_bar, told["bars"]), map(_bar, bars))
        avoid = {"avoid": b.id in self.ledger.avoid.get(a.id, NOBODY)}
        yield from stated(told, avoid, "homes.meetings.", what)
        right = set(self._strengths(a, b)) | ({"live_together"} if here else set())
        yield from same_set("homes.meetings.strengths", what, told["strengths"], right)

    def _risks(self, carrier: Child, other: Child) -> Iterator[Doc]:
        for row in self.table.risks:
            if row.risk not in carrier.flags:
                continue
            if row.vulnerability is None:
                rows = (r for r in self.table.risks if r.risk == row.risk)
                if any(r.vulnerability in other.flags for r in rows):
                    continue
            elif row.vulnerability not in other.flags:
                continue
            words = other.id.join(carrier.id.join(row.words.split("{carrier}")).split("{vulnerable}"))
            fields = {"risk": row.risk, "vulnerability": row.vulnerability, "level": row.level}
            yield {"carrier": carrier.id, "vulnerable": other.id, "words": words} | fields

    def _bars(self, a: Child, b: Child) -> Iterator[Doc]:
        kept = self._group_rules(a, b)
        if {a.id, b.id} in self.forbidden:
            yield {"code": "must_not_share", "children": [a.id, b.id]}
        if "apart" in kept:
            yield {"code": "apart", "children": [a.id, b.id]}
        for pair in set(self.ledger.policy.incompatible_flags):
            for one, other in ((a, b), (b, a)):
                if pair[0] in one.flags and pair[1] in other.flags:
                    yield {
                        "code": "incompatible_flags",
                        "children": [one.id, other.id],
                        "flags": list(pair),
                    }
        most, gap = self.ledger.policy.max_age_gap_years, abs(self.ledger.age(a) - self.ledger.age(b))
        if most is not None and gap > most and not kept:
            yield {"code": "age_gap", "children": [a.id, b.id], "gap_years": gap, "limit_years": most}
        alone = [child.id for child in (a, b) if must_live_alone(self.ledger, child)]
        if alone:
            yield {"code": "solo", "children": alone}

    def _group_rules(self, a: Child, b: Child) -> set[str]:
        """The rules of the sibling groups that both are members of."""
        groups = self.ledger.case.sibling_groups
        return {group.rule for group in groups if {a.id, b.id} <= set(group.members)}

    def _strengths(self, a: Child, b: Child) -> Iterator[str]:
        rules = self._group_rules(a, b)
        if rules and "apart" not in rules:
            yield "siblings"
        if abs(self.ledger.age(a) - self.ledger.age(b)) <= self.table.close_in_age_years:
            yield "close_in_age"


def _bar(bar: Doc) -> Doc:
    """With every field there, and children in order where the order says nothing."""
    children = bar["children"] if bar["code"] == "incompatible_flags" else sorted(bar["children"])
    rest = {name: bar.get(name) for name in ("excludes", "code", "flags", "gap_years", "limit_years")}
    return rest | {"children": children}


def _same(code: str, what: str, told: Iterable[Doc], right: Iterable[Doc]) -> Iterator[Breach]:
    """One breach when the entries differ; none of them is repeated, for they hold what children did."""
    claimed, wanted = (Counter(json.dumps(entry, sort_keys=True) for entry in part) for part in (told, right))
    if claimed != wanted:
        missing, more = (wanted - claimed).total(), (claimed - wanted).total()
        yield Breach(code, f"{what}: {missing} missing, {more} not so")
