"""Proves that posts are looked at once after a start: not before servers are known, and none keeps the others waiting (S5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.shell.looks import AGAIN, Looks
from tests.papers.house import House, house
from tests.papers.test_entries_discord import posted

__all__ = ["house"]


class Asked:
    """A Discord that says what became of a post, or (None) does not."""

    def __init__(self, **said: bool | None) -> None:
        self.said = {int(name.removeprefix("post")): what for name, what in said.items()}
        self.posts: list[int] = []

    async def check(self, entry_id: int) -> bool | None:
        """What it says of one."""
        self.posts.append(entry_id)
        return self.said[entry_id]


async def test_one_of_which_nobody_can_say_anything_is_looked_at_later_and_then_given_up(
    house: House,
) -> None:
    for who in (house.ana, house.ben):
        await posted(house, who)
    asked = Asked(post1=True, post2=None)  # the newest first
    looks = Looks(house.bot, house.app.papers.posted_lately, asked.check)
    begun = house.env.now()
    while (due := await looks.next_look()) is not None:
        await house.until(due)
        await looks.look()
    assert asked.posts == [2, 1, *[2] * len(AGAIN)]
    assert house.env.now() - begun >= sum(AGAIN, timedelta())


async def test_nothing_is_looked_at_before_servers_are_known_and_none_is_dropped(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await posted(house)
    asked = Asked(post1=True)
    looks = Looks(house.bot, house.app.papers.posted_lately, asked.check)
    with monkeypatch.context() as begins:
        begins.setattr(house.bot, "is_ready", lambda: False)
        await looks.look()
    with monkeypatch.context() as begins:
        begins.setattr(house.bot, "get_guild", lambda _id: None)
        await looks.look()
    assert asked.posts == []
    due = await looks.next_look()
    assert due == house.env.now() + AGAIN[0]
    await house.until(due + timedelta(seconds=1))
    await looks.look()
    assert (asked.posts, await looks.next_look()) == ([1], None)
