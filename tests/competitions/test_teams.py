"""Proves who is shown to whom in the list of a competition's teams, what closes it, and what is refused (K6, A9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.attention.model.refusals import TooOften
from bot.attention.model.values import Mailbox
from bot.attention.store import intents, mailboxes, silences
from bot.communities.store import moderation
from bot.competitions.model import refusals
from bot.competitions.model.naming import named, own
from bot.competitions.model.values import DEADLINE, Competition, Entrant, Phase, Team
from bot.competitions.service.boards import TeamBoard
from bot.competitions.service.teaming import MOST_SAID
from bot.competitions.store import competitions
from bot.core.db import Tx
from bot.core.refusals import Refusal
from bot.people import store as people
from tests.competitions.house import (
    ANA,
    BEN,
    CLEO,
    DAN,
    DIGITS,
    EVA,
    GUILD,
    OTHER_GUILD,
    RAIN,
    START,
    TOMATO,
    WHALES,
    Den,
)
from tests.competitions.house import den as den
from tests.competitions.house import sqlite_den as sqlite_den

NAME = WHALES.slug
LINE = "I know spectrograms, and have an hour each evening."


async def look(den: Den, *who: int, words: str = "") -> None:
    """These look for a team, one after the other."""
    for each in who:
        await den.competitions.look(GUILD, each, NAME, words)
        den.clock.forward(minutes=1)


async def board(den: Den, who: int = ANA, one: Competition = WHALES, guild_id: int = GUILD) -> TeamBoard:
    """The list as somebody sees it."""
    return await den.competitions.teams(guild_id, who, one.slug)


async def seen(den: Den, who: int = ANA) -> list[int]:
    """Whom somebody sees in the list."""
    return [each.user_id for each in (await board(den, who)).mates]


async def live(den: Den, who: int, zone: str, quiet_from: int = 21, quiet_to: int = 8) -> None:
    """Somebody's zone and quiet hours."""

    def choose(tx: Tx) -> None:
        people.save_zone(tx, who, zone)
        mailboxes.save(tx, Mailbox(who, quiet_from=time(quiet_from), quiet_to=time(quiet_to)))

    await den.app.db.write(choose)


async def test_who_looks_and_who_has_a_place_is_seen_by_members_of_the_server(den: Den) -> None:
    said = await den.competitions.look(GUILD, BEN, NAME, f"  {LINE}\n ")
    assert said.joined
    assert said.board.is_in
    assert said.board.mates == ()
    await den.competitions.place(GUILD, CLEO, NAME, " 2 ", "")
    shown = (await board(den)).mates
    assert [(each.user_id, each.team, each.words) for each in shown] == [
        (BEN, Team.LOOKING, LINE),
        (CLEO, Team.OPEN, ""),
    ]
    assert not hasattr(shown[1], "team_size"), "how many they are is a number about a team"
    assert (await board(den, ANA, WHALES, OTHER_GUILD)).mates == ()
    assert await seen(den, BEN) == [CLEO]


async def test_who_looks_is_in_and_is_reminded_and_stays_in_after_they_stop(den: Den) -> None:
    await den.as_member(CLEO, WHALES)
    assert not (await den.competitions.look(GUILD, CLEO, NAME, "")).joined
    await den.competitions.look(GUILD, BEN, NAME, LINE)
    waiting = await den.app.db.read(lambda tx: intents.waiting_for(tx, BEN))
    assert {each.kind for each in waiting} == {DEADLINE}
    stopped = await den.competitions.stop(GUILD, BEN, NAME)
    assert stopped.words == LINE
    assert not stopped.board.is_in
    kept = await den.entrant(BEN, WHALES)
    assert kept is not None
    assert (kept.out_at, kept.team, kept.team_words) == (None, Team.NO, "")
    assert await seen(den) == [CLEO]
    assert (await den.competitions.stop(GUILD, ANA, NAME)).words == "", "who was never in may stop, too"


async def test_who_lives_in_other_zones_is_told_apart_by_common_hours_alone(den: Den) -> None:
    await live(den, ANA, "Europe/Berlin", 18, 9)
    await live(den, BEN, "America/Los_Angeles", 18, 9)  # 17:00 to 2:00 UTC: Ana's day ends then
    await live(den, CLEO, "Asia/Kolkata", 18, 9)  # 3:30 to 12:30
    await look(den, BEN, CLEO, DAN)  # Dan chose nothing: the server's zone serves
    shown = (await board(den)).mates
    assert [(each.user_id, each.common) for each in shown] == [(CLEO, True), (DAN, True), (BEN, False)]
    assert [each.user_id for each in (await board(den, EVA)).mates] == [BEN, CLEO, DAN]


async def test_who_left_was_stopped_or_silenced_is_not_shown(den: Den) -> None:
    await look(den, BEN, CLEO, DAN, EVA, words=LINE)
    await den.leaves(BEN)

    def hide(tx: Tx) -> None:
        moderation.stop(tx, GUILD, CLEO)
        silences.silence_from(tx, ANA, DAN)

    await den.app.db.write(hide)
    assert await seen(den) == [EVA]
    assert await seen(den, DAN) == [EVA], "who silenced nobody and was silenced is not told"
    await den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["spectrograms"]))
    (shown,) = (await board(den)).mates
    assert shown.words == ""


async def test_a_team_that_is_too_large_by_now_is_not_shown(den: Den) -> None:
    await den.competitions.place(GUILD, BEN, NAME, "3", "")
    assert await seen(den) == [BEN]
    await den.store(replace(await den.known(NAME), team_size=3))
    assert await seen(den) == []
    await den.store(replace(await den.known(NAME), team_size=None))
    assert await seen(den) == [BEN]


@pytest.mark.parametrize(
    ("changed", "last"),
    [
        ({}, datetime(2026, 3, 15, 23, 59, tzinfo=UTC)),  # a day before teams merge no more
        ({"merger_deadline": None}, datetime(2026, 3, 22, 23, 59, tzinfo=UTC)),  # a day before the end
        ({"merger_deadline": START + timedelta(days=2)}, START + timedelta(days=1)),
    ],
)
async def test_it_closes_a_day_before_teams_merge_no_more(
    sqlite_den: Den, changed: dict[str, Any], last: datetime
) -> None:
    await look(sqlite_den, BEN)
    await sqlite_den.store(replace(await sqlite_den.known(NAME), **changed))
    sqlite_den.clock.now = last - timedelta(seconds=1)
    assert await seen(sqlite_den) == [BEN]
    sqlite_den.clock.now = last
    closed = await board(sqlite_den)
    assert closed.mates == ()
    assert isinstance(closed.closed, refusals.TeamsClosed)
    assert closed.closed.at == last
    for refused in (
        sqlite_den.competitions.look(GUILD, ANA, NAME, ""),
        sqlite_den.competitions.place(GUILD, ANA, NAME, "1", ""),
        sqlite_den.competitions.open_teams(GUILD, ANA, NAME),
        sqlite_den.competitions.hello(GUILD, ANA, NAME, BEN),
    ):
        with pytest.raises(refusals.TeamsClosed):
            await refused
    assert not (await sqlite_den.competitions.stop(GUILD, BEN, NAME)).board.is_in


async def test_nobody_finds_a_team_where_everybody_goes_alone_or_it_is_over(den: Den) -> None:
    cases: list[tuple[Competition, type[Refusal]]] = [
        (DIGITS, refusals.NoTeams),
        (TOMATO, refusals.TeamsClosed),
        (replace(await den.known(RAIN.slug), phase=Phase.GONE), refusals.TeamsClosed),
    ]
    await den.store(cases[2][0])
    for one, why in cases:
        assert isinstance((await board(den, ANA, one)).closed, why)
        with pytest.raises(why):
            await den.competitions.look(GUILD, ANA, one.slug, "")
        assert await den.entrant(ANA, one) is None
    with pytest.raises(refusals.UnknownCompetition):
        await den.competitions.teams(GUILD, ANA, "never-heard-of")
    await den.change(on=False)
    assert isinstance((await board(den)).closed, refusals.NoCompetitions)
    with pytest.raises(refusals.NoCompetitions):
        await den.competitions.look(GUILD, ANA, NAME, "")


async def test_who_is_in_the_list_can_stop_also_while_competitions_are_off(den: Den) -> None:
    await look(den, ANA, BEN, words=LINE)
    await den.change(on=False)
    off = await board(den)
    assert (off.is_in, off.mates) == (True, ())
    stopped = await den.competitions.stop(GUILD, ANA, NAME)
    assert (stopped.words, stopped.board.is_in) == (LINE, False)
    await den.change(on=True)
    assert await seen(den, BEN) == []


@pytest.mark.parametrize("typed", ["", "two", "-1", "0", "1.5", "0000", "6", "1" * 40, "²"])
async def test_what_is_no_number_of_people_is_refused(sqlite_den: Den, typed: str) -> None:
    with pytest.raises(refusals.BadTeamSize) as refused:
        await sqlite_den.competitions.place(GUILD, ANA, NAME, typed, LINE)
    assert refused.value.most == 5
    assert await sqlite_den.entrant(ANA, WHALES) is None


async def test_where_kaggle_names_no_limit_a_team_has_up_to_99(sqlite_den: Den) -> None:
    await sqlite_den.store(replace(await sqlite_den.known(NAME), team_size=None))
    with pytest.raises(refusals.BadTeamSize) as refused:
        await sqlite_den.competitions.place(GUILD, ANA, NAME, "100", LINE)
    assert refused.value.most == 99
    assert (await sqlite_den.competitions.place(GUILD, ANA, NAME, "99", LINE)).board.is_in


async def test_a_full_team_has_no_place(sqlite_den: Den) -> None:
    with pytest.raises(refusals.TeamFull) as full:
        await sqlite_den.competitions.place(GUILD, ANA, NAME, "5", "")
    assert full.value.most == 5
    listed = (await sqlite_den.competitions.place(GUILD, ANA, NAME, "4", "")).board.own
    assert listed is not None
    assert listed.team_size == 4


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("my token is KGAT_0123456789abcdef0123456789abcdef", "secret"),
        ("tomatoes are silly", "word"),
        ("fine words", "stopped"),
    ],
)
async def test_words_that_others_may_not_be_shown_are_refused(sqlite_den: Den, words: str, why: str) -> None:
    def guard(tx: Tx) -> None:
        moderation.save_words(tx, GUILD, ["silly"])
        if why == "stopped":
            moderation.stop(tx, GUILD, ANA)

    await sqlite_den.app.db.write(guard)
    with pytest.raises(refusals.WordsRefused) as refused:
        await sqlite_den.competitions.look(GUILD, ANA, NAME, words)
    assert refused.value.why == why
    assert await sqlite_den.entrant(ANA, WHALES) is None
    with pytest.raises(refusals.TooLong):
        await sqlite_den.competitions.look(GUILD, ANA, NAME, "ä" * 201)


async def test_a_member_changes_their_line_and_keeps_their_place_but_not_for_ever(den: Den) -> None:
    await look(den, BEN, CLEO)
    await den.competitions.look(GUILD, BEN, NAME, LINE)
    assert await seen(den) == [BEN, CLEO]
    await den.competitions.place(GUILD, BEN, NAME, "1", LINE)
    assert await seen(den) == [CLEO, BEN]
    for _again in range(30):  # a form that comes again counts for nothing
        await den.competitions.place(GUILD, BEN, NAME, "1", LINE)
    for number in range(MOST_SAID - 3):
        await den.competitions.look(GUILD, BEN, NAME, f"line {number}")
    with pytest.raises(TooOften):
        await den.competitions.look(GUILD, BEN, NAME, "and one more")


async def test_in_a_dm_it_is_the_list_of_the_server_where_they_are_in(den: Den) -> None:
    await look(den, BEN)
    with pytest.raises(refusals.NotIn):
        await board(den, ANA, WHALES, 0)
    await den.as_member(ANA, WHALES)
    found = await board(den, ANA, WHALES, 0)
    assert (found.guild_id, [each.user_id for each in found.mates]) == (GUILD, [BEN])
    await den.competitions.look(0, ANA, NAME, LINE)
    assert await seen(den, BEN) == [ANA]


async def test_in_a_dm_a_row_names_its_server_also_when_they_are_in_elsewhere(den: Den) -> None:
    await look(den, ANA, BEN, words=LINE)
    await den.as_member(ANA, WHALES, OTHER_GUILD)
    mine = (await board(den)).about
    assert isinstance(mine, Entrant)
    name = own(mine.id)
    found = await den.competitions.teams(0, ANA, name)
    assert (found.guild_id, [each.user_id for each in found.mates]) == (GUILD, [BEN])
    assert (await den.competitions.hello(0, ANA, name, BEN)).hello.guild_id == GUILD
    await den.competitions.stop(0, ANA, name)
    assert await seen(den, BEN) == []


async def test_who_left_reads_the_list_in_the_dm_no_more(den: Den) -> None:
    await look(den, ANA, BEN, words=LINE)
    await den.leaves(ANA)
    for ask in (den.competitions.teams, den.competitions.open_teams, den.competitions.stop):
        with pytest.raises(refusals.NotIn):
            await ask(0, ANA, NAME)
    with pytest.raises(refusals.NotIn):
        await den.competitions.hello(0, ANA, NAME, BEN)
    assert [each.user_id for each in (await board(den)).mates] == [BEN], (
        "whoever presses in the server is there"
    )


async def test_a_slug_too_long_for_an_id_is_found_by_its_mark(
    sqlite_den: Den, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = replace(WHALES, slug="invented-" + "long-" * 20, id=0)
    await sqlite_den.store(long)
    assert named(long.slug) != long.slug
    found = await sqlite_den.competitions.look(GUILD, ANA, named(long.slug), "")
    assert found.board.competition.slug == long.slug
    asked: list[str] = []
    execute = Tx.execute

    def noting(tx: Tx, statement: Any, *parameters: Any) -> Any:
        asked.append(str(statement))
        return execute(tx, statement, *parameters)

    monkeypatch.setattr(Tx, "execute", noting)
    assert await sqlite_den.app.db.read(lambda tx: competitions.slug_of(tx, named(long.slug))) == long.slug
    assert ["competition_entrant" in each for each in asked] == [False], "known ones are fewer"
