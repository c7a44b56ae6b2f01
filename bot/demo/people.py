"""What people of the demo see and press: the newest answer, its buttons, its lists."""

from __future__ import annotations

from typing import Any

import simcord
from simcord.components import walk_components


async def pick(member: simcord.MemberActor, card: simcord.ResponseMessage, *labels: str) -> None:
    """Choose these lines of a card's list."""
    listed = _options(card.components)
    await member.select(card, [listed[label] for label in labels])


def private_answer(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """The newest message that answered an interaction; RuntimeError if the bot said nothing."""
    if result.followups:
        return result.followups[-1]
    if result.response is None:
        raise RuntimeError(f"the bot did not answer: {result!r}")
    return result.response


def labelled(card: simcord.ResponseMessage, label: str) -> bool:
    """Whether a card has a button with this label."""
    return any(part.get("label") == label for part in walk_components(card.components))


def options(form: simcord.InteractionResult) -> dict[str, str]:
    """The options of a form's lists and radios: values by labels."""
    return _options(form.modal["components"] if form.modal else [])


def _options(components: list[Any]) -> dict[str, str]:
    listed = [part for part in walk_components(components) if part.get("options")]
    return {str(option["label"]): str(option["value"]) for part in listed for option in part["options"]}
