"""What organisers choose about papers: channel, time, categories, phrases, authors, exclusions, cap; on and off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from bot.attention.store.notices import settle_notice
from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.papers.model import calendar, lists
from bot.papers.model.digesting import following
from bot.papers.model.refusals import NoPapers
from bot.papers.model.values import CATCH_UP, DIGEST, SILENT, Settings, Truth
from bot.papers.service import reaching
from bot.papers.service.grouping import follow
from bot.papers.service.wishing import Wishes
from bot.papers.store import digests, feeds, settings
from bot.papers.store.openings import group_of


@dataclass(frozen=True)
class Where:
    """Where and when digests come."""

    channel_id: int
    at: time
    zone: str


class Organising:
    """Use cases behind /setup. `actor_id` is the organiser; the caller has checked Manage Server."""

    db: Database

    @query
    def settings_of(self, tx: Tx, guild_id: int) -> Settings | None:
        """A server's papers, on or off; None when it never had any."""
        return settings.get(tx, guild_id)

    @use_case
    def set_up(
        self, tx: Tx, guild_id: int, actor_id: int, where: Where, categories: tuple[str, ...]
    ) -> Settings:
        """Papers of these categories come to this channel from now on; the first digest has what the newest lists hold."""
        if settings.get(tx, guild_id) is not None:
            return _placed(tx, guild_id, actor_id, where)
        value = Settings(guild_id, where.channel_id, where.at, where.zone, categories=categories)
        value = _begun(tx, value)
        feeds.follow(tx, categories)
        settings.save(tx, value)
        communities.write_audit(tx, guild_id, actor_id, "papers.add")
        return value

    @use_case
    def place_papers(self, tx: Tx, guild_id: int, actor_id: int, where: Where) -> Settings:
        """Digests come there and then from now on. What was posted stays, what Discord refused comes along. NoPapers."""
        return _placed(tx, guild_id, actor_id, where)

    @use_case
    def wish(self, tx: Tx, guild_id: int, actor_id: int, wishes: Wishes) -> Settings:
        """Digests are chosen from this from now on; lists of categories that are new here are read at once. NoPapers."""
        before = _known(tx, guild_id)
        value = replace(
            before,
            cap=wishes.cap,
            categories=wishes.categories,
            phrases=wishes.phrases,
            authors=wishes.authors,
            exclusions=wishes.exclusions,
        )
        if value.on:
            feeds.follow(tx, value.categories)
        still = feeds.of(tx, value.categories).values()
        if set(value.categories) != set(before.categories) and not any(map(lists.told, still)):
            settle_notice(tx, guild_id, SILENT)  # what it spoke of is none of theirs any more
        return _save(tx, before, value, actor_id, "papers.wishes")

    @use_case
    def switch_papers(self, tx: Tx, guild_id: int, actor_id: int, *, on: bool) -> Settings:
        """Switch digests on or off; on again, they begin with what the newest lists hold. NoPapers."""
        before = _known(tx, guild_id)
        if before.on == on:
            return before
        if on:
            feeds.follow(tx, before.categories)
            return _save(tx, before, _begun(tx, replace(before, on=True)), actor_id, "papers.on")
        value = _save(tx, before, replace(before, on=False, due_at=None), actor_id, "papers.off")
        settle_notice(tx, guild_id, SILENT)
        reaching.left(tx, guild_id, before.channel_id)
        return value

    @use_case
    def show_crosses(self, tx: Tx, guild_id: int, actor_id: int, *, wanted: bool) -> Settings:
        """Whether cross-lists are shown (P2). NoPapers."""
        before = _known(tx, guild_id)
        what = "papers.crosses_on" if wanted else "papers.crosses_off"
        return _save(tx, before, replace(before, crosses=wanted), actor_id, what)

    @use_case
    def show_replacements(self, tx: Tx, guild_id: int, actor_id: int, *, wanted: bool) -> Settings:
        """Whether new versions of papers that were never shown are shown (P2). NoPapers."""
        before = _known(tx, guild_id)
        what = "papers.replacements_on" if wanted else "papers.replacements_off"
        return _save(tx, before, replace(before, replacements=wanted), actor_id, what)

    @use_case
    def papers_within_reach(self, tx: Tx, guild_id: int, channel_id: int) -> None:
        """Something was posted in this channel: what was said about it is no longer true."""
        reaching.within_reach(tx, guild_id, channel_id)


def _known(tx: Tx, guild_id: int) -> Settings:
    found = settings.get(tx, guild_id)
    if found is None:
        raise NoPapers(organiser=True)
    return found


def _begun(tx: Tx, value: Settings) -> Settings:
    """From now on digests are made, the first one at the next time: of the newest lists, for older ones are no news."""
    oldest = calendar.previous(calendar.due(tx.now))
    return replace(
        value,
        seen=digests.before_newest(tx, oldest),
        due_at=following(value, tx.now),
        truth=Truth.NONE,
        truth_at=None,
    )


def _placed(tx: Tx, guild_id: int, actor_id: int, where: Where) -> Settings:
    before = _known(tx, guild_id)
    value = replace(before, channel_id=where.channel_id, at=where.at, zone=where.zone)
    moved = value.channel_id != before.channel_id
    changed = (value.at, value.zone) != (before.at, before.zone)
    if before.on and (moved if before.due_at is None else changed):
        value = replace(value, due_at=following(value, tx.now))
    _save(tx, before, value, actor_id, "papers.move" if moved else "papers.when")
    group = group_of(tx, guild_id)
    if changed and group is not None:
        follow(tx, group, before.zone)
    if not moved:
        return value
    reaching.left(tx, guild_id, before.channel_id)
    for each in deliveries.unsent(tx, DIGEST, guild_id):
        if each.code:
            deliveries.post_anew(tx, replace(each, channel_id=value.channel_id), CATCH_UP)
    return value


def _save(tx: Tx, before: Settings, value: Settings, actor_id: int, what: str) -> Settings:
    """What is so already is written down nowhere."""
    if value != before:
        settings.save(tx, value)
        communities.write_audit(tx, value.guild_id, actor_id, what)
    return value
