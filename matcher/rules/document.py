"""The rules as a document for programs: both registers, each in its fixed order."""

from __future__ import annotations

from matcher.domain.reference import RuleDocument, RuleEntry, RuleSource
from matcher.rules.book import GROUP_ORDER, ORDER
from matcher.rules.register import GROUP_RULES, PAIR_RULES, Rule


def rule_document() -> RuleDocument:
    """Every rule with its source, since when, and who may waive it."""
    return RuleDocument(
        pair_rules=tuple(_entry(PAIR_RULES[code]) for code in ORDER),
        group_rules=tuple(_entry(GROUP_RULES[code]) for code in GROUP_ORDER),
    )


def _entry(rule: Rule) -> RuleEntry:
    return RuleEntry(
        code=rule.code,
        title=rule.title,
        source=RuleSource(words=rule.source.words, link=rule.source.link),
        in_force_from=rule.in_force_from,
        waivable=rule.waivable,
        waived_by=rule.waived_by,
    )
