"""Owns what two people may begin their talk with: ideas of the book, by key; `cogs/mentoring/views/icebreakers.py` words them."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from random import Random

from bot.mentoring.model.values import PairKind


class Icebreaker(StrEnum):
    """A first question or a first thing to do together."""

    CONFUSED = "confused"  # newcomers know best what confuses
    SMALLEST = "smallest"  # small actions
    LINE = "line"  # read and write code
    NOT_TO_DO = "not_to_do"  # change is about what not to do
    ESSENCE = "essence"  # a paper's essence
    BELIEF = "belief"  # reality as a mirror
    BASELINE = "baseline"  # the simplest baseline first
    DONE = "done"  # what "done" will look like
    EARLY = "early"  # share before you feel ready
    MINUTES = "minutes"  # a couple of minutes a day
    DATASET = "dataset"  # a small dataset with benchmarks
    HARD_ONCE = "hard_once"  # what was hard for who is a step ahead
    COLLEAGUE = "colleague"  # what a more senior colleague could explain in a day
    BEGINNER = "beginner"  # most of the time, one feels like a beginner


# A pair keeps its place in here: new ones go to the end, none is taken out.
ALL = tuple(Icebreaker)
_MENTORS_ONLY = {Icebreaker.HARD_ONCE, Icebreaker.COLLEAGUE}
_PEERS_ONLY = {Icebreaker.DATASET, Icebreaker.MINUTES}


def suited(kind: PairKind) -> tuple[Icebreaker, ...]:
    """Those for pairs of this kind."""
    others = _PEERS_ONLY if kind is PairKind.MENTOR else _MENTORS_ONLY
    return tuple(each for each in ALL if each not in others)


def choose(kind: PairKind, seed: int, user_ids: Collection[int]) -> int:
    """Which of `ALL` these people get: the same for the same seed and people, another for others."""
    chosen = Random(f"{seed}:{sorted(user_ids)}").choice(suited(kind))
    return ALL.index(chosen)


def at(place: int) -> Icebreaker:
    """The one that a pair keeps; the first for a place that there is not."""
    return ALL[place] if 0 <= place < len(ALL) else ALL[0]
