"""The two registers: rules about one child and one home, and rules about the whole set.

Filled when `matcher.rules.book` is imported and never after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.rules.facts import Facts

Reason = str | None
PairCheck = Callable[[Facts, Referral, Home], Reason]
Placements = dict[str, str]
GroupCheck = Callable[[Facts, Placements], Iterable[str]]


@dataclass(frozen=True)
class Source:
    """Where a rule comes from: words a person can cite, and a link."""

    words: str
    link: str
    statute: bool = False


@dataclass(frozen=True)
class Rule:
    """What every rule carries; `title` is a sentence that is true when the rule is kept."""

    code: str
    title: str
    source: Source
    in_force_from: date | None = None
    waivable: bool = False
    waived_by: str | None = None


@dataclass(frozen=True)
class PairRule(Rule):
    """A rule of one child and one home; `reason` is a sentence when it excludes the home."""

    reason: PairCheck = lambda facts, child, home: None


@dataclass(frozen=True)
class GroupRule(Rule):
    """A rule of the whole allocation; `breaches` yields one sentence for each breach."""

    breaches: GroupCheck = lambda facts, placements: ()


PAIR_RULES: dict[str, PairRule] = {}
GROUP_RULES: dict[str, GroupRule] = {}


def pair_rule(
    *,
    code: str,
    title: str,
    source: Source,
    in_force_from: date | None = None,
    waived_by: str | None = None,
) -> Callable[[PairCheck], PairCheck]:
    """Register a rule of one child and one home. Raises ValueError for an incomplete one."""

    def register(check: PairCheck) -> PairCheck:
        rule = PairRule(code, title, source, in_force_from, waived_by is not None, waived_by, check)
        _refuse_incomplete(rule)
        PAIR_RULES[code] = rule
        return check

    return register


def group_rule(
    *,
    code: str,
    title: str,
    source: Source,
    in_force_from: date | None = None,
    waived_by: str | None = None,
) -> Callable[[GroupCheck], GroupCheck]:
    """Register a rule of the whole allocation. Raises ValueError for an incomplete one."""

    def register(check: GroupCheck) -> GroupCheck:
        rule = GroupRule(code, title, source, in_force_from, waived_by is not None, waived_by, check)
        _refuse_incomplete(rule)
        GROUP_RULES[code] = rule
        return check

    return register


def _refuse_incomplete(rule: Rule) -> None:
    if rule.code in PAIR_RULES or rule.code in GROUP_RULES:
        raise ValueError(f"rule {rule.code}: the code is taken")
    if not (rule.title.strip() and rule.source.words.strip()):
        raise ValueError(f"rule {rule.code}: a title and a source are needed")
    if not rule.source.link.startswith(("https://", "docs/")):
        raise ValueError(f"rule {rule.code}: the source needs a link")
    if rule.source.statute and rule.waivable and "power" not in rule.source.words:
        raise ValueError(f"rule {rule.code}: a statute can be waived only by a power it names")
