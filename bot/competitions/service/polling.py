"""Asking Kaggle: when, what was read, what is new or changed, what went wrong (K1, K3, K7)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import structlog

from bot.attention.store import notices
from bot.competitions.feed import Kaggle
from bot.competitions.model import changes, polling
from bot.competitions.model.values import SILENT, Competition, Listing, Source, Trouble, Troubled
from bot.competitions.service import telling
from bot.competitions.store import competitions, settings, source
from bot.core.db import Database, Tx, query, use_case

log = structlog.stdlib.get_logger(__name__)

PAUSE = 5.0  # seconds until what was not in a list is looked for once more
TELL = 200  # servers whose organisers are told in one transaction
EMPTY = Troubled(Trouble.BROKEN, "empty")  # Kaggle always lists something


class Polling:
    """Asking Kaggle: when, what was read, what is new or changed, what went wrong (K1, K3, K7)."""

    db: Database
    kaggle: Kaggle
    pause: float = PAUSE

    async def next_poll(self) -> datetime | None:
        """When Kaggle is asked next (UTC); None while nobody wants to know, or we have no token."""
        return await self.next_asked() if self.kaggle.has_token else None

    async def wake(self) -> None:
        """The bot starts: a token that was not accepted may be another now, and is tried soon."""
        if self.kaggle.has_token:
            await self.try_token()

    async def poll_due(self) -> bool:
        """Ask Kaggle for its whole list if it is due, and store what was read; returns whether it was asked."""
        claimed = await self.claim_source() if self.kaggle.has_token else None
        if claimed is None:
            return False
        try:
            await self._poll(claimed)
        except asyncio.CancelledError:  # the bot stops: whoever runs next need not wait for our lease
            await self.give_source_back(claimed)
            raise
        return True

    async def _poll(self, claimed: Source) -> None:
        listing = await self._read()
        judge = False
        if _can_judge(listing) and (missing := await self.missing(listing)):
            judge, listing = await self._look_again(listing, missing)
        if listing.skipped:
            log.warning("some of what Kaggle lists could not be read", entries=listing.skipped)
        if listing.trouble is not None:
            await self._failed(claimed, listing.trouble)
        elif claimed.trouble or claimed.answered_at is None:  # organisers may have been told
            await self._tell(None)
        if not await self.store_listing(claimed, listing, judge=judge):
            log.warning("what Kaggle listed came too late: somebody else asked meanwhile")

    async def _read(self) -> Listing:
        listing = await self.kaggle.read()
        empty = listing.is_whole and not listing.competitions
        return replace(listing, trouble=EMPTY) if empty else listing

    async def _look_again(self, listing: Listing, missing: int) -> tuple[bool, Listing]:
        """Lists shift while they are read: what was not in one is looked for in another, made right afterwards.

        Returns whether what is in neither is gone, and all that was read. What goes wrong now is no trouble.
        """
        await asyncio.sleep(self.pause)
        again = await self._read()
        if not _can_judge(again):
            log.info("what Kaggle lists no more could not be looked for again", missing=missing)
            return False, listing
        newest = {each.slug for each in again.competitions}
        only_before = (each for each in listing.competitions if each.slug not in newest)
        return True, replace(listing, competitions=(*again.competitions, *only_before))

    async def _failed(self, claimed: Source, troubled: Troubled) -> None:
        failures = claimed.failures + 1
        news = polling.is_news(failures, claimed.trouble, troubled)
        words = {"trouble": troubled.trouble.value, "words": troubled.words, "failures": failures}
        if news and troubled.trouble is Trouble.TOKEN:
            log.error(
                "Kaggle does not accept the token: make a new one and set BOT_KAGGLE_API_TOKEN", **words
            )
        else:
            log.warning("Kaggle's list could not be read", **words)
        if news:
            await self._tell(troubled.trouble)

    async def _tell(self, trouble: Trouble | None) -> None:
        beyond: int | None = 0
        while beyond is not None:
            beyond = await self.tell_organisers(trouble, beyond)

    @query
    def source(self, tx: Tx) -> Source:
        """How asking Kaggle stands."""
        return source.of(tx)

    @query
    def next_asked(self, tx: Tx) -> datetime | None:
        """When Kaggle is asked next (UTC), if we can; None while no server wants to know."""
        return source.next_due(tx)

    @use_case(claim=True)
    def try_token(self, tx: Tx) -> None:
        """If Kaggle did not accept the token, it is asked as soon as may be."""
        if source.of(tx).trouble == Trouble.TOKEN.value:
            source.make_due(tx)

    @use_case(claim=True)
    def claim_source(self, tx: Tx) -> Source | None:
        """Asking Kaggle is ours for a while, if it is due and anybody wants to know; how it stood."""
        return source.claim(tx) if settings.any_on(tx) else None

    @use_case(claim=True)
    def give_source_back(self, tx: Tx, claimed: Source) -> None:
        """We did not come to asking: whoever looks next does."""
        source.give_back(tx, claimed)

    @query
    def missing(self, tx: Tx, listing: Listing) -> int:
        """How many are not in this whole list, though they should be; 0 where they are more than can be believed."""
        known = competitions.to_compare(tx, listing.competitions)
        absent = changes.absent(known, listing.competitions, tx.now)
        if changes.is_believable(known, absent):
            return len(absent)
        log.warning("too much at once is not in Kaggle's list: that is not believed", missing=len(absent))
        return 0

    @use_case
    def store_listing(self, tx: Tx, claimed: Source, listing: Listing, *, judge: bool) -> bool:
        """All that was read, what it changes, and how asking stands, in one transaction; not if asking is not ours any more.

        `judge`: what is not in it is gone. Returns whether it is stored.
        """
        if not source.holds(tx, claimed):
            return False
        listed = listing.competitions
        known = competitions.to_compare(tx, listed)
        judged = changes.judge(known, listed, tx.now, gone=judge)
        for each in judged.changed:
            competitions.save(tx, each.competition, changes.turns_at(each.competition))
        telling.tell_changed(tx, judged.changed)
        telling.tell_found(tx, [_add(tx, each) for each in judged.new])
        if claimed.answered_at is None:  # never before, or not since a restore: what is there now is no news
            settings.skip_past(tx, None, competitions.newest(tx))
        if listing.trouble is None:
            source.answered(tx, claimed, polling.after_success(tx.now))
        else:
            due_at = polling.after_trouble(tx.now, claimed.failures + 1, listing.trouble)
            source.failed(tx, claimed, listing.trouble.trouble, due_at)
        return True

    @use_case
    def tell_organisers(self, tx: Tx, trouble: Trouble | None, beyond: int) -> int | None:
        """Tell organisers of some servers that Kaggle does not answer, or (None) that it does again.

        Returns the last of these servers, None when there are no more.
        """
        servers = settings.servers_on(tx, beyond, TELL)
        for guild_id in servers:
            if trouble is None:
                notices.settle_notice(tx, guild_id, SILENT)
            else:
                notices.notify(tx, guild_id, SILENT, SILENT, trouble=trouble.value)
        return servers[-1] if len(servers) == TELL else None


def _add(tx: Tx, new: Competition) -> Competition:
    return competitions.add(tx, new, changes.turns_at(new))


def _can_judge(listing: Listing) -> bool:
    """Whether what is not in a list is not there: an entry that could not be read may be any of them."""
    return listing.is_whole and not listing.skipped
