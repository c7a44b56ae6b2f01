"""Owns what the tests of what members write about papers share: somebody writes, posts, asks, follows a topic, is told."""

from __future__ import annotations

from bot.communities.store import topics
from bot.core.db import Tx
from bot.deliveries.model import Delivery, Sent
from bot.papers.model.values import (
    QUESTION,
    Entry,
)
from tests.papers.house import (
    ANA,
    GUILD,
    LEAVES,
    Den,
)

WORDS = ("Leaves turn yellow", "", "none, on purpose")
ASKED = ("We fine-tune a small\nnetwork", "Why a small one?", "")


async def wrote(den: Den, who: int = ANA, parts: tuple[str, str, str] = WORDS, guild: int = GUILD) -> Entry:
    """Somebody's essence, kept for them alone."""
    return await den.papers.write_essence(guild, who, LEAVES.arxiv_id, parts)


async def posts(den: Den, entry: Entry, *, may_post: bool = True) -> Delivery:
    """Its author posts it; Discord has not answered yet."""
    posted = await den.papers.post_entry(entry.user_id, entry.id, may_post=may_post)
    assert posted.claimed is not None
    return posted.claimed


async def sent(den: Den, entry: Entry) -> Entry:
    """Its author posts it, and Discord takes it."""
    claimed = await posts(den, entry)
    await den.papers.record_post(claimed, Sent(claimed.id * 1000))
    return await stands(den, entry)


async def stands(den: Den, entry: Entry) -> Entry:
    """An entry as it is now."""
    return (await den.papers.own_entry(entry.user_id, entry.id)).entry


async def asked(den: Den, topic_id: int = 0, unclear: str = ASKED[1]) -> Entry:
    """Ana's question, in Discord."""
    parts = (ASKED[0], unclear, "")
    entry = await den.papers.write_question(GUILD, ANA, LEAVES.arxiv_id, parts, topic_id)
    return await sent(den, entry)


async def follow(den: Den, *people: int) -> int:
    """These follow a topic; returns it."""

    def choose(tx: Tx) -> int:
        topic = topics.start_topics(tx, GUILD)[0]
        for each in people:
            topics.choose_helping(tx, GUILD, each, [topic.id])
        return topic.id

    return await den.app.db.write(choose)


async def told(den: Den, *people: int, kind: str = QUESTION) -> set[int]:
    """Those of these for whom something of a kind waits."""
    return {
        each
        for each in people
        if any(line.kind == kind for line in (await den.app.attention.inbox(each)).waiting)
    }


async def due(den: Den) -> list[Delivery]:
    """Posts that have to be seen to, a day later."""
    den.clock.forward(days=1)
    return await den.papers.take_unfinished(9)
