"""Proves to whom a question about a paper is told, and until when (P9)."""

from __future__ import annotations

from datetime import timedelta

from bot.attention.store import silences
from bot.communities.store import moderation
from bot.deliveries.model import Sent
from bot.papers.model.values import (
    MOST_ASKED,
)
from tests.papers.house import (
    ANA,
    BEN,
    CHANNEL,
    CLEO,
    GUILD,
    LEAVES,
    Den,
    den,
    sqlite_den,
)
from tests.papers.written import ASKED, asked, follow, posts, sent, told

__all__ = ["den", "sqlite_den"]


async def test_a_question_is_told_to_a_few_once_it_is_there(den: Den) -> None:
    people = [BEN, CLEO, *range(50, 57)]
    topic = await follow(den, ANA, *people)
    await den.app.db.write(lambda tx: silences.silence_from(tx, BEN, ANA))
    await den.app.db.write(lambda tx: silences.silence_from(tx, ANA, CLEO))
    entry = await den.papers.write_question(GUILD, ANA, LEAVES.arxiv_id, ASKED, topic)
    assert entry.parts[0] == "We fine-tune a small network"
    claimed = await posts(den, entry)
    assert await told(den, *people) == set()
    await den.papers.record_post(claimed, Sent(claimed.id * 1000))
    assert await told(den, ANA, *people) == {50, 51, 52, 53, 54}
    assert len(await told(den, *people)) == MOST_ASKED
    (line, *_) = (await den.app.attention.inbox(50)).waiting
    (found,) = (await den.papers.questions_told([line])).values()
    assert (found.paper.arxiv_id, found.topic.id) == (LEAVES.arxiv_id, topic)
    assert found.url.endswith(f"/{CHANNEL + GUILD}/{claimed.id * 1000}")
    # Its thread is due, also should the process end here.
    (taken,) = await den.papers.take_unfinished(9)
    work = await den.papers.entry_work(entry.id, [taken])
    assert (work.send, work.opens) == (None, True)
    # Those who were told rest for a day; the next question goes to the others.
    await asked(den, topic, "And why yellow?")
    assert await told(den, *people) == {*range(50, 57)}
    # The same form once more is the same question.
    assert (await den.papers.write_question(GUILD, ANA, LEAVES.arxiv_id, ASKED, topic)).id == entry.id


async def test_a_question_that_is_understood_or_gone_is_told_no_more(den: Den) -> None:
    topic = await follow(den, BEN)
    entry = await asked(den, topic)
    solved = await den.papers.understood(ANA, entry.id)
    assert solved.solved_at == den.clock.now
    assert await told(den, BEN) == set()
    assert (await den.papers.take_unfinished(9))[0].dirty
    assert (await den.papers.understood(ANA, entry.id, wanted=False)).solved_at is None
    assert await told(den, BEN) == set()
    den.clock.forward(days=2)
    again = await asked(den, topic, "And why yellow?")
    assert await told(den, BEN) == {BEN}
    await den.papers.delete_entry(ANA, again.id)
    assert await told(den, BEN) == set()


async def test_a_line_is_left_out_when_it_is_not_so_any_more(sqlite_den: Den) -> None:
    den = sqlite_den
    await asked(den, await follow(den, BEN))
    (line,) = (await den.app.attention.inbox(BEN)).waiting
    assert list(await den.papers.questions_told([line])) == [line.id]
    await den.app.db.write(lambda tx: moderation.stop(tx, GUILD, ANA))
    assert await den.papers.questions_told([line]) == {}
    await den.app.db.write(lambda tx: moderation.allow(tx, GUILD, ANA))
    await den.leaves(ANA)
    assert await den.papers.questions_told([line]) == {}


async def test_a_line_about_a_question_waits_a_week(sqlite_den: Den) -> None:
    await asked(sqlite_den, await follow(sqlite_den, BEN))
    (line,) = (await sqlite_den.app.attention.inbox(BEN)).waiting
    assert line.expires_at - line.made_at == timedelta(days=7)


async def test_the_same_may_be_asked_again_and_a_private_question_takes_the_new_topic(
    sqlite_den: Den,
) -> None:
    den = sqlite_den
    topic = await follow(den, BEN)
    entry = await asked(den)
    same = (GUILD, ANA, LEAVES.arxiv_id, ASKED)
    assert (await den.papers.write_question(*same, topic)).id == entry.id  # the form came twice
    await den.papers.understood(ANA, entry.id)
    again = await den.papers.write_question(*same, 0)
    assert again.id != entry.id
    with_topic = await den.papers.write_question(*same, topic)
    assert (with_topic.id, with_topic.topic_id) == (again.id, topic)
    assert (await sent(den, with_topic)).topic_id == topic
    den.clock.forward(minutes=6)
    assert (await den.papers.write_question(*same, topic)).id not in (entry.id, again.id)
