"""Proves /paper as a member meets it: the first card, finding, a paper's card, one's own papers; after a restart, and in DM."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import simcord

from bot.core.db import Tx
from bot.papers.model.values import Entry, EntryKind, EntryState, Truth
from bot.papers.store import entries, papers
from tests.bots import answer_of, labels_of, text_of
from tests.papers.arxiv import Arxiv, serving
from tests.papers.house import LEAVES, SPINS, WARMUP, House, invented
from tests.showcase.test_discord import press

NEW = invented(7, title="A Paper Nobody Here Knows")


@pytest.fixture
async def arxiv() -> AsyncIterator[Arxiv]:
    """An arXiv that knows a paper which nobody here knows."""
    async with serving(NEW) as made:
        yield made


@pytest.fixture
async def house(migrated_sqlite_url: str, arxiv: Arxiv) -> AsyncIterator[House]:
    """A world with papers whose bot asks this arXiv."""
    made = House(migrated_sqlite_url)
    made.settings = made.settings.model_copy(update=arxiv.settings)
    await made.start()
    await made.until(datetime(2026, 1, 7, 12, tzinfo=UTC))
    try:
        yield made
    finally:
        await made.stop()


def options_of(message: Any, number: int = 0) -> list[str]:
    """The labels of a message's select."""
    rows = message.components
    rows = rows if isinstance(message, simcord.ResponseMessage) else [row.to_dict() for row in rows]
    selects = [item for row in rows for item in row["components"] if item["type"] == 3]
    return [str(option["label"]) for option in selects[number]["options"]]


async def test_the_first_card_then_a_search_then_a_paper_that_is_saved(house: House, arxiv: Arxiv) -> None:
    await house.change(truth=Truth.QUIET, truth_at=house.env.now())
    first = await house.ana.slash(house.channel, "paper")
    assert first.ephemeral
    assert "arXiv announces nothing today." in text_of(first)
    assert labels_of(answer_of(first)) == ["Find a paper", "My papers"]
    arxiv.found = [NEW, LEAVES]
    form = await house.ana.click(answer_of(first), label="Find a paper")
    found = await house.ana.submit_modal(form, {"find": "tomato"})
    assert "Found for “tomato”" in text_of(found)
    assert options_of(answer_of(found)) == [NEW.title, LEAVES.title]
    card = await house.ana.select(answer_of(found), [NEW.arxiv_id])
    assert card.ephemeral
    assert f"[{NEW.title}](https://arxiv.org/abs/{NEW.arxiv_id})" in text_of(card)
    assert NEW.summary in text_of(card)
    assert labels_of(answer_of(card)) == ["Save", "Write its essence", "I tried it", "Help me understand"]
    saved = await house.ana.click(answer_of(card), label="Save")
    assert text_of(saved).startswith("Saved: it is in /mine, under My papers. Nobody sees that you saved it;")
    listed = await house.ana.click(answer_of(saved), label="My papers")
    assert options_of(answer_of(listed)) == [NEW.title]
    assert arxiv.asked
    assert len(arxiv.asked) == 1


async def test_an_address_behind_find_opens_its_card_at_once_and_a_wrong_id_is_explained(
    house: House, arxiv: Arxiv
) -> None:
    known = await house.ana.slash(
        house.channel, "paper", find=f"https://arxiv.org/pdf/{LEAVES.arxiv_id}v2.pdf"
    )
    assert LEAVES.title in text_of(known)
    assert arxiv.asked == []
    wrong = await house.ana.slash(house.channel, "paper", find="2601.0100l")
    assert "there is a letter where a digit belongs" in text_of(wrong)
    assert labels_of(answer_of(wrong)) == ["Show 2601.01001", "Look again"]
    form = await house.ana.click(answer_of(wrong), label="Look again")
    assert form.modal is not None
    assert "2601.0100l" in str(form.modal), "what was typed is there"
    shown = await house.ana.click(answer_of(wrong), label="Show 2601.01001")
    assert LEAVES.title in text_of(shown)


async def test_when_arxiv_is_silent_it_is_said_and_the_group_is_shown(house: House, arxiv: Arxiv) -> None:
    arxiv.status = 500
    nobody = await house.ana.slash(house.channel, "paper", find="tomato leaves")
    assert "arXiv does not answer just now" in text_of(nobody)
    assert labels_of(answer_of(nobody)) == ["Look again"]

    def write(tx: Tx) -> None:
        papers.keep(tx, house.guild.id, WARMUP)
        words = ("Tomato leaves [x](https://evil.test)", "", "")
        new = Entry(
            0, house.guild.id, WARMUP.arxiv_id, house.ben.id, EntryKind.ESSENCE, EntryState.POSTED, words
        )
        entries.add(tx, new)

    await house.app.db.write(write)
    await house.until(datetime(2026, 1, 7, 15, tzinfo=UTC))
    group = await house.ana.slash(house.channel, "paper", find="tomato leaves")
    assert "arXiv does not answer just now" in text_of(group)
    assert WARMUP.title in text_of(group)
    assert "evil" not in text_of(group)
    card = await house.ana.select(answer_of(group), [WARMUP.arxiv_id])
    assert WARMUP.summary in text_of(card)


async def test_a_button_of_an_old_post_works_after_a_restart_and_when_the_paper_was_forgotten(
    house: House,
) -> None:
    await house.restart()
    for arxiv_id in (SPINS.arxiv_id, NEW.arxiv_id):
        card = await press(house, house.ben, f"papers:more:{arxiv_id}")
        assert f"https://arxiv.org/abs/{arxiv_id}" in text_of(card)
    await house.until(datetime(2026, 1, 7, 13, tzinfo=UTC))  # arXiv is asked every three seconds at most
    gone = await press(house, house.ben, "papers:more:2601.09999")
    assert "I do not find this paper any more" in text_of(gone)
    assert "I do not find this paper any more" in text_of(await press(house, house.ben, "papers:more"))


async def test_my_papers_in_the_bots_own_dm_are_those_of_every_server(house: House) -> None:
    await house.papers.save_paper(house.guild.id, house.ana.id, LEAVES)
    listed = await house.ana.user.click(answer_of(await house.ana.user.slash("mine")), label="My papers")
    assert options_of(answer_of(listed)) == [LEAVES.title]
    assert "Learners" in str(answer_of(listed).components)
    card = await house.ana.user.select(answer_of(listed), [f"{LEAVES.arxiv_id}:{house.guild.id}"])
    assert labels_of(answer_of(card)) == ["Remove from my papers", "My papers"]
    gone = await house.ana.user.click(answer_of(card), label="Remove from my papers")
    assert text_of(gone).startswith("Removed from your papers.")
    assert LEAVES.summary in text_of(gone)
    again = await house.ana.user.click(answer_of(gone), label="Save")
    back = await house.ana.user.click(answer_of(again), label="My papers")
    assert options_of(answer_of(back)) == [LEAVES.title]


async def test_what_one_wrote_is_among_ones_papers_and_linked_on_the_papers_card(house: House) -> None:
    words = ("Leaves, on a phone.", "", "")
    entry = await house.papers.write_essence(house.guild.id, house.ana.id, LEAVES.arxiv_id, words)
    listed = await house.ana.click(answer_of(await house.ana.slash(house.channel, "mine")), label="My papers")
    assert options_of(answer_of(listed)) == [f"Essence: {LEAVES.title}"]
    assert "only you see it" in str(answer_of(listed).components)
    own = await house.ana.select(answer_of(listed), [str(entry.id)])
    assert words[0] in text_of(own)
    assert words[0] not in text_of(await press(house, house.ben, f"papers:entry:{entry.id}"))
    await house.ana.click(answer_of(own), label="Post")
    (post,) = house.place.history()
    card = await press(house, house.ben, f"papers:more:{LEAVES.arxiv_id}")
    assert f"Written here: an essence ([read]({post.jump_url}))" in text_of(card)


async def test_without_papers_it_says_who_can_switch_them_on(house: House) -> None:
    await house.change(on=False)
    for who, words in ((house.ana, "Somebody who manages the server"), (house.organiser, "You can choose")):
        for typed in ({}, {"find": "tomato"}):
            shown = await who.slash(house.channel, "paper", **typed)
            assert shown.ephemeral
            assert words in text_of(shown)
