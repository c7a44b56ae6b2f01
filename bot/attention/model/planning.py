"""The rules of when something may reach a person: quiet hours, days off, away, focus, the daily budget (promises 3 and 4).

Everything here is a plain function of values: the same people, the same messages and the same clock give the same plan.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.attention.model.values import APART, CATCH_UP, MOST_LINES, Away, Hold, Intent, Mailbox, State
from bot.core.clock import instant_of, local_date

LONGEST_WINDOW = timedelta(minutes=30)  # in which a claimed bundle is sent, or not at all
LEAST_WINDOW = timedelta(seconds=20)  # what is over sooner is not begun
_FURTHEST = timedelta(days=370)  # where the search for the end of a hold stops
_MOST_DAYS = 30  # without a day off or away, in which a slot is looked for: each is like the other
_SECOND, _MINUTE, _DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


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

    With a `slot`, `show` makes its bundle, to be sent before `until` (aware UTC) or not at all. `next_at` is when to look
    again (aware UTC); None when nothing will come as things stand (no budget, or away until they are back).
    """

    next_at: datetime | None
    slot: Slot | None = None
    show: tuple[Intent, ...] = ()
    until: datetime | None = None


def is_quiet(mailbox: Mailbox, local: time) -> bool:
    """Whether this wall-clock time is in the quiet hours."""
    begin, end = mailbox.quiet_from, mailbox.quiet_to
    if begin <= end:
        return begin <= local < end
    return local >= begin or local < end


def first_time(mailbox: Mailbox) -> time:
    """The wall-clock time of a day's first bundle: the one chosen, or the end of the quiet hours that it lies in."""
    return mailbox.quiet_to if is_quiet(mailbox, mailbox.bundle_at) else mailbox.bundle_at


def held_until(person: Person, instant: datetime) -> datetime | None:
    """`instant` itself when something may reach the person then, else when the last of the holds on it ends (aware UTC).

    None when no end is known within a year: away until they are back.
    """
    moment, limit, zone = instant, instant + _FURTHEST, ZoneInfo(person.zone)
    while moment < limit:
        if person.holds and (ends := [each.ends_at for each in person.holds if each.covers(moment)]):
            moment = max(ends)
            continue
        local = moment.astimezone(zone)
        today = local.date()
        day = _day_on(person, today)
        if day is None:
            return None
        if day != today:
            # At least a minute further: in a zone that goes back over midnight a date may have begun before.
            moment = max(_begin_of(day, person.zone), moment + _MINUTE)
        elif is_quiet(person.mailbox, local.time()):
            moment = _reaching(person.mailbox.quiet_to, moment, zone)
        else:
            return moment
    return None


def may_reach(person: Person, instant: datetime) -> bool:
    """Whether something may reach the person at `instant` (aware UTC)."""
    return held_until(person, instant) == instant


def _day_on(person: Person, day: date) -> date | None:
    """The first local date from `day` on that is neither a day off nor away; None when no end is in sight."""
    days_off, last = person.mailbox.days_off, day + _FURTHEST
    while day < last:
        away = next((each for each in person.aways if each.covers(day)), None) if person.aways else None
        if away is not None:
            if away.last is None:
                return None
            day = away.last + _DAY
        elif day.weekday() not in days_off:
            return day
        elif len(days_off) == 7:
            return None
        else:
            day += _DAY
    return None


def _begin_of(day: date, zone: str) -> datetime:
    """The first instant of a local date; of the next one where the date does not exist (Apia, 2011)."""
    return instant_of(day, time(), zone) or _begin_of(day + _DAY, zone)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def _reaching(at: time, after: datetime, zone: ZoneInfo) -> datetime:
    """The first instant after `after` at which the clocks show `at`, or have jumped over it."""
    local = after.astimezone(zone)
    found = after + ((_since_midnight(at) - _since_midnight(local.time())) % _DAY or _DAY)
    if found.astimezone(zone).utcoffset() == local.utcoffset():
        return found
    days = (local.date() + ahead * _DAY for ahead in range(4))  # the clocks change meanwhile
    instants = (instant_of(day, at, zone.key) for day in days)
    return next(each for each in instants if each is not None and each > after)


@lru_cache(maxsize=4096)  # many people share a zone, a time and a day
def _nominal(day: date, zone: str, first: time, bundles: int) -> tuple[Slot, ...]:
    found = []
    for number in range(bundles):
        wall = datetime.combine(day, first) + number * APART
        at = instant_of(day, wall.time(), zone) if wall.date() == day else None
        if at is not None and local_date(at, zone) == day:
            found.append(Slot(at, day, number))
    return tuple(found)


def slots(person: Person, day: date) -> list[Slot]:
    """The moments of a local date at which a bundle may come, in order, as many as the budget.

    What is held is moved to the end of the hold. What would come on another local date then, or past midnight by the three
    hours that lie between two, is left out.
    """
    mailbox = person.mailbox
    if not mailbox.bundles or mailbox.closed_at is not None or _day_on(person, day) != day:
        return []
    found = []
    for slot in _nominal(day, person.zone, first_time(mailbox), mailbox.bundles):
        at = held_until(person, slot.at)
        if at == slot.at:
            found.append(slot)
        elif at is not None and local_date(at, person.zone) == day:
            found.append(Slot(at, day, slot.number))
    return found


def next_slot(person: Person, after: datetime) -> Slot | None:
    """The first slot after `after` (aware UTC); None without a budget, with DMs closed, or when no end of a hold is known."""
    today = local_date(after, person.zone)
    return _next(person, slots(person, today), today, after)


def _next(person: Person, of_today: Iterable[Slot], today: date, after: datetime) -> Slot | None:
    found = next((slot for slot in of_today if slot.at > after), None)
    if found is not None or not person.mailbox.bundles or person.mailbox.closed_at is not None:
        return found
    day: date | None = today
    for _ in range(_MOST_DAYS):
        day = _day_on(person, day + _DAY) if day else None
        if day is None:
            return None
        if there := slots(person, day):
            return there[0]
    return None


def decide(
    person: Person, waiting: Iterable[Intent], taken: Collection[tuple[date, int]], now: datetime
) -> Decision:
    """What to do for a person at `now`. `taken` are the bundles there were already, as (local date, number).

    Nothing is shown beyond the budget, inside a hold or after its expiry; what is left waits.
    """
    today = local_date(now, person.zone)
    of_today = slots(person, today)
    following = _next(person, of_today, today, now)
    next_at = following.at if following else None
    come = [slot for slot in of_today if slot.at <= now <= slot.at + CATCH_UP]
    used = {number for day, number in taken if day == today}
    if not come or come[-1].number in used or len(used) >= person.mailbox.bundles:
        return Decision(next_at)
    until = free_until(person, now)
    if until - now < LEAST_WINDOW:
        again = held_until(person, until + _SECOND)
        return Decision(min((each for each in (again, next_at) if each), default=None))
    ready = sorted((each for each in waiting if is_ready(each, now)), key=in_order)
    if not ready:
        return Decision(next_at)
    show = tuple(ready[:MOST_LINES])
    return Decision(next_at, come[-1], show, min(until, *(each.expires_at for each in show)))


def is_ready(intent: Intent, now: datetime) -> bool:
    """Whether an intent may go into a bundle at `now` (aware UTC): not yet in one, its time has come and is not over."""
    free = intent.state is State.WAITING and intent.bundle_id is None
    return free and intent.not_before <= now and intent.expires_at - now >= LEAST_WINDOW


def in_order(intent: Intent) -> tuple[int, datetime, int]:
    """What sorts intents as they are shown."""
    return (intent.priority, intent.made_at, intent.id)


def free_until(person: Person, now: datetime) -> datetime:
    """Until when nothing holds the person and their local date lasts; `now` when held. Looks half an hour ahead (aware UTC)."""
    if not may_reach(person, now):
        return now
    zone = ZoneInfo(person.zone)
    local, last = now.astimezone(zone), now + LONGEST_WINDOW
    if last.astimezone(zone).utcoffset() != local.utcoffset():
        return _stepwise(person, now)
    here = _since_midnight(local.time())
    ends = [last, now + (_DAY - here)]
    ends += [hold.begins_at for hold in person.holds if hold.begins_at > now]
    mailbox = person.mailbox
    if mailbox.quiet_from != mailbox.quiet_to and mailbox.quiet_from > local.time():
        ends.append(now + (_since_midnight(mailbox.quiet_from) - here))
    return min(ends)


def _stepwise(person: Person, now: datetime) -> datetime:
    """The same while the clocks change: minute by minute, then to the second."""
    today, moment = local_date(now, person.zone), now
    for step in (_MINUTE, _SECOND):
        while moment < now + LONGEST_WINDOW:
            later = moment + step
            if not may_reach(person, later) or local_date(later, person.zone) != today:
                break
            moment = later
    return moment
