"""How the demo's people compete: the organiser shows Kaggle's competitions, Bashir is in one with a log, Mei looks for a team."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, time
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import simcord

from bot.demo.people import first_answer, pick, private_answer

if TYPE_CHECKING:
    from bot.demo.world import World

Step: TypeAlias = "Callable[[World], Awaitable[object]]"

KAGGLE = "kaggle"
LEAVES = "cassava-leaf-disease-classification"


async def set_up_kaggle(world: World) -> None:
    """The organiser lets new competitions come to their channel."""
    robin, channel = world.community.everyone["robin"], world.community.channels[KAGGLE]
    form = await robin.click(first_answer(await robin.slash(channel, "setup")), label="Set up Kaggle")
    await robin.submit_modal(form, {"channel": [channel]})


async def begin(
    who: str, slug: str, done: tuple[str, ...], tweak: tuple[str, str, str], world: World
) -> None:
    """Somebody is in a competition, ticks what they did of the first day, and logs it; of scores, higher ones are better."""
    member = world.community.everyone[who]
    joined = private_answer(await member.click(await _card(who, slug, world), label="I'm in"))
    await pick(member, joined, *done)
    logged = await _log(who, joined, tweak, world)
    await member.click(logged, label="Higher is better")


async def log(who: str, slug: str, tweak: tuple[str, str, str], world: World) -> None:
    """Somebody who is in logs a small change: what it was, its local and its public score."""
    await _log(who, await _card(who, slug, world), tweak, world)


async def look_for_team(who: str, slug: str, line: str, world: World) -> None:
    """Somebody is in a competition, and says in the list of its teams that they look for one."""
    member = world.community.everyone[who]
    joined = private_answer(await member.click(await _card(who, slug, world), label="I'm in"))
    teams = private_answer(await member.click(joined, label="Find a team"))
    form = await member.click(teams, label="I look for a team")
    await member.submit_modal(form, {"line": line})


async def _log(
    who: str, card: simcord.ResponseMessage, tweak: tuple[str, str, str], world: World
) -> simcord.ResponseMessage:
    """Write a line of the log to which this card leads."""
    member = world.community.everyone[who]
    form = await member.click(private_answer(await member.click(card, label="My log")), label="Log a tweak")
    typed = dict(zip(("what", "local", "public"), tweak, strict=True))
    return private_answer(await member.submit_modal(form, typed))


async def _card(who: str, slug: str, world: World) -> simcord.ResponseMessage:
    """A competition's card, opened from the list in the channel."""
    listed = world.community.channels[KAGGLE].history()[0]
    return private_answer(await world.community.everyone[who].select(listed, [slug]))


BEGUN = ("A small ResNet, the photos as they are", "0.781", "0.774")
TURNED = ("Photos turned and flipped", "0.812", "0.803")
COMPETING: tuple[tuple[date, time, Step], ...] = (
    (date(2026, 1, 23), time(13, 10), set_up_kaggle),
    (
        date(2026, 1, 24),
        time(10, 40),
        partial(begin, "bashir", LEAVES, ("Data in", "Sample submission sent"), BEGUN),
    ),
    (date(2026, 1, 25), time(16, 30), partial(log, "bashir", LEAVES, TURNED)),
    (
        date(2026, 1, 26),
        time(12, 30),
        partial(look_for_team, "mei", LEAVES, "A little every evening. I like finding wrong labels."),
    ),
)
"""What happened when, before the demo opens. On Monday afternoon a competition opens, and its card is the newest."""
