"""A pair: bringing people together, the introduction, the private thread, its end (M6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.attention.model.values import Intent, Message
from bot.attention.store import intents, outbox, silences
from bot.communities.model import Topic
from bot.core.db import Database, Tx, query, use_case
from bot.mentoring.model import icebreakers
from bot.mentoring.model.refusals import PairGone
from bot.mentoring.model.values import (
    ENDED,
    FOLLOW_UP,
    FOLLOW_UP_AFTER,
    MEET,
    PAIR,
    Member,
    Pair,
    PairKind,
    Reasons,
    Role,
)
from bot.mentoring.service.looking import look_now
from bot.mentoring.service.naming import topic_names
from bot.mentoring.store import pairs, profiles
from bot.people import store as people

TOLD_FOR = timedelta(days=28)  # how long an introduction waits, at most
ENDED_FOR = timedelta(days=14)  # and the line that a pair ended
TWO = 2  # members of the smallest pair


@dataclass(frozen=True)
class Together:
    """A pair as one side reads it, also one that is over. `others`: who is in it and in the server still."""

    pair: Pair
    user_id: int
    others: tuple[Member, ...]
    topics: Mapping[int, Topic]

    @property
    def part(self) -> Role:
        """The reader's own part."""
        own = self.pair.ever(self.user_id)
        return own.part if own else Role.PEERS

    @property
    def goes_on(self) -> bool:
        """Whether it goes on for the reader, and somebody is there to be a pair with."""
        return self.pair.over_for(self.user_id) is None and bool(self.others)

    @property
    def once(self) -> tuple[Member, ...]:
        """Everybody else who is in it or was, also who left the server since: about whom something can be done."""
        return tuple(each for each in self.pair.everybody if each.user_id != self.user_id)


class Pairing:
    """Use cases of the introduction, and of the lines of an inbox that lead to it (M6)."""

    db: Database

    @query
    def pair_of(self, tx: Tx, user_id: int, pair_id: int) -> Together:
        """One's own pair that goes on. PairGone when it is over, or somebody else's."""
        return own_pair(tx, user_id, pair_id)

    @use_case
    def open_pair(self, tx: Tx, user_id: int, pair_id: int) -> Together:
        """One's own pair, also one that is over; who reads it needs no line about it any more. PairGone."""
        found = ever_pair(tx, user_id, pair_id)
        outbox.take_back(tx, PAIR, [pair_id], user_id=user_id)
        return found

    @query
    def pairs_told(self, tx: Tx, told: Collection[Intent]) -> dict[int, Together]:
        """The pairs of what was told, by its id, for lines of an inbox; only while they go on and nobody silenced the other."""
        return _heard(tx, _told(tx, told))

    @query
    def meets_told(self, tx: Tx, told: Collection[Intent]) -> dict[int, Together]:
        """The same of those that have a private thread."""
        return {id_: each for id_, each in _heard(tx, _told(tx, told)).items() if each.pair.thread_id != 0}

    @query
    def ends_told(self, tx: Tx, told: Collection[Intent]) -> dict[int, Together]:
        """The same of those that ended; the other may not be there any more."""
        return {id_: each for id_, each in _told(tx, told).items() if each.pair.ended_at is not None}

    @query
    def unseen_pair(self, tx: Tx, user_id: int, guild_id: int) -> tuple[int, Together] | None:
        """The oldest introduction that waits for somebody and that no bundle took, of a server or (0) of any: the intent's id."""
        waiting = [
            each
            for each in intents.there_for(tx, user_id)
            if each.kind == PAIR and each.bundle_id is None and guild_id in (0, each.server)
        ]
        found = _heard(tx, _told(tx, waiting))
        return next(((each.id, found[each.id]) for each in waiting if each.id in found), None)


def bring_together(
    tx: Tx,
    guild_id: int,
    kind: PairKind,
    members: Sequence[Member],
    reasons: Reasons,
    *,
    round_id: int = 0,
    seed: int = 0,
) -> Pair:
    """These people are a pair from now on: each finds it in their inbox, and is asked once how it went."""
    return bring_all(tx, guild_id, kind, [(members, reasons)], round_id=round_id, seed=seed)[0]


def bring_all(
    tx: Tx,
    guild_id: int,
    kind: PairKind,
    groups: Collection[tuple[Sequence[Member], Reasons]],
    *,
    round_id: int = 0,
    seed: int = 0,
) -> list[Pair]:
    """The same for a whole round at once."""
    new = [
        Pair(
            guild_id=guild_id,
            kind=kind,
            members=tuple(members),
            reasons=reasons,
            made_at=tx.now,
            icebreaker=icebreakers.choose(kind, seed, [each.user_id for each in members]),
            round_id=round_id,
            follow_at=tx.now + FOLLOW_UP_AFTER,
        )
        for members, reasons in groups
    ]
    made = pairs.add_all(tx, new)
    told = [(each, one.user_id) for each in made for one in each.members]
    outbox.tell(tx, *(line(tx, each, user_id, PAIR, TOLD_FOR) for each, user_id in told))
    return made


def part(tx: Tx, guild_id: int | None, user_id: int) -> None:
    """Somebody is in no pair any more, in one server or (None) in any: for who leaves, is stopped or forgotten.

    Two of a three go on; a pair ends, and the other is told so. What waits about them is taken back.
    """
    for each in pairs.of_person(tx, user_id, guild_id):
        if each.member(user_id) is None:
            continue
        if each.ended_at is None:
            leave(tx, each, user_id)
            _first_next_time(tx, each, user_id)
        elif each.follow_at is not None:  # a new round ended it, and how it went is asked still
            two = len(each.members) <= TWO
            take_back(tx, each, None if two else user_id)
            pairs.save(tx, replace(each, follow_at=None if two else each.follow_at))


def _first_next_time(tx: Tx, pair: Pair, gone_id: int) -> None:
    """Whose partner is not there any more almost from the start comes first in the next round, as who sat out."""
    if pair.kind is not PairKind.PEERS or len(pair.members) > TWO or tx.now >= pair.made_at + FOLLOW_UP_AFTER:
        return
    for other_id in pair.others(gone_id):
        wish = profiles.wishes_of(tx, pair.guild_id, other_id).get(Role.PEERS)
        if wish is not None and not wish.sat_out:
            profiles.set_counted(tx, replace(wish, sat_out=1))


def leave(tx: Tx, pair: Pair, user_id: int) -> None:
    """Somebody leaves a pair that goes on."""
    take_back(tx, pair, user_id)
    if len(pair.members) > TWO:
        pairs.set_left(tx, pair.id, user_id)
    else:
        end(tx, pair, by=user_id)


def end(tx: Tx, pair: Pair, *, by: int) -> None:
    """A pair is over: nothing waits about it any more, nobody is asked how it went, and the others are told.

    A mentor's place is free again, so mentors are looked for at once.
    """
    take_back(tx, pair)
    pairs.save(tx, replace(pair, ended_at=tx.now, follow_at=None))
    others = [each.user_id for each in pair.members if each.user_id != by]
    outbox.tell(tx, *(line(tx, pair, each, ENDED, ENDED_FOR) for each in others))
    if pair.kind is PairKind.MENTOR:
        look_now(tx, pair.guild_id)


def take_back(tx: Tx, pair: Pair, user_id: int | None = None) -> None:
    """What waits about a pair, for this person or (None) for anybody, is no longer true."""
    for kind in (PAIR, MEET, FOLLOW_UP):
        outbox.take_back(tx, kind, [pair.id], user_id=user_id)


def own_pair(tx: Tx, user_id: int, pair_id: int) -> Together:
    """Somebody's own pair that goes on. PairGone when it is over, or somebody else's."""
    own = ever_pair(tx, user_id, pair_id)
    if not own.goes_on:
        raise PairGone
    return own


def ever_pair(tx: Tx, user_id: int, pair_id: int) -> Together:
    """A pair that somebody is or was in. PairGone for anybody else, and where nothing is known of who else was."""
    known = pairs.get(tx, pair_id)
    own = seen(tx, [(user_id, known)]).get((user_id, pair_id)) if known else None
    if own is None or not own.once:
        raise PairGone
    return own


def seen(tx: Tx, wanted: Collection[tuple[int, Pair]]) -> dict[tuple[int, int], Together]:
    """These pairs as these people read them, by (person, pair): their own, also of before, if they are in the server still."""
    by_server: defaultdict[int, list[tuple[int, Pair]]] = defaultdict(list)
    for user_id, pair in wanted:
        if pair.ever(user_id) is not None:
            by_server[pair.guild_id].append((user_id, pair))
    found: dict[tuple[int, int], Together] = {}
    for guild_id, some in by_server.items():
        left = people.has_left(tx, guild_id, {each.user_id for _, pair in some for each in pair.everybody})
        topics = topic_names(tx, guild_id, {id_ for _, pair in some for id_ in pair.reasons.topics})
        for user_id, pair in some:
            if user_id in left:
                continue
            others = tuple(each for each in pair.members if each.user_id not in left | {user_id})
            own_topics = {id_: topics[id_] for id_ in pair.reasons.topics if id_ in topics}
            found[user_id, pair.id] = Together(pair, user_id, others, own_topics)
    return found


def line(tx: Tx, pair: Pair, user_id: int, kind: str, wait: timedelta, sender: int = 0) -> Message:
    """What tells a member something about their pair, for so long at most."""
    return Message(
        user_id=user_id,
        server=pair.guild_id,
        kind=kind,
        subject_id=pair.id,
        key=f"{kind}:{pair.id}",
        expires_at=tx.now + wait,
        sender=sender,
    )


def _told(tx: Tx, told: Collection[Intent]) -> dict[int, Together]:
    known = pairs.get_many(tx, {each.subject_id for each in told})
    wanted = [(each.user_id, known[each.subject_id]) for each in told if each.subject_id in known]
    found = seen(tx, wanted)
    return {
        each.id: found[each.user_id, each.subject_id]
        for each in told
        if (each.user_id, each.subject_id) in found
    }


def _heard(tx: Tx, found: Mapping[int, Together]) -> dict[int, Together]:
    """Those that go on, without those in which the reader wants nothing more from any of the others."""
    sides = {id_: {(each.user_id, one.user_id) for one in each.others} for id_, each in found.items()}
    unheard = silences.silenced(tx, {side for some in sides.values() for side in some})
    return {id_: each for id_, each in found.items() if each.goes_on and not sides[id_] <= unheard}
