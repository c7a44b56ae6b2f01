"""The rules of when something may reach a person: quiet hours, days off, away, focus, the daily budget (promises 3 and 4).

Everything here is a plain function of values: the same people, the same messages and the same clock give the same plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.attention.model.values import APART, CATCH_UP, MOST_LINES, Away, Hold, Intent, Mailbox, State
from bot.core.clock import instant_of, local_date

_FURTHEST = 370  # days ahead in which a hold has to end; nobody is away for longer without saying so again
LONGEST_WINDOW = 30  # minutes in which a claimed bundle is sent, or not at all
_MIDNIGHT = time(0)


@dataclass(frozen=True)
class Slot:
    """A moment (aware UTC) at which a bundle may come: the `number`th of the person's local `date`."""

    at: datetime
    date: date
    number: int


@dataclass(frozen=True)
class Person:
    """All that decides when something reaches somebody. `zone` is their own, or the server's that serves for them."""

    mailbox: Mailbox
    zone: str
    aways: Sequence[Away] = ()
    holds: Sequence[Hold] = ()


@dataclass(frozen=True)
class Decision:
    """What is to be done for a person now.

    `slot` with `show`: these intents make its bundle. `expired` are past their time. `next_at` is when to look again (aware
    UTC); None when nothing will come as things stand (no budget, or away until they are back).
    """

    slot: Slot | None
    show: tuple[Intent, ...]
    expired: tuple[Intent, ...]
    next_at: datetime | None


def is_quiet(mailbox: Mailbox, local: time) -> bool:
    """Whether this wall-clock time is in the quiet hours."""
    begin, end = mailbox.quiet_from, mailbox.quiet_to
    if begin <= end:
        return begin <= local < end
    return local >= begin or local < end


def held_until(person: Person, instant: datetime) -> datetime | None:
    """`instant` itself when something may reach the person then, else when the last of the holds on it ends (aware UTC).

    None when no end is known within a year: away until they are back.
    """
    moment = instant
    limit = instant + timedelta(days=_FURTHEST)
    while moment < limit:
        end = _end_of_a_hold(person, moment)
        if end is None:
            return moment
        moment = max(end, moment + timedelta(seconds=1))
    return None


def may_reach(person: Person, instant: datetime) -> bool:
    """Whether something may reach the person at `instant` (aware UTC)."""
    return _end_of_a_hold(person, instant) is None


def _end_of_a_hold(person: Person, moment: datetime) -> datetime | None:
    """When one of the holds on `moment` ends, None when there is none."""
    for hold in person.holds:
        if hold.begins_at <= moment < hold.ends_at:
            return hold.ends_at
    zone = ZoneInfo(person.zone)
    local = moment.astimezone(zone)
    today = local.date()
    away = next((each for each in person.aways if each.covers(today)), None)
    if away is not None:
        after = away.last + timedelta(days=1) if away.last else today + timedelta(days=_FURTHEST)
        return _begin_of(after, zone)
    if today.weekday() in person.mailbox.days_off:
        return _begin_of(today + timedelta(days=1), zone)
    if is_quiet(person.mailbox, local.time()):
        return _reaching(person.mailbox.quiet_to, moment, zone)
    return None


def _begin_of(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local date; of the next one where the date does not exist (Apia, 2011)."""
    return instant_of(day, _MIDNIGHT, zone) or _begin_of(day + timedelta(days=1), zone)


def _reaching(at: time, after: datetime, zone: ZoneInfo) -> datetime:
    """The first instant after `after` at which the clocks show `at`."""
    day = local_date(after, zone)
    for ahead in range(4):
        found = instant_of(day + timedelta(days=ahead), at, zone)
        if found is not None and found > after:
            return found
    return after + timedelta(hours=1)


def slots(person: Person, day: date) -> list[Slot]:
    """The moments of a local date at which a bundle may come, as many as the budget; those past midnight do not count."""
    found: list[Slot] = []
    start = datetime.combine(day, person.mailbox.bundle_at)
    for number in range(person.mailbox.bundles):
        wall = start + number * APART
        at = instant_of(day, wall.time(), person.zone) if wall.date() == day else None
        if at is not None and local_date(at, person.zone) == day:
            found.append(Slot(at, day, number))
    return found


def next_slot(person: Person, after: datetime) -> Slot | None:
    """The first slot after `after` (aware UTC) that somebody who is not held then can get; None without a budget.

    A slot inside quiet hours, a day off or away is moved to the end of that hold if it is less than three hours away on the
    same local date, else it is left out.
    """
    begin = held_until(person, after) if person.mailbox.bundles else None
    if begin is None:
        return None
    today = local_date(begin, person.zone)
    for ahead in range(-1, _FURTHEST):
        for slot in slots(person, today + timedelta(days=ahead)):
            moved = _moved(person, slot)
            if moved is not None and moved.at > after:
                return moved
    return None


def _moved(person: Person, slot: Slot) -> Slot | None:
    until = held_until(person, slot.at)
    if until is None or until - slot.at > CATCH_UP or local_date(until, person.zone) != slot.date:
        return None
    return Slot(until, slot.date, slot.number)


def decide(
    person: Person, waiting: Iterable[Intent], taken: Iterable[tuple[date, int]], now: datetime
) -> Decision:
    """What to do for a person at `now`. `taken` are the bundles there were already, as (local date, number).

    Nothing is shown beyond the budget, inside a hold or after its expiry; what is left waits.
    """
    there = [each for each in waiting if each.state is State.WAITING]
    expired = tuple(each for each in there if each.expires_at <= now)
    following = next_slot(person, now)
    next_at = following.at if following else None
    slot = _slot_now(person, frozenset(taken), now)
    if slot is None or person.mailbox.closed_at is not None:
        return Decision(None, (), expired, None if person.mailbox.closed_at else next_at)
    until = held_until(person, now)
    if until is None or until > now:
        again = until if until and _still(person, slot, until) else None
        moments = [each for each in (again, next_at) if each is not None]
        return Decision(None, (), expired, min(moments, default=None))
    ready = sorted(
        (each for each in there if each.not_before <= now < each.expires_at),
        key=lambda each: (each.priority, each.made_at, each.id),
    )
    show = tuple(ready[:MOST_LINES])
    return Decision(slot if show else None, show, expired, next_at)


def _slot_now(person: Person, taken: frozenset[tuple[date, int]], now: datetime) -> Slot | None:
    """The newest slot that has come and is not over, unless its bundle, or the day's whole budget, was used."""
    today = local_date(now, person.zone)
    if sum(day == today for day, _number in taken) >= person.mailbox.bundles:
        return None
    come = [slot for slot in slots(person, today) if slot.at <= now and _still(person, slot, now)]
    newest = come[-1] if come else None
    return newest if newest and (newest.date, newest.number) not in taken else None


def _still(person: Person, slot: Slot, instant: datetime) -> bool:
    """Whether a bundle that was due at `slot` may still come at `instant`."""
    return instant - slot.at <= CATCH_UP and local_date(instant, person.zone) == slot.date


def window(person: Person, now: datetime) -> timedelta:
    """For how long from `now` on nothing holds the person, at most half an hour: later a bundle is not sent any more."""
    for minutes in range(1, LONGEST_WINDOW + 1):
        if not may_reach(person, now + timedelta(minutes=minutes)):
            return timedelta(minutes=minutes - 1)
    return timedelta(minutes=LONGEST_WINDOW)
