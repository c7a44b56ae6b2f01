"""What a server's public page shows, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.showcase.model.values import Kind


@dataclass(frozen=True)
class PageShare:
    """One post. `date` is that of the server's calendar; `adapted_from` the id of another one on the page, 0: of none there.

    `title` is what it is called and never empty; `text` is what the member wrote, "" when it is all in the title.
    """

    id: int
    kind: Kind
    title: str
    text: str
    link: str
    author: str
    date: date
    adapted: bool = False
    adapted_from: int = 0


@dataclass(frozen=True)
class PageData:
    """A server's page, newest post first. `language` is the locale code of the server's public words."""

    guild_id: int
    language: str
    today: date
    shares: tuple[PageShare, ...]
