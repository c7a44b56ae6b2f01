"""Asking for a place: the field where a city is typed, what it means, and the choice when several places fit."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.lang import Lang
from bot.core.text import inert
from bot.core.zones import ZoneMatch, meant_zones
from bot.people.model import UnknownZone
from bot.shell import ways
from bot.shell.cards import Button, Card, Option, Select
from bot.shell.forms import Text
from bot.shell.request import Request

FIELD = "city"
WIDEST = 25  # places offered, as many as a select takes


def city_field(lang: Lang, *, shown: str = "", note: str = "") -> Text:
    """The field of a form; `shown` is the city it stands at."""
    _ = lang.gettext
    example = _("Berlin, São Paulo, Asia/Tokyo …")
    return Text(FIELD, _("City or time zone"), note, example, shown, required=True, most=100)


async def typed_zone(request: Request, choose: str, back: Button | None = None) -> str:
    """The zone of the typed city; empty when several fit: then the person was shown a select with the id `choose`
    and the way `back`.

    UnknownZone when nothing fits. The search runs in a thread, for the first one reads a large list of cities.
    """
    typed, now = request.text(FIELD), request.app.clock()
    matches = await asyncio.to_thread(meant_zones, typed, now, WIDEST)
    zones = {match.zone for match in matches}
    if not zones:
        raise UnknownZone(typed)
    if len(zones) == 1:
        return zones.pop()
    card = place_choice(choose, typed, matches, now, request.lang)
    await request.update(ways.below(card, back) if back else card)
    return ""


def place_choice(choose: str, typed: str, matches: Sequence[ZoneMatch], now: datetime, lang: Lang) -> Card:
    """The places that fit, one a zone, each with its present time, which tells them apart best."""
    _ = lang.gettext
    first: dict[str, ZoneMatch] = {}
    for match in matches:
        first.setdefault(match.zone, match)
    options = tuple(
        Option(
            ", ".join(part for part in (match.city, match.country) if part),
            match.zone,
            _("{time} there now").format(time=lang.time(now.astimezone(ZoneInfo(match.zone)).time())),
        )
        for match in first.values()
    )
    text = _("Several places fit “{typed}”. Which one is it?").format(typed=inert(typed))
    return Card(text, (Select(choose, _("Choose a place"), options),))
