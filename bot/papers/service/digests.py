"""The daily digest of each server: when it is due, what is chosen for it and why, and what is told when there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Outcome, Sent, State
from bot.papers.model import digesting
from bot.papers.model.choosing import Choice, candidates, choose, concerns, prepare
from bot.papers.model.digesting import Reading
from bot.papers.model.values import CATCH_UP, DIGEST, LIKED, Digest, Listing, Paper, Settings
from bot.papers.service import reaching
from bot.papers.service.liking import Liking
from bot.papers.store import digests, feeds, listings, papers, saves, settings

log = structlog.stdlib.get_logger(__name__)

NOTHING = Choice()
LATER = timedelta(minutes=15)  # until a digest that could not be chosen is tried again
MANY, OLD = 5000, timedelta(days=14)  # of more listings than that, those that are so old are no news any more
SOME = 25  # papers prepared in one go
LEAST = timedelta(hours=1)  # how long a digest that was made late is tried


@dataclass(frozen=True)
class Due:
    """A server whose digest is due at `at`, and what it is chosen by; `newest` is the newest listing there is."""

    settings: Settings
    at: datetime
    read: Reading
    newest: int
    saved: tuple[Paper, ...]
    served: bool = True


@dataclass(frozen=True)
class Made:
    """What becomes of a due digest: the settings from now on, and what is shown, if anything is."""

    due: Due
    after: Settings
    choice: Choice = NOTHING
    since: datetime | None = None


@dataclass(frozen=True)
class DigestPost:
    """A claimed digest; `language` is the server's."""

    claimed: Delivery
    digest: Digest
    language: str


@dataclass(frozen=True)
class _Pool:
    """What was listed between two cursors."""

    seen: int
    newest: int
    listings: tuple[Listing, ...]


class Digests(Liking):
    """Use cases of the job that makes digests, and of what readers see of one."""

    db: Database
    serves: Callable[[int], bool]
    _pool: _Pool | None = None

    async def make_digests(self, limit: int) -> list[DigestPost] | None:
        """Make the digests that are due, of at most `limit` servers, and claim their messages; None when none was due.

        What is chosen is worked out between two transactions. Two processes may work out the same; one of them claims it.
        """
        due = await self.due_digests(limit)
        if not due:
            return None
        pool = await self._pool_of(min(each.settings.seen for each in due), due[0].newest)
        shown = await self.shown_before(
            [each.settings.guild_id for each in due], {each.paper.arxiv_id for each in pool}
        )
        made = [await self._made(each, pool, shown.get(each.settings.guild_id, set())) for each in due]
        return await self.open_digests(made)

    async def _pool_of(self, seen: int, newest: int) -> Sequence[Listing]:
        """What was listed beyond `seen`; most servers look at the same, so it is read once."""
        if self._pool is None or self._pool.newest != newest or self._pool.seen > seen:
            found = tuple(await self.listed_after(seen, newest))
            for start in range(0, len(found), SOME):
                prepare(each.paper for each in found[start : start + SOME])
                await asyncio.sleep(0)
            self._pool = _Pool(seen, newest, found)
        return self._pool.listings

    async def _made(self, due: Due, pool: Sequence[Listing], shown: Collection[str]) -> Made:
        try:
            return await self._choose(due, pool, shown)
        except Exception:  # one server's trouble keeps no other waiting
            log.exception("a digest could not be chosen", guild=due.settings.guild_id)
            return Made(due, replace(due.settings, due_at=due.at + LATER))

    async def _choose(self, due: Due, pool: Sequence[Listing], shown: Collection[str]) -> Made:
        before, now = due.settings, due.at
        if not due.served:
            return Made(due, replace(before, due_at=digesting.following(before, now)))
        waiting = digesting.waits(before, now, due.read)
        if waiting is not None:
            return Made(due, waiting)
        await asyncio.sleep(0)  # many servers are due at once, and others wait for the loop
        own = [each for each in pool if each.id > before.seen and concerns(before, each)]
        scores: dict[str, float] = {}
        if len(due.saved) >= LIKED and own:
            scores = await self.liked(before.guild_id, due.saved, candidates(before, own, shown))
        choice = choose(before, own, shown, scores)
        after = digesting.made(before, now, due.read, own, choice)
        seen = max(due.newest, before.seen)
        return Made(due, replace(after, seen=seen), choice, digesting.since(before, now, own, choice))

    @query
    def due_digests(self, tx: Tx, limit: int) -> list[Due]:
        """The servers whose digest is due, with what it is chosen by."""
        due = settings.due(tx, limit)
        if not due:
            return []
        read = feeds.of(tx, {category for each in due for category in each.categories})
        savers = digests.savers(tx, [each.guild_id for each in due])
        newest = listings.newest(tx)
        return [
            Due(
                each,
                tx.now,
                digesting.reading(read, each.categories, digesting.planned_at(each, tx.now)),
                newest,
                tuple(saves.saved_in(tx, each.guild_id)) if each.guild_id in savers else (),
                self.serves(each.guild_id),
            )
            for each in due
        ]

    @query
    def listed_after(self, tx: Tx, seen: int, newest: int) -> list[Listing]:
        """What was listed beyond one cursor until another; what is too old to be news is left out."""
        if newest - seen > MANY:
            seen = max(seen, digests.before(tx, tx.now.date() - OLD))
        return [each for each in listings.after(tx, seen) if each.id <= newest]

    @query
    def shown_before(
        self, tx: Tx, guild_ids: Sequence[int], arxiv_ids: Collection[str]
    ) -> dict[int, set[str]]:
        """Which of these papers each of these servers was shown before."""
        return digests.shown(tx, guild_ids, arxiv_ids)

    @use_case(claim=True)
    def open_digests(self, tx: Tx, made: Sequence[Made]) -> list[DigestPost]:
        """Keep what was chosen and claim its messages; what somebody else saw to meanwhile is left out."""
        languages = communities.languages(tx, {each.after.guild_id for each in made if each.choice.chosen})
        posts = (_open(tx, each, languages.get(each.after.guild_id, "")) for each in made)
        return [each for each in posts if each is not None]

    @query
    def next_digest(self, tx: Tx) -> datetime | None:
        """When the next digest is due (UTC)."""
        return settings.next_due(tx)

    @use_case(claim=True)
    def take_digests(self, tx: Tx, limit: int) -> list[Delivery]:
        """Digests whose lease is over, leased to the caller."""
        return deliveries.take_due(tx, [DIGEST], [State.SENDING], limit)

    @query
    def next_unfinished_digest(self, tx: Tx) -> datetime | None:
        """When the next such digest is due (UTC)."""
        return deliveries.next_due(tx, [DIGEST], [State.SENDING])

    @query
    def digest_post(self, tx: Tx, claimed: Delivery) -> DigestPost | None:
        """A claimed digest as it was made; None when it is gone."""
        digest = digests.get(tx, claimed.subject_id)
        language = communities.get(tx, claimed.guild_id).language
        return DigestPost(claimed, digest, language) if digest else None

    @use_case(claim=True)
    def record_digest(self, tx: Tx, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of sending it; what was said about the channel is no longer true when it got through."""
        if isinstance(outcome, Sent):
            reaching.within_reach(tx, claimed.guild_id, claimed.channel_id)
        return deliveries.record(tx, claimed, outcome, anew=False)

    @use_case
    def digest_out_of_reach(self, tx: Tx, guild_id: int, channel_id: int) -> None:
        """Discord says, not for the first time, that the channel is gone or closed to us.

        No digest is made until an organiser acts, or one gets through after all; organisers are told once.
        """
        found = settings.get(tx, guild_id)
        if found is not None and found.on and found.channel_id == channel_id:
            digests.plan(tx, guild_id, None)
        reaching.out_of_reach(tx, guild_id, channel_id)

    @query
    def matched(self, tx: Tx, guild_id: int, digest_id: int) -> tuple[Digest, list[Paper]] | None:
        """A digest of this server, and what matched beyond what it shows, as far as it is still known."""
        digest = digests.get(tx, digest_id)
        if digest is None or digest.guild_id != guild_id:
            return None
        known = papers.get_many(tx, guild_id, digest.more)
        return digest, [known[each] for each in digest.more if each in known]


def _open(tx: Tx, made: Made, language: str) -> DigestPost | None:
    before, after, chosen = made.due.settings, made.after, made.choice.chosen
    assert before.due_at is not None
    on_date = digesting.planned_on(before, tx.now)
    if digests.has(tx, before.guild_id, on_date):
        # The hour was changed after today's digest: what came since goes into tomorrow's.
        after = replace(before, due_at=digesting.following(before, tx.now), truth_at=tx.now)
        chosen = ()
    if not digests.move(tx, before, after):
        return None
    digest = (
        digests.add(tx, before.guild_id, on_date, chosen, made.choice.more, made.since) if chosen else None
    )
    if digest is None:
        return None
    keep_for = max(digesting.planned_at(before, tx.now) + CATCH_UP - tx.now, LEAST)
    where = {"guild_id": before.guild_id, "channel_id": before.channel_id}
    claimed = deliveries.claim_new(tx, DIGEST, digest.id, **where, keep_for=keep_for)
    return DigestPost(claimed, digest, language) if claimed else None
