"""What a person reads: a paper's card, and the first card of /paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.core.db import Database, Tx, query
from bot.deliveries import store as deliveries
from bot.papers.model.refusals import PaperGone
from bot.papers.model.values import (
    DIGEST,
    Digest,
    Entry,
    EntryKind,
    Paper,
    Settings,
    Truth,
    Why,
)
from bot.papers.service.finding import Post, Waiting, posts_of, require_papers, urls_of
from bot.papers.store import digests, entries, groups, nominations, saves, settings


@dataclass(frozen=True)
class PaperView:
    """A paper as a member of a server sees it, with what they can do with it.

    `essence` is the member's own; `written` is what everybody there may read, with the addresses of its messages in `urls`;
    `nominated`: it is, or was chosen. `here`: the card is read in its server, not in the bot's own DM.
    """

    guild_id: int
    paper: Paper
    why: Why | None = None
    saved: bool = False
    essence: Entry | None = None
    written: tuple[Entry, ...] = ()
    nominated: bool = False
    settings: Settings | None = None
    group_on: bool = False
    urls: Mapping[int, str] = field(default_factory=dict)
    here: bool = True


@dataclass(frozen=True)
class Hub:
    """What /paper shows first: the newest digest with its address, what became of today's, and the newest notes.

    `today` is the date where the papers are set up; `truth` is that of today, NONE when nothing is known yet.
    """

    today: date | None = None
    truth: Truth = Truth.NONE
    digest: Digest | None = None
    url: str = ""
    notes: Post | None = None


class Reading:
    """Use cases behind a paper's card and the first card of /paper."""

    db: Database

    if TYPE_CHECKING:

        async def paper(
            self, guild_id: int, arxiv_id: str, *, user_id: int, waiting: Waiting | None = None
        ) -> Paper: ...

    async def paper_view(
        self, guild_id: int, user_id: int, arxiv_id: str, *, server: int = 0, waiting: Waiting | None = None
    ) -> PaperView:
        """A paper's card; arXiv is asked where nobody here knows it any more. PaperGone, NoAnswer, TooOften.

        In the bot's own DM (`guild_id` 0) of the `server` where the member saved it or wrote about it, any (0) of them.
        """
        place = guild_id or await self._server_of(user_id, arxiv_id, server)
        paper = await self.paper(place, arxiv_id, user_id=user_id, waiting=waiting)
        return await self.view_of(place, user_id, paper, here=bool(guild_id))

    @query
    def hub(self, tx: Tx, guild_id: int, *, organiser: bool = False) -> Hub:
        """What /paper shows first. NoPapers where neither papers nor a reading group are on."""
        require_papers(tx, guild_id, organiser=organiser)
        found = settings.get(tx, guild_id)
        newest = entries.newest_posted(tx, guild_id, EntryKind.NOTES)
        notes = next(iter(posts_of(tx, guild_id, [newest] if newest else [])), None)
        if found is None or not found.on:
            return Hub(notes=notes)
        zone = ZoneInfo(found.zone)
        today = tx.now.astimezone(zone).date()
        is_known = found.truth_at is not None and found.truth_at.astimezone(zone).date() == today
        digest = digests.latest(tx, guild_id)
        sent = deliveries.of_subject(tx, DIGEST, digest.id) if digest else []
        url = next((each.url for each in sent if each.url), "")
        return Hub(today, found.truth if is_known else Truth.NONE, digest if url else None, url, notes)

    @query
    def _server_of(self, tx: Tx, user_id: int, arxiv_id: str, server: int) -> int:
        """The server of which somebody reads in the bot's own DM; PaperGone where they did nothing with this paper."""
        saved = [each.guild_id for each in saves.of_person(tx, user_id) if each.paper.arxiv_id == arxiv_id]
        wrote = [each.guild_id for each in entries.of_person(tx, user_id) if each.arxiv_id == arxiv_id]
        found = next((each for each in [*saved, *wrote] if server in (0, each)), 0)
        if not found:
            raise PaperGone(arxiv_id)
        return found

    @query
    def view_of(self, tx: Tx, guild_id: int, user_id: int, paper: Paper, *, here: bool = True) -> PaperView:
        """The card of a paper that is at hand; `here`: in its server, not in the bot's own DM."""
        arxiv_id = paper.arxiv_id
        group = groups.get(tx, guild_id)
        written = entries.posted(tx, guild_id, arxiv_id)
        is_nominated = nominations.is_open(tx, guild_id, arxiv_id)
        return PaperView(
            guild_id=guild_id,
            paper=paper,
            why=digests.why_shown(tx, guild_id, arxiv_id),
            saved=saves.has(tx, guild_id, user_id, arxiv_id),
            essence=entries.essence(tx, guild_id, arxiv_id, user_id),
            written=tuple(written),
            nominated=is_nominated or nominations.was_chosen(tx, guild_id, arxiv_id),
            settings=settings.get(tx, guild_id),
            group_on=bool(group and group.on),
            urls=urls_of(tx, [each.id for each in written]),
            here=here,
        )
