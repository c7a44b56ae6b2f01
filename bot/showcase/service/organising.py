"""What organisers do with the showcase: its channel, links, round-up, on and off; and when Discord keeps us out of it."""

from __future__ import annotations

from dataclasses import replace

from bot.attention.store.notices import notify, settle_notice
from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.showcase.model.refusals import NoShowcase
from bot.showcase.model.values import KEEP_TRYING, REFUSED, SHARE, Settings
from bot.showcase.store import settings, shares


class Organising:
    """Use cases behind /setup. `actor_id` is the organiser; the caller has checked Manage Server."""

    db: Database

    @query
    def settings_of(self, tx: Tx, guild_id: int) -> Settings | None:
        """A server's showcase, on or off; None when it never had one."""
        return settings.get(tx, guild_id)

    @use_case
    def place(self, tx: Tx, guild_id: int, actor_id: int, channel_id: int, *, forum: bool) -> Settings:
        """What is shared goes to this channel from now on, a forum or not; the first one makes the showcase.

        What was posted stays where it is; a post that Discord refused in the channel before comes here.
        """
        before = settings.get(tx, guild_id)
        value = replace(before or Settings(guild_id, channel_id), channel_id=channel_id, forum=forum)
        _save(tx, value, actor_id, "showcase.move" if before else "showcase.add")
        settle_notice(tx, guild_id, refused_key(guild_id))
        for each in deliveries.unsent(tx, SHARE, guild_id):
            if each.code and each.channel_id != channel_id:
                shares.change(tx, each.subject_id, channel_id=channel_id)
                deliveries.post_anew(tx, replace(each, channel_id=channel_id), KEEP_TRYING)
        return value

    @use_case
    def switch(self, tx: Tx, guild_id: int, actor_id: int, *, on: bool) -> Settings:
        """Switch it on or off: while it is off nothing is shared or rounded up, and what is posted stays. NoShowcase."""
        value = replace(_known(tx, guild_id), on=on)
        if not on:
            settle_notice(tx, guild_id, refused_key(guild_id))
        return _save(tx, value, actor_id, "showcase.on" if on else "showcase.off")

    @use_case
    def allow_invites(self, tx: Tx, guild_id: int, actor_id: int, *, allowed: bool) -> Settings:
        """Whether links that invite to other servers may be shared (H2). NoShowcase."""
        value = replace(_known(tx, guild_id), invites=allowed)
        return _save(tx, value, actor_id, "showcase.invites_on" if allowed else "showcase.invites_off")

    @use_case
    def round_up(self, tx: Tx, guild_id: int, actor_id: int, *, wanted: bool) -> Settings:
        """Whether weeks are rounded up; those that were stay where they are. NoShowcase."""
        value = replace(_known(tx, guild_id), roundup=wanted)
        return _save(tx, value, actor_id, "showcase.roundup_on" if wanted else "showcase.roundup_off")

    @use_case
    def made_tags(self, tx: Tx, guild_id: int, actor_id: int) -> None:
        """The organiser let the missing tags be made in the forum: the record says so."""
        communities.write_audit(tx, guild_id, actor_id, "showcase.tags")

    @use_case
    def out_of_reach(self, tx: Tx, guild_id: int, channel_id: int) -> None:
        """Discord says that the showcase's channel is gone or closed to us: its organisers are told once."""
        found = settings.get(tx, guild_id)
        if found is not None and found.on and found.channel_id == channel_id:
            notify(tx, guild_id, REFUSED, refused_key(guild_id), channel_id=channel_id)

    @use_case
    def within_reach(self, tx: Tx, guild_id: int) -> None:
        """Something was posted there: what was said about the channel is no longer true."""
        settle_notice(tx, guild_id, refused_key(guild_id))


def refused_key(guild_id: int) -> str:
    """The key of the notice that Discord keeps us out of a server's showcase."""
    return f"showcase.refused:{guild_id}"


def _known(tx: Tx, guild_id: int) -> Settings:
    found = settings.get(tx, guild_id)
    if found is None:
        raise NoShowcase(organiser=True)
    return found


def _save(tx: Tx, value: Settings, actor_id: int, what: str) -> Settings:
    """What is so already is written down nowhere."""
    if value == settings.get(tx, value.guild_id):
        return value
    settings.save(tx, value)
    communities.write_audit(tx, value.guild_id, actor_id, what)
    return value
