"""Saying hello to somebody in the list of a competition's teams: one line in their inbox, once, and taking it back (K6)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from bot.attention.model.refusals import TooOften
from bot.attention.model.values import Intent, Message
from bot.attention.store import limits, notices, outbox, silences
from bot.communities.store import moderation
from bot.competitions.model.refusals import HelloGone, NotListed, SaidHello
from bot.competitions.model.teams import closes_at, why_closed
from bot.competitions.model.values import HELLO, Competition, Hello
from bot.competitions.service.boards import TeamBoard, board_of, check_words, listed, place_of, shown
from bot.competitions.store import competitions, hellos
from bot.core.db import Database, Tx, query, use_case

HELLO_FOR = timedelta(days=14)  # how long the line waits, at most
MOST_HELLOS, HELLOS_PER = 5, timedelta(days=1)
AGAIN_AFTER = timedelta(days=1)  # when who took it back may say it to the same person again
_MARK = 12  # characters of the mark by which a pair is known again


@dataclass(frozen=True)
class Greeted:
    """A hello as its receiver reads it; `there`: who said it is in the list still. Their words are empty when they are not."""

    hello: Hello
    competition: Competition
    words: str
    there: bool


@dataclass(frozen=True)
class Unsaid:
    """A hello that was taken back, and the deliveries to remove: what organisers were shown of it."""

    hello: Hello
    removals: tuple[int, ...]


class Greeting:
    """Use cases of "Say hello"; both are in the list."""

    db: Database

    @use_case
    def hello(self, tx: Tx, guild_id: int, user_id: int, name: str, to_id: int) -> Hello:
        """Tell somebody in the list that this member would like to team up; they see the member's own line of the list.

        UnknownCompetition, NoCompetitions, NoTeams, TeamsClosed; NotListed, SaidHello; WordsRefused or TooOften.
        """
        guild_id, found = place_of(tx, guild_id, user_id, name)
        if closed := why_closed(found, tx.now):
            raise closed
        own = _both(board_of(tx, guild_id, user_id, found), to_id)
        check_words(tx, guild_id, user_id, [own])
        if before := hellos.between(tx, guild_id, found.slug, user_id, to_id):
            raise SaidHello(before.id)
        _check_pace(tx, guild_id, user_id, to_id, found.slug)
        said = hellos.add(tx, guild_id, found.slug, user_id, to_id, own)
        outbox.tell(tx, _message(tx, said, found))
        return said

    @use_case
    def unhello(self, tx: Tx, user_id: int, hello_id: int) -> Unsaid:
        """Take one's own hello back: its receiver finds it no more, organisers neither. HelloGone."""
        said = hellos.get(tx, hello_id)
        if said is None or said.from_id != user_id:
            raise HelloGone
        outbox.take_back(tx, HELLO, [hello_id])
        hellos.remove(tx, hello_id)
        return Unsaid(said, tuple(notices.withdraw(tx, said.guild_id, [report_key(hello_id)])))

    @query
    def greeted(self, tx: Tx, user_id: int, hello_id: int) -> Greeted:
        """What somebody said to this member. HelloGone when it was taken back, or is not to be shown any more."""
        said = hellos.get(tx, hello_id)
        found = competitions.get(tx, said.slug) if said else None
        if said is None or found is None or said not in _heard(tx, user_id, [said]):
            raise HelloGone
        who = {each.user_id for each in listed(tx, said.guild_id, found)}
        there = said.from_id in who and why_closed(found, tx.now) is None
        return Greeted(said, found, _words(tx, said) if there else "", there)

    @query
    def hellos_told(self, tx: Tx, told: Collection[Intent]) -> dict[int, Greeted]:
        """The hellos of what was told, by its id, for lines of an inbox; only while both are in the list."""
        found = hellos.get_many(tx, {each.subject_id for each in told})
        known = competitions.get_many(tx, {each.slug for each in found.values()})
        there: dict[int, Greeted] = {}
        for each in told:
            said = found.get(each.subject_id)
            one = known.get(said.slug) if said else None
            if said is None or one is None or said not in _heard(tx, each.user_id, [said]):
                continue
            who = {entrant.user_id for entrant in listed(tx, said.guild_id, one)}
            if {said.from_id, said.to_id} <= who and why_closed(one, tx.now) is None:
                there[each.id] = Greeted(said, one, _words(tx, said), there=True)
        return there


def report_key(hello_id: int) -> str:
    """The key of the notice that shows organisers what a member was sent."""
    return f"report:{HELLO}:{hello_id}"


def _words(tx: Tx, said: Hello) -> str:
    return shown(said.words, moderation.refused_words(tx, said.guild_id))


def _both(board: TeamBoard, to_id: int) -> str:
    """The member's own line; NotListed when they or the other are not in the list."""
    if board.own is None or not board.is_in:
        raise NotListed
    if to_id not in {each.user_id for each in board.mates}:
        raise NotListed(them=True)
    return board.own.team_words


def _check_pace(tx: Tx, guild_id: int, user_id: int, to_id: int, slug: str) -> None:
    """SaidHello for who took the same back lately, TooOften for who said many; whom is kept as a mark only."""
    mark = sha256(f"{silences.mark(tx, to_id, user_id)}:{slug}".encode()).hexdigest()[:_MARK]
    pair = f"hello:{mark}"
    try:
        limits.check_only(tx, user_id, guild_id, pair, 1, AGAIN_AFTER)
    except TooOften:
        raise SaidHello from None
    limits.check(tx, user_id, guild_id, HELLO, MOST_HELLOS, HELLOS_PER)
    limits.note(tx, user_id, guild_id, pair)


def _message(tx: Tx, said: Hello, found: Competition) -> Message:
    last = tx.now + HELLO_FOR
    closes = closes_at(found)
    return Message(
        user_id=said.to_id,
        server=said.guild_id,
        kind=HELLO,
        subject_id=said.id,
        key=f"{HELLO}:{said.id}",
        expires_at=min(last, closes) if closes else last,
        sender=said.from_id,
    )


def _heard(tx: Tx, user_id: int, said: Collection[Hello]) -> list[Hello]:
    """Those of these that are to this person, from people whom they did not silence."""
    mine = [each for each in said if each.to_id == user_id]
    unheard = silences.silenced(tx, [(user_id, each.from_id) for each in mine])
    return [each for each in mine if (user_id, each.from_id) not in unheard]
