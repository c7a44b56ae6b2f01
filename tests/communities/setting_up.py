"""Owns what the tests of /setup share: an organiser's steps in an organiser's words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import simcord

from tests.bots import World, answer_of

FRIDAY_NINE = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)  # 9:00 in Berlin


async def press(world: World, result: simcord.InteractionResult, *labels: str) -> simcord.InteractionResult:
    """The organiser presses these buttons, each on the answer to the one before."""
    for label in labels:
        result = await world.organiser.click(answer_of(result), label=label)
    return result


async def setup(world: World, *labels: str) -> simcord.InteractionResult:
    """The organiser opens /setup and presses these buttons."""
    return await press(world, await world.organiser.slash(world.channel, "setup"), *labels)


async def manage(world: World, *labels: str, standup: int = 1) -> simcord.InteractionResult:
    """The organiser opens /setup, chooses a standup and presses these buttons."""
    card = await setup(world)
    chosen = await world.organiser.select(answer_of(card), [str(standup)])
    return await press(world, chosen, *labels)


async def fill(world: World, form: simcord.InteractionResult, **values: Any) -> simcord.InteractionResult:
    """The organiser fills the form and sends it."""
    assert form.modal is not None, f"no form: {form!r}"
    return await world.organiser.submit_modal(form, values)


def options_of(result: simcord.InteractionResult) -> list[dict[str, Any]]:
    """The options of the select in the newest answer."""
    rows = [item for row in answer_of(result).components for item in row["components"]]
    (select,) = [item for item in rows if "options" in item]
    return list(select["options"])


async def later(world: World, **by: float) -> None:
    """Some time passes, with the jobs at work."""
    await world.work_until(world.env.now() + timedelta(**by))
