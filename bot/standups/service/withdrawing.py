"""Takes back what was told about entries and blockers that are deleted, hidden or over (S8, promise 6)."""

from __future__ import annotations

from collections.abc import Collection

from bot.attention.store import notices, outbox
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.standups.model.blockers import HELP, OFFER, REPLY, Blocker, Stage
from bot.standups.service.summaries import retell_entries
from bot.standups.store import blockers


def let_go(tx: Tx, entry_ids: Collection[int]) -> list[int]:
    """These entries are about to be deleted: what was told about them is taken back; returns the deliveries to remove."""
    outbox.take_back(tx, REPLY, entry_ids)
    gone = blockers.of_entries(tx, entry_ids)
    removals = deliveries.mark_removing(tx, HELP, _take_back(tx, [each.id for each in gone])) if gone else []
    for each in gone:
        removals += notices.withdraw(tx, each.guild_id, [report_key(each.id)])
    return removals


def let_go_of(tx: Tx, standup_id: int) -> list[int]:
    """A standup is about to be removed: nobody is asked about what was open in it; returns the ids of its blockers."""
    return _take_back(tx, blockers.of_standup(tx, standup_id))


def hush(tx: Tx, entry_ids: Collection[int]) -> list[int]:
    """Only their author sees these entries from now on: nobody is asked about them; returns the deliveries to remove."""
    return end(tx, blockers.of_entries(tx, entry_ids), Stage.DROPPED)


def end(tx: Tx, over: Collection[Blocker], stage: Stage) -> list[int]:
    """These are over; a message whose thread is not there yet goes: returns the deliveries to remove."""
    if not over:
        return []
    blockers.end(tx, _take_back(tx, [each.id for each in over]), stage)
    retell_entries(tx, [each.entry_id for each in over])
    return deliveries.mark_removing(tx, HELP, [each.id for each in over if each.thread_id is None])


def report_key(blocker_id: int) -> str:
    """The key of the notice by which organisers are shown a blocker."""
    return f"report:{HELP}:{blocker_id}"


def _take_back(tx: Tx, blocker_ids: list[int]) -> list[int]:
    for kind in (HELP, OFFER):
        outbox.take_back(tx, kind, blocker_ids)
    return blocker_ids
