"""Tags of forum posts: which of a forum's tags a post gets, found by their names, and which are left to the people there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

TAGS_NEEDED = 1 << 4  # the flag of a forum whose posts need a tag
MOST_TAGS = 5  # of a post


@dataclass(frozen=True)
class ForumPost:
    """How a message becomes a post: its name, and the tags that fit, by their names in any case.

    `spare`: of the tag where none fits and the forum wants one. `ours`: all names that say what only we say; others stay.
    """

    name: str
    tags: frozenset[str] = frozenset()
    spare: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Tag:
    id: int
    name: str
    moderated: bool


@dataclass(frozen=True)
class Forum:
    """A forum's tags, whether its posts need one, and when (aware UTC) that was read."""

    tags: tuple[_Tag, ...]
    wants_one: bool
    read_at: datetime

    def fitting(self, names: frozenset[str]) -> list[int]:
        """The tags called so that anybody may set."""
        return [each.id for each in self.tags if each.name in names and not each.moderated]

    def of_new(self, post: ForumPost) -> list[int]:
        """The tags of a new post."""
        chosen = self.fitting(post.tags)
        if not chosen and self.wants_one:
            chosen = self.fitting(post.spare) or [each.id for each in self.tags if not each.moderated]
        return chosen[:1]

    def of_old(self, post: ForumPost, now: Sequence[int]) -> list[int]:
        """The tags of a post that has these: what only we set follows, the others stay."""
        ours = self.fitting(post.ours)
        kept = [each for each in now if each not in ours]
        chosen = self.fitting(post.tags)[:1] if kept else self.of_new(post)
        return [*kept, *chosen][:MOST_TAGS]


def read_forum(channel: Mapping[str, Any], at: datetime) -> Forum:
    """The tags of a forum as Discord describes the channel."""
    tags = tuple(
        _Tag(int(each["id"]), " ".join(each["name"].casefold().split()), bool(each.get("moderated")))
        for each in channel.get("available_tags") or ()
    )
    return Forum(tags, bool((channel.get("flags") or 0) & TAGS_NEEDED), at)
