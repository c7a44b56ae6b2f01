"""What exists on the server: people, members, roles, guilds and channels, and how Discord sends each of them.

Threads and direct messages are channels too, told apart by `type` as in Discord's reference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import discord

from tests.faults.api import Payload
from tests.faults.clock import iso

TEXT, DIRECT, ANNOUNCEMENT, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 0, 1, 5, 11, 12, 15
THREADS = frozenset({10, PUBLIC_THREAD, PRIVATE_THREAD})

MEMBER_PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    embed_links=True,
    attach_files=True,
    add_reactions=True,
    read_message_history=True,
    use_application_commands=True,
).value
BOT_PERMISSIONS = MEMBER_PERMISSIONS | discord.Permissions(manage_threads=True).value
ORGANISER_PERMISSIONS = (
    MEMBER_PERMISSIONS | discord.Permissions(manage_guild=True, manage_messages=True).value
)

_NEVER_SET = (
    *("icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id"),
    *("afk_channel_id", "system_channel_id", "widget_channel_id", "vanity_url_code", "rules_channel_id"),
    *("safety_alerts_channel_id", "public_updates_channel_id", "incidents_data", "max_presences"),
)


@dataclass(slots=True)
class User:
    """A person or a bot. `dms_open` false makes every direct message answer 403/50007."""

    id: int
    username: str
    bot: bool = False
    locale: str = "en-US"
    dms_open: bool = True

    def payload(self) -> Payload:
        """Return the user object."""
        return {
            "id": str(self.id),
            "username": self.username,
            "discriminator": "0",
            "global_name": None if self.bot else self.username.title(),
            "avatar": None,
            "bot": self.bot,
            "system": False,
            "public_flags": 0,
            "flags": 0,
            "banner": None,
            "accent_color": None,
            "avatar_decoration_data": None,
            "primary_guild": None,
        }


@dataclass(slots=True)
class Member:
    """A user in one guild, with the permissions Discord would compute there."""

    user: User
    joined_at: datetime
    permissions: int = MEMBER_PERMISSIONS
    roles: list[int] = field(default_factory=list)
    nick: str | None = None

    def payload(self, *, with_user: bool = True, with_permissions: bool = False) -> Payload:
        """Return the member object; interactions carry the permissions, messages leave the user out."""
        data: Payload = {
            "avatar": None,
            "banner": None,
            "communication_disabled_until": None,
            "deaf": False,
            "flags": 0,
            "joined_at": iso(self.joined_at),
            "mute": False,
            "nick": self.nick,
            "pending": False,
            "premium_since": None,
            "roles": [str(role) for role in self.roles],
        }
        if with_user:
            data["user"] = self.user.payload()
        if with_permissions:
            data["permissions"] = str(self.permissions)
        return data


@dataclass(slots=True)
class Role:
    """A role of a guild; the one with the guild's id is @everyone."""

    id: int
    name: str
    permissions: int = 0
    position: int = 0
    bot_id: int | None = None

    def payload(self) -> Payload:
        """Return the role object."""
        data: Payload = {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": self.bot_id is not None,
            "mentionable": False,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }
        if self.bot_id is not None:
            data["tags"] = {"bot_id": str(self.bot_id)}
        return data


@dataclass(slots=True)
class Guild:
    """A Discord server. `available` false is an outage: the bot is told, and its guild requests fail."""

    id: int
    name: str
    owner_id: int
    joined_at: datetime
    locale: str = "en-US"
    available: bool = True
    bot_permissions: int = BOT_PERMISSIONS
    members: dict[int, Member] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)

    def payload(self) -> Payload:
        """Return the guild object of REST (without channels and members)."""
        nothing: Payload = dict.fromkeys(_NEVER_SET)
        return nothing | {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner_id),
            "region": "deprecated",
            "features": [],
            "afk_timeout": 300,
            "system_channel_flags": 0,
            "widget_enabled": False,
            "verification_level": 0,
            "default_message_notifications": 0,
            "mfa_level": 0,
            "explicit_content_filter": 0,
            "max_members": 500_000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": self.locale,
            "premium_progress_bar_enabled": False,
            "nsfw": False,
            "nsfw_level": 0,
            "emojis": [],
            "stickers": [],
            "roles": [role.payload() for role in self.roles.values()],
        }

    def create_payload(self, channels: Iterable[Channel], bot: Member) -> Payload:
        """Return the GUILD_CREATE event: the guild with its channels, open threads and the bot's member."""
        listed = list(channels)
        return self.payload() | {
            "joined_at": iso(self.joined_at),
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "members": [bot.payload()],
            "channels": [one.payload() for one in listed if one.type not in THREADS],
            "threads": [one.payload() for one in listed if one.type in THREADS and not one.archived],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }


@dataclass(slots=True)
class Channel:
    """A text channel, a forum, a thread or a direct message, with its messages in order of their ids.

    `tags`: a forum's own, or the ids of those that a post of it has; `flags`: 1 << 4 where each post needs one. `nonces`
    remembers, per enforced nonce, the message it made and when.
    """

    id: int
    type: int
    name: str
    created_at: datetime
    guild_id: int | None = None
    parent_id: int | None = None
    owner_id: int | None = None
    recipient: User | None = None
    position: int = 0
    topic: str | None = None
    archived: bool = False
    locked: bool = False
    auto_archive_minutes: int = 1440
    archive_changed_at: datetime | None = None
    active_at: datetime | None = None
    sent: int = 0
    overwrites: list[Payload] = field(default_factory=list)
    messages: dict[int, Payload] = field(default_factory=dict)
    nonces: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    thread_members: set[int] = field(default_factory=set)
    tags: list[Any] = field(default_factory=list)
    flags: int = 0

    @property
    def is_thread(self) -> bool:
        """Return whether this is a thread."""
        return self.type in THREADS

    def payload(self) -> Payload:
        """Return the channel object; threads and direct messages have their own shapes."""
        last = next(reversed(self.messages), None)
        data: Payload = {
            "id": str(self.id),
            "type": self.type,
            "flags": self.flags,
            "last_message_id": None if last is None else str(last),
        }
        if self.recipient is not None:
            return data | {"recipients": [self.recipient.payload()]}
        parent = None if self.parent_id is None else str(self.parent_id)
        data |= {
            "guild_id": str(self.guild_id),
            "name": self.name,
            "parent_id": parent,
            "rate_limit_per_user": 0,
        }
        if self.is_thread:
            return data | self._thread_payload()
        if self.type == FORUM:
            data |= {"available_tags": self.tags, "default_reaction_emoji": None, "default_forum_layout": 0}
            data |= {"default_sort_order": None}
        return data | {
            "position": self.position,
            "topic": self.topic,
            "nsfw": False,
            "permission_overwrites": self.overwrites,
        }

    def _thread_payload(self) -> Payload:
        return {
            "owner_id": str(self.owner_id),
            "applied_tags": self.tags,
            "message_count": min(self.sent, 50),
            "total_message_sent": self.sent,
            "member_count": min(len(self.thread_members), 50),
            "thread_metadata": {
                "archived": self.archived,
                "archive_timestamp": iso(self.archive_changed_at or self.created_at),
                "auto_archive_duration": self.auto_archive_minutes,
                "locked": self.locked,
                "create_timestamp": iso(self.created_at),
            },
        }
