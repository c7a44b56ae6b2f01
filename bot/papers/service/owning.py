"""Finds what a member means of what they wrote about papers: their own entry, its message, the entry behind a message."""

from __future__ import annotations

from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.papers.model.refusals import EntryGone, NoPapers, PaperGone
from bot.papers.model.values import ENTRY, Entry, EntryState, Paper, Settings
from bot.papers.store import entries, papers, settings


def papers_of(tx: Tx, guild_id: int, *, organiser: bool = False) -> Settings:
    """The server's papers; NoPapers when it has none or they are switched off."""
    found = settings.get(tx, guild_id)
    if found is None or not found.on:
        raise NoPapers(organiser=organiser)
    return found


def known_paper(tx: Tx, guild_id: int, arxiv_id: str) -> Paper:
    """A paper as the server knows it, at least as a digest showed it there; PaperGone."""
    found = papers.get(tx, guild_id, arxiv_id) or papers.shown(tx, guild_id, arxiv_id)
    if found is None:
        raise PaperGone(arxiv_id)
    return found


def paper_of(tx: Tx, entry: Entry) -> Paper:
    """The paper of an entry; should nobody know it any more, one that is called by its id."""
    found = papers.get(tx, entry.guild_id, entry.arxiv_id)
    return found or Paper(entry.arxiv_id, entry.arxiv_id)


def own_entry(tx: Tx, user_id: int, entry_id: int) -> Entry:
    """The member's own entry; EntryGone when it is removed or somebody else's."""
    found = entries.get(tx, entry_id)
    if found is None or found.user_id != user_id:
        raise EntryGone
    return found


def posted_entry(tx: Tx, guild_id: int, entry_id: int) -> Entry:
    """Somebody's entry that everybody there may read; EntryGone."""
    found = entries.get(tx, entry_id)
    if found is None or found.guild_id != guild_id or found.state is not EntryState.POSTED:
        raise EntryGone(theirs=True)
    return found


def post_of(tx: Tx, entry_id: int) -> Delivery | None:
    """The message of an entry as the ledger knows it."""
    return next(iter(deliveries.of_subject(tx, ENTRY, entry_id)), None)


def entry_of_message(tx: Tx, message_id: int) -> Entry | None:
    """The entry that a Discord message of ours shows, or that a thread on it is about; None for any other."""
    found = deliveries.of_message(tx, message_id)
    return entries.get(tx, found.subject_id) if found and found.kind == ENTRY else None
