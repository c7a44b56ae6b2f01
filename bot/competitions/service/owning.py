"""Finds what a name in an id stands for: a competition, and the member's own row of one they are in."""

from __future__ import annotations

from bot.competitions.model.refusals import NotIn, UnknownCompetition
from bot.competitions.model.values import Competition, Entrant
from bot.competitions.store import competitions, entrants
from bot.core.db import Tx


def competition_of(tx: Tx, name: str) -> Competition:
    """The competition of this name (`naming.named`), whatever its phase; UnknownCompetition."""
    found = competitions.get(tx, competitions.slug_of(tx, name)) if name else None
    if found is None:
        raise UnknownCompetition
    return found


def entrant_of(tx: Tx, guild_id: int, user_id: int, slug: str) -> Entrant | None:
    """The member's row for a competition, whether they are in or were (`out_at`); in a DM (`guild_id` 0) of any server.

    Of several servers the one where they are in counts, then the newest.
    """
    if guild_id:
        return entrants.find(tx, guild_id, user_id, slug)
    theirs = [each for each in entrants.of_person(tx, user_id) if each.slug == slug]
    return min(theirs, key=lambda each: each.out_at is not None, default=None)


def own(tx: Tx, guild_id: int, user_id: int, name: str) -> tuple[Entrant, Competition | None]:
    """The row of somebody who is in a competition of this name, and the competition as far as it is known here.

    In a DM (`guild_id` 0) of whatever server they are in it. NotIn for who is not in, or not any more.
    """
    slug = competitions.slug_of(tx, name)
    found = entrant_of(tx, guild_id, user_id, slug) if slug else None
    if found is None or found.out_at is not None:
        raise NotIn(slug)
    return found, competitions.get(tx, slug)


def called(entrant: Entrant, competition: Competition | None) -> Competition:
    """The competition that somebody is in; should nobody know it any more, one with its title and nothing else (`id` 0)."""
    return competition or Competition(entrant.slug, entrant.title)
