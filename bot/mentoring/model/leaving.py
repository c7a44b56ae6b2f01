"""Owns why somebody has no partner or mentor yet, as organisers may know it (M2).

That one of two does not want to be matched with the other, or is silent, only ever reads NO_FIT: what is said of hours and
places is true without that, too.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.mentoring.model.rounds import Left
from bot.mentoring.model.scoring import Candidate, can_meet, fits


def why_left(one: Candidate, others: Collection[Candidate], apart: Collection[frozenset[int]]) -> Left:
    """Why a peer has no partner in this round, of those who take part (they may be among them)."""
    rest = [each for each in others if each.user_id != one.user_id]
    met = [each.user_id for each in rest if can_meet(one, each)]
    if rest and not met:
        return Left.HOURS
    return Left.NO_FIT if met and all(frozenset((one.user_id, each)) in apart for each in met) else Left.ODD


def why_waiting(
    learner: Candidate, mentors: Collection[Candidate], apart: Collection[tuple[int, int]]
) -> Left:
    """Why a learner is proposed to no mentor now; a place that another learner gets is none for them."""
    suit = [each for each in mentors if fits(learner, each)]
    met = [each.user_id for each in suit if can_meet(learner, each)]
    if suit and not met:
        return Left.HOURS
    return Left.NO_FIT if all((learner.user_id, each) in apart for each in met) else Left.PLACE
