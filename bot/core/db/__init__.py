"""The database: a use case is one transaction, and cannot await. SQLite in a file, or PostgreSQL."""

from bot.core.db.columns import Id, Json, LocalDate, NaiveDatetimeError, UtcDateTime, metadata, where_set
from bot.core.db.database import Database, open_database
from bot.core.db.errors import (
    DatabaseBusy,
    DatabaseClosed,
    DatabaseTrouble,
    DatabaseUnreachable,
    DatabaseUnwritable,
    SchemaTooNew,
)
from bot.core.db.numbers import jump_numbers
from bot.core.db.schema import SchemaState, migrate, schema_state
from bot.core.db.transfer import remove_server
from bot.core.db.tx import Insert, Tx, insert, prepared
from bot.core.db.usecase import query, use_case

__all__ = [
    "Database",
    "DatabaseBusy",
    "DatabaseClosed",
    "DatabaseTrouble",
    "DatabaseUnreachable",
    "DatabaseUnwritable",
    "Id",
    "Insert",
    "Json",
    "LocalDate",
    "NaiveDatetimeError",
    "SchemaState",
    "SchemaTooNew",
    "Tx",
    "UtcDateTime",
    "insert",
    "jump_numbers",
    "metadata",
    "migrate",
    "open_database",
    "prepared",
    "query",
    "remove_server",
    "schema_state",
    "use_case",
    "where_set",
]
