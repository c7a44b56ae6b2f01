"""The server's truth: who and what exists, and every change to it, told to the gateway as it happens.

Methods are synchronous and raise `ApiError` as Discord would answer; tests call the same methods to act as
people and organisers do (add a guild, archive a thread, delete a channel).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.faults.api import ApiError, Payload, archived, invalid_form, missing_permissions, unknown
from tests.faults.clock import ServerClock, Snowflakes
from tests.faults.entities import (
    ANNOUNCEMENT,
    BOT_PERMISSIONS,
    DIRECT,
    FORUM,
    MEMBER_PERMISSIONS,
    ORGANISER_PERMISSIONS,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    TEXT,
    Channel,
    Guild,
    Member,
    Role,
    User,
)

Emit = Callable[[str, Payload, int | None], None]
MANAGE_THREADS = 1 << 34
TAGS_NEEDED = 1 << 4  # the flag of a forum whose posts need a tag
MOST_TAGS = 5  # of a post
_ARCHIVE_MINUTES = (60, 1440, 4320, 10080)


class World:
    """Users, guilds and channels of one application; `emit(event, data, guild id or None)` gets events."""

    def __init__(self, clock: ServerClock, application_id: int, emit: Emit) -> None:
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.emit = emit
        self.application_id = application_id
        self.bot = User(application_id, "compound", bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.most_dms: int | None = None
        """So many direct messages may be opened anew in ten minutes; Discord does not say how many."""
        self._dms_opened: list[datetime] = []

    # People and places, as a test makes them.

    def add_user(self, name: str, *guilds: Guild, organiser: bool = False, locale: str = "en-US") -> User:
        """Make a person and let them join `guilds`; an organiser may manage the server. Returns the user."""
        user = User(self.ids.aged(), name, locale=locale)
        self.users[user.id] = user
        for guild in guilds:
            self.join(guild, user, ORGANISER_PERMISSIONS if organiser else MEMBER_PERMISSIONS)
        return user

    def join(self, guild: Guild, user: User, permissions: int = MEMBER_PERMISSIONS) -> Member:
        """Make `user` a member of `guild`; returns the member."""
        member = Member(user, self.clock.now(), permissions)
        guild.members[user.id] = member
        return member

    def add_guild(
        self,
        name: str,
        *,
        id: int | None = None,
        locale: str = "en-US",
        bot_permissions: int = BOT_PERMISSIONS,
    ) -> Guild:
        """Make a server that has the bot in it, and tell connected sessions. Returns the guild."""
        guild_id = id or self.ids.aged()
        owner = User(self.ids.aged(), f"{name.lower()} owner")
        guild = Guild(guild_id, name, owner.id, self.clock.now(), locale, bot_permissions=bot_permissions)
        role = Role(self.ids.aged(), self.bot.username, bot_permissions, 1, self.bot.id)
        guild.roles = {guild_id: Role(guild_id, "@everyone", MEMBER_PERMISSIONS), role.id: role}
        self.guilds[guild_id] = guild
        self.users[owner.id] = owner
        self.join(guild, owner, ORGANISER_PERMISSIONS)
        self.join(guild, self.bot, MEMBER_PERMISSIONS | bot_permissions).roles.append(role.id)
        joined = self.guild_create(guild)
        # Discord says that a server is available when a session begins and after an outage, not at a new one:
        # discord.py tells the two apart by this alone.
        del joined["unavailable"]
        self.emit("GUILD_CREATE", joined, guild_id)
        return guild

    def guild_create(self, guild: Guild) -> Payload:
        """Return the GUILD_CREATE payload of `guild` as it is now."""
        return guild.create_payload(self.channels_of(guild.id), guild.members[self.bot.id])

    def remove_guild(self, guild: Guild, *, outage: bool = False) -> None:
        """Take the guild away: the bot was removed, or (`outage`) Discord cannot reach the guild for now."""
        guild.available = False
        data: Payload = {"id": str(guild.id)}
        if outage:
            data["unavailable"] = True
        else:
            del self.guilds[guild.id]
            for channel in list(self.channels_of(guild.id)):
                del self.channels[channel.id]
        self.emit("GUILD_DELETE", data, guild.id)

    def restore_guild(self, guild: Guild) -> None:
        """End an outage."""
        guild.available = True
        self.emit("GUILD_CREATE", self.guild_create(guild), guild.id)

    def add_channel(self, guild: Guild, name: str, type: int = TEXT, tags: Sequence[str] = ()) -> Channel:
        """Make a channel in `guild`, a forum with these tags; returns it."""
        position = sum(1 for _ in self.channels_of(guild.id))
        channel = Channel(self.ids.aged(), type, name, self.clock.now(), guild.id, position=position)
        blank = {"moderated": False, "emoji_id": None, "emoji_name": None}
        channel.tags = [{"id": str(self.ids.aged()), "name": tag, **blank} for tag in tags]
        self.channels[channel.id] = channel
        self.emit("CHANNEL_CREATE", channel.payload(), guild.id)
        return channel

    # Looking things up, refusing as Discord does.

    def channels_of(self, guild_id: int) -> Iterator[Channel]:
        """Yield the guild's channels and threads."""
        return (channel for channel in self.channels.values() if channel.guild_id == guild_id)

    def guild(self, guild_id: int) -> Guild:
        """Return a guild; 404/10004 when there is none, or during its outage."""
        guild = self.guilds.get(guild_id)
        if guild is None or not guild.available:
            raise unknown(10004, "Guild")
        return guild

    def channel(self, channel_id: int) -> Channel:
        """Return a channel, thread or direct message; 404/10003 when there is none."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise unknown(10003, "Channel")
        return channel

    def bot_permissions(self, channel: Channel) -> int:
        """Return the bot's permissions where `channel` is (those of a member in direct messages)."""
        if channel.guild_id is None:
            return MEMBER_PERMISSIONS
        return MEMBER_PERMISSIONS | self.guilds[channel.guild_id].bot_permissions

    # Channels and threads, as requests change them.

    def direct_channel(self, user_id: int) -> Channel:
        """Return the direct messages with a person, opened at the first call; 400/50033 for a stranger."""
        user = self.users.get(user_id)
        if user is None or user.bot:
            raise ApiError(400, 50033, "Invalid Recipient(s)")
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        channel = Channel(self.ids.new(), DIRECT, "", self.clock.now(), recipient=user)
        self.channels[channel.id] = channel
        self.emit("CHANNEL_CREATE", channel.payload(), None)
        return channel

    def open_direct(self, user_id: int) -> Channel:
        """The same, as the bot asks for it: 400/40003 when it opened too many new ones lately."""
        there = any(
            one.recipient is not None and one.recipient.id == user_id for one in self.channels.values()
        )
        if not there and self.most_dms is not None:
            now = self.clock.now()
            self._dms_opened = [at for at in self._dms_opened if now - at < timedelta(minutes=10)]
            if len(self._dms_opened) >= self.most_dms:
                raise ApiError(400, 40003, "You are opening direct messages too fast")
            self._dms_opened.append(now)
        return self.direct_channel(user_id)

    def shares_guild(self, user: User) -> bool:
        """Whether the bot and this person are in one guild: else it may not write to them."""
        return any(user.id in guild.members for guild in self.guilds.values())

    def start_thread(self, parent: Channel, body: Payload, message: Payload | None = None) -> Channel:
        """Make a thread in `parent`, from `message` if given: then its id is the message's.

        400/160004 when the message already has one. Source: Discord reference, "Start Thread from Message".
        """
        if parent.type not in (TEXT, ANNOUNCEMENT, FORUM):
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        name = body.get("name")
        if not isinstance(name, str) or not 1 <= len(name) <= 100:
            raise invalid_form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
        minutes = body.get("auto_archive_duration") or 1440
        if minutes not in _ARCHIVE_MINUTES:
            raise invalid_form(
                "auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be {_ARCHIVE_MINUTES}."
            )
        thread_id = self.ids.new() if message is None else int(message["id"])
        if thread_id in self.channels:
            raise ApiError(400, 160004, "A thread has already been created for this message")
        # Without a message Discord makes a private thread unless told otherwise.
        kind = PUBLIC_THREAD if message is not None else body.get("type", PRIVATE_THREAD)
        now = self.clock.now()
        thread = Channel(thread_id, kind, name, now, parent.guild_id, parent.id, self.bot.id, active_at=now)
        thread.auto_archive_minutes = minutes
        thread.thread_members.add(self.bot.id)
        if parent.type == FORUM:
            thread.tags = self._applied(parent, body.get("applied_tags") or [])
        self.channels[thread.id] = thread
        self.emit("THREAD_CREATE", thread.payload() | {"newly_created": True}, thread.guild_id)
        return thread

    def _applied(self, forum: Channel, chosen: list[Any]) -> list[str]:
        """The tags of a post; 400/40067 where the forum needs one, 403/50013 for one that only moderators may set."""
        there = {each["id"]: each for each in forum.tags}
        wanted = [str(each) for each in chosen]
        if len(wanted) > MOST_TAGS or any(each not in there for each in wanted):
            raise invalid_form("applied_tags", "BASE_TYPE_CHOICES", "Unknown or too many tags.")
        if not wanted and forum.flags & TAGS_NEEDED:
            raise ApiError(400, 40067, "A tag is required to create a forum post in this channel")
        moderates = self.bot_permissions(forum) & MANAGE_THREADS
        if any(there[each]["moderated"] for each in wanted) and not moderates:
            raise missing_permissions()
        return wanted

    def archived_threads(self, parent: Channel, query: Mapping[str, str]) -> Payload:
        """A page of a channel's archived public threads, those first that were archived last."""
        threads = [each for each in self.channels.values() if each.parent_id == parent.id and each.archived]
        pages = sorted((each.payload() for each in threads), key=_archive_time, reverse=True)
        if "before" in query:
            pages = [each for each in pages if _archive_time(each) < query["before"]]
        limit = int(query.get("limit", "50"))
        return {"threads": pages[:limit], "members": [], "has_more": len(pages) > limit}

    def edit_channel(self, channel: Channel, body: Payload) -> None:
        """Rename, archive, unarchive or lock; an archived thread takes no other change (400/50083)."""
        if channel.is_thread:
            if channel.archived and body.get("archived") is not False:
                raise archived()
            moderates = bool(self.bot_permissions(channel) & MANAGE_THREADS)
            if not moderates and (channel.locked or "locked" in body):
                raise missing_permissions()
            self._set_archived(channel, bool(body.get("archived", channel.archived)))
            channel.locked = bool(body.get("locked", channel.locked))
            channel.auto_archive_minutes = body.get("auto_archive_duration") or channel.auto_archive_minutes
        channel.name = body.get("name") or channel.name
        if "applied_tags" in body and channel.parent_id is not None:
            channel.tags = self._applied(self.channels[channel.parent_id], body["applied_tags"])
        if "topic" in body:
            channel.topic = body["topic"]
        self._changed(channel)

    def touch(self, channel: Channel) -> None:
        """Note that a message arrived: it keeps a thread awake, and wakes an archived one."""
        if not channel.is_thread:
            return
        channel.active_at = self.clock.now()
        channel.sent += 1
        if channel.archived:
            self._set_archived(channel, False)
            self._changed(channel)

    def archive_idle_threads(self) -> None:
        """Archive every thread whose auto archive duration has passed by the server's clock."""
        now = self.clock.now()
        for thread in [one for one in self.channels.values() if one.is_thread and not one.archived]:
            if now - (thread.active_at or thread.created_at) >= timedelta(
                minutes=thread.auto_archive_minutes
            ):
                self._set_archived(thread, True)
                self._changed(thread)

    def delete_channel(self, channel: Channel) -> None:
        """Delete a channel with its threads, or one thread."""
        if channel.is_thread:
            gone = {"id": str(channel.id), "guild_id": str(channel.guild_id), "type": channel.type}
            gone["parent_id"] = str(channel.parent_id)
            self.emit("THREAD_DELETE", gone, channel.guild_id)
        else:
            self.emit("CHANNEL_DELETE", channel.payload(), channel.guild_id)
            for thread in [one for one in self.channels.values() if one.parent_id == channel.id]:
                del self.channels[thread.id]
        del self.channels[channel.id]

    def _set_archived(self, thread: Channel, value: bool) -> None:
        if thread.archived != value:
            thread.archived = value
            thread.archive_changed_at = self.clock.now()
            thread.active_at = self.clock.now()

    def _changed(self, channel: Channel) -> None:
        event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
        self.emit(event, channel.payload(), channel.guild_id)


def _archive_time(thread: Payload) -> str:
    return str(thread["thread_metadata"]["archive_timestamp"])
