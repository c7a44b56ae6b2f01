"""Owns a feature of the tests' own, which has something to tell people, and what people do with their inbox and bundles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import discord
import simcord

from bot.attention.model.values import Intent, Message
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell.cards import Button
from bot.shell.client import Compound
from bot.shell.directory import Line
from tests.bots import World, answer_of

NEWS = "trial.news"
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)  # of a Friday; UTC serves where nobody chose a zone
DAYS = timedelta(days=20)
BUNDLE = "Here is what came in for you"
Actor = simcord.MemberActor


class Trial:
    """Its news are numbers; `over` are those that are no longer true."""

    def __init__(self) -> None:
        self.over: set[int] = set()

    def load(self, bot: Compound) -> None:
        """Offer its lines, as a cog does when it loads."""
        bot.directory.lines[NEWS] = self._lines
        bot.directory.names[NEWS] = lambda _lang: "News"

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        button = Button("Write my standup", custom_id("people", "home"))
        return {
            each.id: Line(f"News number {each.subject_id}.", button if each.subject_id % 2 else None)
            for each in intents
            if each.subject_id not in self.over
        }


def news(
    user_id: int, number: int, *, server: int, priority: int = 5, lasts: timedelta = DAYS, now: World
) -> Message:
    """Something for a person."""
    expires_at = now.env.now() + lasts
    return Message(user_id, server, NEWS, number, f"news:{number}", expires_at, priority=priority)


async def tell(
    world: World, who: Actor, *numbers: int, server: int = 0, lasts: timedelta = DAYS, priority: int = 5
) -> None:
    """The news with these numbers happen for `who`, in their server if no other is said."""
    for number in numbers:
        message = news(
            who.id,
            number,
            server=server or world.guild.id,
            priority=priority,
            lasts=lasts,
            now=world,
        )
        await world.app.attention.tell(message)


async def inbox(world: World, who: Actor) -> simcord.InteractionResult:
    """Somebody opens their inbox from /mine."""
    card = await who.slash(world.channel, "mine")
    return await who.click(answer_of(card), label="Inbox")


async def choose(
    world: World,
    who: Actor,
    bundles: str = "1",
    at: str = "12:00",
    quiet: tuple[str, str] = ("21:00", "8:00"),
    days_off: Sequence[str] = ("5", "6"),
) -> simcord.InteractionResult:
    """Somebody chooses their bundles, on the way over the inbox."""
    form = await who.click(answer_of(await inbox(world, who)), label="My bundles")
    return await who.submit_modal(
        form,
        {
            "bundles": bundles,
            "at": at,
            "quiet_from": quiet[0],
            "quiet_to": quiet[1],
            "days_off": list(days_off),
        },
    )


def bundles(who: Actor) -> list[discord.Message]:
    """The bundles in somebody's direct messages, oldest first."""
    return [each for each in who.user.dm_channel.history() if BUNDLE in each.content]


def received(who: Actor) -> list[str]:
    """Everything that reached somebody by direct message."""
    return [each.content for each in who.user.dm_channel.history()]


async def later(world: World, hours: float = 0, **by: float) -> None:
    """Some time passes, with the jobs at work."""
    passes = timedelta(hours=hours, **by)
    await world.work_until(world.env.now() + passes, step=max(timedelta(minutes=10), passes / 20))
