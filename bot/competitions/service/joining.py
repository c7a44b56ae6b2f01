"""Being in a competition: "I'm in", the list of the first day, "I'm out", what I am in (K4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.attention.model.values import Intent
from bot.attention.store import mailboxes, outbox
from bot.competitions.model.refusals import CompetitionOver, NoCompetitions, NotIn, UnknownCompetition
from bot.competitions.model.values import (
    CHANGED,
    DEADLINE,
    ENDED,
    Competition,
    Entrant,
    Phase,
    Step,
    Team,
)
from bot.competitions.service import reminding
from bot.competitions.service.greeting import withdraw
from bot.competitions.service.looking import Own
from bot.competitions.service.owning import called, own, row_of
from bot.competitions.store import competitions, entrants, hellos, settings
from bot.core.db import Database, Tx, query, use_case

PAGE = 25  # competitions of a list


@dataclass(frozen=True)
class Joined:
    """A member's first day in a competition. `new`: they are in since just now.

    `reminded` are how long before the end they will be told, `bundles` whether that comes to them or waits in their inbox.
    `here`: it is looked at in a server, not in the bot's own DM.
    """

    competition: Competition
    entrant: Entrant
    new: bool = False
    reminded: tuple[timedelta, ...] = ()
    bundles: bool = False
    here: bool = True


@dataclass(frozen=True)
class Left:
    """What somebody was in, in how many `servers`. `listed`: others could see that they look for a team, which is over.

    `lines` are what they said there, given back once.
    """

    competition: Competition
    entrant: Entrant
    listed: bool = False
    servers: int = 1
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mine:
    """A page of what a person is or was in, newest first: where it begins, and whether there is more."""

    own: tuple[Own, ...]
    begins: int = 0
    more: bool = False


class Joining:
    """Use cases of who is in. Nobody else is ever told who is (but for a team line that they wrote themselves)."""

    db: Database

    @use_case
    def join(self, tx: Tx, guild_id: int, user_id: int, name: str, *, organiser: bool = False) -> Joined:
        """A member is in, and is reminded before the end; whoever is in already finds everything as it is.

        Who was in before comes back to what they wrote, also when it is over. UnknownCompetition, NoCompetitions,
        CompetitionOver; in a DM (`guild_id` 0) NotIn for who never was in.
        """
        slug, before = row_of(tx, guild_id, user_id, name)
        known = competitions.get(tx, slug)
        if before is not None and before.out_at is None:
            return joined_of(tx, before, known, here=bool(guild_id))
        if before is None:
            _require_beginning(tx, guild_id, known, organiser=organiser)
        server = before.guild_id if before else guild_id
        title = known.title if known else before.title if before else slug
        entrant = entrants.join(tx, server, user_id, slug, title)
        reminding.plan(tx, known, [entrant], late=timedelta(0))
        return replace(joined_of(tx, entrant, known, here=bool(guild_id)), new=True)

    @query
    def first_day(self, tx: Tx, guild_id: int, user_id: int, name: str) -> Joined:
        """The list of somebody's first day. NotIn."""
        return joined_of(tx, *own(tx, guild_id, user_id, name), here=bool(guild_id))

    @use_case
    def tick(self, tx: Tx, guild_id: int, user_id: int, name: str, steps: Collection[str]) -> Joined:
        """These steps, and no others, are done; what is no step is left out. NotIn."""
        entrant, known = own(tx, guild_id, user_id, name)
        changed = replace(entrant, ticked=frozenset(each for each in Step if each.value in steps))
        entrants.save(tx, changed)
        return joined_of(tx, changed, known, here=bool(guild_id))

    @use_case
    def leave(self, tx: Tx, guild_id: int, user_id: int, name: str) -> Left:
        """They are out: nothing more about it waits for them, nobody finds them among teams; what they wrote is kept. NotIn.

        In a DM (`guild_id` 0) they are out in every server.
        """
        entrant, known = own(tx, guild_id, user_id, name)
        theirs = entrants.of_person(tx, user_id, guild_id or None)
        those = [each for each in theirs if each.slug == entrant.slug and each.out_at is None]
        for each in those:
            entrants.leave(tx, each.id, tx.now)
            withdraw(tx, hellos.of_person(tx, user_id, each.guild_id, each.slug))
        for kind in (DEADLINE, CHANGED, ENDED):
            outbox.take_back(tx, kind, [each.id for each in those])
        listed = any(each.team is not Team.NO for each in those)
        lines = tuple(each.team_words for each in those if each.team_words)
        return Left(known, replace(entrant, out_at=tx.now, team=Team.NO), listed, len(those), lines)

    @query
    def mine(self, tx: Tx, user_id: int, guild_id: int | None = None, begins: int = 0) -> Mine:
        """A page of what a person is or was in, in a server or (None) everywhere, newest first.

        Everywhere each competition is there once, as `own` finds it.
        """
        found = entrants.of_person(tx, user_id, guild_id)
        shown: dict[str, Entrant] = {}
        for each in sorted(found, key=lambda entrant: entrant.out_at is not None):
            shown.setdefault(each.slug, each)
        begins = max(0, begins)
        page = [each for each in found if shown[each.slug] is each][begins : begins + PAGE + 1]
        known = competitions.get_many(tx, [each.slug for each in page])
        own_ones = tuple(Own(each, called(each, known.get(each.slug))) for each in page[:PAGE])
        return Mine(own_ones, begins, len(page) > PAGE)

    @query
    def told(self, tx: Tx, intents: Sequence[Intent]) -> dict[int, Own]:
        """What lines that wait for people are about, by the intent's id; without what is no longer true."""
        rows = entrants.get_many(tx, {each.subject_id for each in intents})
        known = competitions.get_many(tx, {each.slug for each in rows.values()})
        found = {}
        for each in intents:
            row = rows.get(each.subject_id)
            one = known.get(row.slug) if row else None
            if row is None or one is None or row.out_at is not None or row.guild_id != each.server:
                continue
            if _is_true(each, row, one, tx.now):
                found[each.id] = Own(row, one)
        return found


def joined_of(tx: Tx, entrant: Entrant, known: Competition | None, *, here: bool) -> Joined:
    """The first day of who is in, as it stands."""
    reminded = tuple(before for _, before in reminding.ahead(tx, known, [entrant]))
    has_bundles = mailboxes.get(tx, entrant.user_id).bundles > 0
    return Joined(called(entrant, known), entrant, False, reminded, has_bundles, here)


def _require_beginning(tx: Tx, guild_id: int, known: Competition | None, *, organiser: bool) -> None:
    if not guild_id:
        raise NotIn
    if known is None:
        raise UnknownCompetition
    chosen = settings.get(tx, guild_id)
    if chosen is None or not chosen.on:
        raise NoCompetitions(organiser=organiser)
    if not known.is_on:
        raise CompetitionOver(known.title)


def _is_true(intent: Intent, entrant: Entrant, one: Competition, now: datetime) -> bool:
    if intent.kind == ENDED:
        return one.phase is Phase.ENDED and entrant.learned_at is None
    if intent.kind == DEADLINE:
        return one.is_on and one.deadline is not None and one.deadline > now
    return one.phase is not Phase.ENDED
