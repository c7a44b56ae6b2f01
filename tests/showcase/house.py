"""Owns what the showcase's tests under a simulated Discord share: worlds with a showcase, what is shared there, its unfurl.

Fixtures: `house` (a text channel), `forum_house` (a forum with a tag for each kind) and `either_house` (the test runs with both),
to be imported by a test's file.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
import simcord
from simcord.backend import serializers
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.deliveries.model import Delivery
from bot.demo.forums import create_forum, number_posts
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import Kind, Settings, Share
from bot.showcase.service import Showcase
from bot.showcase.service.posting import SharePost
from bot.showcase.store import settings
from cogs.showcase.posting import Posting
from tests.bots import World

LINK = "https://leaves.example/tomato"


class House(World):
    """A world whose server has a showcase: `channel` is where the members type, `place` is the showcase."""

    place: simcord.ChannelHandle
    forum: bool = False

    async def start(self, **options: Any) -> None:
        """Bring everything up, with the showcase in #showcase or in the forum `showcase`."""
        await super().start(**options)
        number_posts(self.env)
        if self.forum:
            self.place = create_forum(self.env, self.guild, "showcase")
        else:
            self.place = self.guild.create_text_channel("showcase")
        # SimCord wants it for changing and deleting threads, where Discord wants Manage Threads.
        self.allow(self.place, manage_channels=True)
        await self.env.settle()
        await self.app.db.write(
            lambda tx: settings.save(tx, Settings(self.guild.id, self.place.id, self.forum))
        )

    @property
    def showcase(self) -> Showcase:
        """The service."""
        return self.app.showcase

    @property
    def posting(self) -> Posting:
        """The bot's one instance."""
        cog: Any = self.bot.get_cog("sharing")
        posting: Posting = cog._posting
        return posting

    def allow(self, channel: simcord.ChannelHandle, **permissions: bool) -> None:
        """What the bot may (or may not) do in a channel, whatever its role says."""
        allow, deny = discord.PermissionOverwrite(**permissions).pair()
        me = self.env.backend.bot_user.id
        overwrite = Overwrite(me, OverwriteType.MEMBER, allow.value, deny.value)
        self.env.backend.set_overwrite(channel.id, overwrite)

    async def draft(self, who: simcord.MemberActor | None = None, **typed: Any) -> Share:
        """What somebody (ana) typed, kept as a draft; a project with a link unless said otherwise."""
        wanted = {"link": LINK, "text": "It tells sick leaves from healthy ones.", "kind": Kind.PROJECT}
        who = who or self.ana
        return await self.showcase.draft(self.guild.id, who.id, Typed(**{**wanted, **typed}))

    async def share(self, who: simcord.MemberActor | None = None, **typed: Any) -> tuple[Share, Delivery]:
        """Something that somebody (ana) shared, posted through the services; with its message as it stands."""
        who = who or self.ana
        draft = await self.draft(who, **typed)
        published = await self.showcase.publish(who.id, draft.id, author=who.name, may_post=True)
        delivered = await self.posting.share(draft.id, published.claimed)
        await self.env.settle()
        assert delivered is not None
        return await self.showcase.share(who.id, draft.id), delivered

    def shown(self, delivered: Delivery) -> discord.Message | None:
        """The message of a share as Discord has it; None when it is not there."""
        return self.message(delivered.channel_id, delivered.message_id or 0)

    def message(self, channel_id: int, message_id: int) -> discord.Message | None:
        """A message as Discord has it; None when it is not there."""
        if message_id not in self.env.backend.messages.get(channel_id, {}):
            return None
        channel = simcord.ChannelHandle(self.env, self.guild, self.env.backend.channels[channel_id])
        return next(each for each in channel.history() if each.id == message_id)

    def posts(self) -> list[str]:
        """What everybody reads of shares, oldest first: messages in the showcase, or the first ones of its posts."""
        if not self.forum:
            return self.messages(self.place)
        return [self.messages(each)[0] for each in self.place.threads if self.messages(each)]

    def tags(self, post: simcord.ChannelHandle) -> list[str]:
        """The names of a post's tags, in the order of the forum's."""
        channels = self.env.backend.channels
        chosen = channels[post.id].applied_tags
        return [each["name"] for each in channels[self.place.id].available_tags if int(each["id"]) in chosen]

    def only_tags(self, *tags: tuple[str, bool]) -> None:
        """The forum has these tags: (name, whether only moderators may set it)."""
        backend = self.env.backend
        made = [self._tag(name, moderated=moderated) for name, moderated in tags]
        backend.edit_channel(self.place.id, {"available_tags": made})

    def tag(self, name: str, *, moderated: bool = False) -> None:
        """The forum has one tag more."""
        backend = self.env.backend
        tags = [*backend.channels[self.place.id].available_tags, self._tag(name, moderated=moderated)]
        backend.edit_channel(self.place.id, {"available_tags": tags})

    def _tag(self, name: str, *, moderated: bool) -> dict[str, Any]:
        made: dict[str, Any] = {"id": str(self.env.backend.snowflake()), "name": name, "moderated": moderated}
        return {**made, "emoji_id": None, "emoji_name": None}

    def retag(self, post: simcord.ChannelHandle, *names: str) -> None:
        """A moderator gives a post these tags."""
        backend = self.env.backend
        tags = {each["name"]: int(each["id"]) for each in backend.channels[self.place.id].available_tags}
        backend.edit_channel(post.id, {"applied_tags": [tags[name] for name in names]})

    async def rewrite(self, share: Share, **typed: Any) -> Share:
        """The author changes what a share says; its message is due for an edit then."""
        before = (await self.showcase.share(share.user_id, share.id)).content
        return await self.showcase.rewrite(share.user_id, share.id, replace(Typed.of(before), **typed))

    async def later(self, **by: float) -> None:
        """Time passes, and what is due on the way is done."""
        await self.work_until(self.env.now() + timedelta(**by), step=timedelta(seconds=1))

    async def late(self, claimed: Delivery, share: Share) -> None:
        """A process that claimed a share's message sends it although the share was deleted meanwhile."""
        place = Settings(self.guild.id, self.place.id, self.forum)
        post = SharePost(share, place, "", "UTC", "", claimed)
        await self.posting._send(post, claimed)
        await self.env.settle()

    def delete_message(self, delivered: Delivery) -> None:
        """A moderator deletes the message of a share."""
        assert delivered.message_id is not None
        self.env.backend.delete_message(delivered.channel_id, delivered.message_id)

    @contextmanager
    def deaf(self) -> Iterator[None]:
        """The bot hears nothing of what happens meanwhile, as if it was not running."""
        backend = self.env.backend
        heard, backend.subscribers[:] = list(backend.subscribers), []
        try:
            yield
        finally:
            backend.subscribers[:] = heard

    def looks(self, since: int = 0) -> int:
        """How often we looked at a message, since that many requests."""
        return sum(
            each.method == "GET" and re.fullmatch(r"/channels/\d+/messages/\d+", each.path) is not None
            for each in self.env.http_requests[since:]
        )

    async def crowd(self, count: int) -> list[simcord.MemberActor]:
        """So many new members."""
        made = [self.guild.add_member(self.env.create_user(f"person{n}")) for n in range(count)]
        await self.env.settle()
        return made

    async def unfurl(self, delivered: Delivery, title: str, **embed: Any) -> None:
        """Discord shows what is behind a link (LINK): an embed below our message, which is no edit."""
        assert delivered.message_id is not None
        backend = self.env.backend
        message = backend.messages[delivered.channel_id][delivered.message_id]
        message.embeds = [{"type": "article", "url": LINK, "title": title, **embed}]
        backend.emit("MESSAGE_UPDATE", dict(serializers.message_payload(backend, message)))
        await self.env.settle()

    async def change(self, **changed: Any) -> None:
        """Change the showcase's settings."""
        before = Settings(self.guild.id, self.place.id, self.forum)
        await self.app.db.write(lambda tx: settings.save(tx, replace(before, **changed)))


class ForumHouse(House):
    """The same with a forum."""

    forum = True


async def _opened(made: House) -> AsyncIterator[House]:
    await made.start()
    await made.until(datetime(2026, 1, 1, 12, tzinfo=UTC))
    try:
        yield made
    finally:
        await made.stop()


@pytest.fixture
async def house(migrated_sqlite_url: str) -> AsyncIterator[House]:
    """A started world with a showcase in a text channel, on Thursday 1 January 2026, 12:00 UTC."""
    async for made in _opened(House(migrated_sqlite_url)):
        yield made


@pytest.fixture
async def forum_house(migrated_sqlite_url: str) -> AsyncIterator[House]:
    """The same with a forum."""
    async for made in _opened(ForumHouse(migrated_sqlite_url)):
        yield made


@pytest.fixture(params=[House, ForumHouse], ids=["text", "forum"])
async def either_house(migrated_sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[House]:
    """Both, one after the other."""
    async for made in _opened(request.param(migrated_sqlite_url)):
        yield made
