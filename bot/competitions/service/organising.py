"""What organisers choose about competitions: channel, categories, on and off."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.communities import store as communities
from bot.competitions.feed import Kaggle
from bot.competitions.model import polling
from bot.competitions.model.refusals import NoCompetitions, NoToken
from bot.competitions.model.values import POST, POST_FOR, Settings
from bot.competitions.service import reaching
from bot.competitions.store import competitions, posts, settings, source
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries


class Organising:
    """Use cases behind /setup. `actor_id` is the organiser; the caller has checked Manage Server."""

    db: Database
    kaggle: Kaggle

    @query
    def settings_of(self, tx: Tx, guild_id: int) -> Settings | None:
        """A server's competitions, on or off; None when it never set them up."""
        return settings.get(tx, guild_id)

    @use_case
    def set_up(self, tx: Tx, guild_id: int, actor_id: int, channel_id: int) -> Settings:
        """Competitions come to this channel from now on, the first time with a list of what is open. NoToken.

        What was posted elsewhere stays, what Discord refused comes along.
        """
        before = settings.get(tx, guild_id)
        if before is not None:
            return _moved(tx, before, actor_id, channel_id)
        if not self.kaggle.has_token:
            raise NoToken
        value = Settings(guild_id, channel_id)
        settings.save(tx, value)
        communities.write_audit(tx, guild_id, actor_id, "competitions.add")
        _begin(tx, guild_id)
        return value

    @use_case
    def show_categories(
        self, tx: Tx, guild_id: int, actor_id: int, shown: Collection[str], offered: Collection[str]
    ) -> Settings:
        """Of the categories that were offered (keys) these are shown from now on, and the others not. NoCompetitions.

        What is new in a category that was not shown is not posted later.
        """
        before = _known(tx, guild_id)
        muted = (before.muted - set(offered)) | (set(offered) - set(shown))
        return _save(tx, before, replace(before, muted=frozenset(muted)), actor_id, "competitions.categories")

    @use_case
    def switch(self, tx: Tx, guild_id: int, actor_id: int, *, on: bool) -> Settings:
        """Switch competitions on or off; on again, what opened meanwhile does not come any more. NoCompetitions."""
        before = _known(tx, guild_id)
        if before.on == on:
            return before
        reaching.within_reach(tx, guild_id, before.channel_id)
        if on:
            seen = competitions.newest(tx) if posts.have_posts(tx, [guild_id]) else None
            value = replace(before, on=True, seen=seen, refused_at=None)
            _begin(tx, guild_id)
            return _save(tx, before, value, actor_id, "competitions.on")
        reaching.kaggle_silent(tx, guild_id, None)
        return _save(tx, before, replace(before, on=False, refused_at=None), actor_id, "competitions.off")

    @use_case
    def channel_within_reach(self, tx: Tx, guild_id: int, channel_id: int) -> None:
        """Something was posted in this channel: what was said about it is no longer true."""
        reaching.within_reach(tx, guild_id, channel_id)


def _known(tx: Tx, guild_id: int) -> Settings:
    found = settings.get(tx, guild_id)
    if found is None:
        raise NoCompetitions(organiser=True)
    return found


def _begin(tx: Tx, guild_id: int) -> None:
    """Kaggle is asked now, unless its last answer still says what is open; that it is silent for long is said here, too."""
    stands = source.of(tx)
    if stands.answered_at is None or stands.answered_at <= tx.now - settings.FRESH:
        source.make_due(tx)
    if (trouble := polling.lasting(stands)) is not None:
        reaching.kaggle_silent(tx, guild_id, trouble)


def _moved(tx: Tx, before: Settings, actor_id: int, channel_id: int) -> Settings:
    value = replace(before, channel_id=channel_id, refused_at=None)
    if channel_id == before.channel_id:
        return before
    reaching.within_reach(tx, before.guild_id, before.channel_id)
    for each in deliveries.unsent(tx, POST, before.guild_id):
        if each.code:
            deliveries.post_anew(tx, replace(each, channel_id=channel_id), POST_FOR)
    return _save(tx, before, value, actor_id, "competitions.move")


def _save(tx: Tx, before: Settings, value: Settings, actor_id: int, what: str) -> Settings:
    """What is so already is written down nowhere."""
    if value != before:
        settings.save(tx, value)
        communities.write_audit(tx, value.guild_id, actor_id, what)
    return value
