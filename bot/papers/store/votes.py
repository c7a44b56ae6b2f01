"""Queries of votes, which are hidden: only their owner ever reads one, and with the choice all of them are gone (P10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, delete, select

from bot.core.db import Tx, insert
from bot.papers.tables import reading_nomination, reading_vote
from bot.people.store import has_left


class OwnVote(NamedTuple):
    """That a person would read a paper, until the choice; `at` is when they said so (aware UTC)."""

    guild_id: int
    arxiv_id: str
    at: datetime


def _in_round(round_id: int) -> Select[int]:
    return select(reading_nomination.c.id).where(reading_nomination.c.round_id == round_id)


def _mine(round_id: int, user_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return reading_vote.c.user_id == user_id, reading_vote.c.nomination_id.in_(_in_round(round_id))


def of_member(tx: Tx, round_id: int, user_id: int) -> frozenset[int]:
    """The nominations that a member approves of."""
    rows = tx.execute(select(reading_vote.c.nomination_id).where(*_mine(round_id, user_id)))
    return frozenset(rows.scalars())


def save(tx: Tx, guild_id: int, round_id: int, user_id: int, approved: Collection[int]) -> None:
    """A member approves of these nominations of a round and of no others."""
    tx.execute(delete(reading_vote).where(*_mine(round_id, user_id)))
    rows = [
        {"guild_id": guild_id, "nomination_id": each, "user_id": user_id, "at": tx.now}
        for each in sorted(approved)
    ]
    if rows:
        tx.execute(insert(tx, reading_vote), rows)


def approvals(tx: Tx, round_id: int) -> dict[int, int]:
    """How many approve of each nomination: for the choice, and for nobody's eyes. Who left has no vote until they are back."""
    columns = (reading_vote.c.guild_id, reading_vote.c.nomination_id, reading_vote.c.user_id)
    cast = tx.execute(select(*columns).where(reading_vote.c.nomination_id.in_(_in_round(round_id)))).all()
    left = has_left(tx, cast[0].guild_id, {each.user_id for each in cast}) if cast else set()
    return Counter(each.nomination_id for each in cast if each.user_id not in left)


def forget(tx: Tx, round_id: int) -> None:
    """The paper is chosen: nobody will ever know who voted how."""
    tx.execute(delete(reading_vote).where(reading_vote.c.nomination_id.in_(_in_round(round_id))))


def of_person(tx: Tx, user_id: int) -> list[OwnVote]:
    """What a person approves of, wherever a vote is on."""
    joined = reading_vote.join(reading_nomination, reading_nomination.c.id == reading_vote.c.nomination_id)
    rows = select(reading_vote.c.guild_id, reading_nomination.c.arxiv_id, reading_vote.c.at)
    mine = rows.select_from(joined).where(reading_vote.c.user_id == user_id)
    return [OwnVote(*row) for row in tx.execute(mine.order_by(reading_vote.c.nomination_id))]


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody whose vote is kept."""
    rows = tx.execute(select(reading_vote.c.guild_id, reading_vote.c.user_id).distinct())
    return {(row.guild_id, row.user_id) for row in rows}


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget how a person votes, everywhere or in one server."""
    statement = delete(reading_vote).where(reading_vote.c.user_id == user_id)
    tx.execute(statement if guild_id is None else statement.where(reading_vote.c.guild_id == guild_id))
