"""Owns the search for traces: which cells of the database, and which messages of the simulated Discord, hold some words."""

from __future__ import annotations

import json

import simcord
from simcord.backend.models import EPHEMERAL_FLAG

import bot.tables  # noqa: F401  the metadata is whole only with it
from bot.core.db import metadata
from tests.databases import run_sql


def in_tables(url: str, *needles: object) -> list[str]:
    """`table.column` of every cell whose value contains one of `needles`, looked at column by column."""
    found = []
    for table in metadata.sorted_tables:
        names = [column.name for column in table.columns]
        quoted = ", ".join(f'"{name}"' for name in names)
        for row in run_sql(url, f'SELECT {quoted} FROM "{table.name}"'):
            for name, value in zip(names, row, strict=True):
                text = _plain(value)
                if any(str(needle) in text for needle in needles):
                    found.append(f"{table.name}.{name}")
    return sorted(set(found))


def _plain(value: object) -> str:
    """The cell as people would read it: JSON columns come as text from SQLite, as values from PostgreSQL."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        value = json.loads(value)
    return (
        json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else str(value)
    )


def in_discord(env: simcord.Env, *needles: str) -> list[str]:
    """Everything that others can see and that contains one of `needles`: messages, embeds, buttons, names of channels."""
    seen = [str(channel.name) for channel in env.backend.channels.values()]
    for messages in env.backend.messages.values():
        seen += [
            f"{message.content} {message.embeds} {message.components}"
            for message in messages.values()
            if not message.flags & EPHEMERAL_FLAG
        ]
    return [text for text in seen if any(needle in text for needle in needles)]
