"""Reading what an organiser typed about their papers: lists with commas or lines, categories by code or name, the cap."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.text import clean, units
from bot.papers.model.folding import folded
from bot.papers.model.refusals import BadWish
from bot.papers.model.taxonomy import meant, understood
from bot.papers.model.values import CAP, MOST_CAP, MOST_WISHES, WISH

_BETWEEN = re.compile(r"[,;，、；\n]")
_CAP = re.compile(r"\d{1,3}")


@dataclass(frozen=True)
class Wishes:
    """What a server asks for, as it is kept."""

    categories: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    cap: int = CAP


def read_categories(typed: str) -> tuple[str, ...]:
    """The codes of the categories that were typed; at least one. BadWish names the first that is none."""
    found: list[str] = []
    for each in _pieces(typed):
        known = [understood(each)]
        if not known[0]:  # codes with spaces or + between them
            known = [understood(code) for code in re.split(r"[\s+]+", each)]
        if not all(known):
            raise BadWish("category", each, meant(each))
        found += known
    if not found:
        raise BadWish("category")
    return _few(found)


def read_list(typed: str) -> tuple[str, ...]:
    """Phrases or names, each once; BadWish where there are too many, or one is too long."""
    pieces = _pieces(typed)
    for each in pieces:
        if units(each) > WISH:
            raise BadWish("long", each)
    return _few(pieces)


def read_cap(typed: str) -> int:
    """How many papers a digest shows at most; the usual number where nothing was typed."""
    plain = clean(typed)
    if not plain:
        return CAP
    if not _CAP.fullmatch(plain) or not 1 <= int(plain) <= MOST_CAP:
        raise BadWish("cap", plain)
    return int(plain)


def _pieces(typed: str) -> list[str]:
    cleaned = (" ".join(clean(each).split()) for each in _BETWEEN.split(clean(typed)))
    return [bare for each in cleaned if folded(bare := each.strip(" .\"'“”„«»"))]


def _few(values: list[str]) -> tuple[str, ...]:
    once: dict[str, str] = {}
    for each in values:
        once.setdefault(folded(each), each)
    if len(once) > MOST_WISHES:
        raise BadWish("many", str(len(once)))
    return tuple(once.values())
