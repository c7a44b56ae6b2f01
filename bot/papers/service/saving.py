"""Papers that members save, and what was saved in a server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.attention.store import limits
from bot.core.db import Database, Tx, query, use_case
from bot.papers.model.saved import Saved
from bot.papers.model.values import Paper
from bot.papers.service.owning import paper_of
from bot.papers.service.publishing import Own
from bot.papers.store import entries, saves

SAVES = "papers.save"  # what the limit counts
MOST_SAVES, SAVES_PER = 60, timedelta(hours=1)  # of one member in a server
PAGE = 20  # papers, and entries, of a list


@dataclass(frozen=True)
class MyPapers:
    """A page of what a person saved, and one of what they wrote: where both begin, and whether there is more."""

    saved: tuple[Saved, ...]
    wrote: tuple[Own, ...]
    saved_from: int = 0
    wrote_from: int = 0
    more_saved: bool = False
    more_wrote: bool = False


class Saving:
    """Use cases behind "Save" and /mine → My papers. Nobody else sees what a member saved."""

    db: Database

    @use_case
    def save_paper(self, tx: Tx, guild_id: int, user_id: int, paper: Paper) -> None:
        """A member saves a paper; saved already, nothing changes. TooOften."""
        if not saves.has(tx, guild_id, user_id, paper.arxiv_id):
            limits.check(tx, user_id, guild_id, SAVES, MOST_SAVES, SAVES_PER)
            saves.add(tx, guild_id, user_id, paper)

    @use_case
    def unsave_paper(self, tx: Tx, guild_id: int, user_id: int, arxiv_id: str) -> None:
        """A member saves it no more."""
        saves.remove(tx, guild_id, user_id, arxiv_id)

    @query
    def my_papers(
        self, tx: Tx, user_id: int, *, guild_id: int | None, saved_from: int = 0, wrote_from: int = 0
    ) -> MyPapers:
        """A page of what a person saved and of what they wrote, in a server or (None) everywhere, the newest first."""
        saved = saves.of_person(tx, user_id, guild_id, skip=saved_from, limit=PAGE + 1)
        wrote = entries.of_person(tx, user_id, guild_id)[wrote_from:]
        return MyPapers(
            saved=tuple(saved[:PAGE]),
            wrote=tuple(Own(each, paper_of(tx, each)) for each in wrote[:PAGE]),
            saved_from=saved_from,
            wrote_from=wrote_from,
            more_saved=len(saved) > PAGE,
            more_wrote=len(wrote) > PAGE,
        )
