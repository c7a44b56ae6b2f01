"""Finds what a name in an id stands for: a competition, and the member's own row of one they are in."""

from __future__ import annotations

from bot.competitions.model import naming
from bot.competitions.model.refusals import NotIn
from bot.competitions.model.values import Competition, Entrant
from bot.competitions.store import competitions, entrants
from bot.core.db import Tx


def entrant_of(tx: Tx, guild_id: int, user_id: int, slug: str) -> Entrant | None:
    """The member's row for a competition, whether they are in or were (`out_at`); in a DM (`guild_id` 0) of any server.

    Of several servers the one where they are in counts, then the newest.
    """
    if guild_id:
        return entrants.find(tx, guild_id, user_id, slug)
    theirs = [each for each in entrants.of_person(tx, user_id) if each.slug == slug]
    return min(theirs, key=lambda each: each.out_at is not None, default=None)


def row_of(tx: Tx, guild_id: int, user_id: int, name: str) -> tuple[str, Entrant | None]:
    """The slug that a name means, and the member's row for it as `entrant_of`, or by which it was named.

    NotIn where that row is gone, or somebody else's, or of another server than where it was pressed (A3).
    """
    if row_id := naming.row_of(name):
        row = entrants.get(tx, row_id)
        if row is None or row.user_id != user_id or guild_id not in (0, row.guild_id):
            raise NotIn
        return row.slug, row
    slug = competitions.slug_of(tx, name)
    return slug, entrant_of(tx, guild_id, user_id, slug) if slug else None


def whose(tx: Tx, guild_id: int, user_id: int, name: str) -> tuple[Entrant, Competition]:
    """The row of who is in a competition of this name, or was, and what is known of it.

    What they wrote stays theirs when they leave, so that they can read and delete it. NotIn for who never was in.
    """
    slug, found = row_of(tx, guild_id, user_id, name)
    if found is None:
        raise NotIn(slug if guild_id else "")
    return found, called(found, competitions.get(tx, slug))


def own(tx: Tx, guild_id: int, user_id: int, name: str) -> tuple[Entrant, Competition]:
    """The same of who is in; NotIn also for who is not any more."""
    found, competition = whose(tx, guild_id, user_id, name)
    if found.out_at is not None:
        raise NotIn(found.slug)
    return found, competition


def called(entrant: Entrant, competition: Competition | None) -> Competition:
    """The competition that somebody is in; should nobody know it any more, one with its title and nothing else (`id` 0)."""
    return competition or Competition(entrant.slug, entrant.title)
