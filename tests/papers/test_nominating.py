"""Proves what can be nominated, by whom and how much of it, and what goes when somebody leaves or is erased (P10, A9)."""

from __future__ import annotations

import asyncio

import pytest

from bot.attention.model.refusals import TooOften
from bot.communities.store import moderation
from bot.core.db import Tx
from bot.papers.model.groups import MOST_NOMINATIONS, MOST_OWN, REASON
from bot.papers.model.refusals import (
    NoGroup,
    NominatedBefore,
    NominationGone,
    NominationsFull,
    PaperGone,
    WordsRefused,
)
from bot.papers.model.values import MOST_POSTS
from bot.papers.store import nominations, papers, votes
from tests.papers.circle import CLOSES, NEXT_MONDAY, SATURDAY, THURSDAY, Circle
from tests.papers.house import (
    ANA,
    BEN,
    BIRDS,
    CLEO,
    DAN,
    EVA,
    GUILD,
    LEAVES,
    ORGANISER,
    OTHER_GUILD,
    WARMUP,
    Den,
    den,
    invented,
    sqlite_den,
)

__all__ = ["den", "sqlite_den"]


async def opened(den: Den) -> Circle:
    """A group whose round is on."""
    circle = Circle(den)
    await circle.found()
    await circle.until(NEXT_MONDAY)
    return circle


async def test_words_are_kept_in_one_line_and_the_server_keeps_a_copy(sqlite_den: Den) -> None:
    circle = await opened(sqlite_den)
    made = await circle.nominate(ANA, LEAVES, "It fits\n\nmy garden. " + "x" * 400)
    assert made.reason.startswith("It fits my garden. x")
    assert len(made.reason) <= REASON
    kept = await sqlite_den.app.db.write(lambda tx: papers.kept(tx, GUILD))
    assert kept == [LEAVES]
    assert await sqlite_den.app.db.write(lambda tx: papers.kept(tx, OTHER_GUILD)) == []


async def test_a_paper_is_nominated_once_and_read_once(sqlite_den: Den) -> None:
    circle = await opened(sqlite_den)
    await circle.nominate(ANA, LEAVES)
    with pytest.raises(NominatedBefore) as twice:
        await circle.nominate(BEN, LEAVES)
    assert not twice.value.read
    await circle.until(THURSDAY)
    with pytest.raises(NominatedBefore) as reading:
        await circle.nominate(BEN, LEAVES)
    assert reading.value.read
    await circle.until(CLOSES)
    with pytest.raises(NominatedBefore) as read:
        await circle.nominate(BEN, LEAVES)
    assert read.value.read


async def test_three_of_ones_own_and_ten_in_all(sqlite_den: Den) -> None:
    circle = await opened(sqlite_den)
    stored = [invented(number) for number in range(1, 13)]
    await sqlite_den.store(*stored)
    for paper in stored[:MOST_OWN]:
        await circle.nominate(ANA, paper)
    with pytest.raises(NominationsFull) as mine:
        await circle.nominate(ANA, stored[MOST_OWN])
    assert (mine.value.most, mine.value.own) == (MOST_OWN, True)
    for number, paper in enumerate(stored[MOST_OWN:MOST_NOMINATIONS]):
        await circle.nominate((BEN, CLEO, DAN)[number % 3], paper)
    # What is in the vote counts as well: all of it may come back.
    await circle.until(THURSDAY)
    with pytest.raises(NominationsFull) as full:
        await circle.nominate(EVA, stored[MOST_NOMINATIONS])
    assert (full.value.most, full.value.own) == (MOST_NOMINATIONS, False)
    await circle.until(SATURDAY)
    await circle.nominate(EVA, stored[MOST_NOMINATIONS])
    assert len(await circle.open()) == MOST_NOMINATIONS


async def test_at_once_there_are_not_more_than_ten(den: Den) -> None:
    circle = await opened(den)
    stored = [invented(number) for number in range(1, 15)]
    await den.store(*stored)
    results = await asyncio.gather(
        *(
            den.papers.nominate(GUILD, 100 + number, paper.arxiv_id)
            for number, paper in enumerate([*stored, *stored[:3]])
        ),
        return_exceptions=True,
    )
    refused = [each for each in results if isinstance(each, BaseException)]
    assert {type(each) for each in refused} <= {NominationsFull, NominatedBefore}
    assert len(set(await circle.open())) == len(await circle.open()) == MOST_NOMINATIONS


async def test_what_stands_in_the_way(sqlite_den: Den) -> None:
    circle = Circle(sqlite_den)
    with pytest.raises(NoGroup) as none:
        await sqlite_den.papers.nominate(GUILD, ANA, LEAVES.arxiv_id, organiser=True)
    assert none.value.organiser
    circle = await opened(sqlite_den)
    with pytest.raises(PaperGone):
        await circle.nominate(ANA, invented(999))
    with pytest.raises(WordsRefused) as secret:
        await circle.nominate(ANA, LEAVES, "hf_" + "aB3" * 12)
    assert secret.value.what == "secret"
    await sqlite_den.app.db.write(lambda tx: moderation.save_words(tx, GUILD, ["spinach"]))
    with pytest.raises(WordsRefused) as word:
        await circle.nominate(ANA, LEAVES, "No spinach")
    assert (word.value.what, word.value.whose) == ("word", "spinach")
    await sqlite_den.app.communities.stop_member(GUILD, ORGANISER, ANA)
    with pytest.raises(WordsRefused) as stopped:
        await circle.nominate(ANA, LEAVES)
    assert stopped.value.what == "stopped"
    assert await circle.open() == []


async def test_nominating_again_and_again_is_too_often(sqlite_den: Den) -> None:
    circle = await opened(sqlite_den)
    for _each in range(MOST_POSTS):
        made = await circle.nominate(ANA, LEAVES)
        await circle.papers.withdraw(GUILD, ANA, made.id)
    with pytest.raises(TooOften):
        await circle.nominate(ANA, LEAVES)


async def test_ones_own_can_be_taken_back_and_any_by_organisers(sqlite_den: Den) -> None:
    circle = await opened(sqlite_den)
    first, second = await circle.nominate(ANA, LEAVES, "Mine"), await circle.nominate(ANA, WARMUP)
    with pytest.raises(NominationGone) as theirs:
        await circle.papers.withdraw(GUILD, BEN, first.id)
    assert theirs.value.theirs
    with pytest.raises(NominationGone):
        await circle.papers.withdraw(OTHER_GUILD, ANA, first.id, organiser=True)
    taken = await circle.papers.withdraw(GUILD, ANA, first.id)
    assert (taken.paper, taken.nomination.reason) == (LEAVES, "Mine")
    with pytest.raises(NominationGone):
        await circle.papers.withdraw(GUILD, ANA, first.id)
    assert "papers.nomination_removed" not in [
        line.what for line in await sqlite_den.app.communities.audit(GUILD)
    ]
    await circle.papers.withdraw(GUILD, ORGANISER, second.id, organiser=True)
    assert (await sqlite_den.app.communities.audit(GUILD))[0].what == "papers.nomination_removed"
    assert await circle.open() == []


async def test_what_is_being_read_cannot_be_taken_back(sqlite_den: Den) -> None:
    circle = await opened(sqlite_den)
    made = await circle.nominate(ANA, LEAVES)
    await circle.until(THURSDAY)
    with pytest.raises(NominationGone) as chosen:
        await circle.papers.withdraw(GUILD, ANA, made.id)
    assert chosen.value.chosen


async def test_what_is_of_who_leaves_is_paused_and_is_there_again_with_them(den: Den) -> None:
    circle = await opened(den)
    first, second = await circle.nominate(ANA, LEAVES, "Mine"), await circle.nominate(BEN, WARMUP)
    await circle.until(THURSDAY)
    await circle.vote(ANA, first, second)
    await circle.vote(CLEO, first)
    value = await circle.round()

    def counted(tx: Tx) -> dict[int, int]:
        return dict(votes.approvals(tx, value.id))

    await circle.changed()
    await den.leaves(ANA)
    assert await circle.open() == [WARMUP.arxiv_id]
    assert await den.app.db.write(counted) == {first.id: 1}
    posts = await circle.changed()
    assert posts
    assert {len(post.nominated) for post in posts} == {1}
    await circle.vote(CLEO, second)  # says nothing about what is not there
    await den.app.people.stayed(GUILD, ANA)
    assert {len(post.nominated) for post in await circle.changed()} == {2}
    assert await circle.open() == [LEAVES.arxiv_id, WARMUP.arxiv_id]
    assert await den.app.db.write(counted) == {first.id: 2, second.id: 2}


async def test_a_paper_of_who_left_is_not_chosen_and_waits_for_them(sqlite_den: Den) -> None:
    circle = await opened(sqlite_den)
    await circle.nominate(ANA, LEAVES)
    await circle.nominate(BEN, WARMUP)
    await sqlite_den.leaves(ANA)
    await circle.until(THURSDAY)
    assert (await circle.round()).arxiv_id == WARMUP.arxiv_id
    await circle.until(CLOSES)
    assert await circle.open() == []
    await sqlite_den.app.people.stayed(GUILD, ANA)
    standing = await circle.standing()
    assert standing is not None
    assert [(each.paper, each.nomination.carried) for each in standing.nominations] == [(LEAVES, False)]


async def test_somebody_else_may_nominate_what_who_left_did(sqlite_den: Den) -> None:
    circle = await opened(sqlite_den)
    await circle.nominate(ANA, LEAVES, "Mine")
    await sqlite_den.leaves(ANA)
    await circle.nominate(BEN, LEAVES, "Mine, too")
    await sqlite_den.app.people.stayed(GUILD, ANA)
    assert await circle.open() == [LEAVES.arxiv_id]


async def test_words_of_who_is_stopped_are_not_shown_and_their_paper_is(sqlite_den: Den) -> None:
    circle = await opened(sqlite_den)
    await circle.nominate(ANA, LEAVES, "Mine")
    await circle.changed()
    await sqlite_den.app.communities.stop_member(GUILD, ORGANISER, ANA)
    (post,) = await circle.changed()
    (shown,) = post.nominated
    assert (shown.paper, shown.nomination.user_id, shown.nomination.reason) == (LEAVES, 0, "")


async def test_erasing_forgets_nominations_and_a_chosen_paper_stays_chosen(den: Den) -> None:
    circle = await opened(den)
    await circle.nominate(ANA, LEAVES, "Mine")
    await circle.until(THURSDAY)
    await circle.nominate(ANA, WARMUP)
    await circle.nominate(BEN, BIRDS)
    own = await den.app.db.write(lambda tx: nominations.of_person(tx, ANA))
    assert [(each.arxiv_id, each.reason) for each in own] == [
        (LEAVES.arxiv_id, "Mine"),
        (WARMUP.arxiv_id, ""),
    ]
    await den.app.db.write(lambda tx: nominations.erase(tx, ANA, OTHER_GUILD))
    assert len(await den.app.db.write(lambda tx: nominations.of_person(tx, ANA))) == 2
    await den.app.db.write(lambda tx: nominations.erase(tx, ANA))
    assert await den.app.db.write(nominations.members) == {(GUILD, BEN)}
    assert (await circle.round()).arxiv_id == LEAVES.arxiv_id
    assert await circle.open() == [BIRDS.arxiv_id]


async def test_whether_a_paper_is_nominated_is_known_for_its_card(sqlite_den: Den) -> None:
    circle = await opened(sqlite_den)
    await circle.nominate(ANA, LEAVES)

    def known(tx: Tx) -> list[bool]:
        return [nominations.is_open(tx, GUILD, paper.arxiv_id) for paper in (LEAVES, WARMUP)]

    assert await sqlite_den.app.db.write(known) == [True, False]
