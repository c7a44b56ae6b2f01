"""Proves being in a competition on both databases: in once, reminded, the first day kept, out without a trace, in again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.attention.model.values import Intent, Message, State
from bot.attention.store import intents, outbox
from bot.competitions.model.naming import own
from bot.competitions.model.refusals import CompetitionOver, NoCompetitions, NotIn, UnknownCompetition
from bot.competitions.model.values import (
    CHANGED,
    DEADLINE,
    ENDED,
    REMINDED,
    Change,
    Entrant,
    Phase,
    Step,
    Team,
)
from tests.competitions.house import (
    ANA,
    BEN,
    GUILD,
    MAPS,
    OTHER_GUILD,
    RAIN,
    START,
    TOMATO,
    WHALES,
    Den,
    den,
    invented,
    sqlite_den,
)

__all__ = ["den", "sqlite_den"]


async def waiting(den: Den, kind: str = DEADLINE, who: int = ANA) -> list[Intent]:
    """What waits for somebody about competitions, the earliest first."""
    found = await den.app.db.read(lambda tx: intents.waiting_in(tx, GUILD, kind))
    return sorted((each for each in found if each.user_id == who), key=lambda each: each.not_before)


async def tell(den: Den, entrant: Entrant, *kinds: str) -> None:
    """Lines about what somebody is in begin to wait."""

    def message(kind: str) -> Message:
        words = {"news": [Change.PRIZE.value]} if kind == CHANGED else {}
        expires_at = START + timedelta(days=90)
        about = (entrant.user_id, entrant.guild_id, kind, entrant.id, f"{kind}:{entrant.id}")
        return Message(*about, expires_at=expires_at, words=words)

    await den.app.db.write(lambda tx: outbox.tell(tx, *map(message, kinds)))


async def test_who_says_it_twice_is_in_once_and_reminded_a_week_and_a_day_before(den: Den) -> None:
    joined = await den.competitions.join(GUILD, ANA, WHALES.slug)
    assert joined.new
    assert (joined.reminded, joined.bundles) == (REMINDED, False)
    assert WHALES.deadline is not None
    moments = [WHALES.deadline - before - timedelta(hours=12) for before in REMINDED]
    assert [each.not_before for each in await waiting(den)] == moments
    den.clock.forward(hours=1)
    again = await den.competitions.join(GUILD, ANA, WHALES.slug)
    assert not again.new
    assert again.entrant == joined.entrant
    assert [each.not_before for each in await waiting(den)] == moments
    elsewhere = await den.competitions.join(OTHER_GUILD, ANA, WHALES.slug)
    assert elsewhere.entrant.id != joined.entrant.id
    assert await waiting(den, who=BEN) == []


async def test_only_what_lies_ahead_is_promised(sqlite_den: Den) -> None:
    ends_in = {2: REMINDED[1:], 8: REMINDED, 0.5: ()}
    for number, (days, promised) in enumerate(ends_in.items()):
        one = invented(number, deadline=START + timedelta(days=days))
        await sqlite_den.store(one)
        joined = await sqlite_den.competitions.join(GUILD, ANA, one.slug)
        assert joined.reminded == promised
    endless = invented(9, deadline=None)
    await sqlite_den.store(endless)
    assert (await sqlite_den.competitions.join(GUILD, ANA, endless.slug)).reminded == ()
    assert len(await waiting(sqlite_den)) == 3


async def test_nobody_begins_where_it_is_over_unknown_or_off(sqlite_den: Den) -> None:
    gone = invented(1, phase=Phase.GONE)
    await sqlite_den.store(gone)
    for one in (TOMATO, gone):
        with pytest.raises(CompetitionOver):
            await sqlite_den.competitions.join(GUILD, ANA, one.slug)
    for name in ("", "no-such-thing", "~0123456789abcdef0123"):
        with pytest.raises(UnknownCompetition):
            await sqlite_den.competitions.join(GUILD, ANA, name)
    assert (await sqlite_den.competitions.join(GUILD, ANA, MAPS.slug)).new, "it opens later"
    await sqlite_den.change(on=False)
    with pytest.raises(NoCompetitions) as refused:
        await sqlite_den.competitions.join(GUILD, ANA, WHALES.slug, organiser=True)
    assert refused.value.organiser
    assert not (await sqlite_den.competitions.join(GUILD, ANA, MAPS.slug)).new, "who is in stays in"


async def test_the_steps_that_were_chosen_are_done_and_no_others(den: Den) -> None:
    with pytest.raises(NotIn):
        await den.competitions.tick(GUILD, ANA, WHALES.slug, ["data"])
    await den.competitions.join(GUILD, ANA, WHALES.slug)
    ticked = await den.competitions.tick(GUILD, ANA, WHALES.slug, ["data", "split", "nonsense"])
    assert ticked.entrant.ticked == {Step.DATA, Step.SPLIT}
    assert (await den.competitions.first_day(GUILD, ANA, WHALES.slug)).entrant == ticked.entrant
    assert (await den.competitions.tick(GUILD, ANA, WHALES.slug, [])).entrant.ticked == frozenset()


async def test_out_keeps_what_was_written_and_nothing_waits_any_more(den: Den) -> None:
    await den.competitions.join(GUILD, ANA, WHALES.slug)
    made = await den.as_member(
        ANA,
        WHALES,
        ticked=frozenset({Step.DATA}),
        team=Team.LOOKING,
        team_words="I like whales",
        team_at=START,
    )
    await tell(den, made, CHANGED, ENDED)
    left = await den.competitions.leave(GUILD, ANA, WHALES.slug)
    assert left.listed
    for kind in (DEADLINE, CHANGED, ENDED):
        assert await waiting(den, kind) == []
    kept = await den.entrant(ANA, WHALES)
    out = replace(made, out_at=START, team=Team.NO, team_words="", team_at=None)
    assert kept == out
    with pytest.raises(NotIn) as refused:
        await den.competitions.leave(GUILD, ANA, WHALES.slug)
    assert refused.value.slug == WHALES.slug
    again = await den.competitions.join(GUILD, ANA, WHALES.slug)
    assert again.new
    assert again.entrant == replace(out, out_at=None)
    assert len(await waiting(den)) == 2


async def test_who_joins_is_promised_what_they_are_reminded_of(sqlite_den: Den) -> None:
    due = [START + timedelta(days=1, hours=hours) for hours in (7, -7, 6 * 24 - 6)]
    for number, end in enumerate(due):
        await sqlite_den.store(invented(number, deadline=end))
        joined = await sqlite_den.competitions.join(GUILD, ANA, invented(number).slug)
        assert joined.reminded == (() if number == 1 else REMINDED[1:])
    found = {(each.not_before, each.expires_at) for each in await waiting(sqlite_den)}
    assert found == {(end - timedelta(hours=36), end) for end in (due[0], due[2])}


async def test_out_in_the_dm_means_every_server_and_in_a_server_that_one(den: Den) -> None:
    for guild in (GUILD, OTHER_GUILD):
        await den.competitions.join(guild, ANA, WHALES.slug)
    await den.competitions.join(OTHER_GUILD, BEN, WHALES.slug)
    assert (await den.competitions.leave(0, ANA, WHALES.slug)).servers == 2
    left = await den.app.db.read(lambda tx: [intents.waiting_for(tx, who) for who in (ANA, BEN)])
    assert [len(each) for each in left] == [0, 2]
    assert not (await den.competitions.view(0, ANA, WHALES.slug)).is_in
    for guild in (GUILD, OTHER_GUILD):
        await den.competitions.join(guild, ANA, WHALES.slug)
    assert (await den.competitions.leave(GUILD, ANA, WHALES.slug)).servers == 1
    kept = await den.entrant(ANA, WHALES, OTHER_GUILD)
    assert kept is not None
    assert kept.out_at is None


async def test_a_row_is_named_by_its_owner_where_it_may_be_seen(den: Den) -> None:
    older = await den.as_member(ANA, WHALES)
    await den.as_member(ANA, WHALES, OTHER_GUILD)
    name = own(older.id)
    assert (await den.competitions.tick(0, ANA, name, ["data"])).entrant.guild_id == GUILD
    assert (await den.competitions.view(0, ANA, name)).entrant == replace(
        older, ticked=frozenset({Step.DATA})
    )
    await den.competitions.leave(GUILD, ANA, name)
    assert (await den.competitions.join(0, ANA, name)).entrant.guild_id == GUILD, "where they are out"
    for guild, who, wrong in ((GUILD, BEN, name), (OTHER_GUILD, ANA, name), (0, ANA, own(999))):
        for ask in (den.competitions.view, den.competitions.join, den.competitions.leave):
            with pytest.raises(NotIn) as refused:
                await ask(guild, who, wrong)
            assert refused.value.slug == ""


async def test_in_the_dm_nobody_begins(sqlite_den: Den) -> None:
    for ask in (sqlite_den.competitions.join, sqlite_den.competitions.leave, sqlite_den.competitions.log):
        with pytest.raises(NotIn) as refused:
            await ask(0, ANA, WHALES.slug)
        assert refused.value.slug == ""


async def test_who_was_in_comes_back_to_what_they_wrote_when_it_is_over(sqlite_den: Den) -> None:
    await sqlite_den.as_member(ANA, TOMATO, out_at=START, learned="Augment late.")
    assert (await sqlite_den.competitions.join(GUILD, ANA, TOMATO.slug)).entrant.learned == "Augment late."
    assert await waiting(sqlite_den) == []


async def test_mine_is_everything_one_was_in_newest_first_and_nobody_elses(den: Den) -> None:
    await den.as_member(ANA, TOMATO)
    await den.as_member(ANA, RAIN, out_at=START)
    await den.as_member(ANA, WHALES)
    await den.as_member(ANA, WHALES, OTHER_GUILD, out_at=START)
    await den.as_member(BEN, MAPS)
    here = await den.competitions.mine(ANA, GUILD)
    assert [each.competition.slug for each in here.own] == [WHALES.slug, RAIN.slug, TOMATO.slug]
    everywhere = await den.competitions.mine(ANA)
    shown = [(each.competition.slug, each.entrant.guild_id) for each in everywhere.own]
    assert shown == [(WHALES.slug, GUILD), (RAIN.slug, GUILD), (TOMATO.slug, GUILD)], "where one is in"
    assert (await den.competitions.first_day(0, ANA, WHALES.slug)).entrant.guild_id == GUILD
    assert (await den.competitions.mine(BEN, OTHER_GUILD)).own == ()


async def test_a_list_of_many_has_pages(sqlite_den: Den) -> None:
    for number in range(27):
        await sqlite_den.as_member(ANA, invented(number))
    first = await sqlite_den.competitions.mine(ANA, GUILD)
    assert (len(first.own), first.more) == (25, True)
    assert first.own[0].competition.title == "Invented Competition 26"
    assert first.own[0].competition.id == 0, "nobody knows it here"
    second = await sqlite_den.competitions.mine(ANA, GUILD, begins=25)
    assert ([each.entrant.slug for each in second.own], second.more) == (["invented-1", "invented-0"], False)


async def told(den: Den) -> set[str]:
    """The kinds of lines about what ana is in that are still true."""
    found = [each for kind in (DEADLINE, CHANGED, ENDED) for each in await waiting(den, kind)]
    true = await den.competitions.told(found)
    return {each.kind for each in found if each.id in true and each.state is State.WAITING}


async def test_a_line_is_left_out_when_it_is_no_longer_true(den: Den) -> None:
    made = await den.as_member(ANA, WHALES)
    await tell(den, made, DEADLINE, CHANGED, ENDED)
    assert await told(den) == {DEADLINE, CHANGED}
    await den.store(replace(WHALES, phase=Phase.GONE))
    assert await told(den) == {CHANGED}
    await den.store(replace(WHALES, phase=Phase.ENDED))
    assert await told(den) == {ENDED}
    await den.as_member(ANA, WHALES, learned="Listen first.", learned_at=START)
    assert await told(den) == set()
    await den.as_member(ANA, WHALES, out_at=START)
    await den.store(WHALES)
    assert await told(den) == set()
