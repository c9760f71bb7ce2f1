"""The rules as a page for people: `python -m matcher.rules.page > docs/rules.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from matcher.rules.book import GROUP_ORDER, ORDER
from matcher.rules.register import GROUP_RULES, PAIR_RULES, Rule, Source

PAGE = "docs/rules.md"

_OPENING = f"""\
# The rules

<!-- Written by `make docs` from matcher/rules. Change the rule, not this page. -->

{len(PAIR_RULES)} rules say whether one child may be offered one home; {len(GROUP_RULES)} say what children
who are placed at the same time do to each other. Each title is a sentence that is true when the rule is kept.

Every rule is applied to a case of any day; "In force from" tells since when its source has said so, where
the register holds the date. A rule without "Waived by" can be waived by nobody.
[Adding a rule](adding-a-rule.md) shows where each one lives.
"""

_SOURCES = """\
## Sources that are not statutes

### Care plan

What the child's care plan says: the needs it names, step-free access, areas to stay away from, whether the
child must be the only one in a home. The referral carries it; whoever writes the plan answers for it.

### Council policy

The council's own page of limits and prices: the `policy` and `budgets` of a case, and the most that may be
paid for a child. Members or a panel set it, and may set it aside where a rule says so.

### Contract

What the provider has offered or agreed: price, start date, the staff hours to spare, how many children the
home can settle in at once. It can be varied by agreement, usually at a price.

### Panel

A decision that a panel recorded in the case itself: a pin, a forbid, a waiver.
"""


def rules_page() -> str:
    """The page, from both registers: pair rules, then group rules, in the order of the book."""
    lines = [
        _OPENING,
        "## One child and one home\n",
        *(_entry(PAIR_RULES[code]) for code in ORDER),
        "## Children placed at the same time\n",
        *(_entry(GROUP_RULES[code]) for code in GROUP_ORDER),
        _SOURCES,
    ]
    return "\n".join(lines)


def _entry(rule: Rule) -> str:
    return "\n".join([f"### `{rule.code}`\n", f"{rule.title}.\n", *_facts(rule), ""])


def _facts(rule: Rule) -> Iterator[str]:
    yield f"- Source: {_cited(rule.source)}"
    if rule.in_force_from:
        yield f"- In force from: {rule.in_force_from:%Y-%m-%d}"
    if rule.waivable:
        yield f"- Waived by: {rule.waived_by}"


def _cited(source: Source) -> str:
    return f"[{source.words}]({source.link.removeprefix(PAGE)})"


if __name__ == "__main__":
    sys.stdout.write(rules_page())
