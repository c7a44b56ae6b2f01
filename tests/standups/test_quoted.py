"""Owns what a week's summary quotes: nothing from another channel, and its posts before what people are stuck on (S9)."""

from __future__ import annotations

from dataclasses import replace

from bot.communities.store import topics
from bot.core.db import Tx
from bot.core.lang import get_lang
from bot.deliveries.model import Delivery
from bot.standups.store import blockers
from cogs.standups.views import summaries as views
from tests.standups.service import ANA, BEN, CHANNEL, GUILD, ORGANISER, House
from tests.standups.test_weekly import WORDS, begun, due_weeks, edits, on, told

ELSEWHERE = 999  # the channel a standup is moved to
LONG = 1400000000000000000  # as long as Discord's ids are


async def test_a_standup_that_moves_takes_no_words_along(home: House) -> None:
    standup = await begun(home)
    for day, who in ((5, ANA), (8, BEN)):
        await on(home, day)
        await home.write(who, standup, f"{WORDS} {day}")
        await ask_about_data(home, who)
        standup = await home.standups.move(
            GUILD, ORGANISER, standup.id, channel_id=ELSEWHERE, name=standup.name
        )
    (post,) = await due_weeks(home)
    assert post.claimed.channel_id == ELSEWHERE
    assert [entry.user_id for entry, _ in post.lines] == [BEN]
    assert [len(posts) for _, posts in post.stuck] == [1], "nor what somebody was stuck on there"
    (newest,) = await home.standups.mine(BEN, guild_id=None, before=None, limit=1)
    await home.standups.delete(BEN, newest.id)
    (edit,) = await edits(home)
    assert await told(home, edit) == []
    await home.standups.drop_summary(edit.kind, edit.subject_id)
    (post,) = await due_weeks(home)
    assert (post.claimed.channel_id, [entry.user_id for entry, _ in post.lines]) == (CHANNEL, [ANA])


async def test_after_the_last_post_a_move_leaves_the_weeks_summary_where_it_was_written(home: House) -> None:
    standup = await begun(home)
    await on(home, 5)
    await home.write(ANA, standup, WORDS)
    await home.standups.move(GUILD, ORGANISER, standup.id, channel_id=ELSEWHERE, name=standup.name)
    (post,) = await due_weeks(home)
    assert post.claimed.channel_id == CHANNEL
    assert await told(home, post.claimed) == [ANA]


async def ask_about_data(home: House, who: int) -> None:
    """Who wrote last is stuck, and asks about the data."""
    (newest,) = await home.standups.mine(who, guild_id=None, before=None, limit=1)

    def ask(tx: Tx) -> None:
        there = {topic.key: topic.id for topic in topics.start_topics(tx, GUILD)}
        blockers.change(tx, blockers.add(tx, newest).id, topic_id=there["data"])

    await home.app.db.write(ask)


async def test_the_posts_of_a_full_week_are_not_crowded_out_by_what_people_are_stuck_on(home: House) -> None:
    standup = await begun(home)
    await on(home, 5)
    written = [(await home.write(100 + number, standup, "x" * 200)).entry for number in range(15)]

    def ask(tx: Tx) -> None:
        there = [topic.id for topic in topics.start_topics(tx, GUILD)]
        for number, entry in enumerate(written):
            blockers.change(tx, blockers.add(tx, entry).id, topic_id=there[number % 5])

    await home.app.db.write(ask)
    (post,) = await due_weeks(home)
    lines = tuple((replace(entry, user_id=LONG), _long(each)) for entry, each in post.lines)
    stuck = tuple((topic, tuple(_long(each) for each in posts)) for topic, posts in post.stuck)
    text = views.week(replace(post, lines=lines, stuck=stuck), get_lang("en")).text
    below = text[text.index("**Stuck on:**") :].splitlines()[1:]
    assert len(text) <= 2000
    assert text.count("- Monday · ") >= 5
    assert [line.count("[read]") for line in below] == [1] * 5
    few = views.week(replace(post, lines=lines[:1], stuck=stuck), get_lang("en")).text
    assert few.count("[read]") == 1 + 15, "where there is room for them, all are linked"


def _long(posted: Delivery) -> Delivery:
    return replace(posted, guild_id=LONG, channel_id=LONG, message_id=LONG)
