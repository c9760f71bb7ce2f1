"""What an act adds to the funds: looked at before a second person is asked, charged when it is final."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from matcher.errors import Broken, Conflict, Fault
from matcher.rules.measures import pounds_text
from matcher.service.decisions.checking import Checked
from matcher.store import charging
from matcher.store.charging import Fund
from matcher.store.work import Work


@dataclass(frozen=True)
class Override:
    """A commissioner lets funds go over their limits, and why."""

    granted_by: int
    reason: str


def short_funds(work: Work, checked: Iterable[Checked]) -> dict[str, int]:
    """Lock the funds of an act; what each lacks for it, in pence × 100. Empty: there is enough."""
    asked = _asked(checked)
    return _lacking(charging.lock_funds(work, asked), asked)


ASK = "Choose another home, or send over_budget to ask a commissioner to let it go over"
"""The officer's way out."""
LET = "A commissioner approves it with over_budget_reason, or an officer withdraws it"
"""The second person's: what is charged at once has been looked at under the same locks before."""


def over_budget(short: Mapping[str, int], way_out: str) -> Conflict:
    """The refusal of an act that its funds cannot pay for, by `way_out` for who asked."""
    missing = [
        Fault(f"$.budgets.{fund}", f"{pounds_text(-(-lacks // 100))} a week short")
        for fund, lacks in sorted(short.items())
    ]
    return Conflict("budget", f"not enough headroom in: {', '.join(sorted(short))}. {way_out}", missing)


def charge(
    work: Work, decided: Collection[tuple[int, Checked]], override: Override | None = None
) -> dict[str, int]:
    """Commit the shares of these (decision, child) to their funds; by how much each was let over its limit.

    Raises Conflict (budget): the row's own check has the last word.
    """
    checked = [child for _, child in decided]
    asked = _asked(checked)
    funds = charging.lock_funds(work, asked)
    short = _lacking(funds, asked)
    if short and override is None:
        raise over_budget(short, LET)
    try:
        for fund in funds:
            _charge(work, fund, decided, short.get(fund.fund, 0), override)
    except Broken as broken:
        if broken.constraint == charging.HEADROOM:
            raise over_budget(dict.fromkeys(short or asked, 0), LET) from None
        raise
    return short


def _charge(
    work: Work,
    fund: Fund,
    decided: Collection[tuple[int, Checked]],
    lacks: int,
    override: Override | None,
) -> None:
    shares = sorted(
        (child.shares[fund.fund], decision_id) for decision_id, child in decided if fund.fund in child.shares
    )
    if lacks and override is not None:
        last = shares[-1][1]
        charging.let_over(work, fund.id, last, lacks, override.granted_by, override.reason)
    for centipence, decision_id in shares:
        charging.charge(work, fund.id, decision_id, centipence)


def _asked(checked: Iterable[Checked]) -> Counter[str]:
    asked: Counter[str] = Counter()
    for child in checked:
        asked.update(child.shares)
    return asked


def _lacking(funds: Iterable[Fund], asked: Mapping[str, int]) -> dict[str, int]:
    over = {fund.fund: asked[fund.fund] - fund.left_centipence for fund in funds if asked[fund.fund] > 0}
    return {fund: lacks for fund, lacks in over.items() if lacks > 0}
