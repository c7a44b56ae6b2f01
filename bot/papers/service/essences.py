"""Essences of papers, and what became of them in code (P8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.db import Database, Tx, query, use_case
from bot.core.links import BadLink, read_link
from bot.core.text import clean, units
from bot.papers.model.refusals import BadPaperLink, NothingWritten, WordsTooLong
from bot.papers.model.values import TRIED, Entry, EntryKind, EntryState, Paper
from bot.papers.service.guarding import check_secrets
from bot.papers.service.owning import known_paper, papers_of
from bot.papers.service.publishing import Publishing
from bot.papers.service.writing import check_room, read_parts, write
from bot.papers.store import entries, papers

NOTHING = ("", "", "")


@dataclass(frozen=True)
class About:
    """A paper that a member is about to write about, and the essence they wrote before, if they did."""

    paper: Paper
    essence: Entry | None = None


class Essences(Publishing):
    """Use cases of the forms behind a paper's "Essence" and "I tried it"."""

    db: Database

    @query
    def about(self, tx: Tx, guild_id: int, user_id: int, arxiv_id: str, *, organiser: bool = False) -> About:
        """What a form about a paper begins with, before anybody types for nothing. NoPapers, PaperGone."""
        papers_of(tx, guild_id, organiser=organiser)
        known = known_paper(tx, guild_id, arxiv_id)
        return About(known, entries.essence(tx, guild_id, arxiv_id, user_id))

    @use_case
    def write_essence(
        self,
        tx: Tx,
        guild_id: int,
        user_id: int,
        arxiv_id: str,
        typed: Iterable[str],
        *,
        may_post: bool = True,
    ) -> Entry:
        """Keep an essence as the member's own; one that they wrote before says this from now on, also where it is posted.

        Before anything is kept: NothingWritten, WordsTooLong, WordsRefused, PaperGone; of a posted one MayNotWrite.
        """
        before = entries.essence(tx, guild_id, arxiv_id, user_id)
        parts = read_parts(EntryKind.ESSENCE, typed)
        if before is not None:
            return write(tx, before, replace(before, parts=parts), may_post=may_post)
        return _new(tx, guild_id, user_id, arxiv_id, parts)

    @use_case
    def try_it(
        self,
        tx: Tx,
        guild_id: int,
        user_id: int,
        arxiv_id: str,
        link: str,
        words: str,
        *,
        may_post: bool = True,
    ) -> Entry:
        """The member tried a paper: its essence, new where they had none, says so with a link, a sentence or both.

        With neither, what it said of that is taken back; NothingWritten where it says nothing else. Refusals as of
        `write_essence`, and BadPaperLink.
        """
        link, words = clean(link), clean(words)
        check_secrets((link, words))
        if units(words) > TRIED:
            raise WordsTooLong
        href = _href(link)
        before = entries.essence(tx, guild_id, arxiv_id, user_id)
        if not (href or words) and (before is None or not any(before.parts)):
            raise NothingWritten("tried")
        if before is None:
            before = _new(tx, guild_id, user_id, arxiv_id, NOTHING)
        since = (before.practised_at or tx.now) if href or words else None
        after = replace(before, link=href, tried=words, practised_at=since)
        return write(tx, before, after, may_post=may_post)


def _new(tx: Tx, guild_id: int, user_id: int, arxiv_id: str, parts: tuple[str, str, str]) -> Entry:
    known = known_paper(tx, guild_id, arxiv_id)
    new = Entry(0, guild_id, arxiv_id, user_id, EntryKind.ESSENCE, EntryState.PRIVATE, parts)
    check_room(new)
    papers.keep(tx, guild_id, known)
    return entries.add(tx, new)


def _href(link: str) -> str:
    if not link:
        return ""
    try:
        return read_link(link).href
    except BadLink as bad:
        raise BadPaperLink(bad.reason) from bad
