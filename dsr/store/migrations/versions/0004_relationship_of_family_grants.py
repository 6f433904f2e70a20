"""Whose a family's grant is: the young person's own, or a parent's."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "role_grant",
        sa.Column(
            "relationship",
            sa.String(length=16),
            nullable=True,
            comment="of a family's role: whose it is; null counts as a parent's",
        ),
    )


def downgrade() -> None:
    op.drop_column("role_grant", "relationship")
