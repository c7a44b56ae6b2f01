"""What every feature that keeps something about people must offer: show it, export it, erase it (promise 6, A2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.core.db import Tx
from bot.core.lang import Lang


@dataclass(frozen=True)
class Document:
    """One file of a person's export: readable text in their language, and the same as data, whose fields are English."""

    name: str
    markdown: str
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Words:
    """How an export reads: its language, and what a code such as `standups.help`, or the key of a topic, is called in it.

    `named` takes the code and, of something that was changed, its detail.
    """

    lang: Lang = field(default_factory=Lang)
    named: Callable[[str, Mapping[str, str]], str] = lambda code, _detail: code


def titled(heading: str, text: str) -> str:
    """A Markdown text under a heading."""
    return f"# {heading}\n\n{text}"


def listed(heading: str, lines: Sequence[str]) -> str:
    """A Markdown list under a heading."""
    return titled(heading, "".join(f"- {line}\n" for line in lines))


def moment(at: datetime) -> str:
    """An instant (aware UTC) as an export says it, alike in every language."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


class KeepsPersonalData(Protocol):
    """What every service that stores something about a person implements; a test finds one that does not."""

    area: str
    """The feature's name, as in `bot/<feature>`."""

    def kept(self, tx: Tx, user_id: int, lang: Lang) -> list[str]:
        """What is stored about this person, in human words, one sentence a line; empty when nothing is."""

    def export(self, tx: Tx, user_id: int, words: Words) -> list[Document]:
        """Everything stored about this person, to take along."""

    def erase(self, tx: Tx, user_id: int, guild_id: int | None = None) -> list[int]:
        """Forget this person, everywhere or in one server; returns the ids of deliveries whose messages have to be removed."""

    def members(self, tx: Tx) -> set[tuple[int, int]]:
        """(server, person) of everybody about whom something of a server is kept."""
