"""Proves a round of the reading group through its services, as time moves and while the bot is down: each thing once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.app import open_app
from bot.deliveries.model import UNKNOWN_CHANNEL, Refused, Sent, State
from bot.papers.model.groups import Phase
from bot.papers.model.refusals import NoGroup, NoPapers, RoundOver
from bot.papers.model.values import NOMINATIONS, REFUSED, VOTE
from bot.papers.store import groups, nominations, openings, votes
from tests.papers.circle import (
    CIRCLE,
    CLOSES,
    ENDS,
    MEETS,
    NEXT_MONDAY,
    SATURDAY,
    THURSDAY,
    TUESDAY,
    Circle,
)
from tests.papers.house import (
    ANA,
    BEN,
    BIRDS,
    CLEO,
    GUILD,
    LEAVES,
    ORGANISER,
    OTHER_GUILD,
    SPINS,
    START,
    WARMUP,
    Den,
    den,
    sqlite_den,
)

__all__ = ["den", "sqlite_den"]

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def phases(steps: list[object]) -> list[Phase]:
    """Where each step led to."""
    return [each.round.phase for each in steps]  # type: ignore[attr-defined]


async def test_a_whole_round_from_monday_to_the_monday_after_next(den: Den) -> None:
    circle = Circle(den)
    await circle.found()
    planned = await circle.round()
    assert (planned.phase, planned.due_at) == (Phase.NOMINATING, NEXT_MONDAY)
    assert await circle.until(NEXT_MONDAY - timedelta(seconds=1)) == []

    first, second = await circle.two()
    opened = await circle.round()
    assert (opened.due_at, opened.meets_at) == (THURSDAY, MEETS)
    assert await circle.posted() == [NOMINATIONS]

    await circle.until(THURSDAY)
    assert (await circle.round()).phase is Phase.VOTING
    assert await circle.posted() == [NOMINATIONS, VOTE]
    await circle.vote(ANA, first, second)
    await circle.vote(BEN, second)
    await circle.vote(CLEO, first)
    await circle.vote(CLEO, second)
    standing = await circle.standing(ANA)
    assert standing is not None
    assert standing.votes == {first.id, second.id}
    assert standing.url.endswith("000")

    await circle.until(SATURDAY)
    chosen = await circle.round()
    assert (chosen.phase, chosen.arxiv_id) == (Phase.LEADING, WARMUP.arxiv_id)
    assert (chosen.meets_at, chosen.due_at) == (MEETS, TUESDAY)
    assert await circle.votes() == set()
    assert await circle.open() == [LEAVES.arxiv_id]
    results = await circle.changed()
    assert [post.claimed.kind for post in results] == [NOMINATIONS, VOTE]
    assert {post.chosen for post in results} == {WARMUP}

    assert phases([*await circle.until(TUESDAY)]) == [Phase.READING]
    assert phases([*await circle.until(ENDS)]) == [Phase.NOTING]
    assert phases([*await circle.until(CLOSES)]) == [Phase.CLOSED, Phase.NOMINATING]
    again = await circle.round()
    assert (again.opens_at, again.due_at) == (CLOSES, CLOSES + timedelta(days=3))
    assert (await circle.posted())[2:] == [NOMINATIONS]
    standing = await circle.standing()
    assert standing is not None
    assert [(each.paper, each.nomination.carried) for each in standing.nominations] == [(LEAVES, True)]


async def test_nobody_nominates_and_a_week_later_it_is_asked_silently_again(den: Den) -> None:
    circle = Circle(den)
    await circle.found()
    await circle.until(THURSDAY + 3 * WEEK)
    waits = await circle.round()
    assert (waits.phase, waits.due_at, waits.meets_at) == (
        Phase.NOMINATING,
        THURSDAY + 4 * WEEK,
        MEETS + 4 * WEEK,
    )
    assert await circle.posted() == [NOMINATIONS]
    (edit,) = await circle.changed()
    assert edit.round == waits


async def test_one_nomination_needs_no_vote(den: Den) -> None:
    circle = Circle(den)
    await circle.found()
    await circle.until(NEXT_MONDAY)
    await circle.nominate(ANA, LEAVES)
    await circle.until(THURSDAY)
    chosen = await circle.round()
    assert (chosen.phase, chosen.arxiv_id, chosen.meets_at) == (Phase.LEADING, LEAVES.arxiv_id, MEETS)
    assert chosen.due_at == TUESDAY
    assert await circle.posted() == [NOMINATIONS]


async def test_without_any_vote_the_oldest_is_read_and_the_other_comes_back_once(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    await circle.two()
    await circle.until(SATURDAY)
    assert (await circle.round()).arxiv_id == LEAVES.arxiv_id
    await circle.until(CLOSES)
    later = await circle.nominate(CLEO, BIRDS)
    await circle.until(CLOSES + timedelta(days=3))
    await circle.vote(CLEO, later)
    await circle.until(CLOSES + timedelta(days=5))
    assert (await circle.round()).arxiv_id == BIRDS.arxiv_id
    assert await circle.open() == []


async def test_what_is_nominated_later_waits_for_the_next_round(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    early = await circle.papers.nominate(GUILD, CLEO, SPINS.arxiv_id)
    assert early.waits
    assert await circle.posted() == []
    await circle.two()
    await circle.until(THURSDAY)
    late = await circle.papers.nominate(GUILD, CLEO, BIRDS.arxiv_id, "For later")
    assert late.waits
    assert late.round.id != (await circle.round()).id
    ballot = await circle.papers.ballot(GUILD, ANA, (await circle.round()).id)
    assert [each.paper for each in ballot.nominated] == [SPINS, LEAVES, WARMUP]
    await circle.until(CLOSES)
    standing = await circle.standing()
    assert standing is not None
    found = [(each.paper, each.nomination.carried) for each in standing.nominations]
    assert found == [(LEAVES, True), (WARMUP, True), (BIRDS, False)]


async def test_a_vote_whose_time_passed_while_down_is_counted_at_once(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    _first, second = await circle.two()
    await circle.until(THURSDAY)
    await circle.vote(ANA, second)
    back = SATURDAY + timedelta(days=4, hours=5)
    sqlite_den.clock.now = back
    with pytest.raises(RoundOver):
        await circle.vote(BEN, second)
    assert phases([*await circle.turn()]) == [Phase.LEADING]
    chosen = await circle.round()
    assert chosen.arxiv_id == WARMUP.arxiv_id
    assert chosen.meets_at == MEETS + WEEK  # less than three days were left
    assert chosen.due_at == TUESDAY + WEEK


async def test_a_vote_that_should_have_been_while_down_begins_when_back(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    await circle.two()
    assert phases([*await circle.after(SATURDAY + 2 * HOUR)]) == [Phase.VOTING]
    on = await circle.round()
    assert on.due_at == SATURDAY + timedelta(days=2)
    assert on.meets_at == MEETS


async def test_after_a_month_nothing_that_makes_no_sense_any_more_is_posted(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    await circle.two()
    await circle.until(SATURDAY)
    back = CLOSES + timedelta(days=30, hours=2)
    # They met without us, too long ago to ask for notes: the next round opens, with a day to nominate at least.
    assert phases([*await circle.after(back)]) == [Phase.NOTING, Phase.CLOSED, Phase.NOMINATING]
    opened = await circle.round()
    assert opened.due_at is not None
    assert opened.due_at >= back + DAY
    assert await circle.turn() == []


async def test_a_late_opening_still_leaves_a_day_to_nominate(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    await circle.after(THURSDAY - HOUR)
    assert (await circle.round()).due_at == THURSDAY + WEEK
    assert await circle.posted() == [NOMINATIONS]


async def test_all_taken_back_during_the_vote_ends_it_silently(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    first, second = await circle.two()
    await circle.until(THURSDAY)
    await circle.vote(CLEO, first)
    await circle.papers.withdraw(GUILD, ANA, first.id)
    await circle.papers.withdraw(GUILD, ORGANISER, second.id, organiser=True)
    assert await circle.votes() == set()
    (step,) = await circle.until(SATURDAY)
    assert step.round.phase is Phase.NOMINATING
    assert step.round.due_at == THURSDAY + WEEK
    assert len(step.removals) == 1
    await circle.nominate(ANA, LEAVES)
    await circle.nominate(BEN, WARMUP)
    await circle.until(THURSDAY + WEEK)
    assert (await circle.posted())[-1:] == [VOTE]


async def test_two_processes_take_each_step_once(den: Den) -> None:
    here, there = Circle(den), Circle(den, OTHER_GUILD)
    for circle in (here, there):
        await circle.found()
    async with open_app(den.app.settings, clock=den.clock) as other:
        den.clock.now = NEXT_MONDAY
        services, due = (den.papers, other.papers), await den.papers.due_rounds()
        assert len(due) == 2
        both = [(each, round_id) for each in services * 3 for round_id in due]
        found = await asyncio.gather(*(each.turn_round(round_id) for each, round_id in both))
        cards = [
            each
            for taken in await asyncio.gather(*(each.take_round_cards(1) for each in services * 3))
            for each in taken
        ]
    turned = [each for each in found if each is not None]
    assert sorted(each.round.guild_id for each in turned) == [GUILD, OTHER_GUILD]
    assert sorted(each.guild_id for each in cards) == [GUILD, OTHER_GUILD]


async def test_a_vote_and_the_count_at_once_leave_no_vote_behind(den: Den) -> None:
    circle = Circle(den)
    await circle.found()
    first, second = await circle.two()
    await circle.until(THURSDAY)
    value = await circle.round()
    async with open_app(den.app.settings, clock=lambda: SATURDAY - HOUR) as other:
        # The other machine's clock is slow: it takes votes until the moment when they are counted.
        den.clock.now = SATURDAY
        results = await asyncio.gather(
            *(other.papers.vote(GUILD, who, value.id, [second.id]) for who in range(1, 9)),
            den.papers.turn_round(value.id),
            *(other.papers.vote(GUILD, who, value.id, [first.id]) for who in range(9, 12)),
            return_exceptions=True,
        )
        await circle.turn()
    assert {type(each) for each in results if isinstance(each, BaseException)} <= {RoundOver}
    assert (await circle.round()).phase is Phase.LEADING
    assert await circle.votes() == set()


async def test_off_keeps_nominations_and_votes_and_on_goes_on(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    _first, second = await circle.two()
    await circle.until(THURSDAY)
    await circle.vote(ANA, second)
    await circle.papers.switch_group(GUILD, ORGANISER, on=False)
    assert await circle.until(SATURDAY + WEEK) == []
    value = await circle.round()
    with pytest.raises(NoGroup):
        await circle.papers.vote(GUILD, BEN, value.id, [second.id])
    with pytest.raises(NoGroup):
        await circle.papers.nominate(GUILD, BEN, BIRDS.arxiv_id)
    assert await circle.standing() is None
    assert {post.is_on for post in await circle.changed()} == {False}
    sqlite_den.clock.forward(hours=5)
    await circle.papers.switch_group(GUILD, ORGANISER, on=True)
    assert (await circle.round()).due_at == SATURDAY + 2 * WEEK
    await circle.until(SATURDAY + 2 * WEEK)
    assert (await circle.round()).arxiv_id == WARMUP.arxiv_id


async def test_off_while_people_nominate_opens_again_on_a_monday_or_now(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    await circle.two()
    await circle.papers.switch_group(GUILD, ORGANISER, on=False)
    sqlite_den.clock.now = THURSDAY + HOUR
    await circle.papers.switch_group(GUILD, ORGANISER, on=True)
    assert (await circle.round()).due_at == NEXT_MONDAY + WEEK
    await circle.papers.start_group(GUILD, ORGANISER)
    await circle.turn()
    value = await circle.round()
    assert (value.opens_at, value.due_at) == (THURSDAY + HOUR, THURSDAY + WEEK)
    assert await circle.posted() == [NOMINATIONS]
    assert len(await circle.open()) == 2
    await circle.papers.start_group(GUILD, ORGANISER)
    assert await circle.round() == value


async def test_off_lets_a_chosen_paper_be_read_and_nothing_follows(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    await circle.two()
    await circle.until(SATURDAY)
    await circle.papers.switch_group(GUILD, ORGANISER, on=False)
    assert (await circle.standing()) is not None
    assert phases([*await circle.until(CLOSES + 3 * WEEK)]) == [Phase.READING, Phase.NOTING, Phase.CLOSED]
    assert await circle.standing() is None
    await circle.papers.switch_group(GUILD, ORGANISER, on=True)
    assert await circle.open() == [WARMUP.arxiv_id]
    assert (await circle.round()).due_at == CLOSES + 4 * WEEK


async def test_a_group_needs_papers(sqlite_den: Den) -> None:
    with pytest.raises(NoPapers):
        await sqlite_den.papers.place_group(999, ORGANISER, 1)
    with pytest.raises(NoGroup):
        await sqlite_den.papers.switch_group(GUILD, ORGANISER, on=True)
    assert await sqlite_den.papers.own_group(GUILD) is None
    assert await Circle(sqlite_den).standing() is None


async def test_another_day_moves_a_meeting_only_until_a_paper_is_chosen(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    await circle.two()
    await circle.found(weekday=1)
    assert (await circle.round()).meets_at == MEETS - timedelta(days=2)
    await circle.until(THURSDAY)
    await circle.found(weekday=0)
    assert (await circle.round()).meets_at == MEETS + timedelta(days=4)
    await circle.until(SATURDAY)
    await circle.found(weekday=4)
    assert (await circle.round()).meets_at == MEETS + timedelta(days=4)
    did = [line.what for line in await sqlite_den.app.communities.audit(GUILD)]
    assert did.count("papers.group_change") == 3
    await circle.found(weekday=4)
    assert [line.what for line in await sqlite_den.app.communities.audit(GUILD)] == did


async def test_a_closed_channel_is_told_and_another_one_gets_the_card(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    sqlite_den.clock.now = NEXT_MONDAY
    await circle.begin_turn()
    (claimed,) = await circle.papers.take_round_cards(50)
    stands = await circle.papers.record_round_card(claimed, Refused(UNKNOWN_CHANNEL, "Unknown"))
    assert stands is not None
    assert stands.is_out_of_reach
    await circle.papers.group_out_of_reach(GUILD, CIRCLE + GUILD)
    await circle.papers.group_out_of_reach(GUILD, CIRCLE + GUILD)
    assert [each.kind for each in await sqlite_den.app.attention.open_notices(GUILD)] == [REFUSED]
    await circle.papers.place_group(GUILD, ORGANISER, 999)
    assert await sqlite_den.app.attention.open_notices(GUILD) == []
    (again,) = await circle.papers.take_round_cards(50)
    assert (again.channel_id, again.state) == (999, State.SENDING)
    assert again.id != claimed.id
    await circle.papers.record_round_card(again, Sent(1))
    assert await circle.posted() == [NOMINATIONS]


async def test_a_card_is_taken_again_after_a_crash(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    sqlite_den.clock.now = NEXT_MONDAY
    await circle.begin_turn()
    (claimed,) = await circle.papers.take_round_cards(50)  # and then the process ends
    assert await circle.papers.take_round_cards(50) == []
    sqlite_den.clock.forward(minutes=2)
    (again,) = await circle.papers.take_round_cards(50)
    assert (again.id, again.attempt) == (claimed.id, 2)


async def test_a_cancelled_session_brings_its_paper_back(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    await circle.two()
    await circle.until(TUESDAY)
    value = await circle.round()

    def cancel(tx):  # type: ignore[no-untyped-def]
        groups.change_round(tx, value.id, phase=Phase.CANCELLED, due_at=None)
        openings.begin(tx, GUILD)

    await sqlite_den.app.db.write(cancel)
    assert (await circle.round()).due_at == NEXT_MONDAY + 2 * WEEK
    assert await circle.open() == [LEAVES.arxiv_id, WARMUP.arxiv_id]
    await circle.until(NEXT_MONDAY + 2 * WEEK)
    assert len(await circle.posted()) == 3


async def test_after_a_restore_nothing_of_the_past_happens(sqlite_den: Den) -> None:
    here, there = Circle(sqlite_den), Circle(sqlite_den, OTHER_GUILD)
    for circle in (here, there):
        await circle.found()
    await here.two()
    await here.until(THURSDAY)
    sqlite_den.clock.now = SATURDAY + DAY
    await sqlite_den.app.db.write(lambda tx: openings.skip_past(tx, None))
    assert await here.turn() == []
    assert (await here.round()).due_at == SATURDAY + WEEK
    assert (await there.round()).due_at == THURSDAY + WEEK
    await here.until(TUESDAY + WEEK)
    sqlite_den.clock.now = ENDS + WEEK
    await sqlite_den.app.db.write(lambda tx: openings.skip_past(tx, GUILD))
    assert (await here.round()).due_at == CLOSES + WEEK


async def test_servers_know_nothing_of_each_other(sqlite_den: Den) -> None:
    here, there = Circle(sqlite_den), Circle(sqlite_den, OTHER_GUILD)
    for circle in (here, there):
        await circle.found()
    first, _second = await here.two()
    assert await there.open() == []
    await here.until(THURSDAY)
    value = await here.round()
    with pytest.raises(RoundOver):
        await sqlite_den.papers.ballot(OTHER_GUILD, ANA, value.id)
    with pytest.raises(RoundOver):
        await sqlite_den.papers.vote(OTHER_GUILD, ANA, value.id, [first.id])


async def test_only_the_voter_reads_a_vote_and_only_until_the_choice(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    await circle.found()
    first, second = await circle.two()
    await circle.until(THURSDAY)
    await circle.changed()
    await circle.vote(ANA, first)
    value = await circle.round()
    assert (await circle.papers.ballot(GUILD, BEN, value.id)).approved == frozenset()
    assert (await circle.papers.ballot(GUILD, ANA, value.id)).approved == {first.id}
    own = await sqlite_den.app.db.write(lambda tx: votes.of_person(tx, ANA))
    assert [each.arxiv_id for each in own] == [LEAVES.arxiv_id]
    assert await sqlite_den.app.db.write(lambda tx: votes.of_person(tx, BEN)) == []
    assert await circle.changed() == []  # a vote edits nothing that others see
    await circle.vote(ANA)
    await circle.vote(BEN, second)
    assert await circle.votes() == {(GUILD, BEN)}
    await sqlite_den.app.db.write(lambda tx: votes.erase(tx, BEN))
    assert await circle.votes() == set()
    assert await sqlite_den.app.db.write(lambda tx: nominations.members(tx)) == {(GUILD, ANA), (GUILD, BEN)}
    assert value.opens_at > START
