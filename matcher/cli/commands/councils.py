"""A council's first hour: it is founded from a case document, which brings its policy and first data."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli.database import DEFAULT_URL, Database, the_store
from matcher.cli.files import load_case
from matcher.cli.params import AsJson

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.store.work import Store

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def found(
    path: Annotated[str, typer.Argument(metavar="CASE", help="Its policy, and what there is to begin with.")],
    code: Annotated[str, typer.Option("--code", metavar="CODE", help="What its people type to sign in.")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The council's own name.")],
    area: Annotated[
        str | None, typer.Option("--area", metavar="E08000026", help="Its authority.", show_default=False)
    ] = None,
    database: Database = DEFAULT_URL,
    as_json: AsJson = False,
) -> None:
    """Found a council from a case document: its policy, and all the children, homes and budgets in it.

    A document with a policy alone founds one without any data yet. Add its first administrator next.
    """
    if not CODE.fullmatch(code):
        raise typer.BadParameter("--code: small letters, digits, - and _, such as coventry")
    if not 1 <= len(name) <= 200:
        raise typer.BadParameter("--name: 1 to 200 characters")
    case = load_case(path)
    with the_store(database) as store:
        _refuse_later(case.as_of, store)
        _write(store, case, code, name, area)
    _say(case, code, as_json)


def _refuse_later(as_of: date, store: Store) -> None:
    """A first policy that is in force tomorrow would leave the council without one today."""
    from matcher.service.days import london_day

    if as_of > london_day(store.clock()):
        raise typer.BadParameter("CASE: its as_of is later than today: give the day it was written on")


def _write(store: Store, case: Case, code: str, name: str, area: str | None) -> None:
    """The council's row first, for its own work needs it; again after a failure nothing is there twice."""
    from matcher.errors import Broken
    from matcher.service import seeding
    from matcher.store import councils, policies
    from matcher.store.work import EVERY_COUNCIL

    def row(work: Any) -> int:
        there = councils.by_code(work, code)
        return there.id if there else councils.found(work, code, name, area)

    council_id = store.write(EVERY_COUNCIL, row)

    def first_rows(work: Any) -> None:
        if policies.page_of(work, None, 1):
            raise typer.BadParameter(f"--code: there is a council {code} already")
        seeding.begin_council(work, case)
        seeding.seed_demo(work, case)

    try:
        store.write(council_id, first_rows)
    except Broken as error:
        told = "CASE: one pair is both pinned and forbidden, or two relationships join the same children"
        raise typer.BadParameter(told) from error


def _say(case: Case, code: str, as_json: bool) -> None:
    counts = {"referrals": len(case.referrals), "homes": len(case.homes)}
    if as_json:
        from matcher.cli import screen

        screen.print_document({"council": code, **counts})
        return
    typer.echo(f"Council `{code}` is founded: {counts['referrals']} referrals, {counts['homes']} homes.")
    typer.echo(
        "Next, its first administrator: "
        f"placements people add EMAIL --name NAME --role administrator --council {code}"
    )


COMMANDS = (
    (
        "found",
        found,
        """\b
Examples:
  placements db upgrade
  placements council found case.json --code coventry --name Coventry
""",
    ),
)
