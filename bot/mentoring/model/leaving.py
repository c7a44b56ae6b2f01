"""Owns why somebody has no partner or mentor yet, as organisers may know it (M2).

That one of two does not want to be matched with the other, or is silent, only ever reads NO_FIT: what is said of hours and
places is true without that, too. Where few take part, an organiser among them would know whom it is about: there NO_FIT is also
said of hours, so that it tells nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.mentoring.model.rounds import Left
from bot.mentoring.model.scoring import Candidate, can_meet, fits

FEW = 4  # people in a round, at most, of whom nothing is told apart


def why_left(one: Candidate, others: Collection[Candidate], apart: Collection[frozenset[int]]) -> Left:
    """Why a peer has no partner in this round, of those who take part (they may be among them)."""
    rest = [each for each in others if each.user_id != one.user_id]
    met = [each.user_id for each in rest if can_meet(one, each)]
    if rest and not met:
        return Left.HOURS if len(rest) >= FEW else Left.NO_FIT
    return Left.NO_FIT if met and all(frozenset((one.user_id, each)) in apart for each in met) else Left.ODD


def why_waiting(
    learner: Candidate, mentors: Collection[Candidate], apart: Collection[tuple[int, int]]
) -> Left:
    """Why a learner is proposed to no mentor now; a place that another learner gets is none for them."""
    suits = meets = False
    for each in mentors:
        if fits(learner, each):
            suits = True
            if can_meet(learner, each):
                if (learner.user_id, each.user_id) not in apart:
                    return Left.PLACE  # what others there are changes nothing
                meets = True
    return Left.HOURS if suits and not meets else Left.NO_FIT
