"""Numbers: the row ids that the database gives out, and making them jump so that none is given twice."""

from __future__ import annotations

from sqlalchemy import Table, text

from bot.core.db.columns import Id, metadata
from bot.core.db.tx import Tx

JUMP = 1_000_000  # far more rows than anybody writes between a backup and its restore


def number_of(table: Table) -> str | None:
    """The column by which a table numbers its rows, if it does."""
    keys = list(table.primary_key)
    if len(keys) != 1 or keys[0].type is not Id or keys[0].autoincrement is False or keys[0].foreign_keys:
        return None
    return str(keys[0].name)


def jump_numbers(tx: Tx) -> None:
    """Let the numbers of every table that numbers its rows go on a million further.

    After a restore, rows written since the backup are unknown here, but their numbers are in Discord: as nonces, and
    in the buttons of messages.
    """
    for table in metadata.sorted_tables:
        key = number_of(table)
        if key is None:
            continue
        newest = f"(SELECT coalesce(max({key}), 0) FROM {table.name})"
        values = {"name": table.name, "key": key, "jump": JUMP}
        if tx.dialect == "postgresql":
            tx.execute(
                text(
                    "SELECT setval(sequence, greatest(nextval(sequence), " + newest + ") + :jump)"
                    " FROM pg_get_serial_sequence(:name, :key) AS sequence"
                ),
                values,
            )
            continue
        raised = tx.execute(
            text(f"UPDATE sqlite_sequence SET seq = max(seq, {newest}) + :jump WHERE name = :name"), values
        )
        if not raised.rowcount:
            tx.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :jump)"), values)
