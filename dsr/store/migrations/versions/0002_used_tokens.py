"""Tokens that are used up or signed out."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "used_token",
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("jti", sa.String(length=200), nullable=False, comment="which token of the issuer"),
        sa.Column("expires_at", sa.DateTime(), nullable=False, comment="UTC; some time later the row is removed"),
        sa.PrimaryKeyConstraint("issuer", "jti", name=op.f("pk_used_token")),
        comment="Tokens that let nobody in any more although they have not expired: used up, or signed out.",
    )
    op.create_index("ix_used_token_expires_at", "used_token", ["expires_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_used_token_expires_at", table_name="used_token")
    op.drop_table("used_token")
