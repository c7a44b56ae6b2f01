"""What planning needs to know about people, loaded for many at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.attention.model.planning import Person, next_slot
from bot.attention.model.values import Mailbox
from bot.attention.store import mailboxes
from bot.attention.store.reach import persons as persons
from bot.communities import store as communities
from bot.core.db import Tx
from bot.core.lang import speaks
from bot.people.model import Person as Settings

_LEAST = timedelta(microseconds=1)


def person(tx: Tx, box: Mailbox, guild_id: int = 0) -> Person:
    """What decides when something reaches the owner of this mailbox; `guild_id` is the server they are in now, if any."""
    zone = communities.get(tx, guild_id).zone if guild_id else "UTC"
    return persons(tx, [box], zone=zone)[0]


def languages(tx: Tx, settings: Mapping[int, Settings]) -> dict[int, str]:
    """The language of what these people read in private: their own if we have it, else their server's, else ""."""
    known = {code for code in {each.language for each in settings.values()} if speaks(code)}
    own = {each.user_id: each.language for each in settings.values() if each.language in known}
    homes = {each.home_server for each in settings.values() if each.user_id not in own and each.home_server}
    theirs = communities.languages(tx, homes) if homes else {}
    return {
        each.user_id: own.get(each.user_id) or theirs.get(each.home_server, "") for each in settings.values()
    }


def next_look(tx: Tx, box: Mailbox) -> datetime | None:
    """When to look at a person again after something of theirs changed (UTC).

    What is due already stays due: whoever looks decides by what is true then.
    """
    if box.bundles and box.closed_at is None and box.next_at is not None and box.next_at <= tx.now:
        return box.next_at
    slot = next_slot(person(tx, box), tx.now - _LEAST)
    return slot.at if slot else None


def replan(tx: Tx, user_id: int) -> None:
    """Something changed that decides when things reach this person."""
    box = mailboxes.find(tx, user_id)
    if box is not None:
        mailboxes.set_next(tx, [(user_id, next_look(tx, box))])


def save(tx: Tx, box: Mailbox) -> Mailbox:
    """Remember how a person wants to be reached, and plan by it."""
    planned = replace(box, next_at=next_look(tx, box))
    mailboxes.save(tx, planned)
    return planned
