"""Says where an entry stands or would be posted, and of which channel its author's rights are asked for that (A9)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.papers.model.refusals import EntryGone
from bot.papers.model.values import SESSION, Entry, EntryKind, EntryState
from bot.papers.service.owning import papers_of
from bot.papers.store import groups


@dataclass(frozen=True)
class Place:
    """The channel or thread of an entry; `asked` is the channel whose rights count, `is_thread` that of its threads."""

    channel_id: int
    asked: int
    is_thread: bool = False


def channel_of(tx: Tx, entry: Entry) -> int:
    """The channel or thread in which it stands, or would. NoPapers; EntryGone where nothing is left of the session of notes."""
    if entry.state is EntryState.POSTED:
        return entry.channel_id
    if (
        entry.kind is EntryKind.NOTES
    ):  # they belong into the thread of their session; without it, into its channel
        return entry.channel_id or _session_channel(tx, entry)
    return papers_of(tx, entry.guild_id).channel_id


def place_of(tx: Tx, entry: Entry) -> Place:
    """The same with the channel to ask about: a thread has no rights of its own, and Discord may not have told us of it."""
    channel_id = channel_of(tx, entry)
    if entry.kind is not EntryKind.NOTES:
        return Place(channel_id, channel_id)
    card = deliveries.of_message(tx, channel_id)  # a thread has the id of its message
    if card is not None and card.kind == SESSION:
        return Place(channel_id, card.channel_id, is_thread=True)
    value, group = _round_channel(tx, entry), groups.get(tx, entry.guild_id)
    if channel_id in (value, group.channel_id if group else 0):
        return Place(channel_id, channel_id)
    return Place(channel_id, value or channel_id, is_thread=True)


def _session_channel(tx: Tx, entry: Entry) -> int:
    group = groups.get(tx, entry.guild_id)
    channel_id = _round_channel(tx, entry) or (group.channel_id if group else 0)
    if not channel_id:
        raise EntryGone
    return channel_id


def _round_channel(tx: Tx, entry: Entry) -> int:
    value = groups.get_round(tx, entry.round_id) if entry.round_id else None
    return value.channel_id if value else 0
