"""Outcome: finding out how a transaction on PostgreSQL ended whose COMMIT got no answer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

# The server knows by id how a transaction ended. A crash can lose an id that never reached the disk, and give
# it to another transaction. The last checkpoint tells: recovery from a crash ends with one, and it holds the
# first id that was free then. One that is taken while the server works holds the first id that was free when it
# began, minutes ago; the redo point, where it began, lies before it then.
# https://www.postgresql.org/docs/current/functions-info.html
_MARK = text(
    "SELECT CAST(pg_current_xact_id_if_assigned() AS text), CAST(checkpoint_lsn AS text), timeline_id"
    " FROM pg_control_checkpoint()"
)
_SINCE = text(
    "SELECT CAST(checkpoint_lsn AS text), timeline_id, next_xid, pg_is_in_recovery(), redo_lsn = checkpoint_lsn"
    " FROM pg_control_checkpoint()"
)
_STATUS = text("SELECT pg_xact_status(CAST(CAST(:id AS text) AS xid8))")
_NEXT = text("SELECT CAST(pg_current_xact_id() AS text)")


class OutcomeUnknownError(Exception):
    """Another server has taken over, which cannot tell."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A transaction that is about to commit, and the last checkpoint before that."""

    id: int | None  # None: it has written nothing, and so there is nothing to ask
    checkpoint: str
    timeline: int


def mark(connection: Connection) -> Mark:
    """What to remember of the transaction of `connection` before it commits."""
    own, checkpoint, timeline = connection.execute(_MARK).one()
    return Mark(None if own is None else int(own), checkpoint, timeline)


def was_kept(connection: Connection, marked: Mark) -> bool | None:
    """Whether a marked transaction is committed; None while the server is still at it.

    `connection` is a new one in AUTOCOMMIT. Raises OutcomeUnknownError after a fail-over.
    """
    if marked.id is None:
        return False
    checkpoint, timeline, next_id, standby, started = connection.execute(_SINCE).one()
    if timeline != marked.timeline or standby:
        raise OutcomeUnknownError("another server has taken over")
    if started and checkpoint != marked.checkpoint and marked.id >= _full_id(next_id):
        return False  # the id was free when the server started: a crash has lost the transaction
    if marked.id >= int(connection.execute(_NEXT).scalar_one()):
        return False  # asking for an id that is still free would be an error
    status = connection.execute(_STATUS, {"id": str(marked.id)}).scalar_one()
    return None if status == "in progress" else bool(status == "committed")


def _full_id(next_xid: str) -> int:
    epoch, number = next_xid.split(":")
    return (int(epoch) << 32) + int(number)
