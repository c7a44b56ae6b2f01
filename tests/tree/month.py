"""Owns a month of thirty people with the whole bot in a simulated Discord, and everything that the bot said in it.

Each day a few use it as their kind does: some write, some do a little, some are stuck and ask, help or are away, one leaves,
one erases everything. Some are there the whole month and never write: nobody may be able to tell.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import simcord

from tests.bots import World, answer_of, labels_of
from tests.tree.week import Said, heard

NINE = datetime(2026, 1, 5, 8, 1, tzinfo=UTC)  # Monday, 9:01 in Berlin
DAYS = 26  # to Friday, 30 January
WRITES, LITTLE, RARELY, NEVER = "writes", "little", "rarely", "never"
KINDS = {WRITES: 9, LITTLE: 5, RARELY: 6, NEVER: 10}
STUCK = "Why does the loss explode after epoch 3?"
REPLY = "I had that on 2 projects"
PHRASES = (
    "Trained 4 models and ranked them",
    "Read 12 pages, missed the bus",
    "Ran the notebook in a row of cells",
    "Labelled 300 leaves",
    "Wrote down what confused me",
)


@dataclass(frozen=True)
class Month:
    """What was said, the ids of the people by name, and who never wrote, replied, asked or helped."""

    said: tuple[Said, ...]
    people: Mapping[str, int]
    silent: frozenset[str]
    written: tuple[str, ...]


class Player:
    """Plays the month; `seed` decides who does what on which day."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.dice = random.Random(seed)
        self.people: dict[str, simcord.MemberActor] = {}
        self.kinds: dict[str, str] = {}
        self.gone: set[str] = set()
        for kind, many in KINDS.items():
            for number in range(many):
                name = f"{kind}{number}"
                self.people[name] = world.guild.add_member(world.env.create_user(name))
                self.kinds[name] = kind

    async def press(self, who: str, *labels: str) -> simcord.InteractionResult:
        """Open /mine and press these one after the other."""
        result = await self.people[who].slash(self.world.channel, "mine")
        for label in labels:
            result = await self.people[who].click(answer_of(result), label=label)
        return result

    async def choose(self) -> None:
        """Who wants bundles, reminders and to be asked says so; two who never write do, too."""
        for who in ("writes0", "writes1", "never0", "never1"):
            await self.press(who, "Settings", "Remind me of the standup")
            form = await self.press(who, "Settings", "My bundles")
            never = {"quiet_from": "21:00", "quiet_to": "8:00", "days_off": ["5", "6"]}
            await self.people[who].submit_modal(form, {"bundles": "2", "at": "12:00", **never})
        for who in ("writes2", "never2"):
            card = answer_of(await self.press(who, "Helping others"))
            await self.people[who].select(card, [self.option(card, "training and tuning")])

    @staticmethod
    def option(card: simcord.ResponseMessage, label: str) -> str:
        """The value of a list's line."""
        options = [
            one for row in card.components for part in row["components"] for one in part.get("options", ())
        ]
        return next(str(one["value"]) for one in options if one["label"] == label)

    async def day(self, number: int) -> None:
        """One working day."""
        chance = {WRITES: 0.5, LITTLE: 0.35, RARELY: 0.1, NEVER: 0.0}
        for who, kind in self.kinds.items():
            if who in self.gone or self.dice.random() >= chance[kind]:
                continue
            if kind == LITTLE:
                await self.little(who)
            else:
                await self.write(who)
        if number == 2:
            await self.ask("writes3")
        if number in (3, 9):
            await self.reply("writes4")

    async def little(self, who: str) -> None:
        """The smallest entry, previewed the first time."""
        prompt: Any = next(
            each for each in reversed(self.world.channel.history()) if "A little today" in labels_of(each)
        )
        result = await self.people[who].click(prompt, label="A little today")
        if "Post" in labels_of(answer_of(result)):
            await self.people[who].click(answer_of(result), label="Post")

    async def write(self, who: str, **more: str) -> simcord.InteractionResult:
        """An entry; on a day that is answered already /standup shows it, and nothing is written."""
        result = await self.people[who].slash(self.world.channel, "standup")
        if result.modal is None:
            return result
        result = await self.people[who].submit_modal(result, {"q1": self.dice.choice(PHRASES), **more})
        if "Post" in labels_of(answer_of(result)):
            result = await self.people[who].click(answer_of(result), label="Post")
        return result

    async def ask(self, who: str) -> None:
        """Somebody is stuck, asks, and is helped."""
        card = answer_of(await self.write(who, q3=STUCK))
        await self.people[who].select(card, [self.option(card, "training and tuning")])
        inbox = answer_of(await self.press("writes2", "Inbox"))
        item = await self.people["writes2"].select(inbox, [self.option(inbox, "Somebody is stuck")])
        shown = await self.people["writes2"].click(answer_of(item), label="Lend a hand?")
        await self.people["writes2"].click(answer_of(shown), label="I can help")
        await self.press(who, "Inbox")

    async def reply(self, who: str) -> None:
        """Somebody replies to a post."""
        thread = self.world.thread()
        post = next(each for each in thread.history() if each.content.startswith("<@"))
        await self.people[who].send(thread, REPLY, reply_to=post)

    async def weekend(self, week: int) -> None:
        """What people do beside writing."""
        channel = self.world.channel
        if week == 0:
            away = await self.people["rarely0"].slash(channel, "away")
            await self.people["rarely0"].click(answer_of(away), label="This week")
            for who in ("writes0", "rarely1", "never3"):
                await self.press(who, "Rhythm")
            await self.press("writes1", "Rhythm", "Look back")
        elif week == 1:
            await self.press("never0", "Inbox")
            await self.press("writes5", "Settings", "Leave me out of summaries")
            asked = await self.press("writes6", "Privacy", "Delete…")
            await self.people["writes6"].select(answer_of(asked), ["all"])
        elif week == 2:
            self.gone.add("writes7")
            await self.press("never1", "Inbox")


async def play(url: str, seed: int = 4) -> Month:
    """The month, from the set-up on Thursday, 1 January."""
    world = World(url)
    await world.start()
    await world.until(datetime(2026, 1, 1, 12, tzinfo=UTC))
    await world.set_up()
    quiet = world.guild.create_text_channel("quiet-corner")
    await world.set_up(channel=quiet, time="10:00")  # which nobody ever answers, so that it comes to rest
    notices = await world.organiser.click(
        answer_of(await world.organiser.slash(world.channel, "setup")), label="Notices"
    )
    form = await world.organiser.click(answer_of(notices), label="Choose a channel")
    await world.organiser.submit_modal(form, {"channel": [world.guild.create_text_channel("organisers")]})
    player = Player(world, seed)
    await world.work_until(NINE, step=timedelta(hours=6))
    await player.choose()
    working = 0
    for ahead in range(DAYS):
        morning = NINE + timedelta(days=ahead)
        await world.work_until(morning, step=timedelta(hours=6))
        if morning.weekday() < 5:
            await player.day(working)
            working += 1
            await world.work_until(morning + timedelta(hours=3, minutes=1), step=timedelta(hours=1))
        elif morning.weekday() == 5:
            await player.weekend(ahead // 7)
    await world.work_until(NINE + timedelta(days=DAYS + 1), step=timedelta(hours=6))
    said = tuple(each for request in world.env.http_requests for each in heard(request))
    people = {name: actor.id for name, actor in player.people.items()}
    await world.stop()
    silent = frozenset(name for name, kind in player.kinds.items() if kind == NEVER)
    return Month(said, people, silent, (*PHRASES, STUCK, REPLY))
