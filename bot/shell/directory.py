"""What each feature offers to the shared cards: parts of /setup and /mine, lines of /help, one's own messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.core.lang import Lang
from bot.shell.cards import Button, Card, Select
from bot.shell.request import Request


@dataclass(frozen=True)
class Section:
    """A feature's part of a shared card: a few lines and what can be pressed below them."""

    lines: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    select: Select | None = None


SectionOf = Callable[[Request], Awaitable[Section]]
HelpOf = Callable[[Lang], str]
OwnMessage = Callable[[Request, int], Awaitable[Card | None]]


@dataclass
class Directory:
    """Filled by each cog when it loads, read by the shared cards; emptied again when a cog unloads."""

    setup: dict[str, SectionOf] = field(default_factory=dict)
    status: dict[str, SectionOf] = field(default_factory=dict)
    mine: dict[str, SectionOf] = field(default_factory=dict)
    help: dict[str, HelpOf] = field(default_factory=dict)
    own_message: dict[str, OwnMessage] = field(default_factory=dict)

    def forget(self, feature: str) -> None:
        """Remove everything that `feature` offered."""
        for offers in (self.setup, self.status, self.mine, self.help, self.own_message):
            offers.pop(feature, None)
