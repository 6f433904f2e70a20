"""What the referrals of a list lack, kept by its load."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_COUNTS = ("listed", "any_of", "gender", "ethnicity", "deprivation", "priority")


def upgrade() -> None:
    op.create_table(
        "unmapped",
        sa.Column("sequence", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _COUNTS),
        sa.ForeignKeyConstraint(["sequence"], ["load.sequence"], name=op.f("fk_unmapped_sequence_load")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_unmapped")),
        comment="How many referrals of a list lack what breakdowns need, as known at its load; can be counted again.",
    )


def downgrade() -> None:
    op.drop_table("unmapped")
