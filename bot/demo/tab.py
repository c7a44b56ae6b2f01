"""The Preview tab: SimCord's Preview, with clicks that are never lost and forms that outlive the bot."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from itertools import pairwise
from typing import Any

import simcord
from simcord.enums import MessageType

PLACE = re.compile(r"https://discord\.com/channels/(?:\d+|@me)/(\d+)(?:/(\d+))?")

BOT = 1
"""The number under which every bot of the demo shows itself to the page, whether restarted or not."""


def adapt(preview: simcord.Preview, lock: asyncio.Lock, acted: Callable[[], None]) -> None:
    """Change four habits of a Preview that is not open yet; `acted` is called after each of its actions.

    SimCord 3.2.1 refuses a click that arrives during an operation of ours in a way that leaves the page
    unusable: here it waits for `lock`. It refuses a click on what was published again since the page looked
    last, and its page empties every form when the bot was restarted; Discord does neither: here a click always
    means what is there now, and the page sees one and the same bot. It shows bare addresses of Discord's own messages, where
    Discord says in which channel they are. All of it holds on to names that SimCord
    keeps for itself; the tests of the hub fail when they change.
    """
    act: Callable[..., Awaitable[dict[str, Any]]] = preview._action
    publish: Callable[..., None] = preview._publish

    async def act_in_turn(context_id: str | None, body: Any) -> dict[str, Any]:
        async with lock:
            page = preview._pages.get(context_id or "")
            if page is not None and isinstance(body, Mapping):
                now = {"bot_generation": preview.env._generation, "published_revision": page.revision}
                body = {**body, **{key: value for key, value in now.items() if key in body}}
            result = await act(context_id, body)
            acted()
            return result

    def publish_one_bot(page: Any, **options: Any) -> None:
        tidy(preview.env, page.channel_id)
        publish(page, **options)
        page.snapshot["botGeneration"] = BOT
        name_places(preview.env, page.snapshot.get("messages"))

    preview._action = act_in_turn  # type: ignore[method-assign]
    preview._publish = publish_one_bot  # type: ignore[method-assign]


def tidy(env: simcord.Env, channel_id: int) -> None:
    """Remove the line "started a thread" of each thread that was made from a message of this channel.

    SimCord writes it for every thread; Discord only for one without a message, and shows the others under theirs.
    """
    messages = env.backend.messages.get(channel_id, {})
    for line in [item for item in messages.values() if item.type == MessageType.THREAD_CREATED]:
        about = line.system_metadata
        if about is not None and about.channel_id in messages:
            del messages[line.id]


def name_places(env: simcord.Env, shown: Any) -> None:
    """Show bare addresses of Discord's channels and messages by the channel's name, in anything a page shows."""
    if isinstance(shown, Mapping):
        for part in shown.values():
            name_places(env, part)
    elif isinstance(shown, list):
        for opened, part in pairwise(shown):
            if isinstance(opened, Mapping) and opened.get("type") == "link_open":
                place = PLACE.fullmatch(str(opened.get("href")))
                channel = env.backend.channels.get(int(place[1])) if place else None
                if place and channel is not None and part.get("content") == opened["href"]:
                    part["content"] = f"#{channel.name} › message" if place[2] else f"#{channel.name}"
        for part in shown:
            name_places(env, part)
