"""Proves when Kaggle is asked next, by chance and never too early, and when organisers hear of trouble (K1, K7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.competitions.model import polling
from bot.competitions.model.values import Source, Trouble, Troubled

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BUSY, TOKEN, BROKEN = (Troubled(each) for each in (Trouble.BUSY, Trouble.TOKEN, Trouble.BROKEN))


@pytest.mark.parametrize("chance", [lambda: 0.0, lambda: 0.999999])
def test_there_are_two_to_four_polls_a_day(chance: polling.Chance) -> None:
    at, count = NOW, 0
    while at < NOW + 10 * DAY:
        at, count = polling.after_success(at, chance), count + 1
    assert 20 <= count <= 40


def test_chance_is_real() -> None:
    assert len({polling.after_success(NOW) for _ in range(20)}) > 10
    assert len({polling.after_trouble(NOW, 1, BUSY) for _ in range(20)}) > 10


def test_pauses_grow_and_are_never_shorter() -> None:
    pauses = [polling.after_trouble(NOW, failures, BROKEN, lambda: 0.0) - NOW for failures in range(1, 8)]
    assert pauses == [timedelta(minutes=each) for each in (15, 30, 60, 120, 240, 240, 240)]
    late = [polling.after_trouble(NOW, failures, BROKEN, lambda: 0.99) - NOW for failures in range(1, 8)]
    assert all(pause < each <= pause * 1.25 for pause, each in zip(pauses, late, strict=True))


@pytest.mark.parametrize(
    ("wait", "failures", "least"),
    [
        (timedelta(), 1, timedelta(minutes=15)),
        (timedelta(minutes=1), 1, timedelta(minutes=15)),
        (timedelta(hours=3), 1, timedelta(hours=3)),
        (timedelta(hours=3), 5, timedelta(hours=4)),
        (timedelta(days=30), 1, DAY),
    ],
)
@pytest.mark.parametrize("trouble", [Trouble.BUSY, Trouble.ERROR])
def test_it_is_never_asked_before_it_wants_to_be(
    wait: timedelta, failures: int, least: timedelta, trouble: Trouble
) -> None:
    for chance in (0.0, 0.5, 0.99):
        at = polling.after_trouble(NOW, failures, Troubled(trouble, wait=wait), lambda part=chance: part)  # type: ignore[misc]
        assert NOW + least <= at <= NOW + least * 1.25


def test_a_refused_token_waits_for_the_next_slot() -> None:
    for failures in (1, 9):
        at = polling.after_trouble(NOW, failures, TOKEN)
        assert NOW + polling.SLOT <= at <= NOW + polling.SLOT + polling.JITTER
    asked = Troubled(Trouble.TOKEN, wait=timedelta(hours=9))
    assert polling.after_trouble(NOW, 1, asked, lambda: 0.0) == NOW + timedelta(hours=9)


def test_organisers_hear_once_of_what_lasts_and_at_once_of_a_token() -> None:
    def news(*troubles: Troubled) -> list[str]:
        said: list[str] = []
        for failures, each in enumerate(troubles, 1):
            said.append(polling.to_say(" ".join(said), failures, each))
        return said

    assert news(BUSY, BROKEN, BUSY, BUSY, BUSY) == ["", "", "silence", "", ""]
    assert news(TOKEN, TOKEN, TOKEN) == ["token", "", ""]
    assert news(BUSY, TOKEN, TOKEN) == ["", "token", ""]
    assert news(TOKEN, BUSY, TOKEN, BUSY, TOKEN, BUSY) == [
        "token",
        *[""] * 5,
    ], "what is to be done about the token stays said"
    assert news(BUSY, BUSY, BUSY, TOKEN, BUSY) == ["", "", "silence", "token", ""]


def test_who_begins_meanwhile_hears_of_what_was_told() -> None:
    def lasting(said: str, trouble: Trouble | str) -> Trouble | None:
        return polling.lasting(Source(said=said, trouble=trouble))

    assert lasting("", Trouble.BUSY) is None
    assert lasting("silence", Trouble.SLOW) is Trouble.SLOW
    assert lasting("token", Trouble.BUSY) is Trouble.TOKEN, "that nobody hears is not said yet"
    assert lasting("silence token", Trouble.BUSY) is Trouble.TOKEN
