"""Proves what people meet in Discord when Kaggle is asked: a card, one edit, one line to who is in; a start asks anew."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.competitions.model.values import Trouble
from bot.competitions.store.source import LEASE
from tests.attention.trial import inbox
from tests.bots import text_of
from tests.competitions.asking import LISTED, answering, failing, sure
from tests.competitions.house import RAIN, House, house, invented
from tests.showcase.test_discord import press

__all__ = ["house"]

DAY, SOON = timedelta(days=1), timedelta(minutes=5)


def edits(house: House) -> int:
    """How often a message in #kaggle was edited."""
    there = f"/channels/{house.place.id}/messages/"
    return sum(each.method == "PATCH" and each.path.startswith(there) for each in house.env.http_requests)


async def asked(house: House) -> None:
    """Time passes until Kaggle has been asked once more."""
    await house.work_until(sure(await house.competitions.next_poll()) + SOON)


async def test_what_is_new_becomes_a_card_and_what_changes_an_edit_and_a_line(house: House) -> None:
    new = invented(6)
    kaggle = answering(house.app, *LISTED, new)
    await asked(house)
    (card,) = house.place.history()
    assert "Invented Competition 6" in card.content
    await press(house, house.ana, "competitions:in:invented-6")
    before, end = edits(house), sure(new.deadline) + DAY
    kaggle.listed = (*LISTED, replace(new, deadline=end, reward="$1,000"))
    await asked(house)
    stamp = f"<t:{end.timestamp():.0f}:F>"
    (card,) = house.place.history()
    assert stamp in card.content
    assert edits(house) == before + 1
    line = f"{new.url}): Its new deadline is {stamp}. The prize is now $1,000."
    assert line in text_of(await inbox(house, house.ana))
    assert line not in text_of(await inbox(house, house.ben))


async def test_who_was_in_one_that_ended_is_asked_what_they_learned(house: House) -> None:
    answering(house.app)
    await press(house, house.ana, f"competitions:in:{RAIN.slug}")
    await house.until(sure(RAIN.deadline))
    await house.work()
    line = f"{RAIN.url}) has ended. What did you learn?"
    shown = text_of(await inbox(house, house.ana))
    assert line in shown
    assert "ends <t:" not in shown


@pytest.mark.expects_errors
async def test_a_start_tries_a_token_that_was_refused(
    house: House, error_records: list[logging.LogRecord]
) -> None:
    answering(house.app).script = [failing(Trouble.TOKEN)]
    await asked(house)
    assert len(error_records) == 1
    due = await house.bot.jobs.next_due("competitions.poll")
    assert due == await house.competitions.next_poll()
    at = sure((await house.competitions.source()).asked_at)
    assert sure(due) > at + LEASE
    await house.restart()
    answering(house.app)
    assert await house.bot.jobs.next_due("competitions.poll") == at + LEASE
    await house.until(at + LEASE)
    await house.work()
    assert (await house.competitions.source()).trouble == ""
