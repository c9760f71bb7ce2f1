"""The people of a council at the command line: the first administrator is made here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli.database import DEFAULT_URL, CouncilCode, Database
from matcher.cli.managing import command_from, done_in, new_password
from matcher.cli.params import AsJson

if TYPE_CHECKING:
    from matcher.service.actor import Actor
    from matcher.store.people import Person
    from matcher.store.work import Work

MOST = 100_000
"""People of one council that are listed."""
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="Their email address.", show_default=False)]
Roles = Annotated[
    list[str],
    typer.Option("--role", metavar="ROLE", help="Once for each of their roles.", show_default=False),
]
Provider = Annotated[
    int | None,
    typer.Option("--provider", metavar="ID", help="Whose eyes a provider has.", show_default=False),
]


def add(
    email: Email,
    name: Annotated[str, typer.Option("--name", metavar="NAME", show_default=False)],
    role: Roles,
    provider: Provider = None,
    issuer: Annotated[
        str | None,
        typer.Option("--issuer", metavar="URL", help="Their identity provider.", show_default=False),
    ] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="ID", help="Who they are there.", show_default=False)
    ] = None,
    council: CouncilCode = None,
    database: Database = DEFAULT_URL,
    as_json: AsJson = False,
) -> None:
    """Add a person to a council.

    Their password is made up and shown once; or set PLACEMENT_NEW_PASSWORD before. Who signs in at an
    identity provider (--issuer, --subject) has none.
    """
    from matcher.service import people
    from matcher.service.people import AddUser

    asked = {"email": email, "name": name, "roles": role, "provider_id": provider}
    command = command_from(AddUser, {**asked, "issuer": issuer, "subject": subject})
    password, kept = (None, None) if issuer else new_password(email)
    added = done_in(database, council, lambda work, actor: people.add_user(work, actor, command, kept))
    _say(added, as_json, password)


def list_people(
    council: CouncilCode = None, database: Database = DEFAULT_URL, as_json: AsJson = False
) -> None:
    """List the people of a council, leavers too."""
    from matcher.service import people

    def act(work: Work, actor: Actor) -> list[Person]:
        return people.everybody(work, actor, None, MOST)

    found = sorted(done_in(database, council, act), key=lambda person: person.email)
    if as_json:
        from matcher.cli import screen

        screen.print_document({"people": [_document(person) for person in found]})
        return
    for person in found:
        typer.echo(_line(person))


def roles(
    email: Email,
    role: Roles,
    provider: Provider = None,
    council: CouncilCode = None,
    database: Database = DEFAULT_URL,
    as_json: AsJson = False,
) -> None:
    """Give a person exactly these roles, from their next request on."""
    from matcher.service import people
    from matcher.service.people import GiveRoles

    command = command_from(GiveRoles, {"roles": role, "provider_id": provider})

    def act(work: Work, actor: Actor) -> Person:
        known = people.with_email(work, actor, email)
        return people.give_roles(work, actor, known.id, command, known.version)

    _say(done_in(database, council, act), as_json)


def deactivate(
    email: Email, council: CouncilCode = None, database: Database = DEFAULT_URL, as_json: AsJson = False
) -> None:
    """Let a person in no more: every session of theirs is over at once."""
    _say(_let(False, email, council, database), as_json)


def activate(
    email: Email, council: CouncilCode = None, database: Database = DEFAULT_URL, as_json: AsJson = False
) -> None:
    """Let a person in again who was deactivated."""
    _say(_let(True, email, council, database), as_json)


def password(
    email: Email, council: CouncilCode = None, database: Database = DEFAULT_URL, as_json: AsJson = False
) -> None:
    """Give a person a new password, shown once; every session of theirs is over.

    Or set PLACEMENT_NEW_PASSWORD before.
    """
    from matcher.service import people

    fresh, kept = new_password(email)

    def act(work: Work, actor: Actor) -> Person:
        known = people.with_email(work, actor, email)
        people.set_password(work, actor, known.id, kept)
        return known

    _say(done_in(database, council, act), as_json, fresh)


def _let(active: bool, email: str, council: str | None, database: str) -> Person:
    from matcher.service import people

    def act(work: Work, actor: Actor) -> Person:
        known = people.with_email(work, actor, email)
        return people.set_active(work, actor, known.id, active, known.version)

    return done_in(database, council, act)


def _say(person: Person, as_json: bool, password: str | None = None) -> None:
    if as_json:
        from matcher.cli import screen

        more = {} if password is None else {"password": password}
        screen.print_document({**_document(person), **more})
        return
    typer.echo(_line(person))
    if password is not None:
        typer.echo(f"Password, shown this once: {password}")


def _line(person: Person) -> str:
    held = ", ".join(sorted(person.roles))
    return f"{person.email}  {held}{'' if person.active else '  (deactivated)'}"


def _document(person: Person) -> dict[str, Any]:
    shown = {"id": person.id, "email": person.email, "name": person.name, "roles": sorted(person.roles)}
    return {**shown, "provider_id": person.provider_id, "active": person.active}


COMMANDS = (
    (
        "add",
        add,
        """\b
Examples:
  placements people add a@council.gov.uk --name A --role administrator
  placements people add b@council.gov.uk --name B --role officer --role panel
""",
    ),
    ("list", list_people, "\b\nExample:\n  placements people list --json\n"),
    (
        "roles",
        roles,
        "\b\nExample:\n  placements people roles b@council.gov.uk --role commissioner\n",
    ),
    ("deactivate", deactivate, "\b\nExample:\n  placements people deactivate b@council.gov.uk\n"),
    ("activate", activate, "\b\nExample:\n  placements people activate b@council.gov.uk\n"),
    ("password", password, "\b\nExample:\n  placements people password b@council.gov.uk\n"),
)
