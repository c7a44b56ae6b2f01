"""Proves what /kaggle knows on both databases: what is open, by words, by address, and what is said when nothing is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.competitions.model.naming import named
from bot.competitions.model.refusals import NoCompetitions, NothingFound, NoToken, UnknownCompetition
from bot.competitions.model.values import POST, Form, Phase
from bot.competitions.service.looking import Found, Looked
from bot.competitions.store import posts
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Sent
from tests.competitions.house import (
    ANA,
    BEN,
    CHANNEL,
    DIGITS,
    GUILD,
    MAPS,
    NO_TOKEN,
    RAIN,
    START,
    TOMATO,
    WHALES,
    Den,
    den,
    invented,
    open_den,
    sqlite_den,
)

__all__ = ["den", "sqlite_den"]


async def find(den: Den, typed: str) -> list[str]:
    """The slugs that words, an address or a name find for ana, in their order."""
    found = await den.competitions.find(GUILD, ANA, typed)
    some = found.competitions if isinstance(found, Found) else (found.competition,)
    return [each.slug for each in some]


async def test_the_first_card_has_what_is_open_here_and_what_one_is_in(den: Den) -> None:
    await den.as_member(ANA, TOMATO)
    await den.as_member(ANA, DIGITS, out_at=START)
    await den.as_member(BEN, WHALES)
    hub = await den.competitions.hub(GUILD, ANA)
    assert [each.slug for each in hub.open] == [RAIN.slug, WHALES.slug], "what opened last first"
    assert [each.competition.slug for each in hub.own] == [TOMATO.slug]
    assert (hub.channel_id, hub.closed, hub.hearing.silent) == (CHANNEL + GUILD, None, False)
    await den.change(muted=frozenset({"featured"}))
    hub = await den.competitions.hub(GUILD, ANA)
    assert [each.slug for each in hub.open] == [RAIN.slug, DIGITS.slug]
    await den.change(muted=frozenset())
    await den.store(*(invented(number) for number in range(23)))
    hub = await den.competitions.hub(GUILD, ANA)
    assert (len(hub.open), hub.more) == (25, True)


async def test_where_it_is_off_one_sentence_says_so_but_who_is_in_something_finds_it(sqlite_den: Den) -> None:
    await sqlite_den.as_member(ANA, WHALES)
    await sqlite_den.change(on=False)
    with pytest.raises(NoCompetitions):
        await sqlite_den.competitions.hub(GUILD, BEN)
    with pytest.raises(NoCompetitions):
        await sqlite_den.competitions.find(GUILD, BEN, "rain")
    hub = await sqlite_den.competitions.hub(GUILD, ANA)
    assert isinstance(hub.closed, NoCompetitions)
    assert (hub.open, len(hub.own)) == ((), 1)
    assert await find(sqlite_den, "rain") == [RAIN.slug]


async def test_without_a_token_whoever_runs_the_bot_is_named(migrated_sqlite_url: str) -> None:
    async with open_den(migrated_sqlite_url, NO_TOKEN) as den:
        for use in (den.competitions.hub(GUILD, BEN), den.competitions.find(GUILD, BEN, "rain")):
            with pytest.raises(NoToken):
                await use
        await den.as_member(ANA, WHALES)
        assert isinstance((await den.competitions.hub(GUILD, ANA)).closed, NoToken)


FINDS = {
    "whale": [WHALES],
    "SONGS ocean": [WHALES],
    "invented f1": [TOMATO],
    "image": [MAPS, DIGITS, TOMATO],
    "getting started": [DIGITS],
    "squared error": [RAIN],
    "https://www.kaggle.com/competitions/invented-tomato-leaves/overview?x=1#y": [TOMATO],
    "kaggle.com/c/Invented-Old-Maps": [MAPS],
    "invented-first-digits": [DIGITS],
}
FINDS_NOTHING = (
    *("whales rain", "ales", "100%_\\ image'", "…"),
    "https://www.kaggle.com/competitions/nobody-knows",
)


async def test_words_addresses_and_names_find_what_is_known_what_is_on_first(den: Den) -> None:
    for typed, found in FINDS.items():
        assert await find(den, typed) == [each.slug for each in found], typed
    for typed in FINDS_NOTHING:
        with pytest.raises(NothingFound) as refused:
            await find(den, typed)
        assert (refused.value.typed, refused.value.silent) == (typed, False)


async def test_many_are_cut_and_one_opens_at_once(sqlite_den: Den) -> None:
    await sqlite_den.store(*(invented(number) for number in range(30)))
    found = await sqlite_den.competitions.find(GUILD, ANA, "competition")
    assert isinstance(found, Found)
    assert (len(found.competitions), found.more) == (25, True)
    assert isinstance(await sqlite_den.competitions.find(GUILD, ANA, "tomorrow"), Looked)


async def test_that_kaggle_was_silent_is_never_no_such_thing(sqlite_den: Den) -> None:
    lately = START - timedelta(days=2)
    await sqlite_den.asked(answered_at=lately, trouble="unreachable", failures=3)
    with pytest.raises(NothingFound) as refused:
        await find(sqlite_den, "lions")
    assert (refused.value.answered_at, refused.value.silent) == (lately, True)
    await sqlite_den.asked(answered_at=None)
    assert (await sqlite_den.competitions.hub(GUILD, ANA)).hearing.answered_at is None


async def test_one_has_its_message_and_ones_own_row(den: Den) -> None:
    def post(tx: Tx) -> None:
        made = posts.add(tx, GUILD, Form.CARD, [WHALES.slug])
        claimed = deliveries.claim_new(
            tx, POST, made.id, guild_id=GUILD, channel_id=CHANNEL, keep_for=timedelta(days=1)
        )
        assert claimed is not None
        deliveries.record(tx, claimed, Sent(777))

    await den.app.db.write(post)
    looked = await den.competitions.view(GUILD, ANA, WHALES.slug)
    assert looked.url == f"https://discord.com/channels/{GUILD}/{CHANNEL}/777"
    assert (looked.entrant, looked.is_in, looked.here) == (None, False, True)
    made = await den.as_member(ANA, WHALES)
    in_dm = await den.competitions.view(0, ANA, WHALES.slug)
    assert (in_dm.entrant, in_dm.is_in, in_dm.here, in_dm.url) == (made, True, False, looked.url)
    assert (await den.competitions.view(GUILD, BEN, RAIN.slug)).url == ""
    with pytest.raises(UnknownCompetition):
        await den.competitions.view(GUILD, ANA, "nobody-knows")


async def test_a_name_too_long_for_an_id_is_found_by_its_mark(sqlite_den: Den) -> None:
    long = replace(invented(1), slug="invented-" + "a" * 150, phase=Phase.UPCOMING)
    await sqlite_den.store(long)
    assert (await sqlite_den.competitions.view(GUILD, ANA, named(long.slug))).competition.slug == long.slug
    joined = await sqlite_den.competitions.join(GUILD, ANA, named(long.slug))
    assert joined.entrant.slug == long.slug
    unknown = replace(long, slug="rsna-miccai-brain-tumor-radiogenomic-classification")
    made = await sqlite_den.as_member(ANA, unknown)
    assert (await sqlite_den.competitions.view(GUILD, ANA, named(unknown.slug))).entrant == made


async def test_a_name_is_found_whatever_its_letters_case(den: Den) -> None:
    await den.store(invented(1, slug="LANL-Earthquake-Prediction"))
    for typed in ("lanl-earthquake-prediction", "https://kaggle.com/c/LANL-earthquake-Prediction/data"):
        assert await find(den, typed) == ["LANL-Earthquake-Prediction"]


async def test_one_with_another_name_by_now_is_found_by_both(den: Den) -> None:
    await den.store(invented(1, page="Renamed"), invented(2, page="invented-1"))
    assert await find(den, "kaggle.com/competitions/renamed") == ["invented-1"]
    assert await find(den, "kaggle.com/c/invented-1") == ["invented-2"], "who has the name today"
