"""Reads what a member typed about a paper: cleaned, within a message's room, and with nothing that must not be shown."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.db import Tx
from bot.core.text import clean, inert, units
from bot.deliveries import store as deliveries
from bot.papers.model.refusals import MayNotWrite, NothingWritten, WordsTooLong
from bot.papers.model.values import ENTRY, FIELD, Entry, EntryKind, EntryState
from bot.papers.service.guarding import check_secrets, check_words
from bot.papers.store import entries

ROOM = 1600  # UTF-16 units of all words in a message of 2,000; the rest says whose they are and about which paper

Parts = tuple[str, str, str]


def read_parts(kind: EntryKind, typed: Iterable[str]) -> Parts:
    """The three texts of an entry as they are kept; NothingWritten, WordsTooLong, WordsRefused when they hold a secret."""
    first, second, third = (clean(each) for each in typed)
    if kind is EntryKind.QUESTION:
        first = " ".join(first.split())  # a passage copied from a page comes with its line breaks
    check_secrets((first, second, third))
    if not (first or second or third):
        raise NothingWritten(kind.value)
    if max(map(units, (first, second, third))) > FIELD:
        raise WordsTooLong
    return first, second, third


def words_of(entry: Entry) -> tuple[str, ...]:
    """All that others read of an entry that its author typed."""
    return (*entry.parts, entry.link, entry.tried)


def check_room(entry: Entry) -> None:
    """WordsTooLong when it does not fit into one message, as Discord counts what is made harmless."""
    if sum(units(inert(each)) for each in words_of(entry)) > ROOM:
        raise WordsTooLong


def write(tx: Tx, before: Entry, after: Entry, *, may_post: bool = True) -> Entry:
    """Let an entry say this from now on; what others see is checked, and shown as it is now.

    WordsTooLong; of a posted one MayNotWrite and WordsRefused: nothing is kept then, the form has what was typed.
    """
    check_room(after)
    if before.state is EntryState.POSTED:
        if not may_post:
            raise MayNotWrite(before.channel_id)
        check_words(tx, before.guild_id, before.user_id, words_of(after), new=False)
    entries.save(tx, after)
    if before.state is EntryState.POSTED and words_of(before) != words_of(after):
        deliveries.mark_dirty(tx, ENTRY, before.id)
    return after
