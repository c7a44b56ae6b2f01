"""The daily lists of arXiv: which are due, what was read, what went wrong, and what was missed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.attention.store import notices
from bot.core.db import Database, Tx, query, use_case
from bot.papers.feed import NO_TURN, Answer, Listed, Source, Trouble, Troubled
from bot.papers.feed.daily import FULL
from bot.papers.model import calendar, lists
from bot.papers.model.gate import LONGEST_QUIET
from bot.papers.model.values import SILENT, Announce, Feed
from bot.papers.store import feeds, gate, listings, missed
from bot.papers.store.missed import Missed

log = structlog.stdlib.get_logger(__name__)

AT_ONCE = 40  # categories of one request
PAGE = 200  # papers that the API is asked for at once
MOST = 5000  # papers of one missed list: no day has as many, whatever the API says
LEASE = timedelta(
    minutes=20
)  # that categories are ours: until their list and what was missed before is stored
PATIENCE = timedelta(seconds=60)  # that we wait for a turn before others have theirs
AGAIN = timedelta(minutes=1)  # until we wait for a turn again
FORGET = timedelta(days=14)  # a list that is that old is not asked for any more
TELL = 200  # servers whose organisers are told in one transaction
_CUT = frozenset({Trouble.UNKNOWN, Trouble.LARGE})  # of some categories only: less is asked for at once


class Fetching:
    """The daily lists of arXiv: which are due, what was read, what went wrong, and what was missed."""

    db: Database
    source: Source

    if TYPE_CHECKING:

        async def ask(
            self, call: Callable[[Source], Awaitable[Answer | Troubled]], *, patience: timedelta
        ) -> Answer | Troubled: ...

    async def fetch_due(self) -> bool:
        """Ask for the lists of categories that are due, together, and store them; returns whether there were any."""
        claimed = await self.claim_feeds()
        if claimed:
            try:
                await self._fetch(claimed)
            except asyncio.CancelledError:  # the bot stops: whoever runs next need not wait for our lease
                await self.postpone_feeds(claimed)
                raise
        return bool(claimed)

    async def _fetch(self, claimed: Sequence[Feed]) -> None:
        names = sorted(each.category for each in claimed)
        answer = await self.ask(lambda source: source.daily(names), patience=PATIENCE)
        if answer == NO_TURN:
            await self.postpone_feeds(claimed)
        elif len(claimed) > 1 and _is_cut(answer):
            log.warning("arXiv's list is cut: it is asked for in parts", categories=len(claimed))
            middle = len(claimed) // 2
            await self._fetch(claimed[:middle])
            await self._fetch(claimed[middle:])
        elif isinstance(answer, Troubled):
            await self._failed(claimed, answer)
        else:
            await self._read(claimed, answer)

    async def _read(self, claimed: Sequence[Feed], answer: Answer) -> None:
        if _is_cut(answer):
            log.warning("arXiv's list is as long as one can be: some of it may be missing")
        judged = await self.plan_missed(claimed, answer)
        if judged.missed:
            log.warning("lists of arXiv were missed", dates=[f"{day:%Y-%m-%d}" for day in judged.missed])
            await self.fetch_missed()  # before the newer list, so that one digest can have all of them
        if any(each.failures and each.trouble != Trouble.EMPTY for each in claimed):
            await self._tell(claimed, None)
        await self.store_list(claimed, answer, judged)

    async def _failed(self, claimed: Sequence[Feed], troubled: Troubled) -> None:
        failures = _running(claimed, troubled.trouble)
        log.warning(
            "arXiv's list could not be read",
            trouble=troubled.trouble.value,
            words=troubled.words,
            failures=failures,
            categories=len(claimed),
        )
        if news := [each for each in claimed if _is_news(each, troubled.trouble)]:
            await self._tell(news, troubled)
        await self.note_failure(claimed, troubled)

    async def _tell(self, claimed: Sequence[Feed], troubled: Troubled | None) -> None:
        beyond: int | None = 0
        while beyond is not None:
            beyond = await self.tell_followers(claimed, troubled, beyond)

    async def fetch_missed(self) -> bool:
        """Ask the API for what was missed, the oldest list first, until all is stored or it fails; returns whether it did."""
        did = False
        while (one := await self.take_missed()) is not None:
            did = True
            if not await self._back_fill(one):
                break
        return did

    async def _back_fill(self, one: Missed) -> bool:
        since, until = calendar.window(one.day)
        found: dict[str, Listed] = {}
        start = total = 0
        while start == 0 or start < min(total, MOST):
            answer = await self.ask(
                lambda source, start=start: source.submitted(one.categories, since, until, start, PAGE),  # type: ignore[misc]
                patience=PATIENCE,
            )
            if isinstance(answer, Troubled):
                log.warning(
                    "a missed list could not be asked for",
                    trouble=answer.trouble.value,
                    words=answer.words,
                    tries=one.tries,
                )
                return False
            known = len(found)
            found |= {each.paper.arxiv_id: each for each in answer.listed}
            start, total = start + answer.entries, answer.total
            if len(found) == known:
                break
        own = [each for each in found.values() if _is_between(each.paper.published_at, since, until)]
        if len(own) < total:
            log.warning("arXiv's answer is not all of a missed list's papers", stored=len(own), total=total)
        await self.store_missed(one, own, total)
        return True

    @query
    def next_fetch(self, tx: Tx) -> datetime | None:
        """When the next category's list is due (UTC); while arXiv wants quiet it is put off then, which is told (P3)."""
        return feeds.next_due(tx)

    @query
    def next_missed(self, tx: Tx) -> datetime | None:
        """When a missed list may be asked for (UTC), which is not before arXiv wants to be asked again."""
        first, quiet = missed.next_due(tx, lists.BACKOFF), _quiet_until(tx)
        return max(first, quiet) if first is not None and quiet is not None else first

    @use_case(claim=True)
    def claim_feeds(self, tx: Tx) -> list[Feed]:
        """The categories that are asked for now, as they stood; for a while nobody else gets them."""
        return feeds.claim(tx, tx.now + LEASE, AT_ONCE, Trouble.UNKNOWN.value)

    @use_case(claim=True)
    def postpone_feeds(self, tx: Tx, claimed: Sequence[Feed]) -> None:
        """Our turn did not come: nothing is known of these. That arXiv wants quiet is a trouble, though no failure."""
        quiet = _quiet_until(tx)
        trouble = Trouble.BUSY.value if quiet else ""
        feeds.postpone(tx, claimed, max(tx.now + AGAIN, quiet or tx.now), trouble)

    @use_case(claim=True)
    def plan_missed(self, tx: Tx, claimed: Sequence[Feed], answer: Answer) -> lists.Judged:
        """What an answer means; the lists that were missed before it are asked for from now on."""
        by_name = {each.category: each for each in claimed}
        judged = lists.judge(by_name, answer.listed_on, tx.now, empty=not answer.entries)
        for day, names in judged.missed.items():
            missed.plan(tx, day, names)
        return judged

    @use_case(claim=True)
    def store_list(self, tx: Tx, claimed: Sequence[Feed], answer: Answer, judged: lists.Judged) -> None:
        """Everything that was read, and that it was, in one transaction."""
        names = [each.category for each in claimed]
        listed_on = lists.dated(answer.listed_on, tx.now) or judged.listed_on
        listings.add(tx, [(each.paper, each.announce) for each in answer.listed], names, listed_on)
        if judged.absent and _running(claimed, Trouble.EMPTY) < lists.TRIES:
            due_at = tx.now + lists.EMPTY_WAIT
            feeds.failed(tx, claimed, Trouble.EMPTY.value, due_at, judged.listed_on)
        else:  # or believed: arXiv lists nothing today, and should it be wrong the API is asked tomorrow
            due_at = lists.next_read(tx.now, judged.listed_on, self.source.agent)
            feeds.answered(tx, claimed, judged.listed_on, due_at)

    @use_case(claim=True)
    def note_failure(self, tx: Tx, claimed: Sequence[Feed], troubled: Troubled) -> None:
        """The list could not be read: it is asked for again later."""
        due_at = self._again(tx.now, claimed, troubled)
        feeds.failed(tx, claimed, troubled.trouble.value, due_at)

    def _again(self, now: datetime, claimed: Sequence[Feed], troubled: Troubled) -> datetime:
        if troubled.trouble is Trouble.UNKNOWN:
            return lists.next_read(now, None, self.source.agent)
        failures = _running(claimed, troubled.trouble)
        return now + max(lists.backoff(failures), troubled.wait)

    @use_case
    def tell_followers(
        self, tx: Tx, claimed: Sequence[Feed], troubled: Troubled | None, beyond: int
    ) -> int | None:
        """Tell organisers of some servers that follow these that arXiv does not answer, or (None) that it does again, for all.

        Returns the last of these servers, None when there are no more.
        """
        names = [each.category for each in claimed]
        servers = feeds.followers(tx, names, beyond, TELL, whole=troubled is None)
        for guild_id in servers:
            if troubled is None:
                notices.settle_notice(tx, guild_id, SILENT)
            else:
                notices.notify(tx, guild_id, SILENT, SILENT, trouble=troubled.trouble.value)
        return servers[-1] if len(servers) == TELL else None

    @use_case(claim=True)
    def take_missed(self, tx: Tx) -> Missed | None:
        """The oldest missed list that may be asked for now; one that is too old is given up."""
        while (one := missed.take(tx, lists.BACKOFF)) is not None:
            if one.day > tx.now.date() - FORGET:
                return one
            log.warning("a missed list is given up", date=f"{one.day:%Y-%m-%d}", tries=one.tries)
            missed.drop(tx, one)
        return None

    @use_case(claim=True)
    def store_missed(self, tx: Tx, one: Missed, found: Sequence[Listed], total: int) -> None:
        """What was submitted for a missed list is listed on its date; first versions only, as in a list of new ones."""
        names = set(one.categories)
        papers = [each.paper for each in found]
        kinds = [Announce.NEW if each.primary_category in names else Announce.CROSS for each in papers]
        listings.add(tx, list(zip(papers, kinds, strict=True)), names, one.day)
        missed.done(tx, one, total)


def _running(claimed: Sequence[Feed], trouble: Trouble) -> int:
    return max(lists.running(each, trouble.value) for each in claimed)


def _is_news(feed: Feed, trouble: Trouble) -> bool:
    """Whether organisers are told of this trouble now."""
    if trouble is Trouble.UNKNOWN:
        return feed.trouble != trouble
    return lists.running(feed, trouble.value) == lists.TRIES


def _is_between(at: datetime | None, since: datetime, until: datetime) -> bool:
    return at is not None and since <= at < until


def _quiet_until(tx: Tx) -> datetime | None:
    """Until when arXiv wants quiet, if it does; what a clock wrote that was set back since does not count."""
    quiet = gate.quiet_until(tx)
    return quiet if quiet is not None and tx.now < quiet <= tx.now + LONGEST_QUIET else None


def _is_cut(answer: Answer | Troubled) -> bool:
    return answer.trouble in _CUT if isinstance(answer, Troubled) else answer.entries == FULL
