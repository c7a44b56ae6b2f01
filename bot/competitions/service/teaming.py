"""Finding a team: who looks for one or has a place, common hours, saying so (K6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.attention.store import limits, outbox
from bot.competitions.model.refusals import BadTeamSize, TeamFull, TooLong
from bot.competitions.model.teams import MOST_SIZE, has_place, why_closed
from bot.competitions.model.values import HELLO, WORDS, Competition, Entrant, Team
from bot.competitions.service import reminding
from bot.competitions.service.boards import TeamBoard, board_of, check_words, place_of
from bot.competitions.service.greeting import Greeting
from bot.competitions.store import entrants, hellos
from bot.core.db import Database, Tx, query, use_case
from bot.core.text import clean, units

TEAM = "competitions.team"  # what the limit of saying so counts
MOST_SAID, SAID_PER = 20, timedelta(days=1)


@dataclass(frozen=True)
class Listed:
    """The list after a member said that they look for a team or have a place; `joined`: they are in since just now."""

    board: TeamBoard
    joined: bool


@dataclass(frozen=True)
class Stopped:
    """The list after a member stopped, and their line as it was, given back once."""

    board: TeamBoard
    words: str


class Teaming(Greeting):
    """Use cases of the list of who looks for a team. In a DM (`guild_id` 0) the server is the one where they are in."""

    db: Database

    @query
    def teams(self, tx: Tx, guild_id: int, user_id: int, name: str, *, organiser: bool = False) -> TeamBoard:
        """Who looks for a team in a competition, and who has a place. UnknownCompetition, NoCompetitions."""
        guild_id, found = place_of(tx, guild_id, user_id, name, organiser=organiser)
        return board_of(tx, guild_id, user_id, found)

    @query
    def open_teams(self, tx: Tx, guild_id: int, user_id: int, name: str) -> TeamBoard:
        """The same while a team can be found. UnknownCompetition, NoCompetitions, NoTeams, TeamsClosed."""
        guild_id, found = _open(tx, guild_id, user_id, name)
        return board_of(tx, guild_id, user_id, found)

    @use_case
    def look(self, tx: Tx, guild_id: int, user_id: int, name: str, words: str) -> Listed:
        """The member looks for a team, and is in from now on; `words` say more, if they want.

        UnknownCompetition, NoCompetitions, NoTeams, TeamsClosed; TooLong, WordsRefused or TooOften.
        """
        guild_id, found = _open(tx, guild_id, user_id, name)
        return _say(tx, guild_id, user_id, found, Team.LOOKING, words, 1)

    @use_case
    def place(self, tx: Tx, guild_id: int, user_id: int, name: str, size: str, words: str) -> Listed:
        """The member's team has a place; `size` is how many they are now, as it was typed.

        BadTeamSize; TeamFull when there is no room for one more; else as `look`.
        """
        guild_id, found = _open(tx, guild_id, user_id, name)
        many = _size(size)
        if not has_place(found, many):
            raise TeamFull(found.team_size or MOST_SIZE)
        return _say(tx, guild_id, user_id, found, Team.OPEN, words, many)

    @use_case
    def stop(self, tx: Tx, guild_id: int, user_id: int, name: str) -> Stopped:
        """The member is not in the list any more, and stays in. What they said to others and nobody read yet goes.

        UnknownCompetition, NoCompetitions.
        """
        guild_id, found = place_of(tx, guild_id, user_id, name)
        own = entrants.find(tx, guild_id, user_id, found.slug)
        words = own.team_words if own else ""
        if own is not None and own.team is not Team.NO:
            entrants.save(tx, replace(own, team=Team.NO, team_words="", team_size=1, team_at=None))
            withdraw(tx, guild_id, user_id, found.slug)
        return Stopped(board_of(tx, guild_id, user_id, found), words)


def withdraw(tx: Tx, guild_id: int | None, user_id: int, slug: str | None = None) -> None:
    """Nobody is told any more that this member said hello, nor they that others did, where nobody read it yet.

    In one server or (None) everywhere, about one competition or (None) all. For who stops, leaves or is erased: call it before
    the rows go (`hellos.erase`).
    """
    sent = hellos.from_person(tx, user_id, guild_id, slug)
    got = hellos.to_person(tx, user_id, guild_id, slug)
    outbox.take_back(tx, HELLO, [each.id for each in (*sent, *got)])


def _open(tx: Tx, guild_id: int, user_id: int, name: str) -> tuple[int, Competition]:
    guild_id, found = place_of(tx, guild_id, user_id, name)
    if closed := why_closed(found, tx.now):
        raise closed
    return guild_id, found


def _size(typed: str) -> int:
    plain = typed.strip()
    if not plain.isdecimal() or len(plain) > len(str(MOST_SIZE)) or not int(plain):
        raise BadTeamSize(typed)
    return int(plain)


def _say(
    tx: Tx, guild_id: int, user_id: int, found: Competition, team: Team, typed: str, size: int
) -> Listed:
    words = clean(" ".join(typed.split()))
    if units(words) > WORDS:
        raise TooLong(WORDS)
    check_words(tx, guild_id, user_id, [words])
    before = entrants.find(tx, guild_id, user_id, found.slug)
    joined = before is None or before.out_at is not None
    own = _join(tx, guild_id, user_id, found) if joined else before
    assert own is not None
    same = (own.team, own.team_words, own.team_size) == (team, words, size)
    if not same:  # a form that comes twice counts once
        limits.check(tx, user_id, guild_id, TEAM, MOST_SAID, SAID_PER)
        since = own.team_at if own.team is team else tx.now
        entrants.save(tx, replace(own, team=team, team_words=words, team_size=size, team_at=since))
    return Listed(board_of(tx, guild_id, user_id, found), joined)


def _join(tx: Tx, guild_id: int, user_id: int, found: Competition) -> Entrant:
    own = entrants.join(tx, guild_id, user_id, found.slug, found.title)
    reminding.plan(tx, found, [own])
    return own
