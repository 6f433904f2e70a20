"""In which view each record is, and when one was erased; what the lists tell is made anew at once."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "person", sa.Column("erased_on", sa.Date(), nullable=True, comment="who it was is known no more since that day")
    )
    op.add_column(
        "standing",
        sa.Column(
            "keeping", sa.String(length=16), nullable=False, server_default="live", comment="what there is to be seen"
        ),
    )
    op.execute("UPDATE standing SET told_on = '1900-01-01'")


def downgrade() -> None:
    op.drop_column("standing", "keeping")
    op.drop_column("person", "erased_on")
