"""The calendar of a reading group: when each phase of a round begins, what follows it, and which paper is chosen (P10).

The hour is that of the papers' digest, in the group's zone. Every instant is worked out anew from the local time, so that clock
changes move nothing, and each leaves people at least a day: a deadline that passed while the bot was down is put off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.core.clock import instant_from, local_date, next_occurrence
from bot.papers.model.groups import CHOOSES_ON, LEADS_ON, VOTES_ON, Group, Nomination, Phase, Round

OPENS_ON = 0  # Monday
LEAST = timedelta(days=1)  # that people are given to nominate, to vote, to volunteer, to write notes
# Between the choice and the meeting: three days, of which one may be an hour shorter, and the choice seconds late.
LEAST_TO_READ = timedelta(days=3) - timedelta(hours=2)
_JUST_BEFORE = timedelta(microseconds=1)  # `next_occurrence` is strictly after


class Step(StrEnum):
    """What happens to a round when its time has come."""

    OPEN = "open"  # what was planned begins
    WAIT = "wait"  # nobody nominated anything: it goes on for another week, and nobody says so
    VOTE = "vote"
    CHOOSE = "choose"
    SETTLE = "settle"  # who leads is settled
    MEET = "meet"  # they met
    CLOSE = "close"
    LATER = "later"  # it was moved meanwhile: nothing yet


def opens_at(after: datetime, hour: time, zone: str) -> datetime:
    """When the next round opens (aware UTC): the first Monday at that hour after an instant."""
    return next_occurrence(hour, zone, frozenset({OPENS_ON}), after)


def votes_at(now: datetime, hour: time, zone: str) -> datetime:
    """When the vote begins of a round in which people nominate from now on: a Thursday, at least a day away."""
    return _from(now + LEAST, hour, zone, VOTES_ON)


def chooses_at(now: datetime, due_at: datetime, hour: time, zone: str) -> datetime:
    """When a vote ends that begins now and was due then: the Saturday after, or, if that is too soon, the first day it is not."""
    planned = _from(due_at + LEAST, hour, zone, CHOOSES_ON)
    return max(planned, _from(now + LEAST, hour, zone))


def votes_on(now: datetime, hour: time, zone: str) -> datetime:
    """When a vote ends that nobody could see until now: a day later at least, and not a week."""
    return _from(now + LEAST, hour, zone)


def leads_at(now: datetime, meets_at: datetime, hour: time, zone: str) -> datetime:
    """Until when people say that they would lead, of a paper chosen now: a Tuesday, a day before they meet at the latest."""
    return min(_from(now + LEAST, hour, zone, LEADS_ON), meets_at - LEAST)


def closes_at(now: datetime, hour: time, zone: str) -> datetime:
    """When a round is over whose people met just now, and the next one opens: a Monday, at least a day away."""
    return _from(now + LEAST, hour, zone, OPENS_ON)


def meets_at(vote_at: datetime, group: Group, hour: time) -> datetime:
    """When a round meets whose vote begins then: on the group's day in the week after, three days after the choice at least."""
    return meets_after(_from(vote_at + LEAST, hour, group.zone, CHOOSES_ON), group)


def meets_after(chosen_at: datetime, group: Group, planned: datetime | None = None) -> datetime:
    """When people meet who read a paper chosen then: as planned, or, if less than three days are left to read, a week later."""
    if planned is not None and planned - chosen_at >= LEAST_TO_READ:
        return planned
    return _from(chosen_at + LEAST_TO_READ, group.at, group.zone, group.weekday)


def due_of(value: Round) -> datetime | None:
    """When the next phase of a round with a chosen paper begins, after it was moved to meet at `meets_at`."""
    match value.phase:
        case Phase.LEADING:
            before = value.meets_at - LEAST
            return min(value.due_at, before) if value.due_at else before
        case Phase.READING:
            return value.ends_at
    return value.due_at


def set_over(due_at: datetime, before: str, hour: time, zone: str, now: datetime) -> datetime:
    """When a phase begins that was due then, in the zone `before`, now that hour or zone are others: on the same day.

    As it was where that would leave people less than a day, and less than they were told.
    """
    changed = instant_from(local_date(due_at, before), hour, zone)
    return changed if changed >= min(due_at, now + LEAST) else due_at


def is_planned(value: Round) -> bool:
    """Whether a round has not begun: what is nominated meanwhile waits for it. Without `due_at` nobody knows until when."""
    return value.phase is Phase.NOMINATING and value.due_at in (None, value.opens_at)


def step_of(value: Round, nominated: int, now: datetime) -> Step:
    """What happens to a round now that it is due; `nominated` is how many papers there are to choose from."""
    match value.phase:
        case Phase.NOMINATING if is_planned(value):
            return Step.OPEN
        case Phase.NOMINATING | Phase.VOTING if not nominated:
            return Step.WAIT
        case Phase.NOMINATING if nominated > 1:
            return Step.VOTE
        case Phase.NOMINATING | Phase.VOTING:
            return Step.CHOOSE
        case Phase.LEADING | Phase.READING if now >= value.ends_at:
            return Step.MEET
        case Phase.LEADING:
            return Step.SETTLE
        case Phase.READING:
            return Step.LATER
    return Step.CLOSE


def choose(nominations: Sequence[Nomination], approvals: Mapping[int, int]) -> Nomination:
    """The paper that most people would read; of several alike, or when nobody said so, the one that was nominated first.

    `approvals` are by nomination. ValueError without any nomination.
    """
    return min(nominations, key=lambda each: (-approvals.get(each.id, 0), each.at, each.id))


def carried(
    nominations: Sequence[Nomination], chosen: Nomination
) -> tuple[list[Nomination], list[Nomination]]:
    """Of those not chosen: who comes back in the next round, and who did so before and goes."""
    others = [each for each in nominations if each.id != chosen.id]
    return [each for each in others if not each.carried], [each for each in others if each.carried]


def _from(instant: datetime, at: time, zone: str, weekday: int | None = None) -> datetime:
    """The first instant, from this one on, at which it is `at` in `zone`, on that weekday if one is given."""
    days = frozenset(range(7)) if weekday is None else frozenset({weekday})
    return next_occurrence(at, zone, days, instant - _JUST_BEFORE)
