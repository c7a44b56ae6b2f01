"""Shows what is behind a link as Discord does: an embed below the message, a moment after it was sent or edited.

SimCord has no embeds of its own, and nothing is ever fetched: the demo's pages are made up here, and of any
other address only its words are known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import simcord
from simcord.backend import serializers
from simcord.backend.models import Message

SUPPRESS_EMBEDS = 1 << 2
COMPONENTS_V2 = 1 << 15
MOST = 5
"""Links of a message that Discord shows."""

CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
LINK = re.compile(r"(?<!<)https?://[^\s<>]+", re.IGNORECASE)
"""A bare address; one in <angle brackets> is not shown."""

OWN_HOSTS = ("discord.com", "discord.gg", "discordapp.com")
"""Links to Discord's own messages are shown in another way, or not at all."""


@dataclass(frozen=True)
class Page:
    """What a page says about itself; `picture` is the address of one of the demo's own pictures."""

    title: str
    text: str = ""
    site: str = ""
    picture: str = ""


LEAF = "https://leaves.example/leaf.png"

PAGES: Mapping[str, Page] = {
    "leaves.example/tomato": Page(
        "Tomato leaves: healthy or not?",
        "Photograph a leaf, and see what a small model trained on 60 photos makes of it.",
        "Leaves",
        LEAF,
    ),
    "notebooks.example/ifeoma/one-plus-sign.ipynb": Page(
        "One plus sign: the skip connection by hand",
        "Ten short cells, from two plain layers to a block of ResNet.",
        "Notebooks",
    ),
    "jonas.example/the-parrot-is-a-broccoli": Page(
        "The parrot is a broccoli",
        "What twenty wrong answers taught me about my photos.",
        "Jonas writes",
    ),
}
"""The demo's made-up pages, by host and path."""


class Unfurler:
    """Waits for messages with links, and adds to each what Discord would show; `run` is called by the world."""

    def __init__(self, env: simcord.Env) -> None:
        self.backend = env.backend
        self._touched: dict[tuple[int, int], None] = {}
        self.backend.subscribers.append(self._heard)

    def _heard(self, event: str, payload: Mapping[str, Any]) -> None:
        if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            self._touched[int(payload["channel_id"]), int(payload["id"])] = None

    def run(self) -> int:
        """Bring the embeds of all messages written or edited since the last time up to date; how many changed."""
        touched = {**self._touched, **dict.fromkeys(self._private())}
        self._touched = {}
        changed = 0
        for channel_id, message_id in touched:
            message = self.backend.messages.get(channel_id, {}).get(message_id)
            if message is not None and self._show(message):
                changed += 1
        self._touched.clear()  # what was announced just now
        return changed

    def _private(self) -> list[tuple[int, int]]:
        """What only one person sees is never announced; Discord shows links there all the same."""
        rooms = self.backend.messages.items()
        return [(room, each.id) for room, found in rooms for each in found.values() if each.is_ephemeral]

    def _show(self, message: Message) -> bool:
        """Give one message its embeds and announce it; False when they are as they should be."""
        own = [embed for embed in message.embeds if embed.get("type", "rich") == "rich"]
        shown = [embed_of(link) for link in links_shown(message.content)] if _may_show(message) else []
        if message.embeds == own + shown:
            return False
        # Not edit_message: it would mark the message as edited, which an unfurl is not.
        message.embeds = own + shown
        if not message.is_ephemeral:
            self.backend.emit("MESSAGE_UPDATE", dict(serializers.message_payload(self.backend, message)))
        return True


def _may_show(message: Message) -> bool:
    return not message.flags & (SUPPRESS_EMBEDS | COMPONENTS_V2)


def links_shown(text: str) -> Sequence[str]:
    """The addresses in a message's text that Discord shows below it, each once."""
    found = (link.rstrip(".,:;!?)]}*_\"'") for link in LINK.findall(CODE.sub(" ", text)))
    return list(dict.fromkeys(link for link in found if urlsplit(link).hostname not in (None, *OWN_HOSTS)))[
        :MOST
    ]


def embed_of(link: str) -> dict[str, Any]:
    """The embed of a link: of a made-up page, else a title read from the address itself."""
    page = page_at(link)
    embed: dict[str, Any] = {"type": "article", "url": link, "title": page.title}
    if page.text:
        embed["description"] = page.text
    if page.site:
        embed["provider"] = {"name": page.site}
    if page.picture:
        embed["thumbnail"] = {"url": page.picture, "width": 256, "height": 256}
    return embed


def page_at(link: str) -> Page:
    """What is known of the page at this address."""
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.")
    path = unquote(parts.path).strip("/")
    made_up = PAGES.get(f"{host}/{path}")
    if made_up is not None:
        return made_up
    if host in ("github.com", "gitlab.com") and path.count("/") >= 1:
        return Page(
            f"{host.removesuffix('.com').title().replace('hub', 'Hub').replace('lab', 'Lab')} - {path}"
        )
    words = re.sub(r"[-_+\s]+", " ", re.sub(r"\.(html?|ipynb|md|pdf)$", "", path.rpartition("/")[2])).strip()
    return Page(words[:1].upper() + words[1:] or host, site=host)
