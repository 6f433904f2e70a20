"""Held lists that a person decided not to load."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "discard",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.String(length=300),
            nullable=False,
            comment="in the words of the person who decided; names nobody",
        ),
        sa.Column("discarded_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.ForeignKeyConstraint(["sequence"], ["load.sequence"], name=op.f("fk_discard_sequence_load")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_discard")),
        comment="A held load that a person decided not to load.",
    )


def downgrade() -> None:
    op.drop_table("discard")
