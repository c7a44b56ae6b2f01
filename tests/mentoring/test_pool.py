"""Proves what people may be in the pool for."""

from __future__ import annotations

from tests.mentoring.house import ANA, BEN, Den, House
from tests.mentoring.house import den as den
from tests.mentoring.house import house as house


async def test_den(den: Den) -> None:
    await den.offers(ANA, 0, 1)
    await den.says(ANA, paused_at=den.now())
    await den.mentors(ANA, BEN)
    await den.propose(BEN, ANA)
    await den.question(BEN)
    assert await den.wishes(ANA)


async def test_house(house: House) -> None:
    walk = house.walk(house.ana)
    await walk.slash("mine")
    assert walk.labels
