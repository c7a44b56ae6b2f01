"""Owns who may be brought together, how well they fit, and why (M2, M3): plain functions of two people's own words.

score = like you (topics, path, hours) + unlike you (background, other topics) + waiting bonus − repeat penalty. More pairs
always come before better ones; that is for `bot.mentoring.matching`, which works out the same scores for thousands at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.mentoring.model.hours import ALL, enough
from bot.mentoring.model.values import Background, Level, Reasons, Role

TOPIC, MOST_SHARED = 20, 3  # for each shared topic, so many at most
PATH = 15
HOURS = 10  # enough common hours; without them a pair may only write
BACKGROUND = 12  # both said theirs, and they differ
OTHER, MOST_OTHERS = 3, 4  # for each topic that only one of them knows, so many at most
STEP = {0: 3, 1: 15, 2: 8}  # by how many steps a mentor is ahead: the next step is the best to learn from
APART = {0: 10, 1: 5, 2: 0}  # by how many steps partners are apart
DAY, MOST_DAYS = 5, 365  # for each day a learner has waited
SAT_OUT = 1_000_000_000  # for each round in a row that somebody sat out: they come first, whatever that costs others (M5)
MOST_SAT_OUT = 8
REPEAT = 10_000  # taken off for partners of before: only when there is nobody new (M5)
RECENT, LONG_AGO = 100, 12  # and for each round less ago than a dozen
THREE = 400  # for each time somebody was in a three: others are odd next, whoever would fit better (M5)
MOST_THREES = 20
_STEPS = {Level.NEW: 0, Level.SAME: 1, Level.AHEAD: 2}


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be matched, with what they chose to say. `week` is as `hours.week_of` has it.

    `waited`: whole days in the queue. `places`: how many more learners a mentor has room for now. `sat_out`, `threes`: as in
    `Wish`. `others`: topics they know besides those of this wish, from their other wishes.
    """

    user_id: int
    topics: frozenset[int]
    level: Level = Level.SAME
    path: str = ""
    background: str = ""
    others: frozenset[int] = frozenset()
    week: int = ALL
    writing: bool = False
    waited: int = 0
    places: int = 1
    sat_out: int = 0
    threes: int = 0

    @property
    def step(self) -> int:
        """Their level as a number."""
        return _STEPS[self.level]

    @property
    def known(self) -> frozenset[int]:
        """All topics they know or want to know."""
        return self.topics | self.others


def can_meet(one: Candidate, other: Candidate) -> bool:
    """Whether two people have two common hours, or both are fine with writing (M2)."""
    return (one.writing and other.writing) or enough(one.week, other.week)


def fits(learner: Candidate, mentor: Candidate) -> bool:
    """Whether this mentor could help with what the learner wants: a shared topic, and not behind them in it."""
    return (
        learner.user_id != mentor.user_id
        and not learner.topics.isdisjoint(mentor.topics)
        and mentor.step >= learner.step
    )


def mentor_score(learner: Candidate, mentor: Candidate, *, met: bool = False) -> int:
    """How well a mentor suits a learner; only for those who fit and can meet. `met`: they were a pair before."""
    bonus = DAY * min(learner.waited, MOST_DAYS)
    penalty = REPEAT if met else 0
    return (
        _alike(learner, mentor)
        + STEP[mentor.step - learner.step]
        + _unlike(learner, mentor)
        + bonus
        - penalty
    )


def peer_score(one: Candidate, other: Candidate, *, met_ago: int = 0) -> int:
    """How well two partners suit each other; the same either way. `met_ago`: so many rounds ago they were partners, 0: never."""
    near = APART[abs(one.step - other.step)]
    first = comes_first(one) + comes_first(other)
    return _alike(one, other) + near + _unlike(one, other) + first - repeats(met_ago)


def comes_first(one: Candidate) -> int:
    """What somebody's partner gains, whoever that is: by it those come first who sat out, then those who were in a three."""
    return SAT_OUT * min(one.sat_out, MOST_SAT_OUT) + THREE * min(one.threes, MOST_THREES)


def repeats(met_ago: int) -> int:
    """What partners of before lose; the longer ago, the less. 0: never."""
    return REPEAT + RECENT * max(0, LONG_AGO - met_ago) if met_ago else 0


def reasons_for(one: Candidate, other: Candidate, role: Role = Role.PEERS) -> Reasons:
    """Why two people fit: from their own words only, whoever else there is. `role` SEEK: `other` is the mentor of `one`."""
    meet = enough(one.week, other.week)
    return Reasons(
        topics=tuple(sorted(one.topics & other.topics)[:MOST_SHARED]),
        step=role is Role.SEEK and other.step > one.step,
        path=_same_path(one, other),
        hours=meet,
        writing=not meet,
        backgrounds=_differ(one, other),
        others=bool(one.known - other.known) and bool(other.known - one.known),
    )


def reasons_of_three(people: tuple[Candidate, Candidate, Candidate]) -> Reasons:
    """Why three people fit: what is true of all of them; of the backgrounds and other topics, of any two."""
    a, b, c = people
    every = [reasons_for(a, b), reasons_for(a, c), reasons_for(b, c)]
    meet = all(each.hours for each in every)
    return Reasons(
        topics=tuple(sorted(a.topics & b.topics & c.topics)[:MOST_SHARED]),
        path=all(each.path for each in every),
        hours=meet,
        writing=not meet,
        backgrounds=any(each.backgrounds for each in every),
        others=any(each.others for each in every),
    )


def _alike(one: Candidate, other: Candidate) -> int:
    shared = TOPIC * min(len(one.topics & other.topics), MOST_SHARED)
    return shared + (PATH if _same_path(one, other) else 0) + (HOURS if enough(one.week, other.week) else 0)


def _unlike(one: Candidate, other: Candidate) -> int:
    return (BACKGROUND if _differ(one, other) else 0) + OTHER * min(len(one.known ^ other.known), MOST_OTHERS)


def _same_path(one: Candidate, other: Candidate) -> bool:
    return bool(one.path) and one.path == other.path


def _differ(one: Candidate, other: Candidate) -> bool:
    said = {one.background, other.background}
    return len(said) == 2 and not said & {"", Background.OTHER.value}
