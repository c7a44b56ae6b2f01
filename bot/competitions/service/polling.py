"""Asking Kaggle: when, what was read, what is new or changed, what went wrong (K1, K3, K7)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import structlog

from bot.competitions.feed import Kaggle
from bot.competitions.model import changes, polling
from bot.competitions.model.values import Competition, Listing, Source, Trouble, Troubled
from bot.competitions.service import reaching, telling
from bot.competitions.store import competitions, settings, source
from bot.core.db import Database, Tx, query, use_case

log = structlog.stdlib.get_logger(__name__)

PAUSE = 5.0  # seconds until what was not in a list is looked for once more
TELL = 200  # servers whose organisers are told in one transaction


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
        listing = await self.kaggle.read()
        judge = False
        if listing.is_whole and (missing := await self.missing(listing)):
            judge, listing = await self._look_again(listing, missing)
        if listing.skipped:
            log.warning("some of what Kaggle lists could not be read", entries=listing.skipped)
        if listing.trouble is not None:
            await self._failed(claimed, listing.trouble)
        elif claimed.said or claimed.anew_at is not None:  # organisers may have been told
            await self._tell(None)
        if not await self.store_listing(claimed, listing, judge=judge):
            log.warning("what Kaggle listed came too late: somebody else asked meanwhile")

    async def _look_again(self, listing: Listing, missing: int) -> tuple[bool, Listing]:
        """Lists shift while they are read: what was not in one is looked for in another, made right afterwards.

        Returns whether what is in neither is gone, and all that was read. What goes wrong now is no trouble.
        """
        await asyncio.sleep(self.pause)
        again = await self.kaggle.read()
        if not again.is_whole:
            log.info("what Kaggle lists no more could not be looked for again", missing=missing)
            return False, listing
        newest = {each.slug for each in again.competitions}
        only_before = (each for each in listing.competitions if each.slug not in newest)
        both = (*again.competitions, *only_before)
        unreadable = listing.unreadable | again.unreadable
        strangers = max(each.skipped - len(each.unreadable) for each in (listing, again))
        return True, Listing(both, len(unreadable) + strangers, unreadable=unreadable)

    async def _failed(self, claimed: Source, troubled: Troubled) -> None:
        failures = claimed.failures + 1
        news = polling.to_say(claimed.said, failures, troubled)
        words = {"trouble": troubled.trouble.value, "words": troubled.words, "failures": failures}
        if news == polling.TOKEN:
            log.error("Kaggle does not accept the token: make a new one; see the README, Kaggle", **words)
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
        """How many are not in this whole list, though they should be; 0 where that cannot be believed before it lasts."""
        known = competitions.to_compare(tx, listing.competitions)
        absent = changes.absent(known, listing, tx.now)
        if not changes.is_sure(absent, listing):
            return 0
        if changes.is_believable(known, absent):
            return len(absent)
        log.warning(
            "too much at once is not in Kaggle's list: not believed before it lasts", missing=len(absent)
        )
        return 0

    @use_case
    def store_listing(self, tx: Tx, claimed: Source, listing: Listing, *, judge: bool) -> bool:
        """All that was read, what it changes, and how asking stands, in one transaction; not if asking is not ours any more.

        `judge`: what is not in it is gone; else what was not in whole lists for a day. Returns whether it is stored.
        """
        if not source.holds(tx, claimed):
            return False
        listed = listing.competitions
        known = competitions.to_compare(tx, listed)
        absent = changes.absent(known, listing, tx.now)
        judge = judge and changes.is_sure(absent, listing)
        gone = absent if judge else [each for each in absent if changes.is_long_missing(each, tx.now)]
        judged = changes.judge(known, listed, tx.now, gone)
        for each in judged.changed:
            _save(tx, each.competition)
            if each.before is not None and changes.is_anew(each.before, each.competition):
                competitions.renew(tx, each.competition.id)
        for one in absent:
            if one not in gone and one.missing_since is None:
                _save(tx, replace(one, missing_since=tx.now))
        telling.tell_changed(tx, judged.changed)
        telling.tell_found(tx, [_add(tx, claimed, each) for each in judged.new])
        if listing.trouble is None:
            source.answered(tx, claimed, polling.after_success(tx.now))
        else:
            failures = claimed.failures + 1
            due_at = polling.after_trouble(tx.now, failures, listing.trouble)
            said = polling.to_say(claimed.said, failures, listing.trouble)
            source.failed(tx, claimed, listing.trouble.trouble, due_at, said)
        return True

    @use_case
    def tell_organisers(self, tx: Tx, trouble: Trouble | None, beyond: int) -> int | None:
        """Tell organisers of some servers that Kaggle does not answer, or (None) that it does again.

        Returns the last of these servers, None when there are no more.
        """
        servers = settings.servers_on(tx, beyond, TELL)
        for guild_id in servers:
            reaching.kaggle_silent(tx, guild_id, trouble)
        return servers[-1] if len(servers) == TELL else None


def _save(tx: Tx, one: Competition) -> None:
    competitions.save(tx, one, changes.turns_at(one))


def _add(tx: Tx, claimed: Source, new: Competition) -> Competition:
    """What is there when all is read for the first time is no news, nor, after a restore, what opened before it."""
    opened = new.enabled_at or competitions.LONG_AGO
    later = claimed.anew_at is not None and opened > claimed.anew_at
    return competitions.add(tx, new, changes.turns_at(new), is_news=claimed.answered_at is not None or later)
