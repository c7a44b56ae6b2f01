"""Finding a paper by id, address or words: what is known here first, then arXiv (P7)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.attention.model.refusals import TooOften
from bot.attention.store import limits
from bot.core.db import Database, Tx, query, use_case
from bot.core.text import clean, fit, terms
from bot.deliveries import store as deliveries
from bot.papers.feed import Answer, Source, Trouble, Troubled
from bot.papers.model import identifiers
from bot.papers.model.refusals import (
    BadArxivId,
    NoAnswer,
    NoPapers,
    NothingFound,
    PaperGone,
    UnknownPaper,
)
from bot.papers.model.values import ENTRY, Entry, Found, Paper
from bot.papers.service.guarding import check_secrets
from bot.papers.store import groups, papers, queries, searching, settings

FINDS = "papers.find"  # what the limit counts: only what has to be asked of arXiv
MOST_FINDS, FINDS_PER = 20, timedelta(minutes=30)  # of one member in a server
WORDS = 200  # UTF-16 units of a search; what follows is left out
MOST_FOUND = 10  # papers that one search shows
MOST_WRITTEN = 5  # entries of the group
PATIENCE = timedelta(seconds=25)  # that a person waits for a turn at arXiv

Waiting = Callable[[], Awaitable[None]]
"""Called before anything takes long: tells Discord so."""


class Outcome(StrEnum):
    """What came of a search at arXiv."""

    FOUND = "found"
    NOTHING = "nothing"  # it knows nothing for these words
    SILENT = "silent"  # it did not answer
    BUSY = "busy"  # it was asked too often just now


@dataclass(frozen=True)
class Post:
    """What somebody in a server wrote about a paper, and the address of its message ("" while it has none)."""

    entry: Entry
    paper: Paper
    url: str = ""


@dataclass(frozen=True)
class Results:
    """What a search by words found at arXiv and in what the group wrote."""

    typed: str
    found: Found = field(default_factory=Found)
    written: tuple[Post, ...] = ()
    outcome: Outcome = Outcome.FOUND

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Every paper of these results, those of arXiv before those that only the group wrote about."""
        found = {each.arxiv_id: each for each in self.found.papers}
        for post in self.written:
            found.setdefault(post.paper.arxiv_id, post.paper)
        return tuple(found.values())


@dataclass(frozen=True)
class _Here:
    """What is known without asking: the paper that was named, what words found lately, what the group wrote."""

    words: str
    meant: str = ""
    paper: Paper | None = None
    found: Found | None = None
    written: tuple[Post, ...] = ()

    @property
    def key(self) -> str:
        """What the same query is known by, which is asked once a day (P4): nobody reads there what somebody typed."""
        if self.meant:
            return f"id:{self.meant}"
        return f"words:{sha256(self.words.casefold().encode()).hexdigest()}"


class Finding:
    """Use cases behind /paper find: and every button that shows a paper. They take no turn at arXiv for what is known."""

    db: Database

    if TYPE_CHECKING:

        async def ask(
            self, call: Callable[[Source], Awaitable[Answer | Troubled]], *, patience: timedelta
        ) -> Answer | Troubled: ...

    async def find(
        self,
        guild_id: int,
        typed: str,
        *,
        user_id: int,
        organiser: bool = False,
        waiting: Waiting | None = None,
    ) -> Paper | Results:
        """The paper that an id or address names, or what words find, at arXiv and in what the group wrote.

        `typed` has something in it. NoPapers, BadArxivId, UnknownPaper, TooOften; WordsRefused for a secret, of which arXiv is
        not asked; NothingFound and NoAnswer where the group has nothing either.
        """
        check_secrets([typed])
        here = await self._here(guild_id, typed, organiser=organiser)
        if here.paper is not None:
            return here.paper
        found = here.found
        if found is None:
            answer = await self._asked(guild_id, user_id, here, waiting)
            if isinstance(answer, Troubled):
                if here.meant and (shown := await self._shown(guild_id, here.meant)):
                    return shown
                return _without_answer(typed, here, busy=answer.trouble is Trouble.BUSY)
            found = answer
        if here.meant:
            if not found.papers:
                raise UnknownPaper(here.meant)
            return found.papers[0]
        if not found.papers and not here.written:
            raise NothingFound(typed)
        outcome = Outcome.FOUND if found.papers else Outcome.NOTHING
        return Results(typed, found, here.written, outcome)

    async def paper(
        self, guild_id: int, arxiv_id: str, *, user_id: int, waiting: Waiting | None = None
    ) -> Paper:
        """A paper that a button names, as it is known here, else as arXiv knows it now.

        Of one that was shown in a digest at least what was shown. PaperGone; NoAnswer, TooOften.
        """
        known = await self._known(guild_id, arxiv_id)
        if isinstance(known, Paper):
            return known
        shown = await self._shown(guild_id, arxiv_id)
        found: Found | Troubled | None = known.found
        try:
            if found is None:
                found = await self._asked(guild_id, user_id, known, waiting)
        except TooOften:
            if shown is None:
                raise
        if isinstance(found, Found) and found.papers:
            return found.papers[0]
        if shown is not None:
            return shown
        if isinstance(found, Troubled):
            raise NoAnswer(arxiv_id, busy=found.trouble is Trouble.BUSY)
        raise PaperGone(arxiv_id)

    async def _asked(
        self, guild_id: int, user_id: int, here: _Here, waiting: Waiting | None
    ) -> Found | Troubled:
        """What arXiv says now, which is kept; or what it said to somebody else while we waited for our turn."""
        await self._may_ask(guild_id, user_id)
        if waiting is not None:
            await waiting()
        known: Found | None = None

        async def call(source: Source) -> Answer | Troubled:
            nonlocal known
            if (known := await self._answered(here.key)) is not None:
                return Answer(())
            asked = source.by_ids([here.meant]) if here.meant else source.by_words(here.words, MOST_FOUND)
            answer = await asked
            if isinstance(answer, Answer) and not answer.papers and answer.skipped:
                return Troubled(Trouble.BROKEN)  # it knows something that we could not read
            if isinstance(answer, Answer):  # within the turn, so that who waits for the next one finds it
                known = await self._learn(here.key, Found(answer.papers, answer.total))
            return answer

        answer = await self.ask(call, patience=PATIENCE)
        if known is not None:
            return known
        assert isinstance(answer, Troubled)
        return answer

    @query
    def _here(self, tx: Tx, guild_id: int, typed: str, *, organiser: bool) -> _Here:
        require_papers(tx, guild_id, organiser=organiser)
        meant = identifiers.read(typed, tx.now)
        if meant is None:
            words = fit(" ".join(clean(typed).split()), WORDS).removesuffix("…")
            if not terms(words):
                raise NothingFound(typed)
            found = searching.search(tx, guild_id, words, MOST_WRITTEN)
            here = _Here(words, written=posts_of(tx, guild_id, found))
        else:
            here = _Here("", meant.base, _whole(tx, guild_id, meant.base))
        return here if here.paper else replace(here, found=queries.cached(tx, here.key))

    @query
    def _known(self, tx: Tx, guild_id: int, arxiv_id: str) -> Paper | _Here:
        if found := _whole(tx, guild_id, arxiv_id):
            return found
        try:
            meant = identifiers.read(arxiv_id)
        except BadArxivId:
            meant = None
        if meant is None:
            raise PaperGone(arxiv_id)
        here = _Here("", meant.base)
        return replace(here, found=queries.cached(tx, here.key))

    @query
    def _answered(self, tx: Tx, key: str) -> Found | None:
        return queries.cached(tx, key)

    @query
    def _shown(self, tx: Tx, guild_id: int, arxiv_id: str) -> Paper | None:
        return papers.get(tx, guild_id, arxiv_id) or papers.shown(tx, guild_id, arxiv_id)

    @use_case
    def _may_ask(self, tx: Tx, guild_id: int, user_id: int) -> None:
        limits.check(tx, user_id, guild_id, FINDS, MOST_FINDS, FINDS_PER)

    @use_case
    def _learn(self, tx: Tx, key: str, found: Found) -> Found:
        papers.save(tx, found.papers)
        papers.complete(tx, found.papers)
        queries.remember(tx, key, found)
        return found


def _whole(tx: Tx, guild_id: int, arxiv_id: str) -> Paper | None:
    """A paper that is known with its abstract: arXiv need not be asked."""
    found = papers.get(tx, guild_id, arxiv_id)
    return found if found and found.summary else None


def require_papers(tx: Tx, guild_id: int, *, organiser: bool = False) -> None:
    """Go on where papers or the reading group are on: NoPapers."""
    found, group = settings.get(tx, guild_id), groups.get(tx, guild_id)
    if not (found and found.on) and not (group and group.on):
        raise NoPapers(organiser=organiser)


def posts_of(tx: Tx, guild_id: int, found: Sequence[Entry]) -> tuple[Post, ...]:
    """These entries of a server with their papers and messages."""
    about = papers.get_many(tx, guild_id, {each.arxiv_id for each in found})
    urls = urls_of(tx, [each.id for each in found])
    return tuple(
        Post(each, about.get(each.arxiv_id) or Paper(each.arxiv_id, each.arxiv_id), urls.get(each.id, ""))
        for each in found
    )


def urls_of(tx: Tx, entry_ids: Collection[int]) -> dict[int, str]:
    """The addresses of those of these entries' messages that are there."""
    sent = deliveries.of_subjects(tx, ENTRY, list(entry_ids))
    return {each.subject_id: each.url for each in sent if each.message_id is not None}


def _without_answer(typed: str, here: _Here, *, busy: bool) -> Results:
    if not here.written:
        raise NoAnswer(typed, busy=busy)
    return Results(typed, written=here.written, outcome=Outcome.BUSY if busy else Outcome.SILENT)
