"""Proves that a standup's week says who shipped something, of those who agreed, and follows what goes (S9, H6)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import simcord

from bot.showcase.model.values import Kind
from tests.showcase.house import House, forum_house, house
from tests.showcase.test_choosing import sharing
from tests.showcase.test_roundups import mine, quotes
from tests.standups.test_reminder import settings

__all__ = ["forum_house", "house"]

FRIDAY = datetime(2026, 1, 2, 8, tzinfo=UTC)  # 9:00 in Berlin
OVER = datetime(2026, 1, 3, 8, 30, tzinfo=UTC)  # Friday's day has closed, and with it the week
LINE = "**Shipped:**"


@pytest.fixture
async def week(house: House) -> House:
    """Ben wrote on Friday, Ana shipped a project and agreed to be quoted; the week is not summed up yet."""
    await begun(house)
    return house


async def begun(house: House) -> None:
    """The same in any showcase."""
    await house.set_up()
    await house.work_until(FRIDAY)
    await house.write(house.ben, "read chapter 5")
    await quotes(house, house.ana)
    await house.share(title="Zanzibar leaves")


def summaries(house: House) -> list[str]:
    """The summaries in the standup's channel."""
    return [each for each in house.messages(house.channel) if "in short" in each]


def person(who: simcord.MemberActor) -> str:
    """How a member is named."""
    return f"<@{who.id}>"


async def test_it_names_who_shipped_with_a_link_and_no_word_of_it(week: House) -> None:
    await week.work_until(OVER)
    (text,) = summaries(week)
    line = next(each for each in text.splitlines() if each.startswith(LINE))
    assert line == f"{LINE} {person(week.ana)} ([see it]({await url(week)}))"
    assert "anzibar" not in text
    assert "read chapter 5" in text


async def url(house: House) -> str:
    """Where Ana's post is."""
    delivered = await house.showcase.posted((await mine(house)).id)
    assert delivered is not None
    return delivered.url


async def test_a_deleted_one_and_one_of_another_kind_go_from_it(week: House) -> None:
    await week.share(week.ben)
    await quotes(week, week.ben)
    await week.work_until(OVER)
    assert person(week.ben) in summaries(week)[0].splitlines()[-1]
    share = await mine(week)
    await week.showcase.set_kind(week.ana.id, share.id, Kind.WRITING)
    await week.work()
    assert person(week.ana) not in summaries(week)[0]
    await week.showcase.set_kind(week.ana.id, share.id, Kind.PROJECT)
    await week.work()
    assert person(week.ana) in summaries(week)[0]
    await week.showcase.delete(week.ana.id, share.id)
    await week.work()
    assert person(week.ana) not in summaries(week)[0]
    assert LINE in summaries(week)[0]


async def test_consent_decides_also_afterwards(week: House) -> None:
    await week.work_until(OVER)
    await sharing(week, "Do not quote me")
    await week.work()
    assert LINE not in summaries(week)[0]
    await sharing(week, "Quote me in the round-up")
    await week.work()
    assert LINE in summaries(week)[0]


async def test_who_is_stopped_or_left_is_not_named(week: House) -> None:
    await week.work_until(OVER)
    guild, ana, organiser = week.guild.id, week.ana.id, week.organiser.id
    await week.app.communities.stop_member(guild, organiser, ana)
    await week.work()
    assert LINE not in summaries(week)[0]
    await week.app.communities.allow_member(guild, organiser, ana)
    await week.work()
    assert LINE in summaries(week)[0]
    await week.app.people.ask_about([(guild, ana)])
    await week.app.people.went(guild, ana)
    await week.work()
    assert LINE not in summaries(week)[0]


async def test_who_wants_to_be_left_out_of_summaries_is(week: House) -> None:
    await week.work_until(OVER)
    await settings(week, week.ana, "Leave me out of summaries")
    await week.work()
    assert LINE not in summaries(week)[0]


async def test_a_week_with_nothing_but_that_has_no_summary(house: House) -> None:
    await house.set_up()
    await house.work_until(FRIDAY)
    await quotes(house, house.ana)
    await house.share(title="Zanzibar leaves")
    await house.work_until(OVER)
    assert summaries(house) == []


async def test_only_finished_projects_are_named(house: House) -> None:
    await house.set_up()
    await house.work_until(FRIDAY)
    await house.write(house.ben, "read chapter 5")
    await quotes(house, house.ana)
    await house.share(kind=Kind.PROGRESS)
    await house.work_until(OVER)
    assert LINE not in summaries(house)[0]


async def test_a_post_in_a_forum_is_linked_too(forum_house: House) -> None:
    await begun(forum_house)
    await forum_house.work_until(OVER)
    post = (await mine(forum_house)).thread_id
    assert f"/{forum_house.guild.id}/{post}/{post}" in summaries(forum_house)[0]
