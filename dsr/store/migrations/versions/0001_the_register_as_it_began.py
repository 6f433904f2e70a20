"""The register as it began."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_REFUSAL = "the audit is only added to"


def upgrade() -> None:
    op.create_table(
        "worker",
        sa.Column(
            "worker", sa.String(length=40), nullable=False, comment="as facts name a key worker; no name of a person"
        ),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True, comment="null: stays"),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_worker")),
        comment="Key workers. Who allocates waits here for whoever allocates to the same one.",
    )
    op.create_table(
        "account",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("organisation", sa.String(length=32), nullable=False),
        sa.Column("disabled_at", sa.DateTime(), nullable=True, comment="UTC"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_account_issuer_subject")),
        comment="Somebody who may sign in, by issuer and subject; never by mail address.",
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("account_id", sa.Integer(), nullable=True, comment="null: nobody was signed in"),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("organisation", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column(
            "people", sa.Text(), nullable=False, comment="references, one blank between; empty: nobody in particular"
        ),
        sa.Column(
            "fields", sa.String(length=200), nullable=False, comment="classes of fields that were seen or changed"
        ),
        sa.Column(
            "route", sa.String(length=80), nullable=False, comment="the template of a route, or the name of a command"
        ),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False, comment="keyed, over this row and the hash before it"),
        sa.CheckConstraint("outcome IN ('allowed', 'denied', 'refused', 'failed')", name=op.f("ck_audit_outcome")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
        comment="Every look, change, export and denial. Rows are only added; each holds the one before it.",
    )
    op.create_table(
        "audit_head",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False, comment="there is one row"),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_audit_head")),
        comment="The end of the audit; writers take turns on it.",
    )
    op.create_table(
        "key",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("check", sa.String(length=16), nullable=False, comment="which key it is, and nothing about it"),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_key")),
        comment="The versions of the key that this register was sealed with.",
    )
    op.create_table(
        "person",
        sa.Column("person_ref", sa.String(length=12), nullable=False, comment="random; says nothing about the person"),
        sa.Column("version", sa.Integer(), nullable=False, comment="counts the changes; a writer must know the newest"),
        sa.Column(
            "merged_into",
            sa.String(length=12),
            nullable=True,
            comment="the record that this one turned out to be a second one of",
        ),
        sa.PrimaryKeyConstraint("person_ref", name=op.f("pk_person")),
        comment="A young person, by a reference that may be said aloud.",
    )
    op.create_table(
        "agency",
        sa.Column("person_ref", sa.String(length=12), nullable=False),
        sa.Column("organisation", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_ref"], ["person.person_ref"], name=op.f("fk_agency_person_ref_person")),
        sa.PrimaryKeyConstraint("person_ref", "organisation", name=op.f("pk_agency")),
        comment="Who may be told of a person, by consent; part of what follows from the facts.",
    )
    op.create_table(
        "blind",
        sa.Column("field", sa.String(length=24), nullable=False),
        sa.Column(
            "value",
            sa.String(length=32),
            nullable=False,
            comment="keyed hash: equal values are alike, nothing else is told",
        ),
        sa.Column("person_ref", sa.String(length=12), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_ref"], ["person.person_ref"], name=op.f("fk_blind_person_ref_person")),
        sa.PrimaryKeyConstraint("field", "value", "person_ref", name=op.f("pk_blind")),
        comment="By what a person is found: of the newest value of each field that can be searched.",
    )
    op.create_index(op.f("ix_blind_person_ref"), "blind", ["person_ref"], unique=False)
    op.create_table(
        "change",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="order of commit"
        ),
        sa.Column("person_ref", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("made_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.ForeignKeyConstraint(["person_ref"], ["person.person_ref"], name=op.f("fk_change_person_ref_person")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_change")),
        comment="One action on one person: who, why, when. Its rows below are all there or none.",
    )
    op.create_index(op.f("ix_change_person_ref"), "change", ["person_ref"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True, comment="the last day; null is open-ended"),
        sa.Column(
            "team", sa.String(length=32), nullable=True, comment="for which team; null where the role is not of a team"
        ),
        sa.Column(
            "authority",
            sa.String(length=16),
            nullable=True,
            comment="for which council; null where the role is not of a council",
        ),
        sa.Column(
            "worker",
            sa.String(length=40),
            nullable=True,
            comment="which case lead or key worker somebody is in the facts",
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_role_grant_account_id_account")),
        sa.PrimaryKeyConstraint("grant_id", name=op.f("pk_role_grant")),
        comment="A role of an account, with its days and its reach.",
    )
    op.create_index(op.f("ix_role_grant_account_id"), "role_grant", ["account_id"], unique=False)
    op.create_table(
        "seen",
        sa.Column("person_ref", sa.String(length=12), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["audit.number"], name=op.f("fk_seen_number_audit")),
        sa.PrimaryKeyConstraint("person_ref", "number", name=op.f("pk_seen")),
        comment="Which rows of the audit are about a person.",
    )
    op.create_table(
        "standing",
        sa.Column("person_ref", sa.String(length=12), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False, comment="the newest change that it takes in"),
        sa.Column("told_on", sa.Date(), nullable=False, comment="the day that it tells of"),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("rating", sa.String(length=8), nullable=True),
        sa.Column("rated_since", sa.Date(), nullable=True),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(length=16), nullable=True, comment="council of ordinary residence"),
        sa.Column(
            "board", sa.String(length=8), nullable=True, comment="integrated care board that answers for the person"
        ),
        sa.Column("team", sa.String(length=32), nullable=True, comment="organisation of the case lead"),
        sa.Column("case_lead", sa.String(length=40), nullable=True),
        sa.Column("key_worker", sa.String(length=40), nullable=True),
        sa.Column("weight", sa.Float(), nullable=False, comment="what the case weighs in a key worker's caseload"),
        sa.Column("shared", sa.Boolean(), nullable=False, comment="whether anybody but the lead team may see it"),
        sa.ForeignKeyConstraint(["person_ref"], ["person.person_ref"], name=op.f("fk_standing_person_ref_person")),
        sa.PrimaryKeyConstraint("person_ref", name=op.f("pk_standing")),
        comment="What follows from the facts, for lists; made again with each change and each day.",
    )
    op.create_index("ix_standing_key_worker", "standing", ["key_worker"], unique=False)
    op.create_index("ix_standing_status_rating", "standing", ["status", "rating"], unique=False)
    op.create_index("ix_standing_team", "standing", ["team"], unique=False)
    op.create_table(
        "task",
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_ref", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("about", sa.String(length=48), nullable=False),
        sa.Column("rule", sa.String(length=24), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("ceased_on", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_ref"], ["person.person_ref"], name=op.f("fk_task_person_ref_person")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_task")),
        comment="What must be done by when; part of what follows from the facts.",
    )
    op.create_index("ix_task_due_on", "task", ["due_on"], unique=False)
    op.create_index(op.f("ix_task_person_ref"), "task", ["person_ref"], unique=False)
    op.create_table(
        "fact",
        sa.Column("fact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_ref", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False, comment="the day from which it is true"),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.ForeignKeyConstraint(["person_ref"], ["person.person_ref"], name=op.f("fk_fact_person_ref_person")),
        sa.ForeignKeyConstraint(["sequence"], ["change.sequence"], name=op.f("fk_fact_sequence_change")),
        sa.PrimaryKeyConstraint("fact_id", name=op.f("pk_fact")),
        comment="Something that is true of a person from a day on.",
    )
    op.create_index("ix_fact_person_ref_fact_id", "fact", ["person_ref", "fact_id"], unique=False)
    op.create_index("ix_fact_sequence", "fact", ["sequence"], unique=False)
    op.create_table(
        "identifier",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("field", sa.String(length=24), nullable=False),
        sa.Column("person_ref", sa.String(length=12), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False, comment="sealed; an empty text takes the value away"),
        sa.ForeignKeyConstraint(["person_ref"], ["person.person_ref"], name=op.f("fk_identifier_person_ref_person")),
        sa.ForeignKeyConstraint(["sequence"], ["change.sequence"], name=op.f("fk_identifier_sequence_change")),
        sa.PrimaryKeyConstraint("sequence", "field", name=op.f("pk_identifier")),
        comment="A name, number, address or other identifier from a change on, until the next of its field.",
    )
    op.create_index("ix_identifier_person_ref_field", "identifier", ["person_ref", "field"], unique=False)
    op.create_table(
        "undoing",
        sa.Column("fact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False, comment="true where an undoing is taken back"),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.fact_id"], name=op.f("fk_undoing_fact_id_fact")),
        sa.ForeignKeyConstraint(["sequence"], ["change.sequence"], name=op.f("fk_undoing_sequence_change")),
        sa.PrimaryKeyConstraint("fact_id", "sequence", name=op.f("pk_undoing")),
        comment="From this change on a fact is not taken into account, or is again; it stays to be seen.",
    )
    op.create_index("ix_undoing_sequence", "undoing", ["sequence"], unique=False)
    _only_added_to()


def downgrade() -> None:
    op.drop_index("ix_undoing_sequence", table_name="undoing")
    op.drop_table("undoing")
    op.drop_index("ix_identifier_person_ref_field", table_name="identifier")
    op.drop_table("identifier")
    op.drop_index("ix_fact_sequence", table_name="fact")
    op.drop_index("ix_fact_person_ref_fact_id", table_name="fact")
    op.drop_table("fact")
    op.drop_index(op.f("ix_task_person_ref"), table_name="task")
    op.drop_index("ix_task_due_on", table_name="task")
    op.drop_table("task")
    op.drop_index("ix_standing_team", table_name="standing")
    op.drop_index("ix_standing_status_rating", table_name="standing")
    op.drop_index("ix_standing_key_worker", table_name="standing")
    op.drop_table("standing")
    op.drop_table("seen")
    op.drop_index(op.f("ix_role_grant_account_id"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index(op.f("ix_change_person_ref"), table_name="change")
    op.drop_table("change")
    op.drop_index(op.f("ix_blind_person_ref"), table_name="blind")
    op.drop_table("blind")
    op.drop_table("agency")
    op.drop_table("person")
    op.drop_table("key")
    op.drop_table("audit_head")
    op.drop_table("audit")
    op.drop_table("worker")
    op.drop_table("account")


def _only_added_to() -> None:
    """Even the owner of the tables cannot change or remove a row of the audit by a slip."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_refuses_{act.lower()} BEFORE {act} ON audit "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()"
    )
