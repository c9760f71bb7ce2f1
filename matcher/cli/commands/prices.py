"""The commands about prices: price-of-rules and break-even."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.files import load_case
from matcher.cli.ids import named_by_options, refuse_unknown
from matcher.cli.params import AsJson, CaseFile, Limit, Workers
from matcher.cli.watch import watched

if TYPE_CHECKING:
    from datetime import date

    from matcher.domain.priced import Priced


def price_of_rules(
    case_file: CaseFile,
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="NAME", help="Only this rule, or all of a kind; may be given again."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also name each rule that costs nothing.")] = False,
    as_json: AsJson = False,
    limit: Limit = None,
    workers: Workers = None,
) -> None:
    """Say what each rule costs: the best plan without it.

    Pins, forbids, siblings, conflicts, limits, budgets, waivable rules for all children and for each, and
    everything the price list prices. What costs nothing is told with its proof.
    """
    from matcher import library

    library.warm()
    case = load_case(case_file)
    with named_by_options(rules="--rule"), watched(limit, workers) as settings:
        answer = library.price_of_rules(case, rule or None, settings)
    from matcher.cli import screen
    from matcher.cli.show.prices import show_price_of_rules

    if as_json:
        screen.print_answer(answer)
    else:
        show_price_of_rules(screen.person_console(), answer, every)


def break_even(
    case_file: CaseFile,
    home: Annotated[
        str | None, typer.Option("--home", metavar="ID", help="The home priced.", show_default=False)
    ] = None,
    referral: Annotated[
        str | None,
        typer.Option("--referral", metavar="ID", help="Price the home's offer for this child."),
    ] = None,
    uplift: Annotated[
        bool, typer.Option("--uplift", help="In per cent, of list prices and offers alike.")
    ] = False,
    provider: Annotated[
        str | None, typer.Option("--provider", metavar="NAME", help="With --uplift: all its homes.")
    ] = None,
    provision: Annotated[
        str | None,
        typer.Option(
            "--provision", metavar="KIND", help="With --uplift: internal, block, framework or spot."
        ),
    ] = None,
    retainer: Annotated[
        bool, typer.Option("--retainer", help="What it is worth a day to hold the home's beds.")
    ] = False,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="With --retainer: the day it ends.")
    ] = None,
    as_json: AsJson = False,
    limit: Limit = None,
) -> None:
    """Find the highest price at which a home still belongs.

    To the penny a week for a home or an offer, to the whole per cent for an uplift, and what the best plan
    does one higher. With --retainer: what a held bed is worth a day.
    """
    _refuse_mixture(home, referral, uplift, provider, provision, retainer, until)
    from matcher import library

    library.warm()
    case = load_case(case_file)
    refuse_unknown(case, [referral] if referral else [], home)
    options = {name: f"--{name}" for name in ("home", "referral", "provider", "provision", "until")}
    with named_by_options(**options), watched(limit) as settings:
        if retainer:
            held = library.retainer(case, home or "", _day(until or ""), settings)
        else:
            priced = _priced(home, referral, uplift, provider, provision)
            found = library.break_even(case, priced, settings)
    from matcher.cli import screen
    from matcher.cli.show.prices import show_break_even, show_retainer

    if as_json:
        screen.print_answer(held if retainer else found)
    elif retainer:
        show_retainer(screen.person_console(), held)
    else:
        show_break_even(screen.person_console(), case, found)


def _refuse_mixture(
    home: str | None,
    referral: str | None,
    uplift: bool,
    provider: str | None,
    provision: str | None,
    retainer: bool,
    until: str | None,
) -> None:
    """Refuse what does not name exactly one thing that has a price."""
    if sum(name is not None for name in (home, provider, provision)) != 1:
        raise typer.BadParameter("give exactly one of --home, --provider and --provision")
    if (provider or provision) and not uplift:
        raise typer.BadParameter("--provider and --provision are priced in per cent: give --uplift too")
    if retainer != (until is not None):
        raise typer.BadParameter("--retainer and --until belong together: give both or neither")
    if retainer and (uplift or referral or home is None):
        raise typer.BadParameter(
            "--retainer is of one home, for whoever comes: give --home and --until alone"
        )
    if uplift and referral:
        raise typer.BadParameter("--uplift is of list prices and offers alike: leave --referral out")


def _priced(
    home: str | None, referral: str | None, uplift: bool, provider: str | None, provision: str | None
) -> Priced:
    from pydantic import ValidationError

    from matcher.domain.priced import Priced

    kind = "uplift" if uplift else "offer" if referral else "home"
    named = {"home": home, "referral": referral, "provider": provider, "provision": provision}
    try:
        return Priced.model_validate({"kind": kind, **named})
    except ValidationError:
        raise typer.BadParameter("--provision is one of: internal, block, framework, spot") from None


def _day(text: str) -> date:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("--until must be a date like 2026-04-01") from None


COMMANDS = (
    (
        "price-of-rules",
        price_of_rules,
        """\b
Examples:
  placements price-of-rules case.json
  placements price-of-rules case.json --rule pin --rule 'distance R-014'
  placements price-of-rules case.json --json | jq '.prices[0].rule.name'
""",
    ),
    (
        "break-even",
        break_even,
        """\b
Examples:
  placements break-even case.json --home H-003
  placements break-even case.json --home H-003 --referral R-014
  placements break-even case.json --uplift --provision spot
  placements break-even case.json --retainer --home H-003 --until 2027-01-04
""",
    ),
)
