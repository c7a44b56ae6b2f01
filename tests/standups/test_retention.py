"""Owns how long a draft that nobody posted is kept (A2)."""

from __future__ import annotations

from datetime import timedelta

from tests.bots import World
from tests.standups.service import ANA, BEN, House
from tests.traces import in_tables


async def drafts(home: House, who: int) -> list[str]:
    """Somebody's drafts, as their export shows them."""
    found = await home.app.people.documents(who)
    return [each.markdown for each in found if each.name == "standup-drafts"]


async def test_a_draft_is_kept_for_ninety_days_from_when_it_was_typed_last(home: House) -> None:
    standup = await home.add()
    await home.draft(ANA, standup, "typed first")
    await home.draft(BEN, standup, "typed first and again")
    home.clock.forward(days=30)
    await home.draft(BEN, standup, "again")
    home.clock.forward(days=59, hours=23)
    assert not await home.standups.purge()
    assert await drafts(home, ANA)
    home.clock.forward(hours=2)
    assert await home.standups.purge(1), "there may be more"
    assert not await home.standups.purge(1)
    assert await drafts(home, ANA) == []
    (kept,) = await drafts(home, BEN)
    assert "again" in kept


async def test_the_job_forgets_it_by_itself(world: World) -> None:
    await world.set_up()
    await world.write(world.ana, "never posted", post=False)
    await world.work_until(world.env.now() + timedelta(days=89), step=timedelta(days=1))
    assert in_tables(world.settings.database_url, "never posted")
    await world.work_until(world.env.now() + timedelta(days=3), step=timedelta(days=1))
    assert in_tables(world.settings.database_url, "never posted") == []
