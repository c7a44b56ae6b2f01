"""Proves the daily digest as everybody reads it in Discord, and its way through restarts, closed channels and deletions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.papers.model.values import Truth
from tests.bots import answer_of, labels_of, text_of
from tests.communities.setting_up import setup
from tests.papers.house import LEAVES, WARMUP, House, house, invented
from tests.papers.lists import list_of

__all__ = ["house"]

FRIDAY = date(2026, 1, 9)
NINE = datetime(2026, 1, 9, 8, tzinfo=UTC)
THANKS = "Thank you to arXiv for use of its open access interoperability."


@pytest.fixture
async def daily(house: House) -> House:
    """The house on Friday 9 January just before nine, when its digest is due; the last one was on Thursday."""
    await house.change(cap=2, due_at=NINE, truth=Truth.POSTED, truth_at=NINE - timedelta(days=1))
    await house.until(NINE - timedelta(minutes=1))
    return house


def digests(house: House) -> list[str]:
    """The digests that everybody sees."""
    return [each for each in house.messages(house.place) if THANKS in each]


async def test_a_digest_is_short_links_and_leads_to_all_that_matched(daily: House) -> None:
    await list_of(daily, FRIDAY, LEAVES, WARMUP, invented(7))
    await daily.work_until(NINE + timedelta(minutes=1))
    (text,) = digests(daily)
    assert text.splitlines() == [
        "**New on arXiv · Friday 9 January**",
        f"[{LEAVES.title}]({LEAVES.url})",
        "-# Ana Ferreira and Bo Lindqvist · cs.CV",
        "-# It is in Computer Vision and Pattern Recognition (cs.CV).",
        f"[{WARMUP.title}]({WARMUP.url})",
        "-# Chidi Okafor, Dana Levi, Emre Yıldız and others · cs.LG",
        "-# It is in Machine Learning (cs.LG).",
        f"-# {THANKS}",
    ]
    message = daily.place.history()[-1]
    rows: list[Any] = [row.to_dict() for row in message.components]
    pick, matched = (row["components"][0] for row in rows)
    assert [each["value"] for each in pick["options"]] == [LEAVES.arxiv_id, WARMUP.arxiv_id]
    assert pick["custom_id"].startswith("papers:pick:")
    assert matched["label"] == "All that matched"
    card = await daily.ana.click(message, label="All that matched")
    options = answer_of(card).components[0]["components"][0]["options"]
    assert [each["value"] for each in options] == [LEAVES.arxiv_id, WARMUP.arxiv_id, "2601.00007"]
    # A moderator deletes it: nothing comes in its place.
    daily.env.backend.delete_message(daily.place.id, message.id)
    await daily.restart()
    await daily.work_until(NINE + timedelta(hours=2), step=timedelta(minutes=20))
    assert digests(daily) == []


async def test_in_the_servers_language(daily: House) -> None:
    await daily.app.communities.note_language(daily.guild.id, "de")
    await list_of(daily, FRIDAY, LEAVES)
    await daily.work_until(NINE + timedelta(minutes=1))
    (text,) = daily.messages(daily.place)
    assert "Freitag, 9. Januar" in text or "Freitag" in text


async def test_a_closed_channel_is_told_once_and_a_test_post_opens_it_again(daily: House) -> None:
    daily.allow(daily.place, send_messages=False, view_channel=True)
    await list_of(daily, FRIDAY, LEAVES)
    await daily.work_until(NINE + timedelta(minutes=30))
    (notice,) = await daily.app.attention.open_notices(daily.guild.id)
    assert (notice.kind, notice.detail["channel_id"]) == ("papers.refused", daily.place.id)
    assert "until I can post" in text_of(await setup(daily, "Papers"))
    daily.allow(daily.place, send_messages=True)
    done = await setup(daily, "Papers", "Send a test post")
    assert "The test post is in" in text_of(done)
    assert "The next one comes" in text_of(done)
    assert await daily.app.attention.open_notices(daily.guild.id) == []
    await daily.work_until(NINE + timedelta(hours=1))
    assert len(digests(daily)) == 1
    assert "Send a test post" in labels_of(answer_of(done))
