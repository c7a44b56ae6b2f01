"""Queries of pairs: who was brought together, why, what they said afterwards, and which still take a mentor's place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, delete, func, literal_column, or_, select, update
from sqlalchemy import insert as plain_insert

from bot.attention.store.intents import parted
from bot.core.db import Tx
from bot.mentoring.model.values import FollowUp, Member, Pair, PairKind, Reasons, Role
from bot.mentoring.tables import mentoring_member as member
from bot.mentoring.tables import mentoring_pair as pair

_ADD = plain_insert(pair).returning(pair.c.id, sort_by_parameter_order=True)
_ADD_MEMBER = plain_insert(member)
_one, _other = member.alias(), member.alias()  # two of a pair


def _value(row: Row[Any], members: Collection[Member]) -> Pair:
    stored = {name: value for name, value in row._mapping.items() if name != "topics"}
    values = {**stored, "kind": PairKind(row.kind), "reasons": Reasons.read(row.reasons, row.topics)}
    there = tuple(each for each in members if each.left_at is None)
    return Pair(**values, members=there, gone=tuple(each for each in members if each.left_at is not None))


def _member(row: Row[Any]) -> Member:
    return Member(row.user_id, Role(row.part), FollowUp(row.said), row.asked_at is not None, row.left_at)


def _values(tx: Tx, statement: Select[Any]) -> list[Pair]:
    rows = tx.execute(statement).all()
    theirs: defaultdict[int, list[Member]] = defaultdict(list)
    ids = [row.id for row in rows]
    for start in range(0, len(ids), 10_000):
        some = select(member).where(member.c.pair_id.in_(ids[start : start + 10_000]))
        for row in tx.execute(some.order_by(member.c.pair_id, member.c.part, member.c.user_id)):
            theirs[row.pair_id].append(_member(row))
    return [_value(row, theirs[row.id]) for row in rows]


def add(tx: Tx, new: Pair) -> Pair:
    """Keep a new pair."""
    return add_all(tx, [new])[0]


def add_all(tx: Tx, new: Sequence[Pair]) -> list[Pair]:
    """Keep new pairs, of a whole round at once."""
    if not new:
        return []
    ids = tx.execute(_ADD, [_columns(each) for each in new]).scalars()
    made = [replace(each, id=id_) for each, id_ in zip(new, ids, strict=True)]
    rows = [
        {"pair_id": each.id, "user_id": one.user_id, "guild_id": each.guild_id, "part": one.part.value}
        for each in made
        for one in each.members
    ]
    tx.execute_many(_ADD_MEMBER, rows)
    return made


def _columns(new: Pair) -> dict[str, Any]:
    return {
        "guild_id": new.guild_id,
        "kind": new.kind.value,
        "round_id": new.round_id,
        "topics": list(new.reasons.topics),
        "reasons": new.reasons.stored(),
        "made_at": new.made_at,
        "icebreaker": new.icebreaker,
        "follow_at": new.follow_at,
    }


def get(tx: Tx, pair_id: int) -> Pair | None:
    """A pair."""
    return next(iter(_values(tx, select(pair).where(pair.c.id == pair_id))), None)


def get_many(tx: Tx, ids: Collection[int]) -> dict[int, Pair]:
    """These, by id."""
    return {each.id: each for each in _values(tx, select(pair).where(pair.c.id.in_(list(ids))))}


def save(tx: Tx, value: Pair) -> None:
    """Keep its thread, when it is asked about, and whether it ended."""
    columns = {
        "thread_id": value.thread_id,
        "thread_at": value.thread_at,
        "follow_at": value.follow_at,
        "ended_at": value.ended_at,
    }
    tx.execute(update(pair).where(pair.c.id == value.id).values(**columns))


def set_said(tx: Tx, pair_id: int, user_id: int, said: FollowUp) -> None:
    """Keep what somebody answered when asked how it went."""
    where = (member.c.pair_id == pair_id, member.c.user_id == user_id)
    tx.execute(update(member).where(*where).values(said=said.value))


def set_asked(tx: Tx, pair_id: int, user_ids: Collection[int]) -> None:
    """These members are asked how it went from now on."""
    where = (member.c.pair_id == pair_id, member.c.user_id.in_(list(user_ids)))
    tx.execute(update(member).where(*where).values(asked_at=tx.now))


def of_person(tx: Tx, user_id: int, guild_id: int | None = None, *, going_on: bool = False) -> list[Pair]:
    """Those somebody is or was in, everywhere or in one server, the newest first; `going_on`: for them, still."""
    theirs = select(member.c.pair_id).where(member.c.user_id == user_id)
    if going_on:
        theirs = theirs.where(member.c.left_at.is_(None))
    statement = select(pair).where(pair.c.id.in_(theirs))
    if guild_id is not None:
        statement = statement.where(pair.c.guild_id == guild_id)
    if going_on:
        statement = statement.where(pair.c.ended_at.is_(None))
    return _values(tx, statement.order_by(pair.c.id.desc()))


def partners(tx: Tx, guild_id: int) -> list[tuple[int, int, int]]:
    """(one, other, round) of all partners a server has had, of a three each two; the oldest first.

    Nothing else is read of them: there are tens of thousands where many take part.
    """
    both = and_(_other.c.pair_id == _one.c.pair_id, _other.c.user_id > _one.c.user_id)
    statement = (
        select(_one.c.user_id, _other.c.user_id, pair.c.round_id)
        .join_from(pair, _one, _one.c.pair_id == pair.c.id)
        .join(_other, both)
        .where(pair.c.guild_id == guild_id, pair.c.kind == PairKind.PEERS.value)
    )
    return [(row[0], row[1], row[2]) for row in tx.execute(statement.order_by(pair.c.id))]


def couples(tx: Tx, guild_id: int) -> list[tuple[int, int, bool]]:
    """(learner, mentor, whether it goes on) of all mentors' pairs that a server has had."""
    both = and_(_other.c.pair_id == _one.c.pair_id, _other.c.part == Role.OFFER.value)
    statement = (
        select(_one.c.user_id, _other.c.user_id, pair.c.ended_at.is_(None))
        .join_from(pair, _one, and_(_one.c.pair_id == pair.c.id, _one.c.part == Role.SEEK.value))
        .join(_other, both)
        .where(pair.c.guild_id == guild_id, pair.c.kind == PairKind.MENTOR.value)
    )
    return [(row[0], row[1], bool(row[2])) for row in tx.execute(statement)]


def taken_places(tx: Tx, guild_id: int) -> Counter[int]:
    """How many learners each mentor of a server has now."""
    statement = (
        select(member.c.user_id, func.count())
        .join(pair, pair.c.id == member.c.pair_id)
        .where(pair.c.guild_id == guild_id, pair.c.ended_at.is_(None), member.c.part == Role.OFFER.value)
        .group_by(member.c.user_id)
    )
    return Counter({row[0]: row[1] for row in tx.execute(statement)})


def end_peers(tx: Tx, guild_id: int, paired: Collection[int], there: Collection[int]) -> None:
    """The peers' pairs end in which somebody is paired anew, or nobody is there for it; who sits out keeps theirs.

    A round in which nobody was paired ends none.
    """
    where = (pair.c.guild_id == guild_id, pair.c.kind == PairKind.PEERS.value, pair.c.ended_at.is_(None))
    joined = select(pair.c.id, member.c.user_id).join(member, member.c.pair_id == pair.c.id)
    members_of: defaultdict[int, set[int]] = defaultdict(set)
    for row in tx.execute(joined.where(*where, member.c.left_at.is_(None))):
        members_of[row.id].add(row.user_id)
    anew, pool = set(paired), set(there)
    over = [id_ for id_, theirs in members_of.items() if theirs & anew or (anew and not theirs & pool)]
    for some in parted(over):
        tx.execute(update(pair).where(pair.c.id.in_(some)).values(ended_at=tx.now))


def take_follow_ups(tx: Tx, limit: int) -> list[Pair]:
    """Pairs to be asked about, or whose time to answer has passed, by now."""
    statement = select(pair).where(pair.c.follow_at <= tx.now).order_by(pair.c.follow_at, pair.c.id)
    return _values(tx, statement.limit(limit).with_for_update(skip_locked=True))


def next_follow_up(tx: Tx) -> datetime | None:
    """When the next pair is to be asked about (UTC)."""
    statement = select(pair.c.follow_at).where(pair.c.follow_at.is_not(None))
    return tx.execute(statement.order_by(pair.c.follow_at).limit(1)).scalar()


def by_thread(tx: Tx, guild_id: int, thread_id: int) -> Pair | None:
    """The pair that meets in this private thread of a server."""
    there = pair.c.thread_id != literal_column("0")  # written out as in the partial index
    where = (there, pair.c.thread_id == thread_id, pair.c.guild_id == guild_id)
    return next(iter(_values(tx, select(pair).where(*where))), None)


def skip_follow_ups(tx: Tx, guild_id: int | None = None) -> None:
    """Nobody is asked about pairs that were due until now, of one server or (None) of all.

    Of one server, which came without what waits for its people, the question is over also for who was asked already.
    """
    statement = update(pair).values(follow_at=None)
    if guild_id is None:
        tx.execute(statement.where(pair.c.follow_at <= tx.now))
        return
    were_asked = select(member.c.pair_id).where(member.c.guild_id == guild_id, member.c.asked_at.is_not(None))
    due = or_(pair.c.follow_at <= tx.now, pair.c.id.in_(were_asked))
    tx.execute(statement.where(pair.c.guild_id == guild_id, due))


def set_left(tx: Tx, pair_id: int, user_id: int) -> None:
    """Somebody is not of this pair any more; the others are. That they were is kept, for what was not right in it."""
    where = (member.c.pair_id == pair_id, member.c.user_id == user_id)
    tx.execute(update(member).where(*where).values(left_at=tx.now))


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who is or was in one."""
    rows = tx.execute(select(member.c.guild_id, member.c.user_id).distinct())
    return {(row.guild_id, row.user_id) for row in rows}


def leave(tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
    """Somebody is in no pair any more; returns the ids of those they were in.

    Those in which too few are left end, and are forgotten where nobody is.
    """
    mine = [member.c.user_id == user_id, *([member.c.guild_id == guild_id] if guild_id is not None else [])]
    ids = list(tx.execute(delete(member).where(*mine).returning(member.c.pair_id)).scalars())
    left = select(member.c.pair_id).where(member.c.pair_id.in_(ids)).group_by(member.c.pair_id)
    two = left.where(member.c.left_at.is_(None)).having(func.count() > 1)
    ended = update(pair).where(pair.c.id.in_(ids), pair.c.ended_at.is_(None), pair.c.id.not_in(two))
    tx.execute(ended.values(ended_at=tx.now, follow_at=None))
    tx.execute(delete(pair).where(pair.c.id.in_(ids), pair.c.id.not_in(left)))
    return ids


def purge(tx: Tx, before: datetime, limit: int) -> int:
    """Forget those that ended before an instant, at most `limit`; returns how many."""
    old = select(pair.c.id).where(pair.c.ended_at < before).limit(limit)
    return tx.execute(delete(pair).where(pair.c.id.in_(old))).rowcount
