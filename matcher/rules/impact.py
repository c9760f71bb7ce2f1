"""Who may harm whom: the council's table read for two children, in one direction."""

from __future__ import annotations

from matcher.domain.impact import Risk
from matcher.domain.impact_table import CARRIER, LEVELS, VULNERABLE, ImpactTable, TableRisk
from matcher.rules.facts import Child


def rows_from(table: ImpactTable, carrier: Child, vulnerable: Child) -> tuple[TableRisk, ...]:
    """The rows that hold from one child to the other, worst first. Flags are all that is looked at.

    A row for any child holds only where no row of the same risk names a flag of the other's.
    """
    held = [row for row in table.risks if row.risk in carrier.flags]
    named = {row.risk for row in held if row.vulnerability in vulnerable.flags}
    found = [
        row
        for row in held
        if row.vulnerability in vulnerable.flags or (row.vulnerability is None and row.risk not in named)
    ]
    return tuple(sorted(found, key=lambda row: LEVELS.index(row.level)))


def risks_from(table: ImpactTable, carrier: Child, vulnerable: Child) -> tuple[Risk, ...]:
    """The same as they are told: with both ids in the row's own words."""
    return tuple(
        Risk(
            carrier=carrier.id,
            vulnerable=vulnerable.id,
            risk=row.risk,
            vulnerability=row.vulnerability,
            level=row.level,
            words=row.words.replace(CARRIER, carrier.id).replace(VULNERABLE, vulnerable.id),
        )
        for row in rows_from(table, carrier, vulnerable)
    )


def strength_flags(table: ImpactTable, child: Child) -> tuple[str, ...]:
    """The child's flags that the table counts as strengths, in its order."""
    return tuple(row.flag for row in table.strengths if row.flag in child.flags)
