"""Fill an empty database with the invented council: its case, moved to today, and people to sign in as."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, Any

import typer

from matcher.cli.database import DEFAULT_URL, Database, the_store
from matcher.cli.files import demo_case, load_case
from matcher.cli.params import AsJson

if TYPE_CHECKING:
    from matcher.service.demo_people import Standing
    from matcher.store.work import Store

PASSWORD_SETTING = "PLACEMENT_DEMO_PASSWORD"


def seed_demo(database: Database = DEFAULT_URL, as_json: AsJson = False) -> None:
    """Add the invented council to the database, with people to sign in as.

    Their password is made up and shown once; or set PLACEMENT_DEMO_PASSWORD before. A council that is there
    already is left alone. A production server does not start while these people are in its database.
    """
    from matcher.service.demo_people import begun, standing

    with the_store(database) as store:
        council_id = _council(store)
        with store.read(council_id) as work:
            there = begun(work)
        password = None if there else _seed(store, council_id)
        with store.read(council_id) as work:
            found = standing(work)
    _say(found, password, as_json)


def _council(store: Store) -> int:
    from matcher.service.demo_people import COUNCIL_CODE, COUNCIL_NAME, demo_council
    from matcher.store import councils
    from matcher.store.work import EVERY_COUNCIL

    def found(work: Any) -> int:
        return demo_council(work) or councils.found(work, COUNCIL_CODE, COUNCIL_NAME, None)

    return store.write(EVERY_COUNCIL, found)


def _seed(store: Store, council_id: int) -> str:
    """Write everything in one transaction; returns the people's password."""
    from matcher.service import passwords, seeding
    from matcher.service.days import london_day
    from matcher.service.demo_people import EMAILS, add_demo_people

    case = seeding.moved_to(load_case(str(demo_case())), london_day(store.clock()))
    password = os.environ.get(PASSWORD_SETTING) or secrets.token_urlsafe(12)
    hashes = {email: passwords.hashed(password, email, PASSWORD_SETTING) for email in EMAILS}

    def seed(work: Any) -> None:
        seeding.begin_council(work, case)
        seeding.seed_demo(work, case)
        add_demo_people(work, hashes)

    store.write(council_id, seed)
    return password


def _say(found: Standing, password: str | None, as_json: bool) -> None:
    from matcher.service.demo_people import COUNCIL_CODE

    counts = {"referrals": found.referrals, "homes": found.homes}
    if as_json:
        from matcher.cli import screen

        people = {"people": sorted(found.people), "password": password}
        screen.print_document({"council": COUNCIL_CODE, "seeded": password is not None, **counts, **people})
        return
    what = f"{found.referrals} open referrals, {found.homes} homes, {len(found.people)} people"
    if password is None:
        typer.echo(f"The invented council `{COUNCIL_CODE}` is here already: {what}.")
        return
    typer.echo(f"The invented council `{COUNCIL_CODE}` is here now: {what}.")
    typer.echo(f"Sign in as one of these, with the password {password} (shown this once):")
    for email in sorted(found.people):
        typer.echo(f"  {email}")


COMMANDS = (
    (
        "seed-demo",
        seed_demo,
        """\b
Examples:
  placements db upgrade
  placements db seed-demo
""",
    ),
)
