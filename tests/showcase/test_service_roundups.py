"""Proves when weeks are rounded up, whom a round-up quotes, and that it follows what changes (H6), on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.communities.store import moderation
from bot.deliveries.model import Delivery, Sent, State
from bot.showcase.model.values import ROUNDUP, ROUNDUP_LINES, Kind, Share
from bot.showcase.model.weeks import LATE, monday_of, roundup_at, week_span
from bot.showcase.service.roundups import RoundupPost
from tests.showcase.drafts import ANA, BEN, CHANNEL, CLEO, GUILD, ORGANISER, OTHER_GUILD
from tests.showcase.gallery import Gallery, open_gallery

MONDAY_NINE = datetime(2026, 1, 12, 8, tzinfo=UTC)  # 9:00 in Berlin, the Monday after
HOUR = timedelta(hours=1)


@pytest.fixture
async def den(migrated_url: str) -> AsyncIterator[Gallery]:
    """A server in Berlin with a showcase, on Monday 5 January 2026, 12:00 UTC, on a database of each kind."""
    async with open_gallery(migrated_url) as made:
        await made.speaks("en", "Europe/Berlin")
        yield made


async def quotes(den: Gallery, *people: int, wanted: bool = True) -> None:
    """These may be quoted, or not any more."""
    for each in people:
        await den.showcase.be_quoted(GUILD, each, wanted=wanted)


async def opened(den: Gallery) -> list[RoundupPost]:
    """The round-ups that are due now, claimed."""
    return await den.showcase.open_roundups(50) or []


async def due(den: Gallery, at: datetime = MONDAY_NINE) -> list[RoundupPost]:
    """The round-ups that are due then; Discord takes them."""
    den.clock.now = at
    found = await opened(den)
    for each in found:
        await den.showcase.record_roundup(each.claimed, Sent(each.claimed.id * 1000))
    return found


async def changed(den: Gallery) -> list[Delivery]:
    """The round-ups that are to be edited now."""
    return await den.showcase.take_roundups(50)


async def told(den: Gallery, claimed: Delivery) -> list[int]:
    """What a round-up quotes as it has to read now, in order."""
    post = await den.showcase.roundup_post(claimed)
    return [share.id for share, _delivery in post.lines] if post else []


async def week_of_two(den: Gallery) -> tuple[Share, Share]:
    """Ana and Ben, who may be quoted, share something, and Cleo, who was never asked."""
    await quotes(den, ANA, BEN)
    first = await den.posted(ANA, "ana")
    den.clock.forward(days=1)
    await den.posted(CLEO, "cleo")
    den.clock.forward(days=1)
    return first, await den.posted(BEN, "ben")


async def test_it_comes_on_monday_at_nine_in_time_order_without_who_did_not_agree(den: Gallery) -> None:
    first, second = await week_of_two(den)
    assert await den.showcase.next_roundup() == MONDAY_NINE
    assert await due(den, MONDAY_NINE - timedelta(seconds=1)) == []
    (post,) = await due(den)
    assert [share.id for share, _delivery in post.lines] == [first.id, second.id]
    assert [delivery.subject_id for _share, delivery in post.lines] == [first.id, second.id]
    assert (post.channel_id, post.claimed.channel_id, post.more) == (CHANNEL + GUILD, CHANNEL + GUILD, False)
    assert post.week.monday == date(2026, 1, 5)
    assert await due(den, MONDAY_NINE + HOUR) == []


async def test_a_week_in_which_nobody_may_be_quoted_has_none(den: Gallery) -> None:
    await den.posted(ANA, "ana")
    assert await due(den) == []
    await quotes(den, ANA)
    assert await due(den, MONDAY_NINE + HOUR) == []
    assert await den.showcase.next_roundup() is None


async def test_sunday_evening_and_monday_morning_are_different_weeks(den: Gallery) -> None:
    await quotes(den, ANA)
    den.clock.now = datetime(2026, 1, 11, 22, 59, 59, tzinfo=UTC)
    sunday = await den.posted(ANA, "ana")
    den.clock.now = datetime(2026, 1, 11, 23, tzinfo=UTC)
    monday = await den.posted(ANA, "ana", text="Another thing")
    (first,) = await due(den)
    (second,) = await due(den, MONDAY_NINE + timedelta(days=7))
    assert [[share.id for share, _delivery in each.lines] for each in (first, second)] == [
        [sunday.id],
        [monday.id],
    ]


@pytest.mark.parametrize(
    ("zone", "monday", "nine"),
    [
        ("Europe/Berlin", date(2026, 3, 23), datetime(2026, 3, 30, 7, tzinfo=UTC)),  # summer time begins
        ("Europe/Berlin", date(2026, 10, 19), datetime(2026, 10, 26, 8, tzinfo=UTC)),  # and ends
        ("America/New_York", date(2026, 3, 2), datetime(2026, 3, 9, 13, tzinfo=UTC)),
        ("Asia/Kathmandu", date(2026, 1, 5), datetime(2026, 1, 12, 3, 15, tzinfo=UTC)),
        ("Pacific/Apia", date(2026, 1, 5), datetime(2026, 1, 11, 20, tzinfo=UTC)),
        ("Africa/Cairo", date(2026, 4, 20), datetime(2026, 4, 27, 6, tzinfo=UTC)),
    ],
)
def test_it_follows_the_servers_clock(zone: str, monday: date, nine: datetime) -> None:
    assert roundup_at(monday, zone) == nine
    since, until = week_span(monday, zone)
    assert monday_of(since, zone) == monday_of(until - timedelta(seconds=1), zone) == monday
    assert monday_of(until, zone) == monday + timedelta(days=7)


def test_a_date_that_a_zone_left_out_counts_as_the_next_one() -> None:
    since, _until = week_span(date(2011, 12, 26), "Pacific/Apia")
    assert monday_of(since + timedelta(days=5), "Pacific/Apia") == date(2011, 12, 26)


async def test_another_zone_moves_a_week_that_is_not_rounded_up_yet(den: Gallery) -> None:
    await week_of_two(den)
    await den.speaks("en", "America/New_York")
    assert await due(den) == []
    assert await den.showcase.next_roundup() == datetime(2026, 1, 12, 14, tzinfo=UTC)
    assert len(await due(den, datetime(2026, 1, 12, 14, tzinfo=UTC))) == 1


SUNDAY = datetime(2026, 1, 11, 22, tzinfo=UTC)  # 23:00 in Berlin; in Tokyo it is Monday
MONDAY = datetime(2026, 1, 12, 1, tzinfo=UTC)  # 2:00 in Berlin; in New York it is Sunday


@pytest.mark.parametrize(("at", "zone"), [(SUNDAY, "Asia/Tokyo"), (MONDAY, "America/New_York")])
async def test_another_zone_loses_no_share_at_a_weeks_end(den: Gallery, at: datetime, zone: str) -> None:
    await quotes(den, ANA)
    den.clock.now = at
    share = await den.posted(ANA, "ana")
    await den.speaks("en", zone)
    found = []
    for day in range(14):
        found += await due(den, MONDAY_NINE + timedelta(days=day))
    assert [[each.id for each, _delivery in post.lines] for post in found] == [[share.id]]


async def test_what_another_zone_moved_to_the_next_week_is_quoted_once(den: Gallery) -> None:
    first, _second = await week_of_two(den)
    den.clock.now = SUNDAY
    last = await den.posted(ANA, "ana", text="At the end")
    (post,) = await due(den)
    assert last.id in [share.id for share, _delivery in post.lines]
    await den.speaks("en", "Asia/Tokyo")
    (after,) = await due(den, MONDAY_NINE + timedelta(days=7))
    assert [share.id for share, _delivery in after.lines] == [last.id]
    (edit,) = await changed(den)
    assert edit.id == post.claimed.id
    assert first.id in await told(den, edit)
    assert last.id not in await told(den, edit)


async def test_after_another_zone_what_goes_still_goes_from_the_round_up(den: Gallery) -> None:
    await quotes(den, ANA)
    den.clock.now = SUNDAY
    share = await den.posted(ANA, "ana")
    (post,) = await due(den)
    await den.speaks("en", "Asia/Tokyo")
    await den.showcase.delete(ANA, share.id)
    (edit,) = await changed(den)
    assert edit.id == post.claimed.id
    assert await told(den, edit) == []


async def test_a_post_early_in_a_week_does_not_change_the_last_round_up(den: Gallery) -> None:
    await week_of_two(den)
    (_post,) = await due(den)
    await den.posted(ANA, "ana", text="Early on Monday")
    assert await changed(den) == []


async def test_weeks_with_nothing_to_quote_do_not_hide_that_more_are_due(den: Gallery) -> None:
    await den.posted(ANA, "ana")
    assert await den.showcase.open_roundups(50) is None
    den.clock.now = MONDAY_NINE
    assert await den.showcase.open_roundups(50) == []
    assert await den.showcase.open_roundups(50) is None


async def test_who_is_stopped_is_quoted_again_when_they_are_allowed(den: Gallery) -> None:
    first, second = await week_of_two(den)
    await den.app.communities.stop_member(GUILD, ORGANISER, ANA)
    (post,) = await due(den)
    assert [share.id for share, _delivery in post.lines] == [second.id]
    await den.app.communities.allow_member(GUILD, ORGANISER, ANA)
    (edit,) = await changed(den)
    assert await told(den, edit) == [first.id, second.id]
    await den.showcase.record_roundup(edit, Sent(edit.message_id or 0))
    await den.app.communities.stop_member(GUILD, ORGANISER, ANA)
    (edit,) = await changed(den)
    assert await told(den, edit) == [second.id]
    await den.showcase.record_roundup(edit, Sent(edit.message_id or 0))
    await den.app.communities.stop_member(GUILD, ORGANISER, ANA)
    await den.app.communities.stop_member(OTHER_GUILD, ORGANISER, BEN)
    assert await changed(den) == []


async def test_who_is_stopped_and_erased_their_data_is_still_not_quoted(den: Gallery) -> None:
    await week_of_two(den)
    await den.app.communities.stop_member(GUILD, ORGANISER, ANA)
    await den.app.db.write(lambda tx: moderation.forget_stops(tx, ANA))
    (post,) = await due(den)
    assert ANA not in [share.user_id for share, _delivery in post.lines]


@pytest.mark.parametrize("how", ["a command", "a check"])
async def test_who_left_goes_from_the_round_up_and_who_is_back_returns(den: Gallery, how: str) -> None:
    first, second = await week_of_two(den)
    await due(den)
    await den.leaves(ANA)
    (edit,) = await changed(den)
    assert await told(den, edit) == [second.id]
    await den.showcase.record_roundup(edit, Sent(edit.message_id or 0))
    await den.leaves(ANA)
    assert await changed(den) == []
    if how == "a command":
        await den.app.people.seen(GUILD, ANA, "en-US")
    else:
        await den.app.people.stayed(GUILD, ANA)
    (edit,) = await changed(den)
    assert await told(den, edit) == [first.id, second.id]


@pytest.mark.parametrize(("late", "comes"), [(LATE - timedelta(seconds=1), True), (LATE, False)])
async def test_after_downtime_it_comes_within_48_hours_or_not_at_all(
    den: Gallery, late: timedelta, comes: bool
) -> None:
    await week_of_two(den)
    assert bool(await due(den, MONDAY_NINE + late)) is comes
    assert await due(den, MONDAY_NINE + late + HOUR) == []


async def test_what_discord_does_not_take_is_given_up_after_48_hours(den: Gallery) -> None:
    await week_of_two(den)
    den.clock.now = MONDAY_NINE
    (post,) = await opened(den)
    assert post.claimed.give_up_at == MONDAY_NINE + LATE


async def test_at_most_fifteen_are_quoted_then_it_says_that_there_is_more(den: Gallery) -> None:
    await quotes(den, ANA, BEN)
    for number in range(ROUNDUP_LINES + 1):
        await den.posted((ANA, BEN)[number % 2], "somebody", text=f"Thing {number}")
        den.clock.forward(hours=2)
    (post,) = await due(den)
    assert len(post.lines) == ROUNDUP_LINES
    assert post.more


async def test_what_was_not_sent_or_is_a_draft_again_is_not_quoted(den: Gallery) -> None:
    first, second = await week_of_two(den)
    await den.posted(ANA, "ana", sent=False, text="Discord never took this")
    await den.showcase.unpublish(BEN, second.id)
    (post,) = await due(den)
    assert [share.id for share, _delivery in post.lines] == [first.id]


async def test_deleting_one_changes_it_and_deleting_all_removes_it(den: Gallery) -> None:
    first, second = await week_of_two(den)
    (post,) = await due(den)
    await den.showcase.delete(ANA, first.id)
    (edit,) = await changed(den)
    assert (edit.id, edit.state) == (post.claimed.id, State.SENT)
    assert await told(den, edit) == [second.id]
    await den.showcase.record_roundup(edit, Sent(edit.message_id or 0))
    await den.showcase.unpublish(BEN, second.id)
    (edit,) = await changed(den)
    assert await told(den, edit) == []
    assert await den.showcase.drop_roundup(edit.subject_id) == [edit.id]


async def test_other_words_change_it(den: Gallery) -> None:
    first, _second = await week_of_two(den)
    await due(den)
    await den.showcase.set_kind(ANA, first.id, Kind.PAPER)
    assert len(await changed(den)) == 1


async def test_who_takes_their_consent_back_is_quoted_nowhere_any_more(den: Gallery) -> None:
    first, second = await week_of_two(den)
    (post,) = await due(den)
    den.clock.forward(days=300)
    await quotes(den, BEN, wanted=False)
    (edit,) = await changed(den)
    assert (edit.id, await told(den, edit)) == (post.claimed.id, [first.id])
    await quotes(den, BEN)
    assert [await told(den, each) for each in await changed(den)] == [[first.id, second.id]]


async def test_one_that_quoted_nobody_any_more_comes_back_while_it_is_not_too_late(den: Gallery) -> None:
    await quotes(den, ANA)
    share = await den.posted(ANA, "ana")
    (post,) = await due(den)
    await quotes(den, ANA, wanted=False)
    (edit,) = await changed(den)
    assert await told(den, edit) == []
    await den.showcase.drop_roundup(edit.subject_id)
    assert await due(den, MONDAY_NINE + HOUR) == []
    await quotes(den, ANA)
    (again,) = await due(den, MONDAY_NINE + HOUR)
    assert again.claimed.id != post.claimed.id
    assert [each.id for each, _delivery in again.lines] == [share.id]
    await quotes(den, ANA, wanted=False)
    await den.showcase.drop_roundup(again.week.id)
    assert await due(den, MONDAY_NINE + LATE) == []
    await quotes(den, ANA)
    assert await due(den, MONDAY_NINE + LATE + HOUR) == []


async def test_one_that_an_organiser_deleted_by_hand_does_not_come_back(den: Gallery) -> None:
    first, _second = await week_of_two(den)
    (post,) = await due(den)
    await den.showcase.message_deleted(post.claimed.id * 1000)
    await quotes(den, ANA, wanted=False)
    await quotes(den, ANA)
    await den.showcase.set_kind(ANA, first.id, Kind.PAPER)
    assert await due(den, MONDAY_NINE + HOUR) == []
    assert await changed(den) == []


async def test_who_left_the_server_is_not_quoted(den: Gallery) -> None:
    _first, second = await week_of_two(den)
    await den.leaves(ANA)
    (post,) = await due(den)
    assert [share.id for share, _delivery in post.lines] == [second.id]


async def test_a_move_takes_no_words_along(den: Gallery) -> None:
    first, second = await week_of_two(den)
    await den.showcase.place(GUILD, ORGANISER, 999, forum=False)
    third = await den.posted(ANA, "ana", text="In the new channel")
    (post,) = await due(den)
    assert (post.claimed.channel_id, [share.id for share, _delivery in post.lines]) == (999, [third.id])
    await den.showcase.place(GUILD, ORGANISER, CHANNEL + GUILD, forum=False)
    await den.showcase.set_kind(ANA, third.id, Kind.PAPER)
    (edit,) = await changed(den)
    assert await told(den, edit) == [third.id]
    assert {first.id, second.id}.isdisjoint(await told(den, edit))


async def test_in_a_forum_it_tells_of_the_forum_after_a_move_too(den: Gallery) -> None:
    await den.showcase.place(GUILD, ORGANISER, 777, forum=True)
    await quotes(den, ANA)
    share = await den.posted(ANA, "ana")
    den.clock.now = MONDAY_NINE
    (post,) = await opened(den)
    await den.showcase.record_roundup(post.claimed, Sent(4242, 4242))
    await den.showcase.place(GUILD, ORGANISER, 888, forum=False)
    await den.showcase.set_kind(ANA, share.id, Kind.PAPER)
    (edit,) = await changed(den)
    after = await den.showcase.roundup_post(edit)
    assert after is not None
    assert (edit.channel_id, after.channel_id) == (4242, 777)
    assert [each.id for each, _delivery in after.lines] == [share.id]


@pytest.mark.parametrize("how", ["off", "no_roundup"])
async def test_nothing_is_rounded_up_where_organisers_do_not_want_it(den: Gallery, how: str) -> None:
    await week_of_two(den)
    if how == "off":
        await den.showcase.switch(GUILD, ORGANISER, on=False)
    else:
        await den.showcase.round_up(GUILD, ORGANISER, wanted=False)
    assert await due(den) == []


async def test_servers_know_nothing_of_each_other(den: Gallery) -> None:
    await quotes(den, ANA)
    await den.posted(ANA, "ana")
    await den.showcase.be_quoted(OTHER_GUILD, ANA, wanted=True)
    (post,) = await due(den)
    assert post.claimed.guild_id == GUILD
    await den.showcase.be_quoted(OTHER_GUILD, ANA, wanted=False)
    assert await changed(den) == []


async def test_two_processes_make_one_round_up(den: Gallery) -> None:
    await week_of_two(den)
    den.clock.now = MONDAY_NINE
    first, second = await opened(den), await opened(den)
    assert (len(first), second) == (1, [])
    assert len(await den.app.deliveries.troubled(GUILD)) == 0
    assert first[0].claimed.kind == ROUNDUP


async def test_after_a_restore_the_past_is_not_rounded_up(den: Gallery) -> None:
    await week_of_two(den)
    den.clock.now = MONDAY_NINE + HOUR
    await den.app.db.write(lambda tx: den.app.skip_past(tx))
    assert await due(den, MONDAY_NINE + HOUR) == []
    assert await den.showcase.next_roundup() is None
