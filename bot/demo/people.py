"""What people of the demo see and press: the newest answer, its buttons, its lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import simcord
from simcord.components import walk_components

if TYPE_CHECKING:
    from bot.demo.world import World


async def pick(member: simcord.MemberActor, card: simcord.ResponseMessage, *labels: str) -> None:
    """Choose these lines of a card's list."""
    lines = listed(card)
    await member.select(card, [lines[label] for label in labels])


def listed(card: simcord.ResponseMessage) -> dict[str, str]:
    """The lines of a card's lists: values by labels."""
    return _options(card.components)


def private_answer(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """The newest message that answered an interaction; RuntimeError if the bot said nothing."""
    return result.followups[-1] if result.followups else first_answer(result)


def first_answer(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """The message that answered a command, whatever came behind it; RuntimeError if the bot said nothing."""
    if result.response is None:
        raise RuntimeError(f"the bot did not answer: {result!r}")
    return result.response


def labelled(card: simcord.ResponseMessage, label: str) -> bool:
    """Whether a card has a button with this label."""
    return any(part.get("label") == label for part in walk_components(card.components))


def newest(world: World, channel: str, label: str) -> discord.Message:
    """The newest message in this channel that everybody sees with this button."""
    for message in reversed(world.community.channels[channel].history()):
        rows = [row.children for row in message.components if isinstance(row, discord.ActionRow)]
        labels = [part.label for row in rows for part in row if isinstance(part, discord.Button)]
        if label in labels and not message.flags.ephemeral:
            return message
    raise RuntimeError(f"nobody can press {label!r} in #{channel}")


def options(form: simcord.InteractionResult) -> dict[str, str]:
    """The options of a form's lists and radios: values by labels."""
    return _options(form.modal["components"] if form.modal else [])


def _options(components: list[Any]) -> dict[str, str]:
    listed = [part for part in walk_components(components) if part.get("options")]
    return {str(option["label"]): str(option["value"]) for part in listed for option in part["options"]}
