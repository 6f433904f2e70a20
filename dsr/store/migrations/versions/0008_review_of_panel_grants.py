"""For which C(E)TR a chair or an expert is named; one that was given before names none."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "role_grant",
        sa.Column(
            "review",
            sa.String(length=16),
            nullable=True,
            comment="of a panel's role: for which C(E)TR; null: for those that are still to come",
        ),
    )


def downgrade() -> None:
    op.drop_column("role_grant", "review")
