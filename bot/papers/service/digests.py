"""The daily digest of each server: when it is due, what is chosen for it and why, and what is told when there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Outcome, Sent, State
from bot.papers.model import digesting
from bot.papers.model.choosing import Choice, candidates, choose, concerns
from bot.papers.model.digesting import Reading
from bot.papers.model.values import CATCH_UP, DIGEST, LIKED, Digest, Listing, Paper, Settings
from bot.papers.service import reaching
from bot.papers.service.liking import Liking
from bot.papers.store import digests, feeds, listings, papers, saves, settings

NOTHING = Choice()
LEAST = timedelta(hours=1)  # how long a digest that was made late is tried


@dataclass(frozen=True)
class Due:
    """A server whose digest is due at `at`, with all that it is chosen from; `newest` is the newest listing there is."""

    settings: Settings
    at: datetime
    read: Reading
    listings: tuple[Listing, ...]
    newest: int
    shown: frozenset[str]
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


class Digests(Liking):
    """Use cases of the job that makes digests, and of what readers see of one."""

    db: Database
    serves: Callable[[int], bool]

    async def make_digests(self, limit: int) -> list[DigestPost] | None:
        """Make the digests that are due, of at most `limit` servers, and claim their messages; None when none was due.

        What is chosen is worked out between two transactions. Two processes may work out the same; one of them claims it.
        """
        due = await self.due_digests(limit)
        if not due:
            return None
        return await self.open_digests([await self._choose(each) for each in due])

    async def _choose(self, due: Due) -> Made:
        before, now = due.settings, due.at
        if not due.served:
            return Made(due, replace(before, due_at=digesting.following(before, now)))
        waiting = digesting.waits(before, now, due.read)
        if waiting is not None:
            return Made(due, waiting)
        await asyncio.sleep(0)  # many servers are due at once, and others wait for the loop
        own = [each for each in due.listings if each.id > before.seen and concerns(before, each)]
        scores: dict[str, float] = {}
        if len(due.saved) >= LIKED and own:
            scores = await self.liked(before.guild_id, due.saved, candidates(before, own, due.shown))
        choice = choose(before, own, due.shown, scores)
        after = digesting.made(before, now, due.read, own, choice)
        return Made(due, replace(after, seen=due.newest), choice, digesting.since(before, now, own))

    @query
    def due_digests(self, tx: Tx, limit: int) -> list[Due]:
        """The servers whose digest is due, with what it is chosen from."""
        due = settings.due(tx, limit)
        if not due:
            return []
        servers = [each.guild_id for each in due]
        pool = tuple(listings.after(tx, min(each.seen for each in due)))
        shown = digests.shown(tx, servers, {each.paper.arxiv_id for each in pool})
        read = feeds.of(tx, {category for each in due for category in each.categories})
        savers = digests.savers(tx, servers)
        newest = max((each.id for each in pool), default=0)
        return [
            Due(
                each,
                tx.now,
                digesting.reading(read, each.categories, digesting.planned_at(each, tx.now)),
                pool,
                max(newest, each.seen),
                frozenset(shown.get(each.guild_id, ())),
                tuple(saves.saved_in(tx, each.guild_id)) if each.guild_id in savers else (),
                self.serves(each.guild_id),
            )
            for each in due
        ]

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
        after, chosen = replace(before, due_at=digesting.following(before, tx.now)), ()
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
