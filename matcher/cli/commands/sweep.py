"""The command that turns one number: sweep."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from matcher.cli.files import load_case, refuse_unwritable
from matcher.cli.params import AsJson, CaseFile, Limit, Workers
from matcher.cli.watch import watched
from matcher.errors import BadCase, Fault


def sweep(
    case_file: CaseFile,
    turns: Annotated[
        str,
        typer.Option(
            "--parameter",
            metavar="NAME",
            help="uplift, budget, max_miles, pence_per_mile or another price of the policy.",
            show_default=False,
        ),
    ],
    start: Annotated[int, typer.Option("--from", metavar="N", help="The first value.", show_default=False)],
    stop: Annotated[int, typer.Option("--to", metavar="N", help="The last value.", show_default=False)],
    points: Annotated[int, typer.Option("--points", metavar="N", help="How many.", min=2, max=101)] = 9,
    provider: Annotated[str | None, typer.Option("--provider", help="Whose prices, for uplift.")] = None,
    provision: Annotated[str | None, typer.Option("--provision", help="Or of which provision.")] = None,
    home: Annotated[str | None, typer.Option("--home", metavar="ID", help="Or of which home.")] = None,
    fund: Annotated[str | None, typer.Option("--fund", help="Which budget.")] = None,
    referral: Annotated[
        str | None, typer.Option("--referral", metavar="ID", help="Whose max_miles; all without.")
    ] = None,
    solves: Annotated[
        int, typer.Option("--solves", metavar="N", help="Solves to place the changes.", min=0, max=5_000)
    ] = 60,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Also draw it here.", show_default=False)
    ] = None,
    as_json: AsJson = False,
    limit: Limit = None,
    workers: Workers = None,
) -> None:
    """Turn one number; say where exactly the plan changes.

    Values are whole: per cent of an uplift, pounds of a budget, miles, pence of a price.
    """
    from matcher import library

    refuse_unwritable(svg, "--svg")
    library.warm()
    case = load_case(case_file)
    names = {"provider": provider, "provision": provision, "home": home, "fund": fund, "referral": referral}
    asked = _asked(turns, names, start=start, stop=stop, points=points, solves=solves)
    with watched(limit, workers) as settings:
        try:
            answer = library.sweep(case, *asked, settings)
        except BadCase as error:
            raise BadCase([_by_option(fault) for fault in error.faults]) from None
    from matcher.cli import screen
    from matcher.cli.show.sweep import show_sweep

    if svg is not None:
        svg.write_text(library.sweep_chart(case, answer), encoding="utf-8")
    if as_json:
        screen.print_answer(answer)
    else:
        show_sweep(screen.person_console(), answer)


def _by_option(fault: Fault) -> Fault:
    """A fault by the option that caused it."""
    field = fault.path.rpartition(".")[2]
    options = {"start": "from", "stop": "to", "$": "parameter", "turns": "parameter"}
    named = re.compile(r"\b(provider|provision|home|fund|referral)\b")
    message = named.sub(r"--\1", fault.message) if field == "$" else fault.message
    if field == "stop":
        message = message.replace("start", "--from")
    return Fault(f"--{options.get(field, field)}", message)


def _asked(turns: str, names: dict[str, str | None], **numbers: int) -> tuple[Any, Any]:
    """The parameter and the range. Raises BadCase in the words of the options."""
    from pydantic import ValidationError

    from matcher.domain.parameter import Parameter
    from matcher.domain.sweep import Range
    from matcher.domain.telling import all_faults

    given = {name: value for name, value in names.items() if value is not None}
    try:
        return Parameter.model_validate({"turns": turns} | given), Range.model_validate(numbers)
    except ValidationError as error:
        faults = all_faults(error, {}, "$", {})
        raise BadCase([_by_option(fault) for fault in faults]) from None


COMMANDS = (
    (
        "sweep",
        sweep,
        """\b
Examples:
  placements sweep case.json --parameter uplift --home H-003 --from 0 --to 35
  placements sweep case.json --parameter budget --fund la --from 700 --to 900
  placements sweep case.json --parameter max_miles --from 5 --to 60 --json
""",
    ),
)
