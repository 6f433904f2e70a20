"""Whether what is erased is written over, and after which change of a person a role over them was given."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "person",
        sa.Column(
            "scrubbed_on",
            sa.Date(),
            nullable=True,
            comment="and no page of the database holds it any more; null: some may",
        ),
    )
    op.add_column(
        "role_grant",
        sa.Column(
            "given_after",
            sa.BigInteger(),
            nullable=True,
            comment="the newest change of the single person then; null: not known",
        ),
    )


def downgrade() -> None:
    op.drop_column("role_grant", "given_after")
    op.drop_column("person", "scrubbed_on")
