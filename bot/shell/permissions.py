"""What the bot may not do in a channel and what that costs the people there; and whether a member may write there (A9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.core.lang import Lang
from bot.shell.markup import channel as channel_link

if TYPE_CHECKING:
    from bot.shell.request import Request


@dataclass(frozen=True)
class Lack:
    """A permission the bot lacks: Discord's name of it and its effect."""

    permission: str
    effect: str


def lacks(guild: discord.Guild | None, channel_id: int, lang: Lang) -> list[Lack]:
    """What the bot lacks in a standup's channel, the most important first; one entry when the channel is not visible at all."""
    _ = lang.gettext
    found = _channel(guild, channel_id)
    if found is None:
        return [_unseen(lang)]
    has, _is_forum = found
    return _missing(
        (has.send_messages, _("Send Messages"), _("no prompt can be posted")),
        (has.create_public_threads, _("Create Public Threads"), _("a day gets no thread")),
        (has.send_messages_in_threads, _("Send Messages in Threads"), _("members' posts cannot appear")),
        _history(has, lang),
        (
            has.manage_threads,
            _("Manage Threads"),
            _("posts in threads that Discord archived cannot be edited or deleted"),
        ),
    )


def showcase_lacks(guild: discord.Guild | None, channel_id: int, lang: Lang) -> list[Lack]:
    """The same for a channel or forum where members' work is posted, with previews of links and drawn cards."""
    _ = lang.gettext
    found = _channel(guild, channel_id)
    if found is None:
        return [_unseen(lang)]
    has, is_forum = found
    threads = (has.create_public_threads, _("Create Public Threads"), _("a post gets no thread for talk"))
    return _missing(
        (
            has.send_messages,
            _("Create Posts") if is_forum else _("Send Messages"),
            _("nothing can be posted"),
        ),
        *(() if is_forum else (threads,)),
        (
            has.send_messages_in_threads,
            _("Send Messages in Threads"),
            _("posts cannot be edited, nor deleted without a trace"),
        ),
        (has.embed_links, _("Embed Links"), _("links show no preview")),
        (has.attach_files, _("Attach Files"), _("finished projects get no drawn card")),
        _history(has, lang),
        (
            has.manage_threads,
            _("Manage Threads"),
            _("talk about a post keeps its old name, and an empty thread stays"),
        ),
    )


def group_lacks(guild: discord.Guild | None, channel_id: int, lang: Lang) -> list[Lack]:
    """The same for the channel of a reading group; and whether the server lets us make its sessions events of Discord's own."""
    _ = lang.gettext
    found = _channel(guild, channel_id)
    if guild is None or found is None:
        return [_unseen(lang)]
    has, everywhere = found[0], guild.me.guild_permissions
    return _missing(
        (has.send_messages, _("Send Messages"), _("no vote and no session can be posted")),
        (has.create_public_threads, _("Create Public Threads"), _("a session gets no thread")),
        (
            has.send_messages_in_threads,
            _("Send Messages in Threads"),
            _("nobody is told there when a session moves"),
        ),
        _history(has, lang),
        (
            everywhere.create_events or everywhere.manage_events,
            _("Create Events"),
            _("sessions do not appear among the server's events; everything else works"),
        ),
    )


def papers_lacks(guild: discord.Guild | None, channel_id: int, lang: Lang) -> list[Lack]:
    """The same for a channel where papers come, with what members write about them and the threads of that."""
    _ = lang.gettext
    found = _channel(guild, channel_id)
    if found is None:
        return [_unseen(lang)]
    has, _is_forum = found
    return _missing(
        (has.send_messages, _("Send Messages"), _("nothing can be posted")),
        (has.create_public_threads, _("Create Public Threads"), _("a question gets no thread for talk")),
        (
            has.send_messages_in_threads,
            _("Send Messages in Threads"),
            _("nothing can be said in the threads of questions and sessions"),
        ),
        _history(has, lang),
        (
            has.manage_threads,
            _("Manage Threads"),
            _("talk about a post keeps its old name, and an empty thread stays"),
        ),
    )


def competitions_lacks(guild: discord.Guild | None, channel_id: int, lang: Lang) -> list[Lack]:
    """The same for a channel where cards of competitions come, which have no threads."""
    _ = lang.gettext
    found = _channel(guild, channel_id)
    if found is None:
        return [_unseen(lang)]
    has, _is_forum = found
    return _missing(
        (has.send_messages, _("Send Messages"), _("nothing can be posted")),
        _history(has, lang),
    )


def mentoring_lacks(guild: discord.Guild | None, channel_id: int, lang: Lang) -> list[Lack]:
    """The same for a channel where questions come with their threads, and where pairs meet in private ones."""
    _ = lang.gettext
    found = _channel(guild, channel_id)
    if found is None:
        return [_unseen(lang)]
    has, _is_forum = found
    return _missing(
        (has.send_messages, _("Send Messages"), _("no question can be posted")),
        (has.create_public_threads, _("Create Public Threads"), _("a question gets no thread for answers")),
        (
            has.send_messages_in_threads,
            _("Send Messages in Threads"),
            _("answers cannot appear, and a private thread stays empty"),
        ),
        (
            has.create_private_threads,
            _("Create Private Threads"),
            _("pairs cannot meet in a private thread; everything else works"),
        ),
        _history(has, lang),
        (
            has.manage_threads,
            _("Manage Threads"),
            _("talk about a post keeps its old name, and an empty thread stays"),
        ),
    )


def _history(has: discord.Permissions, lang: Lang) -> tuple[bool, str, str]:
    _ = lang.gettext
    effect = _("posts cannot be edited, and after a crash one may not appear")
    return has.read_message_history, _("Read Message History"), effect


def lacking_in(
    request: Request, channel_id: int, lacks: Callable[[discord.Guild, int, Lang], list[Lack]]
) -> list[Lack] | None:
    """What of `lacks` the bot lacks in a channel, for an organiser there; None when it is gone, or we do not see it."""
    guild = request.interaction.guild
    place = guild.get_channel(channel_id) if guild else None
    if guild is None or place is None or not place.permissions_for(guild.me).view_channel:
        return None
    return lacks(guild, channel_id, request.lang)


def to_do(missing: Sequence[str], lang: Lang, most: int) -> list[str]:
    """What is missing, in at most so many lines of an organiser's card."""
    _ = lang.gettext
    lines = list(missing)
    if len(lines) > most:
        lines = [*lines[: most - 1], _("More is missing: “Status and changes” lists it.")]
    return lines or [_("I may do everything there that I need.")]


def lack_lines(lacking: Sequence[Lack], channel_id: int, lang: Lang) -> list[str]:
    """Missing permissions by name, each with its effect."""
    _ = lang.gettext
    return [
        _("⚠ In {channel} I lack {permission}: {effect}.").format(
            channel=channel_link(channel_id), permission=lack.permission, effect=lack.effect
        )
        for lack in lacking
    ]


def _channel(guild: discord.Guild | None, channel_id: int) -> tuple[discord.Permissions, bool] | None:
    """What the bot may do in a channel, and whether that is a forum; None where it sees none."""
    channel = guild.get_channel(channel_id) if guild else None
    if guild is None or channel is None or guild.me is None:
        return None
    has = channel.permissions_for(guild.me)
    return (has, isinstance(channel, discord.ForumChannel)) if has.view_channel else None


def _unseen(lang: Lang) -> Lack:
    _ = lang.gettext
    return Lack(_("View Channel"), _("I cannot see the channel, so nothing works there"))


def _missing(*wanted: tuple[bool, str, str]) -> list[Lack]:
    return [Lack(name, effect) for there, name, effect in wanted if not there]


async def may_post(request: Request, guild_id: int, channel_id: int) -> bool:
    """Whether the person themselves may write in the threads of this channel now, and has no time-out.

    In the server itself Discord states it with the request; from the bot's own DM Discord is asked. What cannot be known of the
    channel is left to Discord.
    """
    return await _may(request, guild_id, channel_id, discord.Permissions(send_messages_in_threads=True))


async def may_share(request: Request, guild_id: int, channel_id: int) -> bool:
    """The same for writing in the channel itself; in a forum that is making a post there."""
    return await _may(request, guild_id, channel_id, discord.Permissions(send_messages=True))


async def _may(request: Request, guild_id: int, channel_id: int, wanted: discord.Permissions) -> bool:
    guild = request.bot.get_guild(guild_id)
    channel = guild.get_channel_or_thread(channel_id) if guild else None
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    if guild is None:
        return True
    member = await _member(request, guild)
    if member is None:
        return False
    if channel is None:
        return not _timed_out(request, member)
    has = channel.permissions_for(member)
    return has.view_channel and has.is_superset(wanted) and not _timed_out(request, member)


async def has_time_out(request: Request, guild_id: int) -> bool:
    """Whether the person has a time-out in this server now, so that they write to nobody there; Discord is asked as above."""
    guild = request.bot.get_guild(guild_id)
    member = await _member(request, guild) if guild else None
    return member is not None and _timed_out(request, member)


def _timed_out(request: Request, member: discord.Member) -> bool:
    until = member.timed_out_until
    return until is not None and until > request.app.clock() and not member.guild_permissions.administrator


async def may_see(request: Request, guild_id: int, channel_id: int) -> bool:
    """Whether the person themselves sees this channel now; nobody sees one that is not there.

    A server that another process serves is asked for over HTTP.
    """
    guild = request.bot.get_guild(guild_id)
    channel = guild.get_channel(channel_id) if guild else None
    if guild is None:
        await request.defer()
        try:
            guild = await request.bot.fetch_guild(guild_id, with_counts=False)
            channel = next((each for each in await guild.fetch_channels() if each.id == channel_id), None)
        except (discord.Forbidden, discord.NotFound):
            return False  # we left
    member = await _member(request, guild)
    return channel is not None and member is not None and channel.permissions_for(member).view_channel


async def _member(request: Request, guild: discord.Guild) -> discord.Member | None:
    """The person in this server; None when they left. Discord is asked unless it states it with the request."""
    member = request.interaction.user
    if isinstance(member, discord.Member) and member.guild.id == guild.id:
        return member
    await request.defer()
    try:
        return await guild.fetch_member(request.user_id)
    except discord.NotFound:
        return None
