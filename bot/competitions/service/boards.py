"""Who looks for a team in a competition, as one member sees it: the list, and what stands in the way of being in it (K6, A9)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.attention.model.values import Mailbox
from bot.attention.model.waking import has_common_hours
from bot.attention.store import mailboxes, reach, silences
from bot.communities import store as communities
from bot.communities.store import moderation
from bot.competitions.model.refusals import NoCompetitions, NotIn, UnknownCompetition, WordsRefused
from bot.competitions.model.teams import is_listed, why_closed
from bot.competitions.model.values import Competition, Entrant, Team
from bot.competitions.service.owning import row_of
from bot.competitions.store import competitions, entrants, hellos, settings
from bot.core.db import Tx
from bot.core.leaks import found_secret
from bot.core.refusals import Refusal
from bot.core.text import found_word
from bot.people import store as people

PAGE = 25  # people of a list


@dataclass(frozen=True)
class Mate:
    """Somebody in the list: `words` is their own line, `common` whether they and who looks have enough common waking hours.

    `hello_id` is by what who looks said hello to them before; 0: they did not.
    """

    user_id: int
    team: Team
    words: str = ""
    common: bool = True
    hello_id: int = 0


@dataclass(frozen=True)
class TeamBoard:
    """Who looks for a team in a competition and who has a place, as one member sees it. `own`: their row, if they are or were in.

    `closed` (NoCompetitions, NoTeams or TeamsClosed) says why nobody finds a team there any more: nobody is shown then.
    `begins` is where the page begins that is shown.
    """

    guild_id: int
    competition: Competition
    own: Entrant | None = None
    mates: tuple[Mate, ...] = ()
    closed: Refusal | None = None
    begins: int = 0

    @property
    def page(self) -> tuple[Mate, ...]:
        """Those who are shown."""
        return self.mates[self.begins : self.begins + PAGE]

    @property
    def about(self) -> Entrant | str:
        """What its buttons name: their row, which is one server's also in the DM; else the competition's slug."""
        return self.own or self.competition.slug

    @property
    def is_in(self) -> bool:
        """Whether who looks is in the list themselves."""
        return self.own is not None and self.own.team is not Team.NO


def place_of(tx: Tx, guild_id: int, user_id: int, name: str) -> tuple[int, Competition]:
    """The server and the competition that are meant; in a DM (`guild_id` 0) where they are in it, or were.

    UnknownCompetition; NotIn in the DM of who never was in, or is no member there any more.
    """
    slug, own = row_of(tx, guild_id, user_id, name)
    found = competitions.get(tx, slug)
    if found is None:
        raise UnknownCompetition
    if guild_id:
        return guild_id, found
    if own is None or people.has_left(tx, own.guild_id, [user_id]):
        raise NotIn
    return own.guild_id, found


def open_place(tx: Tx, guild_id: int, user_id: int, name: str) -> tuple[int, Competition]:
    """As `place_of`, while a team can be found there; NoCompetitions, NoTeams, TeamsClosed."""
    place, found = place_of(tx, guild_id, user_id, name)
    if closed := why_no_list(tx, place, found):
        raise closed
    return place, found


def why_no_list(tx: Tx, guild_id: int, competition: Competition) -> Refusal | None:
    """Why nobody finds a team in this competition in a server now: NoCompetitions, NoTeams, TeamsClosed; None while they do."""
    chosen = settings.get(tx, guild_id)
    if chosen is None or not chosen.on:
        return NoCompetitions()
    return why_closed(competition, tx.now)


def board_of(tx: Tx, guild_id: int, competition: Competition, user_id: int) -> TeamBoard:
    """The list of this competition in a server as this member sees it: first who has enough common hours with them."""
    board = TeamBoard(guild_id, competition, entrants.find(tx, guild_id, user_id, competition.slug))
    if closed := why_no_list(tx, guild_id, competition):
        return replace(board, closed=closed)
    there = _seen_by(tx, user_id, listed(tx, guild_id, competition))
    near = _awake_with(tx, guild_id, user_id, [each.user_id for each in there])
    said = {each.to_id: each.id for each in hellos.from_person(tx, user_id, guild_id, competition.slug)}
    mates = [
        Mate(each.user_id, each.team, each.team_words, each.user_id in near, said.get(each.user_id, 0))
        for each in there
    ]
    return replace(board, mates=tuple(sorted(mates, key=lambda each: not each.common)))


def listed(tx: Tx, guild_id: int, competition: Competition) -> list[Entrant]:
    """Whose lines stand in the list, in the order in which they said so: not of who left, or whom organisers stopped.

    Nobody's where there is no list. A line with a word that organisers do not want any more is empty.
    """
    if why_no_list(tx, guild_id, competition):
        return []
    there = [
        each for each in entrants.with_teams(tx, guild_id, competition.slug) if is_listed(competition, each)
    ]
    ids = [each.user_id for each in there]
    hidden = people.has_left(tx, guild_id, ids) | moderation.stopped_of(tx, guild_id, ids)
    refused = moderation.refused_words(tx, guild_id)
    return [
        replace(each, team_words="") if found_word(refused, [each.team_words]) else each
        for each in there
        if each.user_id not in hidden
    ]


def _seen_by(tx: Tx, user_id: int, there: Sequence[Entrant]) -> list[Entrant]:
    """Those whom this member may want to see: not themselves, nor whom they silenced."""
    others = [each for each in there if each.user_id != user_id]
    unheard = silences.silenced(tx, [(user_id, each.user_id) for each in others])
    return [each for each in others if (user_id, each.user_id) not in unheard]


def _awake_with(tx: Tx, guild_id: int, user_id: int, others: Collection[int]) -> set[int]:
    """Those of these members who have enough common waking hours with this one."""
    ids = [user_id, *others]
    boxes = mailboxes.get_many(tx, ids)
    zone = communities.get(tx, guild_id).zone
    me, *rest = reach.persons(tx, [boxes.get(each) or Mailbox(each) for each in ids], zone=zone)
    today = tx.now.date()
    return {each.mailbox.user_id for each in rest if has_common_hours(me, each, today)}


def check_words(tx: Tx, guild_id: int, user_id: int, words: Iterable[str]) -> None:
    """WordsRefused when others may not be shown these words of a member, or any."""
    given = tuple(words)
    if whose := found_secret(given):
        raise WordsRefused("secret", whose)
    guard = communities.guard(tx, guild_id, user_id)
    if guard.stopped:
        raise WordsRefused("stopped")
    if word := found_word(guard.words, given):
        raise WordsRefused("word", word)
