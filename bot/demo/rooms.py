"""What the hub knows of the simulated Discord: the rooms a person can open, the last words, what is new."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import simcord
from simcord.backend.models import Message
from simcord.components import walk_components
from simcord.enums import MessageType

from bot.demo.forums import is_forum
from bot.demo.seed import BOT_NAME, Person
from bot.demo.world import World

Kind = Literal["channel", "forum", "thread", "dm"]
"""A forum has no messages of its own and cannot be opened; its posts are threads."""

HINT = 110
"""Characters of the newest message that a room shows."""

TEXT_DISPLAY = 10

SAID = (MessageType.DEFAULT, MessageType.REPLY, MessageType.CHAT_INPUT_COMMAND)
"""The kinds of messages that somebody wrote, unlike Discord's own lines about threads and pins."""


@dataclass(frozen=True)
class Room:
    """A channel, a forum, a thread or the direct messages with the bot, as one person sees it now."""

    id: int
    kind: Kind
    name: str
    hint: str
    at: str
    """Local time of the newest message in short, empty without one."""
    new: bool
    """Somebody else wrote since this person opened it last."""
    open: bool
    """It is what the visitor opened last, as this person."""


class Lobby:
    """Who the visitor is, which room they opened, and what they have seen in which person's name."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.person = world.community.people[0]
        self._opened: tuple[str, int] | None = None
        self._seen = {
            (person.key, channel.id): self._newest_for(channel.id, person)
            for person in world.community.people
            for _, channel in self._channels(person)
        }

    def rooms(self, person: Person) -> list[Room]:
        """Every room this person can see: channels, each with its threads (newest first), then the DM."""
        return [self._room(kind, channel, person) for kind, channel in self._channels(person)]

    async def open(self, room_id: int, person: Person) -> str | None:
        """Show the room in the Preview as this person; its address, or None when the person has no such room.

        DemoError when the Preview cannot be opened.
        """
        for kind, channel in self._channels(person):
            if channel.id == room_id and kind != "forum":
                address = await self.world.open_preview(channel, person)
                self.person = person
                self._opened = (person.key, room_id)
                return address
        return None

    def _channels(self, person: Person) -> Iterator[tuple[Kind, simcord.ChannelHandle]]:
        for channel in self.world.community.guild.channels.values():
            if not self.world.may_read(channel.id, person):
                continue
            yield "forum" if is_forum(self.world.env, channel.id) else "channel", channel
            threads = [thread for thread in channel.threads if self.world.may_read(thread.id, person)]
            # A thread in which nobody wrote yet is as new as the message it hangs on, whose id it has.
            newest = {thread.id: max(thread.id, self._newest_for(thread.id, None)) for thread in threads}
            for thread in sorted(threads, key=lambda item: newest[item.id], reverse=True):
                yield "thread", thread
        yield "dm", person.actor.user.dm_channel

    def _room(self, kind: Kind, channel: simcord.ChannelHandle, person: Person) -> Room:
        key = (person.key, channel.id)
        newest = self._newest_for(channel.id, person)
        if self._opened == key:
            self._seen[key] = newest
        name = BOT_NAME if kind == "dm" else str(channel.name) if kind == "thread" else f"#{channel.name}"
        said, at = self._last_words(channel.id, person)
        return Room(
            channel.id, kind, name, said, at, new=newest > self._seen.get(key, 0), open=self._opened == key
        )

    def _newest_for(self, channel_id: int, person: Person | None) -> int:
        """The id of the newest message that this person can see and did not write; 0 without one."""
        messages = self.world.env.backend.messages.get(channel_id, {}).values()
        if person is None:
            return max((message.id for message in messages if not message.is_ephemeral), default=0)
        me = person.actor.id
        return max((item.id for item in messages if item.visible_to(me) and item.author_id != me), default=0)

    def _last_words(self, channel_id: int, person: Person) -> tuple[str, str]:
        messages = self.world.env.backend.messages.get(channel_id, {})
        for message in sorted(messages.values(), key=lambda item: item.id, reverse=True):
            words = self._plain(_text_of(message)) if message.visible_to(person.actor.id) else ""
            if words and message.type in SAID:
                said = f"{self._name(message.author_id)}: {words}"
                return textwrap.shorten(said, HINT, placeholder="…"), self._short(message.timestamp)
        return "", ""

    def _short(self, timestamp: str) -> str:
        local = datetime.fromisoformat(timestamp).astimezone(self.zone)
        today = self.world.now().astimezone(self.zone).date()
        return f"{local:%H:%M}" if local.date() == today else f"{local:%a %H:%M}"

    @property
    def zone(self) -> ZoneInfo:
        """The community's time zone."""
        return ZoneInfo(self.world.community.zone)

    def _name(self, user_id: int) -> str:
        user = self.world.env.backend.users.get(user_id)
        return (user.global_name or user.name) if user is not None else "somebody"

    def _plain(self, text: str) -> str:
        """Discord's markup as words: mentions by name, times in the community's zone, no asterisks."""
        channels = self.world.env.backend.channels

        def channel(match: re.Match[str]) -> str:
            found = channels.get(int(match[1] or match[2]))
            return f"#{found.name}" if found is not None else "#unknown"

        def moment(match: re.Match[str]) -> str:
            return f"{datetime.fromtimestamp(int(match[1]), self.zone):%a %H:%M}"

        text = re.sub(r"<@!?(\d+)>", lambda match: f"@{self._name(int(match[1]))}", text)
        text = re.sub(r"<#(\d+)>|https://discord\.com/channels/\d+/(\d+)(?:/\d+)?", channel, text)
        text = re.sub(r"<t:(-?\d+)(?::\w)?>", moment, text)
        text = re.sub(r"</([^:>]+):\d+>", r"/\1", text)
        text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
        text = re.sub(r"(?m)^\s*(?:-#|#{1,3}|>+)\s*", "", text)
        return " ".join(re.sub(r"\*+|__|~~|\|\||`+", "", text).split())


def _text_of(message: Message) -> str:
    """The words of a message, wherever it has them: its text, its layout's texts or its embeds."""
    if message.content:
        return message.content
    parts = walk_components(message.components)
    texts = [str(part.get("content", "")) for part in parts if part.get("type") == TEXT_DISPLAY]
    for embed in message.embeds:
        texts += [str(embed.get("title") or ""), str(embed.get("description") or "")]
    return " ".join(texts)
