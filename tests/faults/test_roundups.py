"""Proves that a round-up whose answer was lost is found again, also if it would read differently by now (H6, promise 6)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.shell.client import Compound
from bot.showcase.model.weeks import monday_of, roundup_at
from cogs.showcase.views.roundups import begin_id
from tests.faults.compound import work
from tests.faults.entities import FORUM, TEXT
from tests.faults.scene import Place
from tests.faults.showcase import Gallery, open_gallery, posting, published, share


def roundups(gallery: Gallery) -> list[str]:
    """What the round-ups that are there say."""
    places = [gallery.channel, *gallery.threads()]
    found = [each for place in places for each in place.messages.values()]
    return [str(each["content"]) for each in found if begin_id(1) in str(each["components"])]


def until(place: Place, at: datetime) -> None:
    """It is this instant; nothing is done on the way."""
    place.server.advance(seconds=(at - place.server.clock.now()).total_seconds())


@pytest.mark.parametrize("type", [TEXT, FORUM], ids=["text", "forum"])
async def test_it_is_there_once_and_quotes_nobody_who_took_their_consent_back(
    place: Place, compound: Compound, type: int
) -> None:
    app, guild = compound.app, place.guild.id
    until(place, roundup_at(monday_of(app.clock(), "UTC"), "UTC") + timedelta(days=1))
    gallery = await open_gallery(app, place, type)
    await share(compound, place, title="One")
    bashir = place.server.world.add_user("bashir", place.guild).id
    other = await published(app, place, bashir, title="Another")
    await posting(compound).share(other.share.id, other.claimed)
    for each in (place.ada.id, bashir):
        await app.showcase.be_quoted(guild, each, wanted=True)
    until(place, roundup_at(monday_of(app.clock(), "UTC"), "UTC"))
    place.server.faults.fail(effect="after", method="POST", path=gallery.sends, times=1)
    await compound.jobs.run("showcase.roundups")
    (text,) = roundups(gallery)
    assert "Another" in text
    await app.showcase.be_quoted(guild, bashir, wanted=False)
    for _ in range(6):
        await work(compound, place, seconds=185)
    (text,) = roundups(gallery)
    assert "One" in text
    assert "Another" not in text
