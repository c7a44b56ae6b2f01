"""Owns a showcase on the loopback Discord: in a text channel or a forum, something shared there, and what people see of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.app import App
from bot.deliveries.model import Delivery
from bot.shell.client import Compound
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import Kind, Settings, Share
from bot.showcase.service.publishing import Published
from bot.showcase.store import settings
from cogs.showcase.posting import Posting
from cogs.showcase.views.posts import helped_id
from tests.faults.api import Payload
from tests.faults.compound import work
from tests.faults.entities import FORUM, TEXT, Channel
from tests.faults.scene import Place

LINK = "https://leaves.example/tomato"
TAGS = ("Project", "Notebook", "Other")
ADA = "Ada"


@dataclass
class Gallery:
    """A place whose server has its showcase in `channel`."""

    place: Place
    channel: Channel

    @property
    def in_forum(self) -> bool:
        """Whether shares are posts of a forum."""
        return self.channel.type == FORUM

    @property
    def sends(self) -> str:
        """The path by which shares are sent."""
        return rf"/channels/{self.channel.id}/{'threads' if self.in_forum else 'messages'}"

    def threads(self) -> list[Channel]:
        """The threads that are there: of posts in a forum, for talk in a text channel."""
        return [one for one in self.place.server.world.channels.values() if one.parent_id == self.channel.id]

    def messages(self) -> list[Payload]:
        """The messages that show shares, in order."""
        places = self.threads() if self.in_forum else [self.channel]
        found = [each for place in places for each in place.messages.values()]
        return [each for each in found if "showcase:helped:" in str(each["components"])]

    def shown(self) -> Counter[str]:
        """How often each share is there, by its mark."""
        return Counter(each["components"][0]["components"][0]["custom_id"] for each in self.messages())

    def where(self, delivered: Delivery) -> Channel:
        """The channel or thread of a share's message."""
        return self.place.server.world.channels[delivered.channel_id]

    def delete_by_hand(self, delivered: Delivery) -> None:
        """A moderator deletes the message of a share."""
        messages = self.place.server.messages
        messages.delete(self.where(delivered), delivered.message_id or 0, by_bot=False)


async def open_gallery(app: App, place: Place, type: int = TEXT) -> Gallery:
    """The place's server has a showcase from now on, in a channel of this type."""
    channel = place.server.world.add_channel(
        place.guild, "showcase", type, tags=TAGS if type == FORUM else ()
    )
    chosen = Settings(place.guild.id, channel.id, forum=type == FORUM)
    await app.db.write(lambda tx: settings.save(tx, chosen))
    return Gallery(place, channel)


async def published(app: App, place: Place, user_id: int = 0, **typed: Any) -> Published:
    """Something that a member (ada) shares, on disk and claimed; not sent."""
    wanted = {"link": LINK, "text": "Sick leaves from healthy ones.", "kind": Kind.NOTEBOOK, **typed}
    who = user_id or place.ada.id
    draft = await app.showcase.draft(place.guild.id, who, Typed(**wanted))
    return await app.showcase.publish(who, draft.id, author=ADA, may_post=True)


def posting(bot: Compound) -> Posting:
    """The bot's one instance."""
    cog: Any = bot.get_cog("sharing")
    found: Posting = cog._posting  # a reloaded one: not an instance of the class imported here
    return found


async def share(bot: Compound, place: Place, **typed: Any) -> tuple[Share, Delivery]:
    """The same, sent; with how its message stands."""
    made = await published(bot.app, place, **typed)
    delivered = await posting(bot).share(made.share.id, made.claimed)
    assert delivered is not None
    return made.share, delivered


async def until_quiet(bot: Compound, place: Place, step: float = 65) -> None:
    """Time passes until nothing is left to be posted, edited or removed."""
    for _ in range(60):
        await work(bot, place, seconds=step)
        dues: list[datetime | None] = [
            await bot.app.showcase.next_unfinished(),
            await bot.app.showcase.next_thread(),
            await bot.app.deliveries.next_removal(),
        ]
        if not any(dues):
            return
    raise AssertionError(f"still something to do: {dues}")


def mark(made: Share) -> str:
    """The mark of a share's message."""
    return helped_id(made.id)
