"""Proves what servers are shown of competitions: first list, cards, lists; nothing twice, nothing lost, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.competitions.model.values import CARDS_AT_ONCE, POST, POST_FOR, Competition, Form, Phase
from bot.competitions.service.posting import PostWork
from bot.competitions.store import competitions
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import LEASE, NO_PERMISSION, Delivery, Outcome, Refused, Sent, State
from tests.competitions.asking import LISTED, answering, poll
from tests.competitions.house import (
    CHANNEL,
    GUILD,
    MAPS,
    ORGANISER,
    OTHER_GUILD,
    RAIN,
    START,
    WHALES,
    Den,
    den,
    invented,
    open_den,
    sqlite_den,
)

__all__ = ["den", "sqlite_den"]

CLOSED = Refused(NO_PERMISSION, "Missing Permissions")


async def made(den: Den, limit: int = 100) -> list[PostWork]:
    """All that is claimed until no server waits."""
    found: list[PostWork] = []
    while (some := await den.competitions.make_posts(limit)) is not None:
        found += some
    return found


def of(works: Sequence[PostWork], guild_id: int = GUILD) -> list[PostWork]:
    """Those of one server."""
    return [each for each in works if each.post.guild_id == guild_id]


def titles(works: Sequence[PostWork]) -> list[list[str]]:
    """The slugs of what each of these shows."""
    return [[each.slug for each in work.competitions] for work in works]


async def record(den: Den, claimed: Delivery, outcome: Outcome) -> Delivery | None:
    """What came of it."""
    return await den.competitions.record_post(claimed, outcome)


async def sent(den: Den, works: Sequence[PostWork]) -> None:
    """Discord takes them all."""
    for work in works:
        await record(den, work.claimed, Sent(9000 + work.claimed.id))


async def taken(den: Den) -> list[Delivery]:
    """What is due again."""
    return await den.competitions.take_posts(100)


async def test_a_server_begins_with_one_short_list_of_what_is_on(den: Den) -> None:
    await den.change(seen=None)
    assert await den.competitions.next_post() == den.clock.now
    (work,) = await made(den)
    assert (work.post.form, work.post.guild_id, work.claimed.channel_id) == (
        Form.FIRST,
        GUILD,
        CHANNEL + GUILD,
    )
    # What opened last comes first; neither what has ended nor Getting Started is in it.
    assert titles([work]) == [[MAPS.slug, RAIN.slug, WHALES.slug]]
    assert (work.more, work.language) == (False, "en")
    assert (await den.chosen()).seen == 5
    assert await den.competitions.next_post() is None
    assert await den.competitions.make_posts(100) is None


async def test_a_first_list_has_ten_and_says_that_there_are_more(sqlite_den: Den) -> None:
    await sqlite_den.store(*(invented(number) for number in range(12)))
    await sqlite_den.change(seen=None)
    await sqlite_den.change(OTHER_GUILD, seen=5)
    (first,) = of(await made(sqlite_den))
    assert (len(first.competitions), first.more) == (10, True)


async def test_what_is_on_is_read_once_for_all_first_lists(
    sqlite_den: Den, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = competitions.is_on
    read: list[object] = []

    def is_on(tx: Tx) -> list[Competition]:
        read.append(tx.now)
        return true(tx)

    monkeypatch.setattr(competitions, "is_on", is_on)
    for guild in (GUILD, OTHER_GUILD):
        await sqlite_den.change(guild, seen=None)
    assert [each.more for each in await made(sqlite_den)] == [False, False]
    assert len(read) == 1


async def test_nothing_open_posts_nothing_and_the_next_one_is_a_card(den: Den) -> None:
    await den.change(seen=None, muted=frozenset({"featured", "playground", "research", "gettingstarted"}))
    assert of(await made(den)) == []
    assert (await den.chosen()).seen == 5
    await den.store(invented(1, category="Simulations"))
    (card,) = of(await made(den))
    assert (card.post.form, titles([card])) == (Form.CARD, [["invented-1"]])


async def test_a_list_waits_until_kaggle_answered_and_nobody_spins_meanwhile(den: Den) -> None:
    await den.change(seen=None)
    for answered_at in (None, START - timedelta(days=2)):
        await den.asked(answered_at=answered_at)
        assert await den.competitions.next_post() is None
        assert await den.competitions.make_posts(100) is None
    await den.asked(answered_at=START)
    assert len(await made(den)) == 1


async def test_new_ones_are_a_card_each_and_many_are_lists(den: Den) -> None:
    await den.store(*(invented(number) for number in range(CARDS_AT_ONCE)))
    cards = await made(den)
    assert [each.post.form for each in of(cards)] == [Form.CARD] * CARDS_AT_ONCE
    assert titles(of(cards)) == titles(of(cards, OTHER_GUILD))
    await den.store(*(invented(100 + number) for number in range(CARDS_AT_ONCE + 1)))
    lists = of(await made(den))
    assert [(each.post.form, len(each.competitions)) for each in lists] == [(Form.MORE, 10), (Form.MORE, 3)]
    assert await den.competitions.make_posts(100) is None


async def test_what_is_muted_over_or_shown_before_is_no_news(den: Den) -> None:
    await den.store(
        invented(1, category="inClass"),
        invented(2, phase=Phase.ENDED),
        invented(3, deadline=START),  # it ended, and nobody noted it yet
        invented(4, phase=Phase.GONE),
        invented(5, category="Brand New Kind"),
    )
    await den.change(muted=frozenset({"community", "brandnewkind"}))
    works = await made(den)
    assert of(works) == []
    assert titles(of(works, OTHER_GUILD)) == [["invented-5"]]
    await den.change(OTHER_GUILD, seen=0)
    shown = titles(of(await made(den), OTHER_GUILD))
    assert ["invented-5"] not in shown
    assert shown == [[WHALES.slug], [RAIN.slug], [MAPS.slug]]


async def test_a_server_that_needs_more_goes_on_next_time(den: Den) -> None:
    await den.store(*(invented(number) for number in range(4)))
    first = await den.competitions.make_posts(3)
    assert first is not None
    assert titles(first) == [["invented-0"], ["invented-1"], ["invented-2"]]
    assert (await den.chosen()).seen == 8
    rest = await made(den, 3)
    assert titles(of(rest)) == [["invented-3"]]
    assert len(of(rest, OTHER_GUILD)) == 4


async def test_two_processes_show_nothing_twice(migrated_postgres_url: str) -> None:
    async with open_den(migrated_postgres_url) as one, open_den(migrated_postgres_url) as two:
        await one.store(*(invented(number) for number in range(3)))
        works = [each for some in await asyncio.gather(made(one, 2), made(two, 2)) for each in some]
        shown = [(each.post.guild_id, *each.post.slugs) for each in works]
        assert len(shown) == len(set(shown)) == 6


async def test_a_server_that_is_not_served_just_goes_on(den: Den) -> None:
    den.competitions.serves = lambda guild_id: guild_id == OTHER_GUILD
    await den.change(seen=None)
    await den.store(invented(1))
    assert [each.post.guild_id for each in await made(den)] == [OTHER_GUILD]
    assert (await den.chosen()).seen == 6


async def test_what_was_claimed_and_not_sent_goes_out_after_a_restart(den: Den) -> None:
    await den.store(invented(1))
    claimed = of(await made(den))[0].claimed
    assert of(await again(den)) == []
    den.clock.now += LEASE
    (work,) = of(await again(den))
    assert (work.claimed.id, work.is_late, titles([work])) == (claimed.id, False, [["invented-1"]])
    await sent(den, [work])
    den.clock.now += LEASE
    assert of(await again(den)) == []


async def again(den: Den) -> list[PostWork]:
    """What is due again, as it has to read."""
    works = [await den.competitions.post_of(each) for each in await taken(den)]
    return [each for each in works if each is not None]


async def test_what_is_over_before_its_turn_is_not_sent(den: Den) -> None:
    await den.store(invented(1), invented(2), invented(3))
    await made(den)
    await den.store(invented(1, phase=Phase.GONE), invented(2, deadline=START + timedelta(seconds=1)))
    den.clock.now += LEASE
    works = of(await again(den))
    assert [each.is_late for each in works] == [True, True, False]
    await den.competitions.drop_post(works[0].claimed)
    assert await den.competitions.post_of(works[0].claimed) is None
    await den.change(on=False)
    assert (await den.competitions.post_of(works[2].claimed) or works[0]).is_late


async def test_a_card_that_a_moderator_deleted_or_that_nobody_knows_any_more_stays_so(den: Den) -> None:
    await den.store(invented(1))
    (work,) = of(await made(den))
    await sent(den, [work])
    await den.app.db.write(lambda tx: deliveries.mark_dirty(tx, POST, work.post.id))
    (edit,) = of(await again(den))
    assert edit.claimed.state is State.SENT
    await den.competitions.leave_post(edit.claimed)
    assert await taken(den) == []
    assert await den.competitions.make_posts(100) is None


async def test_what_comes_while_a_channel_is_closed_comes_once_when_it_is_open(den: Den) -> None:
    await den.change(OTHER_GUILD, on=False)
    await den.store(invented(0))
    (work,) = await made(den)
    await record(den, work.claimed, CLOSED)
    await den.competitions.post_out_of_reach(GUILD, CHANNEL + GUILD)
    await den.competitions.post_out_of_reach(GUILD, CHANNEL + GUILD)
    (notice,) = await den.app.attention.open_notices(GUILD)
    assert notice.kind == "competitions.refused"
    assert (await den.chosen()).refused_at == START
    await den.store(*(invented(number) for number in range(1, 14)))
    assert await den.competitions.next_post() is None
    # Longer than a post is tried: what was claimed then is new again, and comes with the others.
    den.clock.now += POST_FOR
    (late,) = await taken(den)
    await record(den, late, CLOSED)
    assert (await den.chosen()).seen == 5
    await den.competitions.channel_within_reach(GUILD, CHANNEL + GUILD)
    assert await den.app.attention.open_notices(GUILD) == []
    lists = await made(den)
    assert [(each.post.form, len(each.competitions)) for each in lists] == [(Form.MORE, 10), (Form.MORE, 4)]


async def test_a_first_list_that_nobody_could_read_is_made_anew(sqlite_den: Den) -> None:
    await sqlite_den.change(seen=None)
    (work,) = await made(sqlite_den)
    sqlite_den.clock.now += POST_FOR
    (late,) = await taken(sqlite_den)
    await record(sqlite_den, late, Refused(0, "its time had passed"))
    await sqlite_den.asked(answered_at=sqlite_den.clock.now)
    (anew,) = await made(sqlite_den)
    assert (anew.post.form, titles([anew])) == (Form.FIRST, titles([work]))


async def test_after_a_restore_what_was_not_sent_is_given_up(den: Den) -> None:
    await den.store(invented(1))
    await made(den)
    den.clock.now += timedelta(hours=1)
    await den.app.db.write(lambda tx: den.app.skip_past(tx))
    for each in await taken(den):
        await record(den, each, Refused(0, "its time had passed"))
    assert await den.competitions.make_posts(100) is None


async def test_who_switches_it_on_again_is_shown_what_opens_from_then_on(den: Den) -> None:
    await den.store(invented(1))
    await sent(den, await made(den))
    await den.competitions.switch(GUILD, ORGANISER, on=False)
    await den.asked(answered_at=START - timedelta(days=3), trouble="slow")
    await den.store(invented(2))
    await den.competitions.switch(GUILD, ORGANISER, on=True)
    await den.store(invented(3))
    assert titles(of(await made(den))) == [["invented-3"]]


async def test_what_was_passed_over_for_its_category_is_shown_in_another_and_what_comes_back_is_not(
    den: Den,
) -> None:
    early, late = invented(1), invented(2, category="Community")
    kaggle = answering(den.app, *LISTED, *(invented(number) for number in range(10, 30)), early, late)
    await den.change(seen=None)
    await poll(den)
    await den.store(replace(early, phase=Phase.GONE))
    await sent(den, await made(den))
    kaggle.listed = (*kaggle.listed[:-1], replace(late, category="Featured"))
    await poll(den)
    works = await made(den)
    for guild in (GUILD, OTHER_GUILD):  # nor is any of those that the first list had no room for
        assert titles(of(works, guild)) == [["invented-2"]]
    kaggle.listed = (*kaggle.listed[:-1], late)
    await poll(den)
    kaggle.listed = (*kaggle.listed[:-1], replace(late, category="Research"))
    await poll(den)
    assert await made(den) == [], "nothing comes twice"
