"""Database: what can be wrong with the database itself, as plain exceptions for the shell to word."""

from __future__ import annotations


class DatabaseTrouble(Exception):
    """The database could not do what was asked; unless a subclass says so, nothing was kept."""


class DatabaseBusy(DatabaseTrouble):
    """Other work held the database for longer than a caller is made to wait (SQLite 5 s, PostgreSQL 30 s)."""


class DatabaseUnwritable(DatabaseTrouble):
    """The disk is full, read-only or broken: nothing can be saved until the operator acts."""


class DatabaseUnreachable(DatabaseTrouble):
    """No connection to the database server for 30 s.

    `outcome_known` is False when the connection was lost while committing and the server did not come back
    in time to be asked: the write may or may not have been kept. Otherwise nothing was kept.
    """

    def __init__(self, message: str, *, outcome_known: bool = True) -> None:
        super().__init__(message)
        self.outcome_known = outcome_known


class DatabaseClosed(DatabaseTrouble):
    """The program is stopping: the database takes no new work."""


class SchemaTooNew(DatabaseTrouble):
    """The database was written by a newer version of the program; the message is the sentence to show."""
