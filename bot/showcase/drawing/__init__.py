"""Drawing: the card of a shipped project as a picture, for any script, when the extra `cards` is installed.

Everything heavy is imported when a card is drawn or asked about, so that a bot without the extra is a bot without
cards and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

log = logging.getLogger(__name__)
_PAINTERS = ThreadPoolExecutor(2, "cards")  # so that many cards at once leave the machine something


@dataclass(frozen=True)
class Drawing:
    """What a card says, all of it in its members' and its server's own words; each may be empty.

    `text` is the author's own sentence; its line breaks stay. `date` is a day as the server's language writes it.
    """

    title: str
    author: str
    date: str
    text: str


def lacking() -> str:
    """Returns why no card can be drawn on this machine, as a sentence for whoever runs the bot; "" when they can be."""
    try:
        from bot.showcase.drawing import card, fonts  # noqa: F401
    except ImportError as missing:
        return f"no cards are drawn for shipped projects, as {missing.name or missing} is not installed (the extra `cards`)."
    return ""


def lacking_shaping() -> str:
    """Returns why some scripts have no cards here (Arabic, Hebrew, Hindi, Thai …), as `lacking` does; "" when all have."""
    if lacking():
        return ""
    from bot.showcase.drawing import fonts

    if fonts.can_shape():
        return ""
    return (
        "no cards are drawn in Arabic, Hebrew, Hindi, Thai and the like, as the library fribidi is not installed "
        "(on Debian: apt install libfribidi0)."
    )


def draw(drawing: Drawing) -> bytes | None:
    """Returns the card as a PNG of 1200x630, the same for the same words; None when it cannot be drawn.

    That is without the extra; without fribidi when some of its words need shaping; and when most of its title, name
    or text is in a script that no font here has. It takes about a tenth of a second and blocks, so callers use a
    thread (`draw_aside`); several at once are fine.
    """
    if lacking():
        return None
    from bot.showcase.drawing.card import paint

    try:
        return paint(drawing)
    except OSError as failed:  # a font's file is gone, or FreeType cannot draw a letter of it
        log.warning("a card could not be drawn: %s", failed)
        return None


async def draw_aside(drawing: Drawing) -> bytes | None:
    """Returns what `draw` does, while the event loop goes on: at most two are drawn at once, others wait for their turn."""
    return await asyncio.get_running_loop().run_in_executor(_PAINTERS, draw, drawing)
