"""Unbreakable: turns at the gateway, Discord's code of a refusal, standups whose channel is out of reach.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.db import UtcDateTime

revision = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add the table and the columns."""
    op.create_table(
        "gateway_turn",
        sa.Column("bucket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name="pk_gateway_turn"),
    )
    op.add_column("delivery", sa.Column("code", sa.Integer(), server_default="0", nullable=False))
    op.add_column("standup", sa.Column("refused_at", UtcDateTime(), nullable=True))
    op.add_column("standup", sa.Column("suspended_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Remove them."""
    op.drop_column("standup", "suspended_at")
    op.drop_column("standup", "refused_at")
    op.drop_column("delivery", "code")
    op.drop_table("gateway_turn")
