"""Saying hello to somebody in the list of a competition's teams: one line in their inbox, once, and taking it back (K6)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from bot.attention.model.refusals import TooOften
from bot.attention.model.values import Intent, Message
from bot.attention.store import limits, notices, outbox, silences
from bot.competitions.model.refusals import HelloGone, NotListed, SaidHello
from bot.competitions.model.teams import closes_at
from bot.competitions.model.values import HELLO, Competition, Entrant, Hello
from bot.competitions.service.boards import TeamBoard, board_of, check_words, listed, open_place
from bot.competitions.store import competitions, entrants, hellos
from bot.core.db import Database, Tx, query, use_case
from bot.people import store as people

HELLO_FOR = timedelta(days=14)  # how long the line waits, at most
MOST_HELLOS, HELLOS_PER = 5, timedelta(days=1)
AGAIN_AFTER = timedelta(days=1)  # when who took it back may say it to the same person again
_MARK = 12  # characters of the mark by which a pair is known again


@dataclass(frozen=True)
class Said:
    """A hello that was said or taken back, and the row of who said it. `removals`: what organisers were shown of it."""

    hello: Hello
    own: Entrant | None
    removals: tuple[int, ...] = ()

    @property
    def about(self) -> Entrant | str:
        """What its buttons name, as those of a board do."""
        return self.own or self.hello.slug


@dataclass(frozen=True)
class Greeted:
    """A hello as its receiver reads it, and their own row. `there`: who said it is in the list still, with these words now."""

    hello: Hello
    competition: Competition
    words: str
    there: bool
    own: Entrant | None = None


class Greeting:
    """Use cases of "Say hello"; both are in the list."""

    db: Database

    @use_case
    def hello(self, tx: Tx, guild_id: int, user_id: int, name: str, to_id: int) -> Said:
        """Tell somebody in the list that this member would like to team up; they see the member's own line of the list.

        UnknownCompetition, NotIn, NoCompetitions, NoTeams, TeamsClosed; NotListed, SaidHello; WordsRefused or TooOften.
        """
        place, found = open_place(tx, guild_id, user_id, name)
        own = _own(board_of(tx, place, found, user_id), to_id)
        check_words(tx, place, user_id, [own.team_words])
        if before := hellos.between(tx, place, found.slug, user_id, to_id):
            raise SaidHello(before.id)
        _check_pace(tx, place, user_id, to_id, found.slug)
        said = hellos.add(tx, place, found.slug, user_id, to_id)
        outbox.tell(tx, _message(tx, said, found))
        return Said(said, own)

    @use_case
    def unhello(self, tx: Tx, user_id: int, hello_id: int) -> Said:
        """Take one's own hello back: its receiver finds it no more, organisers neither. HelloGone."""
        said = hellos.get(tx, hello_id)
        if said is None or said.from_id != user_id:
            raise HelloGone
        outbox.take_back(tx, HELLO, [hello_id])
        hellos.remove(tx, [hello_id])
        limits.note(tx, user_id, said.guild_id, _pair(tx, user_id, said.to_id, said.slug))
        own = entrants.find(tx, said.guild_id, user_id, said.slug)
        return Said(said, own, tuple(notices.withdraw(tx, said.guild_id, [report_key(hello_id)])))

    @query
    def greeted(self, tx: Tx, user_id: int, hello_id: int) -> Greeted:
        """What somebody said to this member. HelloGone when it was taken back, or is not to be shown any more."""
        said = hellos.get(tx, hello_id)
        found = competitions.get(tx, said.slug) if said else None
        if said is None or found is None or not _is_heard(tx, user_id, said):
            raise HelloGone
        lines = lines_of(tx, said, found)
        own = entrants.find(tx, said.guild_id, user_id, said.slug)
        return Greeted(said, found, lines.get(said.from_id, ""), said.from_id in lines, own)

    @query
    def hellos_told(self, tx: Tx, told: Collection[Intent]) -> dict[int, Greeted]:
        """The hellos of what was told, by its id, for lines of an inbox; only while both are in the list."""
        found = hellos.get_many(tx, {each.subject_id for each in told})
        known = competitions.get_many(tx, {each.slug for each in found.values()})
        there: dict[int, Greeted] = {}
        for each in told:
            said = found.get(each.subject_id)
            one = known.get(said.slug) if said else None
            if said is None or one is None or not _is_heard(tx, each.user_id, said):
                continue
            lines = lines_of(tx, said, one)
            if {said.from_id, said.to_id} <= lines.keys():
                there[each.id] = Greeted(said, one, lines[said.from_id], there=True)
        return there


def withdraw(tx: Tx, said: Collection[Hello]) -> None:
    """Nobody is told these any more where they wait; what its receiver did not see may be said again, as if it never was."""
    ids = [each.id for each in said]
    outbox.take_back(tx, HELLO, ids)
    kept = outbox.seen(tx, HELLO, ids)
    hellos.remove(tx, [each.id for each in said if each.id not in kept and each.at > tx.now - HELLO_FOR])


def report_key(hello_id: int) -> str:
    """The key of the notice that shows organisers what a member was sent."""
    return f"report:{HELLO}:{hello_id}"


def lines_of(tx: Tx, said: Hello, found: Competition) -> dict[int, str]:
    """What those who are in the list of a hello's server say there now, by person."""
    return {each.user_id: each.team_words for each in listed(tx, said.guild_id, found)}


def _own(board: TeamBoard, to_id: int) -> Entrant:
    """The member's own row; NotListed when they or the other are not in the list."""
    if board.own is None or not board.is_in:
        raise NotListed
    if to_id not in {each.user_id for each in board.mates}:
        raise NotListed(them=True)
    return board.own


def _check_pace(tx: Tx, guild_id: int, user_id: int, to_id: int, slug: str) -> None:
    """SaidHello for who took the same back lately, TooOften for who said many."""
    try:
        limits.check_only(tx, user_id, guild_id, _pair(tx, user_id, to_id, slug), 1, AGAIN_AFTER)
    except TooOften:
        raise SaidHello from None
    limits.check(tx, user_id, guild_id, HELLO, MOST_HELLOS, HELLOS_PER)


def _pair(tx: Tx, user_id: int, to_id: int, slug: str) -> str:
    """What is counted of a hello that was taken back; to whom is kept as a mark only."""
    return f"hello:{sha256(f'{silences.mark(tx, to_id, user_id)}:{slug}'.encode()).hexdigest()[:_MARK]}"


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


def _is_heard(tx: Tx, user_id: int, said: Hello) -> bool:
    """Whether a hello is to this person, who is a member still and did not silence who said it."""
    away = said.to_id != user_id or people.has_left(tx, said.guild_id, [user_id])
    return not away and not silences.silenced(tx, [(user_id, said.from_id)])
