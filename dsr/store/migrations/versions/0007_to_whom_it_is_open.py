"""To whom each record is open by what was agreed to; nobody but its keepers sees it until that is told anew."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_AGREED = (
    ("agreed", "whether the lead team may see it"),
    ("review_agreed", "whether a C(E)TR may be run"),
    ("key_work_agreed", "whether a key worker may call"),
)
_REFERRER = (
    ("referrer", 40, "the case lead who referred; null: somebody has answered, or no case lead"),
    ("referred_by", 32, "the organisation of that one"),
)


def upgrade() -> None:
    for name, comment in _AGREED:
        op.add_column(
            "standing", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false(), comment=comment)
        )
    for name, length, comment in _REFERRER:
        op.add_column("standing", sa.Column(name, sa.String(length=length), nullable=True, comment=comment))
    op.execute("UPDATE standing SET told_on = '1900-01-01'")


def downgrade() -> None:
    for name, *_ in (*_REFERRER, *_AGREED):
        op.drop_column("standing", name)
