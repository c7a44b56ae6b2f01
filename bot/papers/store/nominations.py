"""Queries of what members nominated for the reading group, and which papers a server read together.

What somebody nominated who left is paused (A2): it is there again when they are, and erased with all else of theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, select, update

from bot.core.db import Tx, insert
from bot.deliveries import store as deliveries
from bot.papers.model.groups import Nomination, Phase
from bot.papers.model.values import NOMINATIONS, SESSION, VOTE
from bot.papers.store.groups import OVER
from bot.papers.tables import reading_nomination, reading_round
from bot.people.store import has_left

_CHOOSING = (Phase.NOMINATING.value, Phase.VOTING.value)


def _value(row: Row[Any]) -> Nomination:
    return Nomination(
        id=row.id,
        guild_id=row.guild_id,
        round_id=row.round_id,
        arxiv_id=row.arxiv_id,
        user_id=row.user_id,
        reason=row.reason,
        at=row.at,
        carried=row.carried,
    )


def _found(tx: Tx, *where: ColumnElement[bool]) -> list[Nomination]:
    rows = select(reading_nomination).where(*where)
    return [
        _value(row) for row in tx.execute(rows.order_by(reading_nomination.c.at, reading_nomination.c.id))
    ]


def _in_rounds(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(reading_round.c.id == reading_nomination.c.round_id, *where)


_IS_OPEN = _in_rounds(reading_round.c.phase.in_(_CHOOSING))


def get(tx: Tx, nomination_id: int) -> Nomination | None:
    """The nomination with this id."""
    return next(iter(_found(tx, reading_nomination.c.id == nomination_id)), None)


def _paused(tx: Tx, found: Sequence[Nomination]) -> list[Nomination]:
    """Those of these nominations of one server whose members left it."""
    left = has_left(tx, found[0].guild_id, {each.user_id for each in found}) if found else set()
    return [each for each in found if each.user_id in left]


def _active(tx: Tx, found: Sequence[Nomination]) -> list[Nomination]:
    paused = _paused(tx, found)
    return [each for each in found if each not in paused]


def of_round(tx: Tx, round_id: int) -> list[Nomination]:
    """What was nominated for a round, the oldest first; nothing of who left."""
    return _active(tx, _found(tx, reading_nomination.c.round_id == round_id))


def paused_of_round(tx: Tx, round_id: int) -> list[Nomination]:
    """What was nominated for a round by who left the server."""
    return _paused(tx, _found(tx, reading_nomination.c.round_id == round_id))


def open_in(tx: Tx, guild_id: int) -> list[Nomination]:
    """What is nominated in a server and not chosen yet, for the vote that is on and for the next round; the oldest first.

    Nothing of who left.
    """
    return _active(tx, _found(tx, reading_nomination.c.guild_id == guild_id, _IS_OPEN))


def paused_in(tx: Tx, guild_id: int) -> list[Nomination]:
    """The same of who left."""
    return _paused(tx, _found(tx, reading_nomination.c.guild_id == guild_id, _IS_OPEN))


def is_open(tx: Tx, guild_id: int, arxiv_id: str) -> bool:
    """Whether a paper is nominated in a server now."""
    mine = (reading_nomination.c.guild_id == guild_id, reading_nomination.c.arxiv_id == arxiv_id)
    return bool(_active(tx, _found(tx, *mine, _IS_OPEN)))


def was_chosen(tx: Tx, guild_id: int, arxiv_id: str) -> bool:
    """Whether a server reads this paper together, or read it; a session that was cancelled does not count."""
    mine = (reading_round.c.guild_id == guild_id, reading_round.c.arxiv_id == arxiv_id)
    counts = reading_round.c.phase != Phase.CANCELLED.value
    return tx.execute(select(reading_round.c.id).where(*mine, counts).limit(1)).first() is not None


def add(tx: Tx, guild_id: int, round_id: int, arxiv_id: str, user_id: int, reason: str) -> Nomination:
    """A member nominates a paper that nobody did for this round."""
    row = insert(tx, reading_nomination).values(
        guild_id=guild_id, round_id=round_id, arxiv_id=arxiv_id, user_id=user_id, reason=reason, at=tx.now
    )
    return _value(tx.execute(row.returning(reading_nomination)).one())


def carry(tx: Tx, nomination_ids: Collection[int], round_id: int) -> None:
    """These were not chosen: they come back in this round."""
    these = reading_nomination.c.id.in_(list(nomination_ids))
    tx.execute(update(reading_nomination).where(these).values(round_id=round_id, carried=True))


def put_off(tx: Tx, nomination_ids: Collection[int], round_id: int) -> None:
    """These had no chance: they are nominated for this round, and count as carried only if they did before."""
    these = reading_nomination.c.id.in_(list(nomination_ids))
    tx.execute(update(reading_nomination).where(these).values(round_id=round_id))


def move(tx: Tx, round_id: int, to: int) -> None:
    """All that is nominated for one round is nominated for another instead; the same of what counts as carried."""
    these = reading_nomination.c.round_id == round_id
    tx.execute(update(reading_nomination).where(these).values(round_id=to))


def remove(tx: Tx, nomination_ids: Collection[int]) -> None:
    """Forget these nominations, and who voted for them."""
    tx.execute(delete(reading_nomination).where(reading_nomination.c.id.in_(list(nomination_ids))))


def changed(tx: Tx, round_ids: Collection[int]) -> None:
    """The cards of these rounds read differently now."""
    for round_id in sorted(round_ids):
        deliveries.mark_dirty(tx, NOMINATIONS, round_id)
        deliveries.mark_dirty(tx, VOTE, round_id)
        deliveries.mark_dirty(tx, SESSION, round_id)


def words_changed(tx: Tx, guild_id: int, user_id: int) -> None:
    """Whether a member's words may be shown changed (they left, came back, were stopped or allowed): cards follow."""
    mine = (reading_nomination.c.guild_id == guild_id, reading_nomination.c.user_id == user_id)
    live = _in_rounds(reading_round.c.phase.not_in(OVER))
    changed(tx, {each.round_id for each in _found(tx, *mine, live)})


def of_person(tx: Tx, user_id: int, guild_id: int | None = None) -> list[Nomination]:
    """Everything that a person nominated, everywhere or in one server, the oldest first."""
    where = [reading_nomination.c.user_id == user_id]
    if guild_id is not None:
        where.append(reading_nomination.c.guild_id == guild_id)
    return _found(tx, *where)


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who nominated something."""
    rows = tx.execute(select(reading_nomination.c.guild_id, reading_nomination.c.user_id).distinct())
    return {(row.guild_id, row.user_id) for row in rows}


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget what a person nominated, everywhere or in one server; a paper that was chosen stays chosen."""
    gone = of_person(tx, user_id, guild_id)
    changed(tx, {each.round_id for each in gone})
    remove(tx, [each.id for each in gone])
