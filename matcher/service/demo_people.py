"""The invented people of the demonstration council: one of each role, and a second officer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.service.actor import system
from matcher.service.demonstration import EMAIL_ENDING
from matcher.service.people import AddUser, PersonsRole, add_user
from matcher.store import councils, homes, people, policies, referrals
from matcher.store.work import Work

COUNCIL_CODE = "demo"
COUNCIL_NAME = "Invented Council"
_ROLES: Mapping[str, PersonsRole] = {
    "officer": "officer",
    "second-officer": "officer",
    "panel": "panel",
    "commissioner": "commissioner",
    "provider": "provider",
    "auditor": "auditor",
    "administrator": "administrator",
}
EMAILS: Mapping[str, PersonsRole] = {f"{name}{EMAIL_ENDING}": role for name, role in _ROLES.items()}


@dataclass(frozen=True)
class Standing:
    """How much there is of the demonstration council."""

    referrals: int
    homes: int
    people: tuple[str, ...]


def begun(work: Work) -> bool:
    """Whether this council has its first policy, which comes with everything else of it."""
    return bool(policies.page_of(work, None, 1))


def add_demo_people(work: Work, password_hashes: Mapping[str, str]) -> None:
    """One account for each of EMAILS, with its hash; the provider sees the first home's provider's homes."""
    first = homes.page_of(work, None, 1)[0]
    for email, role in EMAILS.items():
        provider_id = first.provider_id if role == "provider" else None
        name = email.removesuffix(EMAIL_ENDING).replace("-", " ").capitalize()
        command = AddUser(email=email, name=f"{name} (invented)", roles=(role,), provider_id=provider_id)
        add_user(work, system(work.council_id), command, password_hashes[email])


def standing(work: Work) -> Standing:
    """What there is now."""
    return Standing(
        referrals=len(referrals.open_referrals(work)),
        homes=len(homes.every_home(work)),
        people=tuple(person.email for person in people.people(work, None, 1_000)),
    )


def demo_council(work: Work) -> int | None:
    """The id of the demonstration council, in the work of EVERY_COUNCIL."""
    found = councils.by_code(work, COUNCIL_CODE)
    return None if found is None else found.id
