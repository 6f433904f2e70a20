"""Sign-ins, emergency access, roles for single people, and purges of issuers' keys that every process follows."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "role_grant",
        sa.Column(
            "person_ref",
            sa.String(length=12),
            nullable=True,
            comment="for which single person; null where the role is not of one",
        ),
    )
    op.create_index("ix_audit_account_id_at", "audit", ["account_id", "at"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("sign_in_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False, comment="of what the browser's cookie holds"),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("seen_at", sa.DateTime(), nullable=False, comment="UTC; to the minute"),
        sa.Column("ended_at", sa.DateTime(), nullable=True, comment="UTC; null: not signed out"),
        sa.Column(
            "roles", sa.Text(), nullable=True, comment="that the provider named, a blank between; null: it named none"
        ),
        sa.Column(
            "provider_session", sa.String(length=200), nullable=True, comment="the provider's name of its session"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_sign_in_account_id_account")),
        sa.PrimaryKeyConstraint("sign_in_id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_sign_in_secret_hash")),
        comment="Browsers that somebody is signed in with.",
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"], unique=False)
    op.create_index(op.f("ix_sign_in_provider_session"), "sign_in", ["provider_session"], unique=False)
    op.create_table(
        "emergency",
        sa.Column("emergency_ref", sa.String(length=12), nullable=False, comment="random; says nothing"),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("organisation", sa.String(length=32), nullable=False),
        sa.Column(
            "person_ref", sa.String(length=12), nullable=True, comment="null: nobody of that number and birth date"
        ),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("opened_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("ends_at", sa.DateTime(), nullable=False, comment="UTC; as opened_at where it opened nothing"),
        sa.Column("close_by", sa.Date(), nullable=False, comment="the last day to look into it"),
        sa.Column("closed_at", sa.DateTime(), nullable=True, comment="UTC"),
        sa.Column("closed_by", sa.Integer(), nullable=True, comment="another account than the one that opened it"),
        sa.Column("finding", sa.String(length=32), nullable=True),
        sa.Column("finding_words", sa.LargeBinary(), nullable=True, comment="sealed"),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_emergency_account_id_account")),
        sa.CheckConstraint("closed_by <> account_id", name=op.f("ck_emergency_closed_by_another")),
        sa.PrimaryKeyConstraint("emergency_ref", name=op.f("pk_emergency")),
        comment="One person opened to one account for a short time, to be looked into by another.",
    )
    op.create_index("ix_emergency_account_id_ends_at", "emergency", ["account_id", "ends_at"], unique=False)
    op.create_table(
        "key_purge",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_key_purge")),
        comment="When every process was told to forget the keys of the issuers of tokens.",
    )


def downgrade() -> None:
    op.drop_table("key_purge")
    op.drop_index("ix_emergency_account_id_ends_at", table_name="emergency")
    op.drop_table("emergency")
    op.drop_index(op.f("ix_sign_in_provider_session"), table_name="sign_in")
    op.drop_index(op.f("ix_sign_in_account_id"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index("ix_audit_account_id_at", table_name="audit")
    op.drop_column("role_grant", "person_ref")
