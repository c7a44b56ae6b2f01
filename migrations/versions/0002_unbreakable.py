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


MOSTLY_EMPTY = (("delivery", "message_id"), ("standup_day", "thread_id"), ("standup_day", "summary_due_at"))


def upgrade() -> None:
    """Add the table and the columns; index only the rows in which there is something."""
    op.create_table(
        "gateway_turn",
        sa.Column("bucket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name="pk_gateway_turn"),
    )
    op.add_column("delivery", sa.Column("code", sa.Integer(), server_default="0", nullable=False))
    op.add_column("standup", sa.Column("refused_at", UtcDateTime(), nullable=True))
    op.add_column("standup", sa.Column("suspended_at", UtcDateTime(), nullable=True))
    for table, column in MOSTLY_EMPTY:
        there = sa.text(f"{column} IS NOT NULL")
        op.drop_index(f"ix_{table}_{column}", table_name=table)
        op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    """Remove them, and index every row again."""
    for table, column in MOSTLY_EMPTY:
        op.drop_index(f"ix_{table}_{column}", table_name=table)
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.drop_column("standup", "suspended_at")
    op.drop_column("standup", "refused_at")
    op.drop_column("delivery", "code")
    op.drop_table("gateway_turn")
