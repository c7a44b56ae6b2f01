"""What a member can do about another one whom the bot brought to them: end it, not again, hear no more, tell organisers (A9)."""

from __future__ import annotations

from bot.attention.store import notices, silences
from bot.core.db import Database, Tx, query, use_case
from bot.mentoring.model.refusals import PairGone
from bot.mentoring.model.values import LOOK, WRONG, Pair, PairKind
from bot.mentoring.service.pairing import Together, end, ever_pair, leave, own_pair
from bot.mentoring.store import exclusions, pairs


class Objecting:
    """Use cases of "This is enough", "Not with this person again", "Nothing more from this person", "Tell the organisers"."""

    db: Database

    @use_case
    def end_pair(self, tx: Tx, user_id: int, pair_id: int) -> Together:
        """A mentor or a learner has enough: the pair is over, the place free again. PairGone, also of peers: theirs end alone."""
        found = own_pair(tx, user_id, pair_id)
        if found.pair.kind is not PairKind.MENTOR:
            raise PairGone
        end(tx, found.pair, by=user_id)
        return found

    @query
    def pair_with(self, tx: Tx, user_id: int, pair_id: int) -> Together:
        """One's own pair, also one that is over, so that something can be done about who was in it. PairGone."""
        return ever_pair(tx, user_id, pair_id)

    @use_case
    def not_again(self, tx: Tx, user_id: int, pair_id: int, other_id: int) -> bool:
        """They are never matched with this person again, and the pair is over for them; nobody learns why.

        Returns whether a pair ended by it. PairGone.
        """
        pair = _with(tx, user_id, pair_id, other_id)
        exclusions.exclude(tx, pair.guild_id, user_id, other_id)
        return _part_from(tx, pair, user_id, other_id)

    @use_case
    def mute_pair(self, tx: Tx, user_id: int, pair_id: int, other_id: int) -> bool:
        """Nothing more reaches them from this person, with whom they are not matched any more either. PairGone.

        Returns whether a pair ended by it.
        """
        pair = _with(tx, user_id, pair_id, other_id)
        silences.silence_from(tx, user_id, other_id)
        return _part_from(tx, pair, user_id, other_id)

    @use_case
    def report_pair(self, tx: Tx, user_id: int, pair_id: int, other_id: int) -> None:
        """Ask the organisers, once, to look at this person, with whom they were brought together. PairGone.

        It is kept as from who asked, whom organisers are not shown: the other does not find it among their own data.
        """
        pair = _with(tx, user_id, pair_id, other_id)
        key = _look_key(pair.id, other_id)
        notices.notify(tx, pair.guild_id, LOOK, key, user_id=user_id, about=other_id, pair=pair.kind.value)


def forget_reports(tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
    """What others said to organisers of a pair with somebody who is forgotten goes as well; returns the deliveries to remove.

    To be called before they are taken out of their pairs.
    """
    removals: list[int] = []
    for pair in pairs.of_person(tx, user_id, guild_id):
        keys = [wrong_key(pair.id, each.user_id) for each in pair.everybody]
        keys.append(_look_key(pair.id, user_id))
        removals += notices.withdraw(tx, pair.guild_id, keys)
    return removals


def wrong_key(pair_id: int, user_id: int) -> str:
    """The key of the notice by which a member says that something was not right in a pair."""
    return f"{WRONG}:{pair_id}:{user_id}"


def _look_key(pair_id: int, user_id: int) -> str:
    """The key of the notice that asks organisers to look at somebody."""
    return f"{LOOK}:{pair_id}:{user_id}"


def _part_from(tx: Tx, pair: Pair, user_id: int, other_id: int) -> bool:
    """Somebody leaves a pair if the other is in it still; whether they did."""
    if pair.ended_at is not None or not (pair.member(user_id) and pair.member(other_id)):
        return False
    leave(tx, pair, user_id)
    return True


def _with(tx: Tx, user_id: int, pair_id: int, other_id: int) -> Pair:
    """A pair that both are or were in, whoever silenced whom or left since. PairGone."""
    pair = pairs.get(tx, pair_id)
    if pair is None or user_id == other_id:
        raise PairGone
    if pair.ever(user_id) is None or pair.ever(other_id) is None:
        raise PairGone
    return pair
