"""Whether something may reach people now, and what decides that, loaded for many at once; what other features call."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.attention.model.planning import Person, may_reach
from bot.attention.model.values import Mailbox
from bot.attention.store import holds, mailboxes
from bot.communities import store as communities
from bot.core.db import Tx
from bot.people import store as people
from bot.people.model import Person as Settings


def reachable(tx: Tx, guild_id: int, user_ids: Collection[int]) -> set[int]:
    """Those of these members whom a mention in a server may reach at this moment (promise 4).

    Not who has quiet hours, a day off, is away or in a focus session now, nor who left. The server's zone serves for who chose
    none. How many bundles somebody wants does not matter: it is for what they asked to be told at once.
    """
    ids = sorted(set(user_ids) - people.has_left(tx, guild_id, user_ids))
    boxes = mailboxes.get_many(tx, ids)
    known = [boxes.get(each) or Mailbox(each) for each in ids]
    there = persons(tx, known, zone=communities.get(tx, guild_id).zone)
    return {each.mailbox.user_id for each in there if may_reach(each, tx.now)}


def persons(
    tx: Tx, boxes: Sequence[Mailbox], settings: Mapping[int, Settings] | None = None, *, zone: str = "UTC"
) -> list[Person]:
    """What decides when something reaches the owners of these mailboxes, in the same order.

    `zone` serves for those who chose none and nothing in any server.
    """
    ids = [box.user_id for box in boxes]
    settings = people.get_many(tx, ids) if settings is None else settings
    homes = {each.home_server for each in settings.values() if each.zone is None and each.home_server}
    zones = communities.zones(tx, homes) if homes else {}
    aways, held = holds.aways(tx, ids), holds.holds(tx, ids)
    found = []
    for box in boxes:
        own = settings.get(box.user_id)
        theirs = (own.zone or zones.get(own.home_server)) if own else None
        found.append(Person(box, theirs or zone, aways.get(box.user_id, ()), held.get(box.user_id, ())))
    return found
