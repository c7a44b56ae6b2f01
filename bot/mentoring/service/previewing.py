"""What a round and the next look for mentors would be, as organisers may know it: reasons without names (M2)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.mentoring.matching import Groups
from bot.mentoring.model.leaving import why_left, why_waiting
from bot.mentoring.model.rounds import Preview
from bot.mentoring.model.scoring import reasons_for
from bot.mentoring.model.values import Role
from bot.mentoring.service.pairing_up import reasons_of
from bot.mentoring.service.snapshots import MentorPool, PeerPool


def previewed(
    peers: PeerPool, groups: Groups, mentors: MentorPool, asked: Sequence[tuple[int, int]]
) -> Preview:
    """Groups by their size and reasons, why others have none, and the same of who would be asked about a mentor next."""
    people = {each.user_id: each for each in peers.peers}
    learners = {each.user_id: each for each in mentors.learners}
    offering = {each.user_id: each for each in mentors.mentors}
    found = dict(asked)
    return Preview(
        groups=tuple((len(group), reasons_of([people[each] for each in group])) for group in groups.groups),
        left=tuple(why_left(people[each], peers.peers, peers.apart) for each in groups.left),
        proposals=tuple(
            reasons_for(learners[one], offering[other], Role.SEEK) for one, other in found.items()
        ),
        waiting=tuple(
            why_waiting(each, mentors.mentors, mentors.apart)
            for each in mentors.learners
            if each.user_id not in found
        ),
    )
