"""Who looks for a team in a competition, as one member sees it: the list, and what stands in the way of being in it (K6, A9)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.attention.model.values import Mailbox
from bot.attention.model.waking import has_common_hours
from bot.attention.store import mailboxes, reach, silences
from bot.communities import store as communities
from bot.communities.store import moderation
from bot.competitions.model.refusals import NoCompetitions, WordsRefused
from bot.competitions.model.teams import is_listed, why_closed
from bot.competitions.model.values import Competition, Entrant, Team
from bot.competitions.service.owning import competition_of, entrant_of
from bot.competitions.store import entrants, hellos, settings
from bot.core.db import Tx
from bot.core.leaks import found_secret
from bot.core.refusals import Refusal
from bot.core.text import found_word
from bot.people import store as people


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
    """Who looks for a team in a competition and who has a place, as one member sees it; `own` is their row while they are in.

    `closed` (NoTeams or TeamsClosed) says why nobody finds a team there any more: nobody is shown then.
    """

    guild_id: int
    competition: Competition
    own: Entrant | None = None
    mates: tuple[Mate, ...] = ()
    closed: Refusal | None = None

    @property
    def is_in(self) -> bool:
        """Whether who looks is in the list themselves."""
        return self.own is not None and self.own.team is not Team.NO


def place_of(
    tx: Tx, guild_id: int, user_id: int, name: str, *, organiser: bool = False
) -> tuple[int, Competition]:
    """The server and the competition that are meant; in a DM (`guild_id` 0) the server in which they are in it.

    UnknownCompetition; NoCompetitions where a server has none on.
    """
    found = competition_of(tx, name)
    if not guild_id and (own := entrant_of(tx, 0, user_id, found.slug)):
        guild_id = own.guild_id
    chosen = settings.get(tx, guild_id)
    if chosen is None or not chosen.on:
        raise NoCompetitions(organiser)
    return guild_id, found


def board_of(tx: Tx, guild_id: int, user_id: int, competition: Competition) -> TeamBoard:
    """The list of this competition in a server as this member sees it: first who has enough common hours with them."""
    own = entrants.find(tx, guild_id, user_id, competition.slug)
    board = TeamBoard(guild_id, competition, own if own and own.out_at is None else None)
    if closed := why_closed(competition, tx.now):
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

    A line with a word that organisers do not want any more is empty.
    """
    there = [
        each for each in entrants.with_teams(tx, guild_id, competition.slug) if is_listed(competition, each)
    ]
    ids = [each.user_id for each in there]
    hidden = people.has_left(tx, guild_id, ids) | moderation.stopped_of(tx, guild_id, ids)
    refused = moderation.refused_words(tx, guild_id)
    return [
        replace(each, team_words=shown(each.team_words, refused))
        for each in there
        if each.user_id not in hidden
    ]


def shown(words: str, refused: tuple[str, ...]) -> str:
    """A member's words as others see them: none, where they hold one that organisers refuse by now."""
    return "" if found_word(refused, [words]) else words


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
