"""What a production server refuses to start with, all of it at once (trust.md T22)."""

from __future__ import annotations

from collections.abc import Iterator

from api.settings import ServerSettings
from matcher.errors import Misconfigured, StoreUnfit
from matcher.service.demonstration import has_demonstration
from matcher.store import fitness
from matcher.store.work import Store

MIN_SECRET_LENGTH = 12
KNOWN_SECRETS = frozenset({"changeme", "password", "placement", "placements", "postgres", "secret", "test"})


def require_sound(settings: ServerSettings) -> None:
    """Raises Misconfigured with a sentence for each setting that will not do."""
    faults = [*_sign_in_faults(settings), *(_faults(settings) if settings.production else ())]
    if faults:
        raise Misconfigured(faults)


def require_fit(store: Store, settings: ServerSettings) -> None:
    """Raises StoreUnfit where this server may not work on this database, and StoreDown."""
    if sentence := fitness.unfit(store.engine):
        raise StoreUnfit(sentence)
    if settings.production and (found := list(_unsafe(store))):
        raise StoreUnfit("; ".join(found))


def _faults(settings: ServerSettings) -> Iterator[str]:
    url = settings.database_url.get_secret_value()
    if url.startswith("sqlite") and not settings.sqlite_in_production:
        yield (
            "PLACEMENT_DATABASE_URL is an SQLite file: name a PostgreSQL database, or set "
            "PLACEMENT_SQLITE_IN_PRODUCTION=true for a council of one machine"
        )
    if not url.startswith("sqlite") and _weak(_password_of(url)):
        yield "PLACEMENT_DATABASE_URL has a password that everybody knows: set another"
    if not settings.https:
        yield "PLACEMENT_PUBLIC_URL must be the https address under which people reach this server"
    if settings.docs_are == "open":
        yield "PLACEMENT_DOCS=open shows the interface to everybody: set signed_in or off"
    if settings.debug:
        yield "PLACEMENT_DEBUG writes tracebacks, which may hold a child's data: take it out"
    if settings.metrics_token is not None and _weak(settings.metrics_token.get_secret_value()):
        yield "PLACEMENT_METRICS_TOKEN is short or known to everybody: set another"
    if settings.oidc_issuer and not settings.oidc_issuer.startswith("https://"):
        yield "PLACEMENT_OIDC_ISSUER must be an https address"
    if settings.oidc_issuer and _weak(
        settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else ""
    ):
        yield "PLACEMENT_OIDC_CLIENT_SECRET is missing, short or known to everybody: set another"


def _sign_in_faults(settings: ServerSettings) -> Iterator[str]:
    """An issuer with half of what it needs would fail only when the first person signs in."""
    wanted = ("oidc_client_id", "oidc_council", "public_url")
    missing = [name for name in wanted if getattr(settings, name) is None]
    if settings.oidc_issuer and missing:
        names = ", ".join(f"PLACEMENT_{name.upper()}" for name in missing)
        yield f"PLACEMENT_OIDC_ISSUER needs {names} besides: set them, or take it out"


def _unsafe(store: Store) -> Iterator[str]:
    if fitness.above_row_security(store):
        yield "the database's role is above row-level security: use one that is no superuser and no BYPASSRLS"
    if has_demonstration(store):
        yield "people of the demonstration can sign in to this database: use another, or deactivate them"


def _weak(secret: str) -> bool:
    return len(secret) < MIN_SECRET_LENGTH or secret.lower() in KNOWN_SECRETS


def _password_of(url: str) -> str:
    """What stands between the name and the host; without one, the server trusts its own machine's users."""
    name, at, _ = url.partition("://")[2].rpartition("@")
    _, colon, password = name.partition(":")
    return password if at and colon else "no password in the address: peer or a passfile"
