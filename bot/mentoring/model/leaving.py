"""Owns why somebody has no partner or mentor yet, as organisers may know it: silence and exclusions read the same (M2)."""

from __future__ import annotations

from collections.abc import Collection

from bot.mentoring.model.rounds import Left
from bot.mentoring.model.scoring import Candidate, can_meet, fits


def why_left(one: Candidate, others: Collection[Candidate], apart: Collection[frozenset[int]]) -> Left:
    """Why a peer has no partner in this round, of those who take part (they may be among them)."""
    may = [
        each
        for each in others
        if each.user_id != one.user_id and frozenset({one.user_id, each.user_id}) not in apart
    ]
    if any(can_meet(one, each) for each in may):
        return Left.ODD
    return Left.HOURS if may else Left.NO_FIT


def why_waiting(
    learner: Candidate, mentors: Collection[Candidate], apart: Collection[tuple[int, int]]
) -> Left:
    """Why a learner is proposed to no mentor now; a place that another learner gets is none for them."""
    may = [each for each in mentors if fits(learner, each) and (learner.user_id, each.user_id) not in apart]
    if any(can_meet(learner, each) for each in may):
        return Left.PLACE
    return Left.HOURS if may else Left.NO_FIT
