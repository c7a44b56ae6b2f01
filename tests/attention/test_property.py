"""Proves the laws of attention over random weeks: clock changes, travel, away, focus, restarts, budgets, quiet hours."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from bot.attention.model.values import Away, Hold, State
from tests.attention.modelled import Lived
from tests.attention.served import Served
from tests.attention.weeks import DAY, LOOKS, Got, Record, Weeks, broken_laws, fate, outcomes, weeks

PEOPLE, MANY = 50, 2  # of each of the seeds: a hundred person-weeks
SEEDS = range(100)


def lived(around: Weeks) -> list[Record]:
    """Everybody's weeks as the rules alone have them."""
    return [Lived(life, around).live() for life in around.lives]


def problems(records: list[Record]) -> list[str]:
    """Every law that somebody's weeks broke."""
    return [f"{each.life.user_id}: {law}" for each in records for law in broken_laws(each)]


@pytest.mark.timeout(300)
def test_ten_thousand_person_weeks_keep_the_laws() -> None:
    there: Counter[State] = Counter()
    bundles = unrecorded = 0
    for seed in SEEDS:
        records = lived(weeks(seed, PEOPLE, MANY))
        assert problems(records) == [], f"seed {seed}"
        there += outcomes(records)
        bundles += sum(len(each.got) for each in records)
        unrecorded += sum(not got.recorded for each in records for got in each.got)
    # All of it happened, or the laws were kept by doing nothing.
    assert min(there[state] for state in State) > 1000
    assert bundles > 20_000
    assert unrecorded > 1000


def test_the_same_seed_gives_the_same_plan() -> None:
    again = [[each.plain for each in lived(weeks(7, PEOPLE, MANY))] for _ in range(2)]
    assert again[0] == again[1]
    assert again[0] != [each.plain for each in lived(weeks(8, PEOPLE, MANY))]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [2, 3])
async def test_the_app_keeps_the_laws_and_plans_as_the_rules_say(migrated_url: str, seed: int) -> None:
    people = 12 if migrated_url.startswith("sqlite") else 6
    around = weeks(seed, people, 1)
    served = await Served(migrated_url, around).live()
    assert problems(served) == []
    assert [each.plain for each in served] == [each.plain for each in lived(around)]
    assert outcomes(served)[State.SENT] > 2 * people


def test_what_is_lived_contains_what_it_should() -> None:
    around = [weeks(seed, PEOPLE, MANY) for seed in range(20)]
    lives = [life for each in around for life in each.lives]
    whats = Counter(type(what).__name__ for life in lives for _at, what in life.happenings)
    assert min(whats.values()) > 20
    assert whats.keys() == {
        *("Tell", "Move", "Choose", "GoAway", "ComeBack", "Focus", "Leave", "Take", "Clear"),
    }
    boxes = [life.mailbox for life in lives]
    assert {box.bundles for box in boxes} == {0, 1, 2, 3}
    assert any(box.quiet_from == box.quiet_to for box in boxes)
    assert any(box.quiet_from > box.quiet_to for box in boxes)
    assert any(box.quiet_from < box.quiet_to for box in boxes)
    assert any(not box.days_off for box in boxes)
    assert any(each.outages for each in around)
    assert {fate(life, 0) is None for life in lives} == {True, False}


def test_a_broken_law_is_seen() -> None:
    around = weeks(2, PEOPLE, MANY)
    record = next(each for each in lived(around) if len(each.got) > 2)
    first = record.got[0]

    def broken(got: Got) -> list[str]:
        return broken_laws(Record(record.life, [got, *record.got[1:]], record.taken, record.states))

    assert broken(first) == []
    changes: tuple[dict[str, Any], ...] = (
        {"numbers": ()},
        {"numbers": record.got[1].numbers},
        {"mailbox": replace(first.mailbox, bundles=0)},
        {"mailbox": replace(first.mailbox, days_off=frozenset(range(7)))},
        {"mailbox": replace(first.mailbox, quiet_from=time(0), quiet_to=time.max)},
        {"holds": (Hold(first.at, first.at + LOOKS),)},
        {"aways": (Away(first.at.date() - DAY),)},
        {"at": first.at + 400 * DAY},
    )
    for changed in changes:
        assert broken(replace(first, **changed)), changed
