"""The statements behind migration 0002, written once for each database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

OVERLAPS = {"ex_placements_bed": "bed_id", "ex_placements_child": "child_id"}

APPEND_ONLY: dict[str, Sequence[str]] = {
    "audit": ("UPDATE", "DELETE"),
    "audit_payloads": ("UPDATE",),
    "proposals": ("UPDATE", "DELETE"),
    "commitments": ("UPDATE", "DELETE"),
    "budget_overrides": ("UPDATE", "DELETE"),
    "runs": ("DELETE",),
    "decisions": ("DELETE",),
    "placements": ("DELETE",),
}
"""What is never done to a row of these. A payload of the record may be erased when its time is over."""

FROZEN: dict[str, Sequence[str]] = {
    "runs": (
        "question",
        "parameters",
        "scenario_id",
        "policy_id",
        "snapshot",
        "snapshot_hash",
        "engine_version",
        "asked_by",
        "asked_by_service",
        "asked_at",
    ),
    "decisions": ("proposal_id", "referral_id", "home_id", "bed_id", "kind", "shown_hash", "decided_by"),
    "placements": ("child_id", "home_id", "bed_id", "starts", "weekly_price_pence", "decision_id"),
}
"""Columns that keep what they were first given."""

ENDED: dict[str, str] = {"runs": "OLD.state <> 'solving'"}
"""When nothing of a row changes any more: a run ends once (I9)."""

TABLES = (
    "audit", "audit_heads", "audit_payloads", "beds", "budget_overrides", "budgets", "children",
    "commitments", "contracts", "decisions", "holds", "home_addresses", "homes", "idempotency_keys",
    "offers", "pairs", "placements", "policies", "proposals", "providers", "referrals", "relationships",
    "runs", "scenarios", "service_accounts", "sessions", "sibling_groups", "siblings", "user_roles",
    "users", "waivers",
)  # fmt: skip
"""Every table whose rows belong to a council: all but `councils` itself."""


def overlap_on_postgresql(name: str, column: str) -> str:
    """An exclusion constraint over nights, [starts, ends)."""
    return (
        f"ALTER TABLE placements ADD CONSTRAINT {name} EXCLUDE USING gist ("
        "int8range(council_id, council_id, '[]') WITH &&, "
        f"int8range({column}, {column}, '[]') WITH &&, "
        "daterange(starts, ends, '[)') WITH &&)"
    )


def overlap_on_sqlite(name: str, column: str) -> Iterator[str]:
    """Two triggers: a new row, and a row whose nights change."""
    for event, when in (("insert", "INSERT"), ("update", "UPDATE")):
        yield (
            f"CREATE TRIGGER {name}_{event} BEFORE {when} ON placements "
            "WHEN EXISTS (SELECT 1 FROM placements AS held WHERE held.council_id = NEW.council_id "
            f"AND held.{column} = NEW.{column} AND held.id <> NEW.id "
            "AND (held.ends IS NULL OR held.ends > NEW.starts) "
            "AND (NEW.ends IS NULL OR NEW.ends > held.starts)) "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )


def never_on_sqlite(table: str, event: str) -> str:
    """This never happens to a row of this table."""
    name = f"never_{event.lower()}_{table}"
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{name}'); END"


def never_on_postgresql(table: str, events: Sequence[str]) -> Iterator[str]:
    """The same; the function is shared by all events of a table, TRUNCATE among them."""
    name = f"never_{table}"
    yield _function(name, f"RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = '{name}'; RETURN NULL;")
    for event in events:
        yield (
            f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    yield f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {name}()"


def frozen_on_sqlite(table: str, columns: Sequence[str]) -> str:
    """An update that changes one of these columns is refused."""
    changed = " OR ".join([*(f"NEW.{column} IS NOT OLD.{column}" for column in columns), *_ended(table)])
    name = f"frozen_{table}"
    return (
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {changed} "
        f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
    )


def frozen_on_postgresql(table: str, columns: Sequence[str]) -> Iterator[str]:
    """The same."""
    differ = (f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    changed = " OR ".join([*differ, *_ended(table)])
    name = f"frozen_{table}"
    yield _function(name, f"RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = '{name}'; RETURN NULL;")
    yield (
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) "
        f"EXECUTE FUNCTION {name}()"
    )


def _ended(table: str) -> list[str]:
    return [ENDED[table]] if table in ENDED else []


def tenancy() -> Iterator[str]:
    """Row-level security, forced on the owner too: no council named, no rows."""
    ours = "council_id = NULLIF(current_setting('placements.council', true), '')::bigint"
    for table in TABLES:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY one_council ON {table} USING ({ours}) WITH CHECK ({ours})"


def triggers_of(dialect: str) -> Iterator[str]:
    """What a downgrade takes away."""
    if dialect == "sqlite":
        for name in OVERLAPS:
            yield from (f"DROP TRIGGER {name}_{event}" for event in ("insert", "update"))
        for table, events in APPEND_ONLY.items():
            yield from (f"DROP TRIGGER never_{event.lower()}_{table}" for event in events)
        yield from (f"DROP TRIGGER frozen_{table}" for table in FROZEN)
        return
    for table in TABLES:
        yield f"DROP POLICY one_council ON {table}"
        yield f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
    yield from (f"DROP FUNCTION {kind} CASCADE" for kind in _functions())
    yield from (f"ALTER TABLE placements DROP CONSTRAINT {name}" for name in OVERLAPS)


def _functions() -> Iterator[str]:
    yield from (f"never_{table}" for table in APPEND_ONLY)
    yield from (f"frozen_{table}" for table in FROZEN)


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
