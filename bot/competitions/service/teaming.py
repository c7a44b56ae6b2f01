"""Finding a team: who looks for one or has a place, common hours, saying so (K6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.attention.store import limits
from bot.competitions.model.refusals import BadTeamSize, TeamFull, TooLong
from bot.competitions.model.teams import MOST_SIZE, has_place
from bot.competitions.model.values import WORDS, Competition, Team
from bot.competitions.service import reminding
from bot.competitions.service.boards import TeamBoard, board_of, check_words, open_place, place_of
from bot.competitions.service.greeting import Greeting, withdraw
from bot.competitions.service.joining import Joined, joined_of
from bot.competitions.store import entrants, hellos
from bot.core.db import Database, Tx, query, use_case
from bot.core.text import clean, units

TEAM = "competitions.team"  # what the limit of saying so counts
MOST_SAID, SAID_PER = 20, timedelta(days=1)


@dataclass(frozen=True)
class Listed:
    """The list after a member said that they look for a team or have a place; `joined` where they are in since just now."""

    board: TeamBoard
    joined: Joined | None


@dataclass(frozen=True)
class Stopped:
    """The list after a member stopped, and their line as it was, given back once."""

    board: TeamBoard
    words: str


class Teaming(Greeting):
    """Use cases of the list of who looks for a team. In a DM (`guild_id` 0) `place_of` finds the server."""

    db: Database

    @query
    def teams(self, tx: Tx, guild_id: int, user_id: int, name: str, begins: int = 0) -> TeamBoard:
        """Who looks for a team in a competition, and who has a place, a page of them. UnknownCompetition, NotIn."""
        board = board_of(tx, *place_of(tx, guild_id, user_id, name), user_id)
        return replace(board, begins=begins if 0 <= begins < len(board.mates) else 0)

    @query
    def open_teams(self, tx: Tx, guild_id: int, user_id: int, name: str) -> TeamBoard:
        """The same while a team can be found. UnknownCompetition, NotIn, NoCompetitions, NoTeams, TeamsClosed."""
        return board_of(tx, *open_place(tx, guild_id, user_id, name), user_id)

    @use_case
    def look(self, tx: Tx, guild_id: int, user_id: int, name: str, words: str) -> Listed:
        """The member looks for a team, and is in from now on; `words` say more, if they want.

        UnknownCompetition, NotIn, NoCompetitions, NoTeams, TeamsClosed; TooLong, WordsRefused or TooOften.
        """
        place, found = open_place(tx, guild_id, user_id, name)
        return _say(tx, place, user_id, found, Team.LOOKING, words, 1)

    @use_case
    def place(self, tx: Tx, guild_id: int, user_id: int, name: str, size: str, words: str) -> Listed:
        """The member's team has a place; `size` is how many they are now, as it was typed.

        BadTeamSize; TeamFull when there is no room for one more; else as `look`.
        """
        place, found = open_place(tx, guild_id, user_id, name)
        many = _size(found, size)
        if not has_place(found, many):
            raise TeamFull(many)  # as many as a team may have
        return _say(tx, place, user_id, found, Team.OPEN, words, many)

    @use_case
    def stop(self, tx: Tx, guild_id: int, user_id: int, name: str) -> Stopped:
        """The member is not in the list any more, and stays in. What they said to others and nobody read yet goes.

        UnknownCompetition, NotIn.
        """
        place, found = place_of(tx, guild_id, user_id, name)
        own = entrants.find(tx, place, user_id, found.slug)
        words = own.team_words if own else ""
        if own is not None and own.team is not Team.NO:
            entrants.save(tx, replace(own, team=Team.NO, team_words="", team_size=1, team_at=None))
            withdraw(tx, hellos.of_person(tx, user_id, place, found.slug))
        return Stopped(board_of(tx, place, found, user_id), words)


def _size(found: Competition, typed: str) -> int:
    plain, most = typed.strip(), found.team_size or MOST_SIZE
    if not plain.isdecimal() or not 1 <= int(plain) <= most:
        raise BadTeamSize(typed, most)
    return int(plain)


def _say(
    tx: Tx, guild_id: int, user_id: int, found: Competition, team: Team, typed: str, size: int
) -> Listed:
    words = clean(" ".join(typed.split()))
    if units(words) > WORDS:
        raise TooLong(WORDS)
    check_words(tx, guild_id, user_id, [words])
    own, joined = entrants.find(tx, guild_id, user_id, found.slug), None
    if own is None or own.out_at is not None:
        own = entrants.join(tx, guild_id, user_id, found.slug, found.title)
        reminding.plan(tx, found, [own])
        joined = joined_of(tx, own, found, here=True)
    same = (own.team, own.team_words, own.team_size) == (team, words, size)
    if not same:  # a form that comes twice counts once
        limits.check(tx, user_id, guild_id, TEAM, MOST_SAID, SAID_PER)
        since = own.team_at if own.team is team else tx.now
        entrants.save(tx, replace(own, team=team, team_words=words, team_size=size, team_at=since))
    return Listed(board_of(tx, guild_id, found, user_id), joined)
