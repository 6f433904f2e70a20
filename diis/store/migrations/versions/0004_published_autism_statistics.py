"""Published autism statistics."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "autism_line",
        sa.Column("period_on", sa.Date(), nullable=False, comment="last day of the month"),
        sa.Column("breakdown", sa.String(length=64), nullable=False),
        sa.Column("primary_level", sa.String(length=64), nullable=False),
        sa.Column("secondary_level", sa.String(length=64), nullable=False),
        sa.Column("metric", sa.String(length=8), nullable=False),
        sa.Column("from_sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("to_sequence", sa.Integer(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True, comment="null where it is suppressed"),
        sa.Column("suppressed", sa.Boolean(), nullable=False, comment="published as *, which is not 0"),
        sa.PrimaryKeyConstraint(
            "period_on",
            "breakdown",
            "primary_level",
            "secondary_level",
            "metric",
            "from_sequence",
            name=op.f("pk_autism_line"),
        ),
        comment="A published line of the autism statistics is a row per version.",
    )


def downgrade() -> None:
    op.drop_table("autism_line")
