"""Owns what becomes of older standups' summaries in the schema of today, and on the way back."""

from __future__ import annotations

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot.core.db.schema import locked
from tests.tree.source import ROOT

COLUMNS = "guild_id, channel_id, name, at, zone, days, questions, summary, paused, made_at"
VALUES = "1, 2, :name, '09:00:00', 'UTC', '[0]', '[]', :summary, :paused, '2026-01-01 00:00:00+00'"


def order(connection: Connection, give: Callable[[Config], object]) -> None:
    """Give alembic an order on this database."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.attributes["connection"] = connection
    give(config)


def summaries(connection: Connection) -> dict[str, object]:
    """The summary of each standup, by its name."""
    rows = connection.execute(text("SELECT name, summary FROM standup"))
    return {row.name: row.summary for row in rows}


def test_a_daily_summary_stays_daily_and_none_becomes_weekly_and_back(db_url: str) -> None:
    def moves(connection: Connection) -> None:
        order(connection, lambda config: command.upgrade(config, "0002"))
        for name, on in (("with", True), ("without", False)):
            values = {"name": name, "summary": on, "paused": False}
            connection.execute(text(f"INSERT INTO standup ({COLUMNS}) VALUES ({VALUES})"), values)
        order(connection, lambda config: command.upgrade(config, "head"))
        assert summaries(connection) == {"with": "daily", "without": "weekly"}
        connection.execute(text("UPDATE standup SET summary = 'none' WHERE name = 'without'"))
        order(connection, lambda config: command.downgrade(config, "0002"))
        assert {name: bool(on) for name, on in summaries(connection).items()} == {
            "with": True,
            "without": False,
        }

    locked(db_url, moves)
