"""Takes back what was told about entries and blockers that are deleted, hidden or over (S8, promise 6)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from bot.attention.store import notices, outbox
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.standups.model import Entry
from bot.standups.model.blockers import HELP, OFFER, REPLY, Blocker, Stage, stuck_on
from bot.standups.service.summaries import retell_entries
from bot.standups.store import blockers, entries


def let_go(tx: Tx, gone: Collection[Entry]) -> list[int]:
    """These entries are about to be deleted: what was told about them is taken back; returns the deliveries to remove.

    What is still open stays open with what its author posted before it, if they were stuck then, too (S8).
    """
    ids = [each.id for each in gone]
    outbox.take_back(tx, REPLY, ids)
    over, hands = [], []
    for each in blockers.of_entries(tx, ids):
        stays = each.is_open and _falls_back(tx, each, {entry.id: entry for entry in gone})
        if not stays:
            over.append(each.id)
        # The message that opened a thread may link what is deleted.
        if not stays or each.thread_id is not None:
            hands.append(each.id)
    if over:
        _take_back(tx, over)
    removals = deliveries.mark_removing(tx, HELP, hands) if hands else []
    for guild_id in {each.guild_id for each in gone}:
        keys = [report_key(each.id) for each in gone if each.guild_id == guild_id]
        removals += notices.withdraw(tx, guild_id, keys)
    return removals


def _falls_back(tx: Tx, blocker: Blocker, gone: Mapping[int, Entry]) -> bool:
    """Let the author's newest other entry that says where they are stuck carry this on; whether it does.

    What others were asked about in words that go is no question any more: then nobody was asked about the older ones.
    """
    entry = next((each for each in _also_stuck(tx, blocker) if each.id not in gone), None)
    if entry is None:
        return False
    if blockers.was_asked_since(tx, blocker.id, gone[blocker.entry_id].written_at):
        blockers.add(tx, entry)
        return False
    follow(tx, blocker, entry)
    return True


def follow(tx: Tx, blocker: Blocker, entry: Entry) -> None:
    """Another entry says now what its author is stuck on: the summaries of both change."""
    blockers.change(tx, blocker.id, entry_id=entry.id)
    retell_entries(tx, [blocker.entry_id, entry.id])


def let_go_of(tx: Tx, standup_id: int) -> list[int]:
    """A standup is about to be removed: nobody is asked about what was open in it; returns the ids of its blockers."""
    return _take_back(tx, blockers.of_standup(tx, standup_id))


def hush(tx: Tx, entry_ids: Collection[int]) -> list[int]:
    """Only their author sees these entries from now on: nobody is asked about them; returns the deliveries to remove.

    A message that opened a thread goes, too: it says in public that they could use a hand. The thread stays.
    """
    hushed = blockers.of_entries(tx, entry_ids)
    removals = end(tx, hushed, Stage.DROPPED)
    return removals + deliveries.mark_removing(tx, HELP, [each.id for each in hushed])


def end(tx: Tx, over: Collection[Blocker], stage: Stage) -> list[int]:
    """These are over; a message whose thread is not there yet goes: returns the deliveries to remove."""
    if not over:
        return []
    blockers.end(tx, _take_back(tx, [each.id for each in over]), stage)
    retell_entries(tx, [each.entry_id for each in over])
    return deliveries.mark_removing(tx, HELP, [each.id for each in over if each.thread_id is None])


def end_for_another(tx: Tx, blocker: Blocker, entry: Entry) -> None:
    """Its author asks something else with this entry: it ends with the words before, if they were stuck then, too.

    So the entry is not settled by it, and the message that opened a thread goes with the older words.
    """
    older = next((each for each in _also_stuck(tx, blocker) if each.id < entry.id), None)
    if older is not None:
        follow(tx, blocker, older)
    end(tx, [blocker], Stage.DROPPED)


def _also_stuck(tx: Tx, blocker: Blocker) -> Iterator[Entry]:
    """What its author posted there that says where they are stuck, since the last that was settled, newest first."""
    settled = blockers.last_over(tx, blocker.user_id, blocker.standup_id)
    posted = entries.since_entry(tx, blocker.user_id, blocker.standup_id, settled)
    return (each for each in posted if stuck_on(each))


def report_key(entry_id: int) -> str:
    """The key of the notice by which organisers are shown where the author of an entry is stuck."""
    return f"report:{HELP}:{entry_id}"


def _take_back(tx: Tx, blocker_ids: list[int]) -> list[int]:
    for kind in (HELP, OFFER):
        outbox.take_back(tx, kind, blocker_ids)
    return blocker_ids
