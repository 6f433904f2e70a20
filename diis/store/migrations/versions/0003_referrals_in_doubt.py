"""Referrals of which the newest row was set aside."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "doubt",
        sa.Column("provider", sa.String(length=8), nullable=False),
        sa.Column("pathway", sa.String(length=32), nullable=False),
        sa.Column("referral_id", sa.String(length=64), nullable=False),
        sa.Column("from_sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("to_sequence", sa.Integer(), nullable=True),
        sa.Column(
            "told_on", sa.Date(), nullable=True, comment="newest census whose list told it well; null if none did"
        ),
        sa.Column("named_on", sa.Date(), nullable=False, comment="newest census whose row of it was set aside"),
        sa.PrimaryKeyConstraint("provider", "pathway", "referral_id", "from_sequence", name=op.f("pk_doubt")),
        comment="A referral of which the newest row was set aside: its version is older than the list that names it.",
    )


def downgrade() -> None:
    op.drop_table("doubt")
