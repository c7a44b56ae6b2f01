"""Threads by ids: posts of a forum with their tags and names, whether anybody talked there, and one look at a message.

Discord knows a message sent twice by its nonce, but takes none with a forum post. So a post is asked for once; without an answer
that counts it is looked for before it is asked for again. https://discord.com/developers/docs/resources/channel#start-thread-in-forum-or-media-channel
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import discord
from discord.http import Route

from bot.core.clock import Clock
from bot.deliveries.model import Gone, Outcome, Refused, Sent, Unknown
from bot.shell.announcements import Announcements
from bot.shell.cards import Card
from bot.shell.once import AskedOnceError, Once
from bot.shell.poster import MARGIN, TOO_LATE, ArchiveAfter, Own, Poster
from bot.shell.tags import Forum, read_forum
from bot.shell.tags import ForumPost as ForumPost

ARCHIVE_AFTER: ArchiveAfter = (
    10080  # minutes without a message until Discord archives a post or a thread about one
)
TAGS_CHANGED = (40067, 50035)  # one is needed; one is not there
TAGS_FOR = timedelta(minutes=1)  # how long a forum's tags are believed
PAGES = 10  # of archived posts looked through, 100 each
READ = 100  # messages looked at in a thread
KEPT = 1000  # posts remembered
# What somebody writes; pins, names and the like are messages as well.
WRITTEN = frozenset({0, 19, 20, 23})

T = TypeVar("T")


@dataclass(frozen=True)
class Looked:
    """A message as it is now: its text, and what Discord shows below it."""

    text: str
    embeds: Sequence[Mapping[str, Any]]


class Threads:
    """What is done to threads, in a forum and in a text channel."""

    def __init__(self, bot: discord.Client, poster: Poster, clock: Clock) -> None:
        self._bot = bot
        self._poster = poster
        self._clock = clock
        self._announcements = Announcements(bot, poster)
        self._forums: dict[int, Forum] = {}
        self._creating: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._made: OrderedDict[int, int] = OrderedDict()
        self._starters: OrderedDict[int, Own] = OrderedDict()

    async def create(
        self, forum_id: int, card: Card, post: ForumPost, *, nonce: int, until: datetime
    ) -> Outcome:
        """Ask once for a post in a forum: Sent with its id, which is that of its message and of its thread.

        Nothing is asked for after `until` (aware UTC). One at a time in a forum: what waits for its turn inside discord.py could
        still be sent when somebody else has taken it over.
        """
        return await self._with_tags(
            forum_id, lambda forum: self._create(forum_id, card, post, forum.of_new(post), nonce, until)
        )

    async def _create(
        self, forum_id: int, card: Card, post: ForumPost, tags: Sequence[int], nonce: int, until: datetime
    ) -> Outcome:
        async def call() -> Outcome:
            async with self._creating.setdefault(forum_id, asyncio.Lock()):
                if (made := self._made.get(nonce)) is not None:  # by an earlier try that nobody waited for
                    return Sent(made, made)
                if self._clock() >= until:
                    return Unknown(TOO_LATE)
                try:
                    return await self._ask_for(forum_id, card, post.name, tags, nonce)
                except AskedOnceError:
                    return Unknown("it was asked for once")

        return await self._poster.ask(call, until)

    async def _ask_for(self, forum_id: int, card: Card, name: str, tags: Sequence[int], nonce: int) -> Sent:
        view, files = card.view(), card.uploads()
        body: dict[str, Any] = {"name": name, "auto_archive_duration": ARCHIVE_AFTER}
        if tags:
            body["applied_tags"] = [str(each) for each in tags]
        body["message"] = {
            "content": card.text,
            "components": view.to_components() if view else [],
            "attachments": [file.to_dict(place) for place, file in enumerate(files)],
            "flags": discord.MessageFlags(suppress_embeds=not card.unfurl).value,
            "allowed_mentions": discord.AllowedMentions.none().to_dict(),
        }
        route = Route("POST", "/channels/{channel_id}/threads", channel_id=forum_id)
        form = _form(body, files)
        request = {"form": form} if form else {"json": body}
        made = await self._bot.http.request(route, files=Once(files), **request)
        post_id = int(made["id"])
        _keep(self._made, nonce, post_id)
        return Sent(post_id, post_id)

    async def own_posts(
        self, guild_id: int, forum_id: int, since: datetime, until: datetime | None = None
    ) -> list[int] | Outcome:
        """Our own posts in a forum, made between two instants (aware UTC), oldest first; the outcome if they cannot be listed."""
        active = await self._read(lambda: self._bot.http.get_active_threads(guild_id))
        if isinstance(active, Outcome):
            return active
        found = [each for each in active["threads"] if int(each.get("parent_id") or 0) == forum_id]
        before: str | None = None
        for _page in range(PAGES):
            page = await self._archived(forum_id, before)
            if isinstance(page, Outcome):
                return page
            found += page["threads"]
            ended = [each["thread_metadata"]["archive_timestamp"] for each in page["threads"]]
            if not page.get("has_more") or not ended or datetime.fromisoformat(ended[-1]) < since - MARGIN:
                break
            before = ended[-1]
        me = self._bot.user.id if self._bot.user else 0
        first = discord.utils.time_snowflake(since - MARGIN)
        last = discord.utils.time_snowflake(until + MARGIN, high=True) if until else None
        ours = {int(each["id"]) for each in found if int(each.get("owner_id") or 0) == me}
        return sorted(each for each in ours if each >= first and (last is None or each <= last))

    async def _archived(self, forum_id: int, before: str | None) -> Any:
        route = Route("GET", "/channels/{channel_id}/threads/archived/public", channel_id=forum_id)
        params: dict[str, str | int] = {"limit": 100}
        if before is not None:
            params["before"] = before
        return await self._read(lambda: self._bot.http.request(route, params=params))

    async def starter(self, post_id: int) -> Own | Outcome:
        """The message that a post of ours began with."""
        if (known := self._starters.get(post_id)) is not None:
            return known
        found = await self._read(lambda: self._bot.http.get_message(post_id, post_id))
        if isinstance(found, Outcome):
            return found
        own = Own(post_id, found["content"], _custom_ids(found["components"]))
        _keep(self._starters, post_id, own)
        return own

    async def is_forum(self, channel_id: int) -> bool | Outcome:
        """Whether a channel takes posts instead of messages; the outcome when nobody can say."""
        channel = self._bot.get_channel(channel_id)
        if channel is not None:
            return isinstance(channel, discord.ForumChannel)
        found = await self._channel(channel_id)
        return found if isinstance(found, Outcome) else found["type"] == discord.ChannelType.forum.value

    async def bring_up_to_date(self, thread_id: int, post: ForumPost, *, in_forum: bool) -> Outcome:
        """Give a thread its name, and a post in a forum its tags; Sent when they are so. A locked one is respected (Refused)."""
        found = await self._channel(thread_id)
        if isinstance(found, Outcome):
            return found
        named = {} if found["name"] == post.name else {"name": post.name}
        if not in_forum:
            return await self._change(thread_id, named, respect_lock=True)
        now = [int(each) for each in found.get("applied_tags") or ()]

        async def change(forum: Forum) -> Outcome:
            wanted = forum.of_old(post, now)
            tagged = {} if set(wanted) == set(now) else {"applied_tags": [str(each) for each in wanted]}
            return await self._change(thread_id, {**named, **tagged}, respect_lock=True)

        return await self._with_tags(int(found["parent_id"]), change)

    async def clear(self, thread_id: int, name: str, *, keep: bool = False) -> Outcome:
        """What a thread was about is gone: Gone, for it is deleted when nobody but us wrote there; else it is called so.

        `keep`: what stands there of ours are words of others.
        """
        found = await self._channel(thread_id)
        if isinstance(found, Outcome):
            return found
        talked = keep or await self._talked(thread_id, found)
        if isinstance(talked, Outcome):
            return talked
        lines = await self._announcements.remove(found, names=talked)
        if isinstance(lines, Unknown):
            return lines
        if not talked:
            outcome = await self._poster.ask(lambda: self._delete(thread_id))
            if not isinstance(outcome, Refused):
                return outcome
        return await self._change(
            thread_id, {} if found["name"] == name else {"name": name}, respect_lock=False
        )

    async def look(self, channel_id: int, message_id: int) -> Looked | Outcome:
        """One message as it is now."""
        found = await self._read(lambda: self._bot.http.get_message(channel_id, message_id))
        if isinstance(found, Outcome):
            return found
        return Looked(found["content"], found["embeds"])

    async def _talked(self, thread_id: int, thread: Mapping[str, Any]) -> bool | Outcome:
        """Whether somebody but us wrote there; what cannot be read counts as talk."""
        guild = self._bot.get_guild(int(thread.get("guild_id") or 0))
        if guild is None or guild.unavailable:
            return Unknown("the server is not there now")  # so nobody knows what we may read
        if self._poster.may_not_read(int(thread["parent_id"] or 0)):
            return True
        messages = await self._read(lambda: self._bot.http.logs_from(thread_id, READ))
        if isinstance(messages, Outcome):
            return True if isinstance(messages, Refused) else messages
        me = self._bot.user.id if self._bot.user else 0
        if any(int(each["author"]["id"]) != me and each["type"] in WRITTEN for each in messages):
            return True
        return len(messages) == READ

    async def _delete(self, thread_id: int) -> Outcome:
        await self._bot.http.delete_channel(thread_id)
        return Gone()

    async def _change(self, thread_id: int, fields: Mapping[str, Any], *, respect_lock: bool) -> Outcome:
        if not fields:
            return Sent(thread_id)

        async def call() -> Outcome:
            await self._bot.http.edit_channel(thread_id, **fields)
            return Sent(thread_id)

        return await self._poster.in_thread(thread_id, call, None, respect_lock=respect_lock)

    async def _with_tags(self, forum_id: int, ask: Callable[[Forum], Awaitable[Outcome]]) -> Outcome:
        """Ask for something with a forum's tags, and once more when they are not what they were a moment ago."""
        known = self._forums.get(forum_id)
        forum = await self._forum(forum_id)
        outcome = forum if isinstance(forum, Outcome) else await ask(forum)
        if forum is known and isinstance(outcome, Refused) and outcome.code in TAGS_CHANGED:
            self._forums.pop(forum_id, None)  # unless another that waited here has done so
            return await self._with_tags(forum_id, ask)
        return outcome

    async def _forum(self, forum_id: int) -> Forum | Outcome:
        known = self._forums.get(forum_id)
        if known is not None and timedelta() <= self._clock() - known.read_at < TAGS_FOR:
            return known
        found = await self._channel(forum_id)
        if isinstance(found, Outcome):
            return found
        self._forums[forum_id] = read_forum(found, self._clock())
        return self._forums[forum_id]

    async def _channel(self, channel_id: int) -> dict[str, Any] | Outcome:
        found: dict[str, Any] | Outcome = await self._read(lambda: self._bot.http.get_channel(channel_id))
        return found

    async def _read(self, get: Callable[[], Awaitable[Any]]) -> Any:
        """What Discord answers, or the outcome when it does not."""
        found: list[Any] = []

        async def call() -> Outcome:
            found.append(await get())
            return Sent(0)

        outcome = await self._poster.ask(call)
        return found[0] if isinstance(outcome, Sent) else outcome


def _form(body: Mapping[str, Any], files: Sequence[discord.File]) -> list[dict[str, Any]]:
    """A request with files as discord.py wants its parts; empty without."""
    if not files:
        return []
    parts: list[dict[str, Any]] = [{"name": "payload_json", "value": json.dumps(body)}]
    for place, file in enumerate(files):
        named = {"name": f"files[{place}]", "filename": file.filename}
        parts.append({**named, "value": file.fp, "content_type": "application/octet-stream"})
    return parts


def _custom_ids(components: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    parts = [part for row in components for part in row.get("components", [row])]
    return tuple(part["custom_id"] for part in parts if part.get("custom_id"))


def _keep(kept: OrderedDict[int, T], key: int, value: T) -> None:
    kept[key] = value
    if len(kept) > KEPT:
        kept.popitem(last=False)
