"""What the bot will not do, as data: a refusal says why, never in which words."""

from __future__ import annotations


class Refusal(Exception):
    """Raised by a use case to roll back and answer the person kindly.

    Features subclass it in their `model` as plain dataclasses (`@dataclass(eq=False)`) carrying only data; the wording is given
    once, in `cogs/<feature>/views.py`, and registered with `bot.shell.failures`.
    """
