"""The question how it went, once after five days, and what follows from the answers (M7)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.attention.model.values import Intent, Message
from bot.attention.store import notices, outbox
from bot.core.db import Database, Tx, query, use_case
from bot.mentoring.model.refusals import PairGone
from bot.mentoring.model.values import FOLLOW_UP, FOLLOW_UP_FOR, WRONG, FollowUp, Pair
from bot.mentoring.service import resting
from bot.mentoring.service.gatekeeping import is_open
from bot.mentoring.service.objecting import wrong_key
from bot.mentoring.service.pairing import TWO, Together, ever_pair, line, seen
from bot.mentoring.service.proposing import LATE, withdraw
from bot.mentoring.store import pairs, profiles

SURE = timedelta(hours=1)  # after the last "not this time": until then each can change it


@dataclass(frozen=True)
class Told:
    """What a member told the organisers of a pair. `new`: they had not been told before."""

    together: Together
    new: bool


class Following:
    """Use cases of the question how it went, and what follows from it (M7)."""

    db: Database

    @use_case(claim=True)
    def ask_how(self, tx: Tx, limit: int) -> int:
        """Ask those whose pair is five days old, and note who left it unanswered for a week; returns how many pairs it was."""
        due = pairs.take_follow_ups(tx, limit)
        new = [each for each in due if not any(one.asked for one in each.everybody)]
        _ask(tx, new)
        for each in due:
            if each not in new:
                _close(tx, each)
        return len(due)

    @query
    def next_follow_up(self, tx: Tx) -> datetime | None:
        """When there is something to ask or to note next (UTC)."""
        return pairs.next_follow_up(tx)

    @query
    def follow_ups_told(self, tx: Tx, told: Collection[Intent]) -> dict[int, Together]:
        """The pairs of what was told, by its id, for lines of an inbox; only while they can be answered."""
        known = pairs.get_many(tx, {each.subject_id for each in told})
        wanted = [(each.user_id, known[each.subject_id]) for each in told if each.subject_id in known]
        found = seen(tx, wanted)
        there = {each.id: found.get((each.user_id, each.subject_id)) for each in told}
        return {
            id_: each for id_, each in there.items() if each and each.others and each.pair.asks(each.user_id)
        }

    @query
    def how(self, tx: Tx, user_id: int, pair_id: int) -> Together:
        """The pair that somebody is asked about. PairGone when that is over, or they never were."""
        return _asked(tx, user_id, pair_id)

    @use_case
    def went(self, tx: Tx, user_id: int, pair_id: int, said: FollowUp) -> Together:
        """Somebody answered; who else is in the pair does not learn what. PairGone.

        When all said "not this time", all rest an hour later, as long as that stands.
        """
        found = _asked(tx, user_id, pair_id)
        _answered(tx, found.pair, user_id, said)
        return found

    @query
    def wrong_in(self, tx: Tx, user_id: int, pair_id: int) -> Together:
        """A pair that somebody is or was in, for what the organisers would see of it. PairGone."""
        return ever_pair(tx, user_id, pair_id)

    @use_case
    def tell_wrong(self, tx: Tx, user_id: int, pair_id: int, words: str) -> Told:
        """Tell the organisers that something was not right in a pair, with the member's own words if they like. PairGone."""
        found = ever_pair(tx, user_id, pair_id)
        pair = found.pair
        new = notices.notify(
            tx,
            pair.guild_id,
            WRONG,
            wrong_key(pair.id, user_id),
            user_id=user_id,
            pair=pair.kind.value,
            others=[each.user_id for each in found.once],
            text=words,
        )
        if pair.asks(user_id, anew=True):
            _answered(tx, pair, user_id, FollowUp.WRONG)
        return Told(found, new is not None)

    @use_case
    def untell_wrong(self, tx: Tx, user_id: int, pair_id: int) -> list[int]:
        """Take it back: the organisers see it no more. Returns the deliveries to remove. PairGone."""
        pair = ever_pair(tx, user_id, pair_id).pair
        return notices.withdraw(tx, pair.guild_id, [wrong_key(pair.id, user_id)])

    @query
    def rests_told(self, tx: Tx, told: Collection[Intent]) -> set[int]:
        """The ids of those of what was told whose receivers rest still."""
        return {each.id for each in told if profiles.get(tx, each.server, each.user_id).rests_at is not None}


def _ask(tx: Tx, due: Collection[Pair]) -> None:
    """Once; nobody when the pair is over, when too few are left to have met, when it is off here, or much too late."""
    found = seen(tx, [(one.user_id, each) for each in due for one in each.members])
    asked: dict[int, list[int]] = {each.id: [] for each in due}
    for (user_id, pair_id), each in found.items():
        if each.others:
            asked[pair_id].append(user_id)
    is_on = {each: is_open(tx, each) for each in {pair.guild_id for pair in due}}
    lines: list[Message] = []
    for pair in due:
        late = pair.follow_at is None or pair.follow_at + FOLLOW_UP_FOR <= tx.now
        if pair.ended_at is not None or late or not asked[pair.id] or not is_on[pair.guild_id]:
            pairs.save(tx, replace(pair, follow_at=None))
            continue
        pairs.save(tx, replace(pair, follow_at=tx.now + FOLLOW_UP_FOR))
        pairs.set_asked(tx, pair.id, asked[pair.id])
        lines += [line(tx, pair, each, FOLLOW_UP, FOLLOW_UP_FOR) for each in asked[pair.id]]
    outbox.tell(tx, *lines)


def _close(tx: Tx, pair: Pair) -> None:
    """The time to answer has passed: if all said "not this time" they rest, else who said nothing left a question unanswered.

    But not if we were down when it passed: then nobody could answer.
    """
    pairs.save(tx, replace(pair, follow_at=None))
    outbox.take_back(tx, FOLLOW_UP, [pair.id])
    until = pair.follow_at or tx.now
    for each in pair.members:
        if _none_met(pair):
            rests = resting.rest(tx, pair.guild_id, each.user_id)
        else:
            silent = each.asked and each.said is FollowUp.NOTHING and tx.now - until <= LATE
            since = until - FOLLOW_UP_FOR
            rests = silent and resting.note_silence(tx, pair.guild_id, each.user_id, since, until)
        if rests:
            withdraw(tx, pair.guild_id, each.user_id)


def _none_met(pair: Pair) -> bool:
    """Whether all said "not this time"."""
    return {each.said for each in pair.members} == {FollowUp.NOT}


def _answered(tx: Tx, pair: Pair, user_id: int, said: FollowUp) -> None:
    pairs.set_said(tx, pair.id, user_id, said)
    outbox.take_back(tx, FOLLOW_UP, [pair.id], user_id=user_id)
    resting.note_answer(tx, pair.guild_id, user_id)
    members = [replace(each, said=said) if each.user_id == user_id else each for each in pair.members]
    soon = tx.now + SURE
    if _none_met(replace(pair, members=tuple(members))) and (pair.follow_at is None or soon < pair.follow_at):
        pairs.save(tx, replace(pair, follow_at=soon))


def _asked(tx: Tx, user_id: int, pair_id: int) -> Together:
    found = ever_pair(tx, user_id, pair_id)
    if not found.pair.asks(user_id, anew=True) or len(found.pair.members) < TWO:
        raise PairGone
    return found
