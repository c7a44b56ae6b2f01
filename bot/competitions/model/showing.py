"""Which competitions a server is shown next, in which messages, and where its cursor stands behind each of them (K1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.competitions.model import categories
from bot.competitions.model.values import CARDS_AT_ONCE, LISTED, Competition, Form, Settings


@dataclass(frozen=True)
class Planned:
    """A message to come. `seen` is the server's cursor once it is claimed and nothing behind it is.

    `others` are not in it, but no news from then on.
    """

    form: Form
    slugs: tuple[str, ...]
    seen: int
    others: tuple[str, ...] = ()


def is_on(one: Competition, now: datetime) -> bool:
    """Whether somebody can be in it at this moment, even where nobody noted yet that it has ended."""
    return one.is_on and (one.deadline is None or one.deadline > now)


def is_wanted(settings: Settings, one: Competition) -> bool:
    """Whether a server wants to see competitions of this category."""
    return categories.key(one.category) not in settings.muted


def first(settings: Settings, on: Sequence[Competition], newest: int, now: datetime) -> list[Planned]:
    """The one list with which a server begins, of what is on now in its order; nothing where there is none."""
    wanted = [each.slug for each in on if is_on(each, now) and is_wanted(settings, each)]
    if not wanted:
        return []
    return [Planned(Form.FIRST, tuple(wanted[:LISTED]), newest, tuple(wanted[LISTED:]))]


def news(
    settings: Settings, found: Sequence[Competition], shown: Collection[str], newest: int, now: datetime
) -> list[Planned]:
    """What is new to a server, of `found` in the order of their numbers: a card each, or lists where they are many."""
    assert settings.seen is not None
    new = [
        each
        for each in found
        if each.number > settings.seen
        and each.slug not in shown
        and is_on(each, now)
        and is_wanted(settings, each)
    ]
    form, size = (Form.CARD, 1) if len(new) <= CARDS_AT_ONCE else (Form.MORE, LISTED)
    parts = [new[start : start + size] for start in range(0, len(new), size)]
    ends = [*(part[-1].number for part in parts[:-1]), newest][: len(parts)]
    return [
        Planned(form, tuple(each.slug for each in part), seen) for part, seen in zip(parts, ends, strict=True)
    ]
