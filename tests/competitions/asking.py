"""Owns what the tests of asking Kaggle share: a Kaggle that answers as it is told, what people wait to read, what is posted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.app import App
from bot.attention.model.values import Intent, Notice, State
from bot.attention.store import intents, notices
from bot.competitions.feed import Kaggle
from bot.competitions.model.values import POST, POST_FOR, Competition, Form, Listing, Trouble, Troubled
from bot.competitions.store import posts
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Sent
from tests.competitions.house import CHANNEL, COMPETITIONS, GUILD, Den

LISTED = COMPETITIONS[1:]  # what Kaggle lists to begin with: all that are on


class Scripted(Kaggle):
    """Kaggle without a network: it answers the next of `script`, else that it lists `listed`. `asked` counts readings."""

    def __init__(self, *listed: Competition) -> None:
        self.listed = listed
        self.script: list[Listing] = []
        self.asked = 0
        self.token = True
        self.meanwhile: Callable[[], Awaitable[object]] | None = None

    @property
    def has_token(self) -> bool:
        """As the test says."""
        return self.token

    async def read(self) -> Listing:
        """What comes next."""
        self.asked += 1
        if self.meanwhile is not None:
            await self.meanwhile()
        return self.script.pop(0) if self.script else Listing(self.listed)


def sure(at: datetime | None) -> datetime:
    """A date that an invented competition has."""
    assert at is not None
    return at


def answering(app: App, *listed: Competition) -> Scripted:
    """From now on this app's Kaggle lists these, and nobody pauses before looking again."""
    made = Scripted(*(listed or LISTED))
    app.competitions.kaggle = made
    app.competitions.pause = 0.0
    return made


def failing(trouble: Trouble, *listed: Competition, **more: object) -> Listing:
    """A reading that went wrong behind these."""
    return Listing(listed, trouble=Troubled(trouble, **more))  # type: ignore[arg-type]


async def poll(den: Den) -> bool:
    """Kaggle is asked when it is due next; returns whether it was."""
    den.clock.now = max(den.clock.now, sure(await den.competitions.next_poll()))
    did = await den.competitions.poll_due()
    await tell(den)
    return did


async def turn(den: Den) -> None:
    """All that opens or ends by now does, and is told."""
    while await den.competitions.turn_due(10):
        pass
    await tell(den)


async def tell(den: Den) -> None:
    """Everybody is told what is to be told, two at once."""
    while await den.competitions.tell_due(2):
        pass


async def waiting(den: Den, who: int, kind: str) -> list[Intent]:
    """What of this kind waits for somebody, the earliest first."""
    all_of = await den.app.db.read(lambda tx: intents.of_person(tx, who))
    return [each for each in all_of if each.kind == kind and each.state is State.WAITING]


async def news(den: Den, who: int) -> list[list[str]]:
    """What changed, in each line that waits for somebody."""
    return [list(each.words["news"]) for each in await waiting(den, who, "competitions.changed")]


async def told(den: Den, guild_id: int = GUILD) -> list[Notice]:
    """What organisers were told and have not seen to."""
    return await den.app.db.read(lambda tx: notices.open_notices(tx, guild_id, 10))


async def post(den: Den, *shown: Competition, guild_id: int = GUILD) -> Delivery:
    """A message that shows these is in Discord."""

    def claim(tx: Tx) -> Delivery | None:
        made = posts.add(tx, guild_id, Form.CARD, [each.slug for each in shown])
        where = {"guild_id": guild_id, "channel_id": CHANNEL + guild_id}
        return deliveries.claim_new(tx, POST, made.id, **where, keep_for=POST_FOR)

    claimed = await den.app.db.write(claim)
    assert claimed is not None
    sent = await den.app.deliveries.record(claimed, Sent(claimed.id * 1000))
    assert sent is not None
    return sent


async def is_edited(den: Den, each: Delivery) -> bool:
    """Whether a message waits to be edited; it is from now on as if it had been."""
    found = await den.app.db.read(lambda tx: deliveries.get(tx, each.id))
    assert found is not None
    if found.dirty:
        await den.app.deliveries.record(found, Sent(found.message_id or 0))
    return found.dirty
