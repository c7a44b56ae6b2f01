"""Proves a hello between two who look for a team: one line, once, taken back, and what its receiver can do (K6, A9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.attention.model.refusals import TooOften
from bot.attention.model.values import Intent
from bot.attention.store import intents, silences
from bot.communities.store import moderation
from bot.competitions.model import refusals
from bot.competitions.model.values import HELLO, Hello
from bot.competitions.service.greeting import HELLO_FOR, MOST_HELLOS
from bot.competitions.store import hellos
from bot.core.db import Tx
from bot.core.refusals import Refusal
from tests.competitions.house import ANA, BEN, CLEO, DAN, GUILD, OTHER_GUILD, RAIN, WHALES, Den
from tests.competitions.house import den as den
from tests.traces import in_tables

NAME = WHALES.slug
LINE = "I know spectrograms."


@pytest.fixture
async def both(den: Den) -> Den:
    """Ana and Ben look for a team."""
    await den.competitions.look(GUILD, ANA, NAME, LINE)
    await den.competitions.place(GUILD, BEN, NAME, "2", "")
    return den


async def waiting(den: Den, who: int) -> list[Intent]:
    """The hellos that wait for somebody."""
    found = await den.app.db.read(lambda tx: intents.waiting_for(tx, who))
    return [each for each in found if each.kind == HELLO]


async def lines(den: Den, who: int) -> list[str]:
    """The words of those of them that are shown."""
    told = await waiting(den, who)
    return [each.words for each in (await den.competitions.hellos_told(told)).values()]


async def hello(den: Den, who: int = ANA, to_id: int = BEN) -> Hello:
    """Somebody says hello."""
    return (await den.competitions.hello(GUILD, who, NAME, to_id)).hello


async def read(den: Den, who: int = BEN) -> None:
    """Somebody opens what waits for them."""
    await den.app.attention.take(who)


async def reports(den: Den) -> list[tuple[int | None, str]]:
    """Whose words the organisers are shown, and which."""
    return [(each.user_id, str(each.detail["text"])) for each in await den.app.attention.open_notices(GUILD)]


async def test_a_hello_is_one_line_with_the_senders_own_words_once(both: Den, migrated_url: str) -> None:
    said = await hello(both)
    assert (said.from_id, said.to_id) == (ANA, BEN)
    assert in_tables(migrated_url, LINE) == ["competition_entrant.team_words"]
    (told,) = await waiting(both, BEN)
    assert told.subject_id == said.id
    assert told.expires_at == both.clock.now + HELLO_FOR
    assert told.words == {}, "a member's text is in no intent"
    assert await lines(both, BEN) == [LINE]
    with pytest.raises(refusals.SaidHello) as before:
        await hello(both)
    assert before.value.hello_id == said.id
    assert len(await waiting(both, BEN)) == 1
    await hello(both, BEN, ANA)
    assert {
        each.user_id: each.hello_id for each in (await both.competitions.teams(GUILD, ANA, NAME)).mates
    } == {BEN: said.id}


async def test_it_waits_no_longer_than_a_team_can_be_found(both: Den) -> None:
    await both.store(replace(await both.known(NAME), merger_deadline=both.clock.now + timedelta(days=4)))
    await hello(both)
    (told,) = await waiting(both, BEN)
    assert told.expires_at == both.clock.now + timedelta(days=3)
    await both.store(replace(await both.known(NAME), merger_deadline=both.clock.now))
    assert await lines(both, BEN) == [], "it closed early"


async def test_only_two_who_are_both_in_the_list_and_not_to_oneself(den: Den) -> None:
    await den.competitions.look(GUILD, BEN, NAME, "")
    await den.as_member(ANA, WHALES)
    await den.as_member(CLEO, WHALES)

    async def refused(to_id: int) -> Refusal:
        with pytest.raises(refusals.NotListed) as given:
            await hello(den, ANA, to_id)
        return given.value

    assert not vars(await refused(BEN))["them"]
    await den.competitions.look(GUILD, ANA, NAME, "")
    for other in (CLEO, ANA, 404):
        assert vars(await refused(other))["them"]
    await den.competitions.look(OTHER_GUILD, DAN, NAME, "")
    assert vars(await refused(DAN))["them"]
    await den.leaves(BEN)
    assert vars(await refused(BEN))["them"]


async def test_a_hello_that_is_taken_back_is_gone_with_what_organisers_were_shown(both: Den) -> None:
    said = await hello(both)
    await both.competitions.report_hello(BEN, said.id)
    await both.competitions.report_hello(BEN, said.id)
    assert await reports(both) == [(ANA, f"{WHALES.title}\n{LINE}")]
    with pytest.raises(refusals.HelloGone):
        await both.competitions.unhello(BEN, said.id)
    await both.competitions.unhello(ANA, said.id)
    assert await reports(both) == []
    assert await waiting(both, BEN) == []
    for gone in (both.competitions.greeted(BEN, said.id), both.competitions.report_hello(BEN, said.id)):
        with pytest.raises(refusals.HelloGone):
            await gone
    with pytest.raises(refusals.SaidHello):
        await hello(both)
    both.clock.forward(days=1, seconds=1)
    assert (await hello(both)).id != said.id


async def test_who_silenced_somebody_hears_nothing_more_and_sees_them_no_more(both: Den) -> None:
    said = await hello(both)
    with pytest.raises(refusals.HelloGone):
        await both.competitions.mute_hello(CLEO, said.id, ANA)
    with pytest.raises(refusals.HelloGone):
        await both.competitions.mute_hello(BEN, said.id, CLEO)
    await both.competitions.mute_hello(BEN, said.id, ANA)
    assert await waiting(both, BEN) == []
    assert (await both.competitions.teams(GUILD, BEN, NAME)).mates == ()
    with pytest.raises(refusals.HelloGone):
        await both.competitions.greeted(BEN, said.id)
    await both.competitions.report_hello(BEN, said.id)
    assert await reports(both) == [(ANA, f"{WHALES.title}\n{LINE}")]
    await both.competitions.unhello(ANA, said.id)
    both.clock.forward(days=2)
    await hello(both)  # as if nothing were: she is not told
    assert await waiting(both, BEN) == []


async def test_the_guards_work_on_after_it_was_taken_back(both: Den) -> None:
    said = await hello(both)
    await both.competitions.unhello(ANA, said.id)
    await both.competitions.mute_hello(BEN, said.id, ANA)
    assert await both.app.db.read(lambda tx: silences.silenced(tx, [(BEN, ANA)])) == {(BEN, ANA)}


async def leave_list(den: Den, who: int, way: str) -> None:
    """Somebody is in the list no more, in one of the ways there are."""
    if way == "stop":
        await den.competitions.stop(GUILD, who, NAME)
    elif way == "out":
        await den.competitions.leave(GUILD, who, NAME)
        await den.competitions.join(GUILD, who, NAME)
    elif way == "left":
        await den.leaves(who)
        await den.app.people.seen(GUILD, who, "en")
    else:
        await den.app.communities.stop_member(GUILD, 1, who)
        await den.app.communities.allow_member(GUILD, 1, who)


@pytest.mark.parametrize(
    ("who", "way"),
    [(ANA, "stop"), (BEN, "stop"), (ANA, "out"), (BEN, "out"), (ANA, "left"), (ANA, "stopped")],
)
async def test_what_nobody_saw_is_as_if_it_never_was_when_one_of_them_goes(
    both: Den, who: int, way: str
) -> None:
    said = await hello(both)
    await leave_list(both, who, way)
    assert await waiting(both, BEN) == []
    with pytest.raises(refusals.HelloGone):
        await both.competitions.greeted(BEN, said.id)
    await both.competitions.look(GUILD, who, NAME, "Back again.")
    await hello(both)
    assert await lines(both, BEN) == ["Back again." if who == ANA else LINE]


@pytest.mark.parametrize("who", [ANA, BEN])
async def test_what_was_seen_is_said_once_and_shows_the_line_as_it_is_now(both: Den, who: int) -> None:
    said = await hello(both)
    await read(both)
    await both.competitions.stop(GUILD, who, NAME)
    found = await both.competitions.greeted(BEN, said.id)
    assert (found.there, found.words) == ((True, LINE) if who == BEN else (False, ""))
    await both.competitions.look(GUILD, who, NAME, "Now in the mornings.")
    found = await both.competitions.greeted(BEN, said.id)
    assert found.words == (LINE if who == BEN else "Now in the mornings.")
    with pytest.raises(refusals.SaidHello):
        await hello(both)


async def test_a_hello_to_who_silenced_its_sender_looks_like_one_that_nobody_saw(both: Den) -> None:
    await both.app.db.write(lambda tx: silences.silence_from(tx, BEN, ANA))
    await hello(both)
    await leave_list(both, ANA, "stop")
    await both.competitions.look(GUILD, ANA, NAME, "")
    await hello(both)
    assert await waiting(both, BEN) == []


async def test_a_line_that_changed_is_told_as_it_is(both: Den) -> None:
    said = await hello(both)
    await both.competitions.look(GUILD, ANA, NAME, "Only at weekends.")
    assert await lines(both, BEN) == ["Only at weekends."]
    assert (await both.competitions.greeted(BEN, said.id)).words == "Only at weekends."
    await both.competitions.report_hello(BEN, said.id)
    assert await reports(both) == [(ANA, f"{WHALES.title}\nOnly at weekends.")]


async def test_organisers_are_shown_only_who_it_was_when_the_line_is_gone(both: Den) -> None:
    said = await hello(both)
    await read(both)
    await both.competitions.stop(GUILD, ANA, NAME)
    assert not await both.competitions.report_hello(BEN, said.id)
    assert await reports(both) == [(ANA, "")]


async def test_while_competitions_are_off_no_hello_is_told(both: Den) -> None:
    said = await hello(both)
    await both.change(on=False)
    assert await lines(both, BEN) == []
    found = await both.competitions.greeted(BEN, said.id)
    assert (found.there, found.words) == (False, "")
    await both.change(on=True)
    assert await lines(both, BEN) == [LINE]


async def test_who_left_does_not_read_who_said_hello(both: Den) -> None:
    said = await hello(both)
    await both.leaves(BEN)
    assert await lines(both, BEN) == []
    with pytest.raises(refusals.HelloGone):
        await both.competitions.greeted(BEN, said.id)


async def test_a_line_is_dropped_when_its_sender_left_was_stopped_or_is_out(both: Den) -> None:
    said = await hello(both)
    assert await lines(both, BEN) == [LINE]
    await both.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["spectrograms"]))
    assert await lines(both, BEN) == [""]
    await both.app.db.write(lambda tx: moderation.stop(tx, GUILD, ANA))
    assert await lines(both, BEN) == []
    with pytest.raises(refusals.NotListed):
        await hello(both, BEN, ANA)
    with pytest.raises(refusals.WordsRefused):
        await both.competitions.look(GUILD, ANA, NAME, LINE)
    await both.app.db.write(lambda tx: moderation.allow(tx, GUILD, ANA))
    assert await lines(both, BEN) == [""]
    await both.leaves(ANA)
    assert await lines(both, BEN) == []
    with pytest.raises(refusals.HelloGone):
        await both.competitions.greeted(BEN, said.id)


async def test_a_member_says_hello_to_a_few_a_day(den: Den) -> None:
    others = list(range(500, 501 + MOST_HELLOS))
    for each in (ANA, *others):
        await den.competitions.look(GUILD, each, NAME, "")
    for each in others[:-1]:
        await hello(den, ANA, each)
    with pytest.raises(TooOften):
        await hello(den, ANA, others[-1])
    den.clock.forward(days=1, seconds=1)
    await hello(den, ANA, others[-1])


async def test_erasing_forgets_both_directions_and_takes_back_what_waits(both: Den) -> None:
    await both.competitions.look(GUILD, CLEO, NAME, "")
    for who, to_id in ((ANA, BEN), (CLEO, ANA), (CLEO, BEN)):
        await hello(both, who, to_id)

    def erase(tx: Tx) -> tuple[int, set[tuple[int, int]]]:
        before = len(hellos.of_person(tx, ANA))
        both.competitions.erase(tx, ANA, OTHER_GUILD)
        assert len(hellos.of_person(tx, ANA)) == before
        both.competitions.erase(tx, ANA, GUILD)
        assert hellos.of_person(tx, ANA) == []
        return before, hellos.members(tx)

    assert await both.app.db.write(erase) == (2, {(GUILD, CLEO), (GUILD, BEN)})
    assert await waiting(both, ANA) == []
    assert len(await waiting(both, BEN)) == 1


async def test_each_competition_has_its_own_list(both: Den) -> None:
    await hello(both)
    with pytest.raises(refusals.NotListed):
        await both.competitions.hello(GUILD, ANA, RAIN.slug, BEN)
    for who in (ANA, BEN):
        await both.competitions.look(GUILD, who, RAIN.slug, "")
    await both.competitions.hello(GUILD, ANA, RAIN.slug, BEN)
    await both.competitions.stop(GUILD, ANA, NAME)
    (left,) = await waiting(both, BEN)
    assert (await both.competitions.greeted(BEN, left.subject_id)).competition.slug == RAIN.slug
