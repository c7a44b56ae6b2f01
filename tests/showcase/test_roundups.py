"""Proves the weekly round-up as everybody reads it: when it comes, whom it quotes, that it follows what goes (H6, promise 6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import simcord

from bot.core.db import Tx
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import Kind, Share
from bot.showcase.store import shares, weeks
from tests.bots import answer_of, labels_of, text_of
from tests.showcase.house import LINK, House, forum_house, house
from tests.showcase.test_choosing import sharing
from tests.traces import in_discord
from tests.tree.rendered import check_text

__all__ = ["forum_house", "house"]

MONDAY_NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
TITLE = "Zanzibar leaves"
HEADING = "What was shared in the week from"


async def quotes(house: House, *people: simcord.MemberActor, wanted: bool = True) -> None:
    """These may be quoted."""
    for each in people:
        await house.showcase.be_quoted(house.guild.id, each.id, wanted=wanted)


def roundups(house: House) -> list[str]:
    """The round-ups that everybody sees, oldest first."""
    return [each for each in house.posts() if HEADING in each]


async def mine(house: House) -> Share:
    """What Ana shared."""
    (share,) = await house.app.db.read(lambda tx: shares.of_person(tx, house.ana.id))
    return share


async def week_of_two(house: House) -> None:
    """Ana and Ben, who may be quoted, share something, and the organiser, who may not; it is Monday, nine."""
    await quotes(house, house.ana, house.ben)
    await house.share(title=TITLE, text="It finds wilted leaves @everyone")
    await house.work_until(house.env.now() + timedelta(hours=3))
    await house.share(house.organiser, title="Unquoted", text="Not to be told")
    await house.work_until(house.env.now() + timedelta(hours=3))
    await house.share(
        house.ben, title="", text="A second *one*", link="https://b.example/", kind=Kind.WRITING
    )
    await house.work_until(MONDAY_NINE)


async def test_it_comes_on_monday_and_quotes_in_time_order_with_links(house: House) -> None:
    await week_of_two(house)
    (text,) = roundups(house)
    check = [line.split(" ")[0] for line in text.splitlines()]
    assert check == ["**What", "-", "-"]
    first, second = text.splitlines()[1:]
    assert TITLE in first
    assert f"<@{house.ana.id}>" in first
    assert f"<@{house.ben.id}>" in second
    assert "“A second *one*”" in second
    assert text.count(f"https://discord.com/channels/{house.guild.id}/{house.place.id}/") == 2
    assert "Unquoted" not in text
    assert str(house.organiser.id) not in text
    assert "@everyone" not in text
    assert text.splitlines()[0] == "**What was shared in the week from Monday 29 December**"
    message = house.place.history()[-1]
    assert not message.embeds
    await house.work_until(MONDAY_NINE + timedelta(days=7))
    assert len(roundups(house)) == 1


async def test_without_consent_there_is_no_message(house: House) -> None:
    await house.share(title=TITLE)
    await house.work_until(MONDAY_NINE + timedelta(days=1))
    assert roundups(house) == []


async def test_deleting_rebuilds_it_and_the_last_removes_it(house: House) -> None:
    await week_of_two(house)
    removed = await house.showcase.delete(house.ana.id, (await mine(house)).id)
    await house.posting.take_down(removed.removals)
    await house.work()
    (text,) = roundups(house)
    assert "A second" in text
    assert in_discord(house.env, "anzibar", "wilted") == []
    await quotes(house, house.ben, wanted=False)
    await house.work()
    assert roundups(house) == []
    await quotes(house, house.ben)
    await house.work()
    (text,) = roundups(house)
    assert "A second" in text


async def test_taking_consent_back_changes_it_at_once_and_undo_brings_it_back(house: House) -> None:
    await week_of_two(house)
    done = await sharing(house, "Do not quote me")
    (text,) = roundups(house)
    assert str(house.ana.id) not in text
    await house.ana.click(answer_of(done), label="Undo")
    (text,) = roundups(house)
    assert str(house.ana.id) in text


async def test_its_button_opens_the_form_and_the_round_up_stays(house: House) -> None:
    await week_of_two(house)
    opened = await house.ben.click(house.place.history()[-1], label="Share something")
    assert opened.modal is not None
    preview = await house.ben.submit_modal(opened, {"text": "A third one"})
    assert "Post" in labels_of(answer_of(preview))
    assert "A third one" in text_of(preview)
    assert len(roundups(house)) == 1
    assert "A third one" not in str(house.posts())


async def test_its_button_says_so_where_the_showcase_is_off(house: House) -> None:
    await week_of_two(house)
    await house.showcase.switch(house.guild.id, house.organiser.id, on=False)
    refused = await house.ben.click(house.place.history()[-1], label="Share something")
    assert refused.modal is None


async def test_who_is_stopped_goes_from_it(house: House) -> None:
    await week_of_two(house)
    await house.app.communities.stop_member(house.guild.id, house.organiser.id, house.ana.id)
    await house.work()
    (text,) = roundups(house)
    assert TITLE not in text
    assert str(house.ana.id) not in text


async def test_many_weeks_with_nothing_to_quote_do_not_hold_it_up(house: House) -> None:
    await quotes(house, house.ana)
    await house.share(title=TITLE)
    at = MONDAY_NINE - timedelta(minutes=1)

    def plan(tx: Tx) -> None:
        for number in range(250):
            weeks.plan(tx, 10_000 + number, date(2025, 12, 22), at)

    await house.app.db.write(plan)
    await house.until(MONDAY_NINE)
    await house.bot.jobs.run("showcase.roundups")
    assert len(roundups(house)) == 1


async def test_other_words_are_quoted_after_an_edit(house: House) -> None:
    await week_of_two(house)
    share = await mine(house)
    await house.showcase.rewrite(house.ana.id, share.id, Typed(title="Quokka leaves", link=LINK))
    await house.work()
    (text,) = roundups(house)
    assert "**Quokka leaves**" in text
    assert TITLE not in text


async def test_after_two_days_of_downtime_it_does_not_come(house: House) -> None:
    await quotes(house, house.ana)
    await house.share(title=TITLE)
    await house.until(MONDAY_NINE + timedelta(hours=48))
    await house.work()
    assert roundups(house) == []


async def test_after_one_day_of_downtime_it_comes(house: House) -> None:
    await quotes(house, house.ana)
    await house.share(title=TITLE)
    await house.until(MONDAY_NINE + timedelta(hours=24))
    await house.restart()
    await house.work()
    assert len(roundups(house)) == 1


async def test_in_a_forum_it_is_a_post_and_goes_with_its_thread(forum_house: House) -> None:
    await quotes(forum_house, forum_house.ana)
    await forum_house.share(title=TITLE)
    await forum_house.work_until(MONDAY_NINE)
    (text,) = roundups(forum_house)
    assert TITLE in text
    thread = forum_house.place.threads[-1]
    assert str(thread.name).startswith("What was shared in the week from")
    assert forum_house.env.backend.channels[thread.id].applied_tags == []
    await sharing(forum_house, "Do not quote me")
    await forum_house.work()
    assert roundups(forum_house) == []
    assert thread.id not in {each.id for each in forum_house.place.threads}


async def test_in_a_forum_an_edit_changes_the_post(forum_house: House) -> None:
    await week_of_two(forum_house)
    (before,) = roundups(forum_house)
    await quotes(forum_house, forum_house.ana, wanted=False)
    await forum_house.work()
    (after,) = roundups(forum_house)
    assert TITLE in before
    assert TITLE not in after
    assert "A second" in after


async def test_it_speaks_the_servers_language(house: House) -> None:
    await house.app.communities.choose_language(house.guild.id, house.organiser.id, "de", "en-US")
    await quotes(house, house.ana)
    await house.share(title=TITLE)
    await house.work_until(MONDAY_NINE)
    text = house.posts()[-1]
    assert TITLE in text
    check_text(text.replace(f"<@{house.ana.id}>", ""))
