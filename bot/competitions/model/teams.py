"""Rules of finding a team (K6): until when, and where there is a place."""

from __future__ import annotations

from datetime import datetime

from bot.competitions.model.refusals import NoTeams, TeamsClosed
from bot.competitions.model.values import CLOSES_BEFORE, Competition, Entrant, Team
from bot.core.refusals import Refusal

MOST_SIZE = 99  # people in a team, where Kaggle names no limit


def closes_at(one: Competition) -> datetime | None:
    """When it is too late to find a team (aware UTC): a day before teams merge no more, else before the end; None: never."""
    last = one.merger_deadline or one.deadline
    return last - CLOSES_BEFORE if last else None


def why_closed(one: Competition, now: datetime) -> Refusal | None:
    """Why nobody finds a team there at `now` (aware UTC): NoTeams or TeamsClosed; None while they do."""
    if one.team_size == 1:
        return NoTeams()
    if not one.is_on:
        return TeamsClosed()
    closes = closes_at(one)
    return TeamsClosed(closes) if closes and closes <= now else None


def has_place(one: Competition, many: int) -> bool:
    """Whether one more may join a team of so many."""
    return one.team_size is None or many + 1 <= one.team_size


def is_listed(one: Competition, entrant: Entrant) -> bool:
    """Whether this member's line stands in the list: they look for a team, or have a place by the limit as it is now."""
    if entrant.out_at is not None or entrant.team is Team.NO:
        return False
    return entrant.team is Team.LOOKING or has_place(one, entrant.team_size)
