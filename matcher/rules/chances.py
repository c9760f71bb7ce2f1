"""The pair rules in three values: kept whatever the answers are, hanging on them, or broken anyway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.rules.book import ORDER, STAY_RULES
from matcher.rules.caution import READS, Caution, favourable, may_live_in
from matcher.rules.facts import Facts
from matcher.rules.register import PAIR_RULES


@dataclass(frozen=True)
class Chance:
    """What the rules say of one child and one home: those that hang on answers, and those broken anyway.

    `here`: the home is open if the child turns out to live there, under review.
    """

    hanging: frozenset[str]
    broken: frozenset[str]
    here: bool = False

    @property
    def sure(self) -> bool:
        """Eligible whatever the answers are."""
        return not self.hanging and not self.broken

    @property
    def possible(self) -> bool:
        """Eligible for some answers, and not for others."""
        return not self.sure and (self.here or not self.broken)


class Chances:
    """The rules of one case in three values, for children who need not be in it as they are asked about."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.caution = facts, Caution(facts.case)

    def everywhere(self, child: Referral) -> dict[str, Chance]:
        """By home: what all rules say of the child, whose unknown fields are as given."""
        worst, homes = self.caution.of(child), may_live_in(self.facts.case, child)
        found = {}
        for home in self.facts.homes.values():
            hanging, broken = self._asked(child, worst, home, self._codes(worst, home))
            here = home.id in homes and self.open_here(child, home)
            found[home.id] = Chance(hanging, broken, here)
        return found

    def at(self, child: Referral, home: Home) -> Chance:
        """What the rules say of the child at this home alone; a child who may live there is not asked for."""
        worst = self.caution.of(child)
        hanging, broken = self._asked(child, worst, home, self._codes(worst, home))
        return Chance(hanging, broken)

    def _codes(self, child: Referral, home: Home) -> Iterable[str]:
        return STAY_RULES if self.facts.stays(child, home) else ORDER

    def again(self, child: Referral, known: dict[str, Chance], codes: frozenset[str]) -> dict[str, Chance]:
        """The same after an answer that only these rules read; the rest as it was."""
        worst, found = self.caution.of(child), dict(known)
        for home_id, before in known.items():
            home = self.facts.homes[home_id]
            if self.facts.stays(worst, home):
                continue
            here = before.here and ("registration" not in codes or self.open_here(child, home))
            broken, hanging = before.broken, before.hanging
            if not broken:
                found_hanging, broken = self._asked(child, worst, home, codes)
                hanging = hanging - codes | found_hanging
            found[home_id] = Chance(hanging, broken, here)
        return found

    def open_here(self, child: Referral, home: Home) -> bool:
        """Whether a child of unknown home may stay, should it live here: a review accepts its home's type."""
        left = tuple(name for name in child.unknown if name != "current_home")
        stays = self.caution.of(child.model_copy(update={"current_home": home.id, "unknown": left}))
        return not any(PAIR_RULES[code].reason(self.facts, stays, home) for code in STAY_RULES)

    def _asked(
        self, child: Referral, worst: Referral, home: Home, codes: Iterable[str]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Rules that hang and rules that are broken. Waivers are the case's."""
        hanging: set[str] = set()
        broken: set[str] = set()
        for code in codes:
            rule = PAIR_RULES[code]
            if rule.waivable and self.facts.waived(code, child, home):
                continue
            if rule.reason(self.facts, worst, home) is None:
                continue
            unknown = any(name in child.unknown for name in READS.get(code, ()))
            best = favourable(self.facts.case, child, home) if unknown else worst
            kept = unknown and rule.reason(self.facts, best, home) is None
            (hanging if kept else broken).add(code)
        return frozenset(hanging), frozenset(broken)
