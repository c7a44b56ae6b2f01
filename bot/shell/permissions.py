"""What the bot may not do in a channel, and what that costs the people there."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.core.lang import Lang


@dataclass(frozen=True)
class Lack:
    """A permission the bot lacks: Discord's name of it and its effect."""

    permission: str
    effect: str


def lacks(guild: discord.Guild | None, channel_id: int, lang: Lang) -> list[Lack]:
    """What the bot lacks in this channel, the most important first; one entry when the channel is not visible at all."""
    _ = lang.gettext
    channel = guild.get_channel(channel_id) if guild else None
    if guild is None or channel is None or guild.me is None:
        return [Lack(_("View Channel"), _("I cannot see the channel, so nothing works there"))]
    has = channel.permissions_for(guild.me)
    if not has.view_channel:
        return [Lack(_("View Channel"), _("I cannot see the channel, so nothing works there"))]
    wanted = (
        (has.send_messages, _("Send Messages"), _("no prompt can be posted")),
        (has.create_public_threads, _("Create Public Threads"), _("a day gets no thread")),
        (has.send_messages_in_threads, _("Send Messages in Threads"), _("members' posts cannot appear")),
        (
            has.read_message_history,
            _("Read Message History"),
            _("posts cannot be edited, and after a crash one may not appear"),
        ),
        (
            has.manage_threads,
            _("Manage Threads"),
            _("posts in threads that Discord archived cannot be edited or deleted"),
        ),
    )
    return [Lack(name, effect) for there, name, effect in wanted if not there]
