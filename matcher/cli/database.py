"""The way from the command line to the council's database: one option, one setting, one default."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from matcher.store.councils import Council
    from matcher.store.work import Store

_FILE = "sqlite:///"
SETTING = "PLACEMENT_DATABASE_URL"
DEFAULT_URL = "sqlite:///var/placements.db"
"""A file below the folder one is in: enough for a look, and for one machine."""

Database = Annotated[
    str,
    typer.Option(
        "--database",
        metavar="URL",
        envvar=SETTING,
        show_envvar=False,
        help=f"The database; or set {SETTING}.",
    ),
]
"""Give it DEFAULT_URL as the parameter's default."""
CouncilCode = Annotated[
    str | None, typer.Option("--council", metavar="CODE", help="Only this council.", show_default=False)
]


@contextmanager
def opened(url: str, create: bool = False) -> Iterator[Engine]:
    """The database of this URL, whatever its version; with `create`, a file that is not there yet too.

    Raises BadParameter.
    """
    from matcher.store.engine import connect

    _check(url, create)
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def the_store(url: str) -> Iterator[Store]:
    """The store there, by this machine's clock. Raises BadParameter where its version is not ours."""
    from matcher.store import migrate
    from matcher.store.work import Store

    with opened(url) as engine:
        found, needed = migrate.version(engine), migrate.newest()
        if found != needed:
            has = "has no tables" if found is None else f"has version {found}"
            raise typer.BadParameter(
                f"the database {has} and this program needs version {needed}: run `placements db upgrade`"
            )
        yield Store(engine, lambda: datetime.now(UTC))


def councils_of(store: Store, code: str | None) -> list[Council]:
    """The council with this code, or all of them. Raises BadParameter where there is none."""
    from matcher.store import councils
    from matcher.store.work import EVERY_COUNCIL

    with store.read(EVERY_COUNCIL) as work:
        ids = councils.every_id(work)
    known = []
    for council_id in ids:
        with store.read(council_id) as work:
            known.append(councils.own(work))
    chosen = [council for council in known if code in (None, council.code)]
    if not chosen:
        raise typer.BadParameter(
            "--council: no council here has this code"
            if known
            else "there is no council in this database yet"
        )
    return sorted(chosen, key=lambda council: council.code)


def one_council_of(store: Store, code: str | None) -> Council:
    """The council with this code; without one, the only council there is. Raises BadParameter."""
    chosen = councils_of(store, code)
    if len(chosen) > 1:
        codes = ", ".join(council.code for council in chosen)
        raise typer.BadParameter(f"say which council: --council with one of {codes}")
    return chosen[0]


def _check(url: str, create: bool) -> None:
    # the URL may hold a password: no message repeats it
    if not url.startswith((_FILE, "postgresql://")):
        raise typer.BadParameter("--database: give sqlite:///FILE or postgresql://USER@HOST/NAME")
    if url.startswith(_FILE) and not create and not Path(url.removeprefix(_FILE)).is_file():
        raise typer.BadParameter("there is no database file there yet: run `placements db upgrade`")
