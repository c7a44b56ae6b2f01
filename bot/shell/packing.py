"""Packing: one card out of what several features offer, within Discord's rows and what a phone shows at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.core.text import units
from bot.shell.cards import CONTENT, ROW_WIDTH, ROWS, Button, Row, Style
from bot.shell.directory import Section, SectionOf
from bot.shell.request import Request

LINES = 6  # of a card that people read on a phone


async def sections_of(
    request: Request, offers: Mapping[str, SectionOf], order: Collection[str]
) -> list[Section]:
    """What features offer, in this order."""
    return [await offers[name](request) for name in in_order(offers, order)]


def in_order(names: Iterable[str], order: Collection[str]) -> list[str]:
    """These names in this order; a name that is not in it comes behind its feature's, or last."""
    places = {name: place for place, name in enumerate(order)}
    last = len(order)

    def place(name: str) -> tuple[int, str]:
        return places.get(name, places.get(name.partition(".")[0], last)), name

    return sorted(names, key=place)


def lines_of(first: str, sections: Sequence[Section], *, most: int = LINES) -> str:
    """A heading and as many lines as a card takes, first what is urgent."""
    ordered = sorted(sections, key=lambda section: not section.urgent)
    return as_fits([first, *(line for section in ordered for line in section.lines)][:most])


def as_fits(lines: Sequence[str]) -> str:
    """As many of our own lines as a message takes; the rest is left out with a sign."""
    shown: list[str] = []
    for line in lines:
        if units("\n".join([*shown, line])) > CONTENT - 2:
            return "\n".join([*shown, "…"])
        shown.append(line)
    return "\n".join(shown)


def rows_of(sections: Sequence[Section], *last: Button, apart: bool = False) -> tuple[Row, ...]:
    """The sections' selects, a row each, then all buttons in rows of five, `last` behind them or in a row of its own.

    Only the first button that wants to matter most does.
    """
    rows: list[Row] = [section.select for section in sections if section.select]
    buttons = _one_first([button for section in sections for button in section.buttons])
    room = (ROWS - len(rows) - apart) * ROW_WIDTH - (0 if apart else len(last))
    buttons = buttons[:room]
    if not apart:
        buttons += last
    rows += [tuple(buttons[start : start + ROW_WIDTH]) for start in range(0, len(buttons), ROW_WIDTH)]
    return (*rows, last) if apart else tuple(rows)


def _one_first(buttons: Sequence[Button]) -> list[Button]:
    found, shown = False, []
    for button in buttons:
        first = button.style is Style.PRIMARY
        shown.append(replace(button, style=Style.SECONDARY) if first and found else button)
        found = found or first
    return shown
