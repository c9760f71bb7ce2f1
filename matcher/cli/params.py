"""The arguments and options that several commands share: declared once, worded once."""

from __future__ import annotations

import math
from typing import Annotated

import typer

DEFAULT_LIMIT_S = 60
DEFAULT_WORKERS = 2


def _within_a_day(seconds: float | None) -> float | None:
    if seconds is not None and not (math.isfinite(seconds) and 0.1 <= seconds <= 86_400):
        raise typer.BadParameter("give a number of seconds from 0.1 to 86400")
    return seconds


CaseFile = Annotated[
    str, typer.Argument(metavar="CASE", help="A case document; - reads standard input.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print exactly one JSON document on standard output.")]
Limit = Annotated[
    float | None,
    typer.Option(
        "--limit",
        metavar="SECONDS",
        help=f"Stop after this long with the best found so far.  [default: {DEFAULT_LIMIT_S}]",
        callback=_within_a_day,
        show_default=False,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        help=f"Processes that solve at once; any number gives the same answer.  [default: {DEFAULT_WORKERS}]",
        min=1,
        max=64,
        show_default=False,
    ),
]
ReferralId = Annotated[str, typer.Option("--referral", metavar="ID", help="The child.", show_default=False)]
