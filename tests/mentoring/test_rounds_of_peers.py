"""Proves what a dozen rounds of peers promise (M5): hardly a repeat, nobody out twice running, threes for everybody in turn.

The measurement beside it (`make bench ARGS=matching`) plays more and longer seasons.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.db import Tx
from bot.mentoring.model.values import Role, Wish
from bot.mentoring.store import profiles
from tests.mentoring.house import ANA, BEN, CLEO, DAN, EVA, GUILD, Den
from tests.mentoring.house import sqlite_den as sqlite_den
from tests.mentoring.seasons import Season


@pytest.mark.parametrize(
    "season", [Season(30, 3), Season(29, 2, exclusions=0.03), Season(31, 3, without_hours=1)]
)
def test_twelve_rounds(season: Season) -> None:
    for _ in range(12):
        season.play()
    assert season.needless == 0, "nobody meets again while both know somebody new"
    assert season.repeated <= 0.01 * season.met_in_all
    assert (season.alone, season.out_twice) == (12 * season.without_hours, 0)
    assert season.spread <= 1


def test_twelve_rounds_in_which_people_come_and_go() -> None:
    season = Season(30, 8, comings=0.05, exclusions=0.03)
    for _ in range(12):
        season.play()
        season.people.pop(min(season.people)) if season.number % 4 == 0 else None
    assert (season.needless, season.out_twice, season.alone) == (0, 0, 0)
    assert season.repeated <= 0.01 * season.met_in_all
    assert season.spread <= 1


def test_the_odd_one_of_few_is_first_next_time_and_all_meet_before_any_repeat() -> None:
    season = Season(4, seed=2, writing=True)
    for _ in range(3):
        season.play()
    assert season.repeated == 0
    assert season.met_in_all == 6
    # Of three who may not all meet, who sits out is first next time.
    season = Season(3, seed=1, writing=True)
    season.apart = {frozenset({2, 3})}
    for _ in range(4):
        season.play()
    assert season.out_twice == 0
    assert season.alone == 4


async def test_who_joins_begins_with_as_many_threes_as_is_usual(sqlite_den: Den) -> None:
    den = sqlite_den

    def join(tx: Tx) -> list[int]:
        for who, threes in ((ANA, 2), (BEN, 3), (CLEO, 0), (DAN, 3)):
            wish = profiles.save_wish(tx, Wish(GUILD, who, Role.PEERS, (1,)))
            profiles.set_counted(tx, replace(wish, threes=threes))
        new = profiles.save_wish(tx, Wish(GUILD, EVA, Role.PEERS, (1,)))
        again = profiles.save_wish(tx, replace(new, topics=(2,), threes=0))
        other = profiles.save_wish(tx, Wish(GUILD, EVA, Role.SEEK, (1,)))
        return [new.threes, again.threes, other.threes]

    assert await den.app.db.write(join) == [2, 2, 0]
