"""Columns: the table metadata, and the column types that SQLite and PostgreSQL store alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import JSON, BigInteger, Date, DateTime, Dialect, Index, Integer, MetaData, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator

# Constraints with names can be altered and dropped in a migration, on both databases.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# 64-bit whole numbers: Discord's snowflakes and our own row ids. SQLite numbers rows by itself only when the
# column is declared INTEGER, which there is 64 bits wide as well.
Id = BigInteger().with_variant(Integer, "sqlite")

# Small plain data without a shape of its own. None is stored as SQL NULL, never as the JSON word null.
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def where_set(table: str, column: str) -> Index:
    """An index of the rows in which a column has a value: those without one, and a write of them, cost nothing."""
    there = text(f"{column} IS NOT NULL")
    return Index(f"ix_{table}_{column}", column, sqlite_where=there, postgresql_where=there)


V = TypeVar("V")
_Processor: TypeAlias = Callable[[Any], Any] | None


class NaiveDatetimeError(ValueError, DontWrapMixin):
    """A datetime without a time zone was about to be stored or compared."""


class _Once(TypeDecorator[V]):
    """A column type that converts each value once: one transaction stores and reads the same ones many times."""

    def bind_processor(self, dialect: Dialect) -> _Processor:
        """How values are converted for the driver."""
        convert = super().bind_processor(dialect)
        return convert and lru_cache(maxsize=1024)(convert)

    def result_processor(self, dialect: Dialect, coltype: object) -> _Processor:
        """How values are converted back."""
        convert = super().result_processor(dialect, coltype)
        return convert and lru_cache(maxsize=1024)(convert)


class LocalDate(_Once[date]):
    """A date of a calendar, in whatever zone its row says."""

    impl = Date
    cache_ok = True


class UtcDateTime(_Once[datetime]):
    """An instant: takes aware datetimes of any zone, gives back aware UTC, to the microsecond.

    A naive datetime raises NaiveDatetimeError, because it is not an instant. SQLite keeps text in UTC that
    sorts in time order; PostgreSQL keeps `timestamp with time zone`.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The value as the driver stores it."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveDatetimeError(f"{value!r} has no time zone; instants are stored as aware UTC")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The stored value as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
