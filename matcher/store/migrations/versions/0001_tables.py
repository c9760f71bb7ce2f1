"""Every table, with its references and checks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """In the order of their references."""
    for create in IN_ORDER:
        create()


def downgrade() -> None:
    """The other way round."""
    for create in reversed(IN_ORDER):
        op.drop_table(create.__name__.removeprefix("_"))


def _councils() -> None:
    op.create_table(
        "councils",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("area", sa.String(length=9), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_councils"),
        sa.UniqueConstraint("code", name="uq_councils_code"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject_kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("actor_kind IN ('human', 'service', 'system')", name=op.f("ck_audit_actor_kind")),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_audit_council_id"),
        sa.PrimaryKeyConstraint("council_id", "sequence", name="pk_audit"),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(
            "ix_audit_subject", ["council_id", "subject_kind", "subject_id", "sequence"], unique=False
        )


def _audit_heads() -> None:
    op.create_table(
        "audit_heads",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_audit_heads_council_id"),
        sa.PrimaryKeyConstraint("council_id", name="pk_audit_heads"),
    )


def _audit_payloads() -> None:
    op.create_table(
        "audit_payloads",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_audit_payloads_council_id"),
        sa.PrimaryKeyConstraint("council_id", "sequence", name="pk_audit_payloads"),
    )


def _budgets() -> None:
    op.create_table(
        "budgets",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("fund", sa.String(length=64), nullable=False),
        sa.Column("weekly_limit_pence", sa.BigInteger(), nullable=False),
        sa.Column("committed_centipence", sa.BigInteger(), nullable=False),
        sa.Column("overridden_centipence", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "committed_centipence <= weekly_limit_pence * 100 + overridden_centipence",
            name=op.f("ck_budgets_headroom"),
        ),
        sa.CheckConstraint("overridden_centipence >= 0", name=op.f("ck_budgets_overridden")),
        sa.CheckConstraint("weekly_limit_pence >= 0", name=op.f("ck_budgets_limit")),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_budgets_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_budgets"),
        sa.UniqueConstraint("council_id", "fund", name="uq_budgets_council_id_fund"),
    )


def _children() -> None:
    op.create_table(
        "children",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("gender", sa.String(length=16), nullable=False),
        sa.Column("flags", DOCUMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_children_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_children"),
        sa.UniqueConstraint("council_id", "reference", name="uq_children_council_id_reference"),
    )


def _idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", DOCUMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_idempotency_keys_council_id"),
        sa.PrimaryKeyConstraint("council_id", "actor", "key", name="pk_idempotency_keys"),
    )


def _providers() -> None:
    op.create_table(
        "providers",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_providers_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_providers"),
        sa.UniqueConstraint("council_id", "name", name="uq_providers_council_id_name"),
    )


def _sibling_groups() -> None:
    op.create_table(
        "sibling_groups",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "rule IN ('together', 'prefer_together', 'apart')", name=op.f("ck_sibling_groups_rule")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_sibling_groups_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_sibling_groups"),
        sa.UniqueConstraint("council_id", "reference", name="uq_sibling_groups_council_id_reference"),
    )


def _homes() -> None:
    op.create_table(
        "homes",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("provider_id", sa.BigInteger(), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "provider_id"],
            ["providers.council_id", "providers.id"],
            name="fk_homes_council_id_provider_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_homes_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_homes"),
        sa.UniqueConstraint("council_id", "reference", name="uq_homes_council_id_reference"),
    )


def _relationships() -> None:
    op.create_table(
        "relationships",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("child_a", sa.BigInteger(), nullable=False),
        sa.Column("child_b", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.CheckConstraint("kind IN ('must_not_share', 'avoid')", name=op.f("ck_relationships_kind")),
        sa.CheckConstraint("child_a < child_b", name=op.f("ck_relationships_in_order")),
        sa.ForeignKeyConstraint(
            ["council_id", "child_a"],
            ["children.council_id", "children.id"],
            name="fk_relationships_council_id_child_a",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "child_b"],
            ["children.council_id", "children.id"],
            name="fk_relationships_council_id_child_b",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_relationships_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_relationships"),
        sa.UniqueConstraint(
            "council_id", "child_a", "child_b", name="uq_relationships_council_id_child_a_child_b"
        ),
    )


def _siblings() -> None:
    op.create_table(
        "siblings",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("child_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "child_id"],
            ["children.council_id", "children.id"],
            name="fk_siblings_council_id_child_id",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "group_id"],
            ["sibling_groups.council_id", "sibling_groups.id"],
            name="fk_siblings_council_id_group_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_siblings_council_id"),
        sa.PrimaryKeyConstraint("council_id", "group_id", "child_id", name="pk_siblings"),
    )


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("issuer", sa.String(length=200), nullable=True),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.Column("provider_id", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "provider_id"],
            ["providers.council_id", "providers.id"],
            name="fk_users_council_id_provider_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_users_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_users"),
        sa.UniqueConstraint("council_id", "email", name="uq_users_council_id_email"),
        sa.UniqueConstraint("council_id", "issuer", "subject", name="uq_users_council_id_issuer_subject"),
    )


def _beds() -> None:
    op.create_table(
        "beds",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("home_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("blocked_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["council_id", "home_id"], ["homes.council_id", "homes.id"], name="fk_beds_council_id_home_id"
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_beds_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_beds"),
        sa.UniqueConstraint("council_id", "home_id", "id", name="uq_beds_council_id_home_id_id"),
        sa.UniqueConstraint("council_id", "home_id", "label", name="uq_beds_council_id_home_id_label"),
    )


def _contracts() -> None:
    op.create_table(
        "contracts",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("home_id", sa.BigInteger(), nullable=False),
        sa.Column("weekly_price_pence", sa.BigInteger(), nullable=False),
        sa.Column("void_charge_pence", sa.BigInteger(), nullable=False),
        sa.Column("sibling_discount_percent", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends > starts", name=op.f("ck_contracts_half_open")),
        sa.ForeignKeyConstraint(
            ["council_id", "home_id"],
            ["homes.council_id", "homes.id"],
            name="fk_contracts_council_id_home_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_contracts_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_contracts"),
        sa.UniqueConstraint("council_id", "home_id", "starts", name="uq_contracts_council_id_home_id_starts"),
    )


def _home_addresses() -> None:
    op.create_table(
        "home_addresses",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("home_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("location", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "home_id"],
            ["homes.council_id", "homes.id"],
            name="fk_home_addresses_council_id_home_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_home_addresses_council_id"),
        sa.PrimaryKeyConstraint("council_id", "home_id", name="pk_home_addresses"),
    )


def _policies() -> None:
    op.create_table(
        "policies",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("deciding", DOCUMENT, nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=True),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("approved_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "(state = 'approved') = (approved_at IS NOT NULL)", name=op.f("ck_policies_approved_when")
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR version = 1 OR approved_by IS NOT NULL",
            name=op.f("ck_policies_approved_by_whom"),
        ),
        sa.CheckConstraint("state IN ('draft', 'approved', 'withdrawn')", name=op.f("ck_policies_state")),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> proposed_by", name=op.f("ck_policies_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "approved_by"],
            ["users.council_id", "users.id"],
            name="fk_policies_council_id_approved_by",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "proposed_by"],
            ["users.council_id", "users.id"],
            name="fk_policies_council_id_proposed_by",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_policies_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_policies"),
        sa.UniqueConstraint("council_id", "version", name="uq_policies_council_id_version"),
    )
    with op.batch_alter_table("policies", schema=None) as batch_op:
        batch_op.create_index(
            "uq_policies_one_draft",
            ["council_id"],
            unique=True,
            postgresql_where=sa.text("state = 'draft'"),
            sqlite_where=sa.text("state = 'draft'"),
        )


def _referrals() -> None:
    op.create_table(
        "referrals",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("child_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'placed', 'withdrawn')", name=op.f("ck_referrals_state")),
        sa.ForeignKeyConstraint(
            ["council_id", "child_id"],
            ["children.council_id", "children.id"],
            name="fk_referrals_council_id_child_id",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "created_by"],
            ["users.council_id", "users.id"],
            name="fk_referrals_council_id_created_by",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_referrals_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_referrals"),
        sa.UniqueConstraint("council_id", "reference", name="uq_referrals_council_id_reference"),
    )
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.create_index(
            "uq_referrals_one_open",
            ["council_id", "child_id"],
            unique=True,
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        )


def _scenarios() -> None:
    op.create_table(
        "scenarios",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("minutes", sa.String(length=10000), nullable=True),
        sa.ForeignKeyConstraint(
            ["council_id", "created_by"],
            ["users.council_id", "users.id"],
            name="fk_scenarios_council_id_created_by",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_scenarios_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_scenarios"),
    )


def _service_accounts() -> None:
    op.create_table(
        "service_accounts",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key_hash", sa.String(length=200), nullable=False),
        sa.Column("scopes", DOCUMENT, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["council_id", "created_by"],
            ["users.council_id", "users.id"],
            name="fk_service_accounts_council_id_created_by",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_service_accounts_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_service_accounts"),
        sa.UniqueConstraint("council_id", "name", name="uq_service_accounts_council_id_name"),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["council_id", "user_id"], ["users.council_id", "users.id"], name="fk_sessions_council_id_user_id"
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_sessions_council_id"),
        sa.PrimaryKeyConstraint("council_id", "token_hash", name="pk_sessions"),
    )


def _user_roles() -> None:
    op.create_table(
        "user_roles",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "role IN ('officer', 'panel', 'commissioner', 'provider', 'auditor', 'administrator')",
            name=op.f("ck_user_roles_role"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "user_id"],
            ["users.council_id", "users.id"],
            name="fk_user_roles_council_id_user_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_user_roles_council_id"),
        sa.PrimaryKeyConstraint("council_id", "user_id", "role", name="pk_user_roles"),
    )


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("bed_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("held_by", sa.BigInteger(), nullable=False),
        sa.Column("held_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("released_at", INSTANT, nullable=True),
        sa.CheckConstraint("expires_at > held_at", name=op.f("ck_holds_in_time")),
        sa.ForeignKeyConstraint(
            ["council_id", "bed_id"], ["beds.council_id", "beds.id"], name="fk_holds_council_id_bed_id"
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "held_by"], ["users.council_id", "users.id"], name="fk_holds_council_id_held_by"
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "referral_id"],
            ["referrals.council_id", "referrals.id"],
            name="fk_holds_council_id_referral_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_holds_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_holds"),
    )
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.create_index(
            "uq_holds_one_a_bed",
            ["council_id", "bed_id"],
            unique=True,
            postgresql_where=sa.text("released_at IS NULL"),
            sqlite_where=sa.text("released_at IS NULL"),
        )


def _offers() -> None:
    op.create_table(
        "offers",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("home_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("weekly_price_pence", sa.BigInteger(), nullable=True),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.CheckConstraint("status IN ('offered', 'declined')", name=op.f("ck_offers_status")),
        sa.ForeignKeyConstraint(
            ["council_id", "home_id"], ["homes.council_id", "homes.id"], name="fk_offers_council_id_home_id"
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "recorded_by"],
            ["users.council_id", "users.id"],
            name="fk_offers_council_id_recorded_by",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "referral_id"],
            ["referrals.council_id", "referrals.id"],
            name="fk_offers_council_id_referral_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_offers_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_offers"),
        sa.UniqueConstraint(
            "council_id", "referral_id", "home_id", name="uq_offers_council_id_referral_id_home_id"
        ),
    )


def _pairs() -> None:
    op.create_table(
        "pairs",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("home_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("kind IN ('pin', 'forbid')", name=op.f("ck_pairs_kind")),
        sa.ForeignKeyConstraint(
            ["council_id", "created_by"],
            ["users.council_id", "users.id"],
            name="fk_pairs_council_id_created_by",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "home_id"], ["homes.council_id", "homes.id"], name="fk_pairs_council_id_home_id"
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "referral_id"],
            ["referrals.council_id", "referrals.id"],
            name="fk_pairs_council_id_referral_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_pairs_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_pairs"),
        sa.UniqueConstraint(
            "council_id", "referral_id", "home_id", name="uq_pairs_council_id_referral_id_home_id"
        ),
    )
    with op.batch_alter_table("pairs", schema=None) as batch_op:
        batch_op.create_index(
            "uq_pairs_one_pin",
            ["council_id", "referral_id"],
            unique=True,
            postgresql_where=sa.text("kind = 'pin'"),
            sqlite_where=sa.text("kind = 'pin'"),
        )


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.String(length=32), nullable=False),
        sa.Column("parameters", DOCUMENT, nullable=False),
        sa.Column("scenario_id", sa.BigInteger(), nullable=True),
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("snapshot_hash", sa.String(length=64), nullable=False),
        sa.Column("engine_version", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answer_hash", sa.String(length=64), nullable=True),
        sa.Column("failure", sa.String(length=32), nullable=True),
        sa.Column("asked_by", sa.BigInteger(), nullable=True),
        sa.Column("asked_by_service", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.CheckConstraint("(state = 'done') = (answer IS NOT NULL)", name=op.f("ck_runs_answered")),
        sa.CheckConstraint("(state = 'failed') = (failure IS NOT NULL)", name=op.f("ck_runs_failed_why")),
        sa.CheckConstraint("state IN ('solving', 'done', 'failed')", name=op.f("ck_runs_state")),
        sa.ForeignKeyConstraint(
            ["council_id", "asked_by"], ["users.council_id", "users.id"], name="fk_runs_council_id_asked_by"
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "asked_by_service"],
            ["service_accounts.council_id", "service_accounts.id"],
            name="fk_runs_council_id_asked_by_service",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "policy_id"],
            ["policies.council_id", "policies.id"],
            name="fk_runs_council_id_policy_id",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "scenario_id"],
            ["scenarios.council_id", "scenarios.id"],
            name="fk_runs_council_id_scenario_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_runs_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_runs"),
    )
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.create_index("ix_runs_newest", ["council_id", "asked_at", "id"], unique=False)
        batch_op.create_index(
            "ix_runs_unended",
            ["council_id"],
            unique=False,
            postgresql_where=sa.text("state = 'solving'"),
            sqlite_where=sa.text("state = 'solving'"),
        )


def _waivers() -> None:
    op.create_table(
        "waivers",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("home_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("granted_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "granted_by"],
            ["users.council_id", "users.id"],
            name="fk_waivers_council_id_granted_by",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "home_id"], ["homes.council_id", "homes.id"], name="fk_waivers_council_id_home_id"
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "referral_id"],
            ["referrals.council_id", "referrals.id"],
            name="fk_waivers_council_id_referral_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_waivers_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_waivers"),
    )


def _proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("home_id", sa.BigInteger(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "home_id"],
            ["homes.council_id", "homes.id"],
            name="fk_proposals_council_id_home_id",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "referral_id"],
            ["referrals.council_id", "referrals.id"],
            name="fk_proposals_council_id_referral_id",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "run_id"], ["runs.council_id", "runs.id"], name="fk_proposals_council_id_run_id"
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_proposals_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_proposals"),
        sa.UniqueConstraint(
            "council_id",
            "run_id",
            "referral_id",
            "rank",
            name="uq_proposals_council_id_run_id_referral_id_rank",
        ),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("proposal_id", sa.BigInteger(), nullable=False),
        sa.Column("referral_id", sa.BigInteger(), nullable=False),
        sa.Column("home_id", sa.BigInteger(), nullable=True),
        sa.Column("bed_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("shown_hash", sa.String(length=64), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("loss", DOCUMENT, nullable=False),
        sa.Column("grounds", DOCUMENT, nullable=False),
        sa.Column("two_people", sa.Boolean(), nullable=False),
        sa.Column("together_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.Column("approver_id", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closing_reason", sa.String(length=2000), nullable=True),
        sa.Column("actor_kind", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "NOT (two_people AND state = 'final') OR approver_id IS NOT NULL",
            name=op.f("ck_decisions_second_person"),
        ),
        sa.CheckConstraint("actor_kind = 'human'", name=op.f("ck_decisions_human")),
        sa.CheckConstraint(
            "kind <> 'override' OR reason IS NOT NULL", name=op.f("ck_decisions_override_reason")
        ),
        sa.CheckConstraint(
            "kind = 'decline' OR (home_id IS NOT NULL AND bed_id IS NOT NULL)",
            name=op.f("ck_decisions_a_bed"),
        ),
        sa.CheckConstraint("kind IN ('accept', 'override', 'decline')", name=op.f("ck_decisions_kind")),
        sa.CheckConstraint(
            "state IN ('awaiting', 'final', 'refused', 'withdrawn')", name=op.f("ck_decisions_state")
        ),
        sa.CheckConstraint(
            "approver_id IS NULL OR approver_id <> decided_by", name=op.f("ck_decisions_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "approver_id"],
            ["users.council_id", "users.id"],
            name="fk_decisions_council_id_approver_id",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "bed_id"], ["beds.council_id", "beds.id"], name="fk_decisions_council_id_bed_id"
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "decided_by"],
            ["users.council_id", "users.id"],
            name="fk_decisions_council_id_decided_by",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "home_id"],
            ["homes.council_id", "homes.id"],
            name="fk_decisions_council_id_home_id",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "proposal_id"],
            ["proposals.council_id", "proposals.id"],
            name="fk_decisions_council_id_proposal_id",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "referral_id"],
            ["referrals.council_id", "referrals.id"],
            name="fk_decisions_council_id_referral_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_decisions_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_decisions"),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_decisions_one_placing",
            ["council_id", "referral_id"],
            unique=True,
            postgresql_where=sa.text("kind <> 'decline' AND state IN ('awaiting', 'final')"),
            sqlite_where=sa.text("kind <> 'decline' AND state IN ('awaiting', 'final')"),
        )


def _budget_overrides() -> None:
    op.create_table(
        "budget_overrides",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("budget_id", sa.BigInteger(), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=False),
        sa.Column("centipence", sa.BigInteger(), nullable=False),
        sa.Column("granted_by", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("granted_at", INSTANT, nullable=False),
        sa.CheckConstraint("centipence > 0", name=op.f("ck_budget_overrides_positive")),
        sa.ForeignKeyConstraint(
            ["council_id", "budget_id"],
            ["budgets.council_id", "budgets.id"],
            name="fk_budget_overrides_council_id_budget_id",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "decision_id"],
            ["decisions.council_id", "decisions.id"],
            name="fk_budget_overrides_council_id_decision_id",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "granted_by"],
            ["users.council_id", "users.id"],
            name="fk_budget_overrides_council_id_granted_by",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_budget_overrides_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_budget_overrides"),
    )


def _commitments() -> None:
    op.create_table(
        "commitments",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("budget_id", sa.BigInteger(), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=False),
        sa.Column("centipence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "budget_id"],
            ["budgets.council_id", "budgets.id"],
            name="fk_commitments_council_id_budget_id",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "decision_id"],
            ["decisions.council_id", "decisions.id"],
            name="fk_commitments_council_id_decision_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_commitments_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_commitments"),
        sa.UniqueConstraint(
            "council_id", "budget_id", "decision_id", name="uq_commitments_council_id_budget_id_decision_id"
        ),
    )


def _placements() -> None:
    op.create_table(
        "placements",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("child_id", sa.BigInteger(), nullable=False),
        sa.Column("home_id", sa.BigInteger(), nullable=False),
        sa.Column("bed_id", sa.BigInteger(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("weekly_price_pence", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(source = 'decision') = (decision_id IS NOT NULL)", name=op.f("ck_placements_traced")
        ),
        sa.CheckConstraint("source IN ('decision', 'import')", name=op.f("ck_placements_source")),
        sa.CheckConstraint("ends IS NULL OR ends > starts", name=op.f("ck_placements_half_open")),
        sa.CheckConstraint("weekly_price_pence >= 0", name=op.f("ck_placements_price")),
        sa.ForeignKeyConstraint(
            ["council_id", "child_id"],
            ["children.council_id", "children.id"],
            name="fk_placements_council_id_child_id",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "decision_id"],
            ["decisions.council_id", "decisions.id"],
            name="fk_placements_council_id_decision_id",
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "home_id", "bed_id"],
            ["beds.council_id", "beds.home_id", "beds.id"],
            name="fk_placements_council_id_home_id_bed_id",
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name="fk_placements_council_id"),
        sa.PrimaryKeyConstraint("council_id", "id", name="pk_placements"),
    )


IN_ORDER = (
    _councils,
    _audit,
    _audit_heads,
    _audit_payloads,
    _budgets,
    _children,
    _idempotency_keys,
    _providers,
    _sibling_groups,
    _homes,
    _relationships,
    _siblings,
    _users,
    _beds,
    _contracts,
    _home_addresses,
    _policies,
    _referrals,
    _scenarios,
    _service_accounts,
    _sessions,
    _user_roles,
    _holds,
    _offers,
    _pairs,
    _runs,
    _waivers,
    _proposals,
    _decisions,
    _budget_overrides,
    _commitments,
    _placements,
)
