"""Which of a forum's tags a post gets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.shell.tags import ForumPost, read_forum

POST = ForumPost(
    "A name",
    tags=frozenset({"project", "projekt"}),
    spare=frozenset({"other"}),
    ours=frozenset({"project", "projekt", "notebook", "other"}),
)


def forum(*tags: tuple[str, bool], wanted: bool = False) -> Any:
    """A forum with these tags (name, moderated), numbered from 1."""
    said = [
        {"id": str(number), "name": name, "moderated": moderated}
        for number, (name, moderated) in enumerate(tags, 1)
    ]
    channel = {"available_tags": said, "flags": 1 << 4 if wanted else 0}
    return read_forum(channel, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("tags", "wanted", "chosen"),
    [
        ([("Notebook", False), ("  PROJEKT ", False)], False, [2]),
        ([("Project", True), ("Other", False)], False, []),
        ([("Project", False), ("Projekt", False)], False, [1]),
        ([], False, []),
        ([("Fixed", True), ("Other", False), ("Show", False)], True, [2]),
        ([("Fixed", True), ("Show", False), ("Tell", False)], True, [2]),
        ([("Fixed", True)], True, []),
    ],
)
def test_a_new_post(tags: list[tuple[str, bool]], wanted: bool, chosen: list[int]) -> None:
    assert forum(*tags, wanted=wanted).of_new(POST) == chosen


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ([], [1]),
        ([1], [1]),
        ([2], [1]),
        ([3, 2, 4], [3, 4, 1]),
        ([3, 4, 5, 6, 7], [3, 4, 5, 6, 7]),
    ],
)
def test_an_old_post_keeps_what_others_set(now: list[int], then: list[int]) -> None:
    there = forum(
        *[(name, False) for name in ("Project", "Notebook", "Fun")],
        *[(name, True) for name in ("Fixed", "Best", "Week", "Pinned")],
    )
    assert there.of_old(POST, now) == then
