"""Proves who is told of a share that nobody replied to, how rarely, and that nothing says how it fares (H9)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.attention.store import silences
from bot.communities.store import moderation, topics
from bot.core.db import Tx
from bot.deliveries.model import Sent
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import QUIET, QUIET_AFTER, REPLY, Share
from bot.showcase.store import choices, settings
from tests.showcase.drafts import ANA, BEN, CLEO, DAN, EVA, GUILD, OTHER_GUILD, Den, open_den


class Hall(Den):
    """A den in which people read shares."""

    async def topic(self, number: int = 0, guild: int = GUILD) -> int:
        """The id of one of a server's topics."""
        listed = await self.app.db.write(lambda tx: topics.start_topics(tx, guild))
        return listed[number].id

    async def likes(self, *people: int, wants: bool = True, guild: int = GUILD, number: int = 0) -> None:
        """These choose a topic to help with, and want (or not) to be told of shares about it."""
        topic = await self.topic(number, guild)

        def choose(tx: Tx) -> None:
            for each in people:
                choices.change(tx, guild, each, reads_shares=wants)
                topics.choose_helping(tx, guild, each, [topic])

        await self.app.db.write(choose)

    async def posted(self, who: int = ANA, topic: int | None = None) -> Share:
        """Something about the first topic that somebody shared; Discord took it."""
        about = await self.topic() if topic is None else topic
        share = await self.draft(who, topic_id=about)
        published = await self.showcase.publish(who, share.id, author="ana", may_post=True)
        for each in published.claimed:
            await self.showcase.record_share(each, Sent(each.id * 1000))
        return published.share

    async def tell(self, after: timedelta = QUIET_AFTER) -> None:
        """Some time passes, and the job looks."""
        self.clock.forward(seconds=after.total_seconds())
        while await self.showcase.tell_of_quiet():
            pass

    async def told(self, *people: int) -> set[int]:
        """Those of these people for whom a share waits that they may like."""
        return {each for each in people if any(kind == QUIET for kind, _id in await self.kinds(each))}

    async def shown(self, who: int) -> list[str]:
        """The addresses of the shares that somebody's inbox names."""
        waiting = [each for each in await self.waits(who) if each.kind == QUIET]
        return [each.url for each in (await self.showcase.suggested(waiting)).values()]


@pytest.fixture
async def hall(migrated_url: str) -> AsyncIterator[Hall]:
    """A server with a showcase, on a database of each kind."""
    async with open_den(migrated_url) as den:
        yield Hall(den.app, den.clock)


async def test_two_readers_of_the_topic_are_told_after_two_days(hall: Hall) -> None:
    await hall.likes(BEN, CLEO, DAN)
    share = await hall.posted()
    await hall.tell(QUIET_AFTER - timedelta(minutes=1))
    assert await hall.told(BEN, CLEO, DAN) == set()
    assert await hall.showcase.next_quiet() == hall.clock() + timedelta(minutes=1)
    await hall.tell(timedelta(minutes=1))
    assert await hall.told(ANA, BEN, CLEO, DAN) == {BEN, CLEO}
    (line,) = await hall.waits(BEN)
    assert (line.subject_id, line.server, line.words) == (share.id, GUILD, {})
    assert line.expires_at == hall.clock() + timedelta(days=7)
    assert len(await hall.shown(BEN)) == 1
    assert await hall.showcase.next_quiet() is None
    await hall.tell()
    assert await hall.told(DAN) == set(), "each share is told of once"


async def test_only_who_chose_both_and_neither_its_author_nor_who_cannot_hear_it(hall: Hall) -> None:
    await hall.likes(ANA, DAN, EVA)
    await hall.likes(BEN, wants=False)
    await hall.likes(CLEO, number=1)
    await hall.app.db.write(lambda tx: silences.silence_from(tx, DAN, ANA))
    await hall.leaves(EVA)
    await hall.likes(16, guild=OTHER_GUILD)
    await hall.posted()
    await hall.tell()
    assert await hall.told(ANA, BEN, CLEO, DAN, EVA, 16) == set()


async def test_a_reply_ends_it_but_the_authors_own_words_do_not(hall: Hall) -> None:
    await hall.likes(BEN)
    answered, alone = await hall.posted(), await hall.posted()
    await hall.showcase.note_talk(answered.id, CLEO, channel_id=7, message_id=8)
    await hall.showcase.note_talk(alone.id, ANA, channel_id=7, message_id=9)
    assert (await hall.showcase.share(ANA, answered.id)).replied
    assert not (await hall.showcase.share(ANA, alone.id)).replied
    await hall.tell()
    assert [each.subject_id for each in await hall.waits(BEN)] == [alone.id]
    assert {kind for kind, _id in await hall.kinds(ANA)} == {REPLY}, "its author is never told"


async def test_nobody_is_told_twice_a_day_and_who_was_told_longest_ago_comes_first(hall: Hall) -> None:
    await hall.likes(BEN, CLEO, DAN)
    first, second = await hall.posted(), await hall.posted()
    await hall.tell()
    by = {each: [line.subject_id for line in await hall.waits(each)] for each in (BEN, CLEO, DAN)}
    assert by == {BEN: [first.id], CLEO: [first.id], DAN: [second.id]}
    await hall.posted()
    await hall.tell()
    newest = {each: (await hall.waits(each))[-1].subject_id for each in (BEN, CLEO, DAN)}
    assert (newest[BEN], newest[CLEO], newest[DAN]) == (first.id + 2, first.id + 2, second.id)
    await hall.posted()
    await hall.tell()
    assert (await hall.waits(DAN))[-1].subject_id == first.id + 3


async def test_one_a_day_holds_for_all_servers_together(hall: Hall) -> None:
    await hall.likes(BEN)
    await hall.likes(BEN, guild=OTHER_GUILD)
    await hall.posted()
    about = await hall.topic(guild=OTHER_GUILD)
    share = await hall.showcase.draft(OTHER_GUILD, ANA, Typed(text="there", topic_id=about))
    published = await hall.showcase.publish(ANA, share.id, author="ana", may_post=True)
    for each in published.claimed:
        await hall.showcase.record_share(each, Sent(each.id * 1000))
    await hall.tell()
    assert len(await hall.waits(BEN)) == 1


async def test_no_topic_nobody_to_tell(hall: Hall) -> None:
    await hall.likes(BEN)
    await hall.posted(topic=0)
    assert await hall.showcase.next_quiet() is None
    await hall.posted()
    await hall.app.db.write(lambda tx: topics.remove_topic(tx, topics.topics(tx, GUILD)[0].id))
    await hall.tell()
    assert await hall.told(BEN) == set()


async def test_what_is_down_off_or_stopped_is_told_to_nobody(hall: Hall) -> None:
    await hall.likes(BEN)
    down = await hall.posted()
    await hall.showcase.unpublish(ANA, down.id)
    await hall.posted(CLEO)
    await hall.app.db.write(lambda tx: moderation.stop(tx, GUILD, CLEO))
    await hall.tell()
    assert await hall.told(BEN) == set()

    def switch_off(tx: Tx) -> None:
        place = settings.get(tx, GUILD)
        assert place is not None
        settings.save(tx, replace(place, on=False))

    await hall.posted()
    await hall.app.db.write(switch_off)
    await hall.tell()
    assert await hall.told(BEN) == set()


async def test_after_a_long_time_down_old_shares_are_let_be(hall: Hall) -> None:
    await hall.likes(BEN)
    await hall.posted()
    await hall.tell(QUIET_AFTER + timedelta(days=7, minutes=1))
    assert await hall.told(BEN) == set()
    assert await hall.showcase.next_quiet() is None


async def test_the_line_goes_with_what_it_speaks_of(hall: Hall) -> None:
    await hall.likes(BEN)
    share = await hall.posted()
    await hall.tell()
    assert len(await hall.shown(BEN)) == 1
    await hall.likes(BEN, wants=False)
    assert await hall.shown(BEN) == []
    await hall.likes(BEN, number=1)
    assert await hall.shown(BEN) == []
    await hall.likes(BEN)
    assert len(await hall.shown(BEN)) == 1
    await hall.app.db.write(lambda tx: moderation.stop(tx, GUILD, ANA))
    assert await hall.shown(BEN) == []
    await hall.app.db.write(lambda tx: moderation.allow(tx, GUILD, ANA))
    await hall.showcase.delete(ANA, share.id)
    assert await hall.waits(BEN) == []


async def test_several_replies_are_one_line_and_name_nobody(hall: Hall) -> None:
    share = await hall.posted()
    for number in (1, 2):
        await hall.showcase.note_talk(share.id, BEN, channel_id=7, message_id=number)
    (line,) = await hall.waits(ANA)
    assert (line.kind, line.subject_id, line.words["channel"], line.words["message"]) == (
        REPLY,
        share.id,
        7,
        2,
    )
    assert not {BEN, str(BEN)} & set(line.words.values())
    assert {each.id for each in (await hall.showcase.talks([line])).values()} == {share.id}
    await hall.app.db.write(lambda tx: silences.silence_from(tx, ANA, BEN))
    assert await hall.showcase.talks([line]) == {}
    await hall.showcase.note_talk(share.id, BEN, channel_id=7, message_id=3)
    assert [each.words["message"] for each in await hall.waits(ANA)] == [2]


async def test_only_a_post_of_the_same_server_is_behind_a_message(hall: Hall) -> None:
    share = await hall.posted()
    post = await hall.showcase.own_post(ANA, share.id)
    assert post is not None
    assert post.message_id is not None
    found = await hall.showcase.behind_message(GUILD, 1, post.message_id)
    assert found is not None
    assert found.id == share.id
    assert await hall.showcase.behind_message(OTHER_GUILD, post.message_id) is None
    assert await hall.showcase.behind_message(GUILD, 1) is None
