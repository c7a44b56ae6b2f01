"""Owns random weeks of people: what happens to each, and what the laws say about what they got (promises 3 and 4).

A `Life` is one person's: their zone, what they choose, what is told to them, where they travel, when they are away or focused.
Nothing here knows how bundles are planned: the laws are looked up on the clock on the wall.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.attention.model.values import Away, Hold, Mailbox, State

# With the nights on which their clocks change; Kathmandu's never do.
CHANGES = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Africa/Cairo": (date(2026, 4, 24), date(2026, 10, 30)),
    "America/Nuuk": (date(2026, 3, 28), date(2026, 10, 24)),
    "Pacific/Apia": (date(2011, 12, 30),),  # a date that was none
    "Asia/Kathmandu": (date(2026, 3, 29),),
    "Pacific/Honolulu": (date(2026, 3, 8),),
}
ZONES = tuple(CHANGES)
SERVERS = (101, 102, 103)
KINDS = (
    *("standups.reminder", "standups.reply", "standups.help", "standups.offer"),
    *("papers.question", "competitions.deadline", "showcase.thanks", "mentoring.pair"),
)
DAY, LOOKS = timedelta(days=1), timedelta(seconds=10)


@dataclass(frozen=True)
class Tell:
    """Somebody is told something; `number` is what it is about, no other message has it."""

    number: int
    server: int
    kind: str
    key: str
    priority: int
    not_before: datetime | None
    expires_at: datetime


@dataclass(frozen=True)
class Move:
    """The person travels."""

    zone: str


@dataclass(frozen=True)
class Choose:
    """The person changes how they are reached."""

    mailbox: Mailbox


@dataclass(frozen=True)
class GoAway:
    """The person is away on these local dates."""

    first: date
    last: date | None


@dataclass(frozen=True)
class ComeBack:
    """The person is back."""


@dataclass(frozen=True)
class Focus:
    """The person is in a focus session."""

    ends_at: datetime


@dataclass(frozen=True)
class Leave:
    """The person leaves a server."""

    server: int


@dataclass(frozen=True)
class Take:
    """The person reads in the inbox what waits."""


@dataclass(frozen=True)
class Clear:
    """The person clears the inbox."""


What: TypeAlias = Tell | Move | Choose | GoAway | ComeBack | Focus | Leave | Take | Clear


@dataclass(frozen=True)
class Life:
    """One person's weeks: how they begin, and what happens when (aware UTC), in order."""

    user_id: int
    zone: str
    mailbox: Mailbox
    happenings: tuple[tuple[datetime, What], ...]


@dataclass(frozen=True)
class Outage:
    """The bot is down from `begin` until before `end`; when it dies, what it had just claimed is not recorded."""

    begin: datetime
    end: datetime

    def covers(self, instant: datetime) -> bool:
        """Whether the bot is down at `instant`."""
        return self.begin <= instant < self.end


@dataclass(frozen=True)
class Weeks:
    """Some people's weeks at the same time."""

    begin: datetime
    end: datetime
    lives: tuple[Life, ...]
    outages: tuple[Outage, ...]

    def look(self, due: datetime) -> datetime:
        """When the bot sees to what is due at `due`: it looks every ten seconds, while it is up."""
        instant = _next_look(due)
        while (down := next((each for each in self.outages if each.covers(instant)), None)) is not None:
            instant = _next_look(down.end)
        return instant


def _next_look(instant: datetime) -> datetime:
    return instant + (datetime.min.replace(tzinfo=UTC) - instant) % LOOKS


def weeks(seed: int, people: int, many: int) -> Weeks:
    """`many` weeks of some people around a change of the clocks somewhere; the same for the same seed."""
    chance = random.Random(seed)
    change = chance.choice(CHANGES[chance.choice(ZONES)])
    begin = datetime.combine(change - timedelta(days=chance.randrange(1, 7 * many)), time(), UTC)
    end = begin + many * 7 * DAY
    numbers = count(1)
    outages = []
    for _ in range(chance.randrange(3) * many):
        at = _moment(chance, begin, end)
        outages.append(Outage(at, at + timedelta(minutes=chance.choice((1, 7, 45, 200, 1440)))))
    lives = []
    for user_id in range(1, people + 1):
        happenings: list[tuple[datetime, What]] = []
        for _ in range(chance.randrange(4, 16) * many):
            at = _moment(chance, begin, end)
            happenings.append((at, _tell(chance, next(numbers), at)))
        zone, box = chance.choice(ZONES), _mailbox(chance, user_id)
        for _ in range(chance.randrange(5) * many):
            at = _moment(chance, begin, end)
            if chance.random() < 0.5:  # soon after a bundle is due
                local = at.astimezone(ZoneInfo(zone)).replace(
                    hour=box.bundle_at.hour, minute=box.bundle_at.minute
                )
                at = (local + timedelta(minutes=chance.randrange(26))).astimezone(UTC)
            happenings.append((min(max(at, begin), end - LOOKS), _other(chance, user_id, at)))
        heard = [each for each in happenings if not any(out.covers(each[0]) for out in outages)]
        heard.sort(key=lambda each: each[0])
        lives.append(Life(user_id, zone, box, tuple(heard)))
    return Weeks(begin, end, tuple(lives), tuple(outages))


def _moment(chance: random.Random, begin: datetime, end: datetime) -> datetime:
    return begin + timedelta(seconds=chance.randrange(int((end - begin).total_seconds())))


def _mailbox(chance: random.Random, user_id: int) -> Mailbox:
    def wall() -> time:
        return time(chance.randrange(24), chance.choice((0, 0, 0, 15, 30, 59)))

    at = chance.choice((time(12), time(2, 30), time(0), wall()))
    soon = (datetime.combine(date(2026, 1, 1), at) + timedelta(minutes=chance.randrange(1, 25))).time()
    quiet = chance.choice(
        ((time(21), time(8)), (time(9), time(17)), (time(0), time(0)), (wall(), wall()), (soon, wall()))
    )
    return Mailbox(
        user_id,
        bundles=chance.choice((0, 1, 1, 1, 2, 3, 3)),
        bundle_at=at,
        quiet_from=quiet[0],
        quiet_to=quiet[1],
        days_off=frozenset(chance.sample(range(7), chance.choice((0, 0, 1, 2, 2, 3)))),
    )


def _tell(chance: random.Random, number: int, at: datetime) -> Tell:
    kind = chance.choice(KINDS)
    shared = chance.random() < 0.6
    later = timedelta(hours=chance.randrange(1, 40)) if chance.random() < 0.2 else None
    lasts = timedelta(minutes=chance.choice((1, 20, 300, 1500, 6000, 20000, 20000)))
    return Tell(
        number,
        chance.choice(SERVERS),
        kind,
        f"{kind}:shared" if shared else f"{kind}:n{number}",
        chance.choice((0, 5, 5, 5, 9)),
        at + later if later else None,
        at + (later or timedelta()) + lasts,
    )


def _other(chance: random.Random, user_id: int, at: datetime) -> What:
    match chance.randrange(10):
        case 0 | 1:
            return Move(chance.choice(ZONES))
        case 2:
            return Choose(_mailbox(chance, user_id))
        case 3:
            first = at.date() + timedelta(days=chance.randrange(-3, 4))
            last = None if chance.random() < 0.3 else first + timedelta(days=chance.randrange(5))
            return GoAway(first, last)
        case 4:
            return ComeBack()
        case 5 | 6:
            return Focus(at + timedelta(minutes=chance.choice((5, 45, 90, 150, 400))))
        case 7 | 8:
            return chance.choice((Leave(chance.choice(SERVERS)), Clear()))
        case _:
            return Take()


@dataclass
class Got:
    """A bundle that reached a person, and all that was true of them at that moment (aware UTC); `numbers` is what it showed.

    Unless `recorded`, the bot died right afterwards: something in it may have been decided before that was known.
    """

    at: datetime
    numbers: tuple[int, ...]
    zone: str
    mailbox: Mailbox
    aways: tuple[Away, ...]
    holds: tuple[Hold, ...]
    recorded: bool = True


@dataclass
class Record:
    """What came of one person's weeks. `taken` they read in the inbox; `states` has what became of each message."""

    life: Life
    got: list[Got] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    states: dict[int, State] = field(default_factory=dict)

    @property
    def plain(self) -> tuple[object, ...]:
        """All of it that can be compared."""
        bundles = tuple((each.at, each.numbers) for each in self.got)
        return (self.life.user_id, bundles, tuple(self.taken), tuple(sorted(self.states.items())))


def broken_laws(record: Record) -> list[str]:
    """A sentence for every law that this person's weeks broke; none if all is well."""
    told = {what.number: what for _at, what in record.life.happenings if isinstance(what, Tell)}
    problems = []
    on_date: Counter[date] = Counter()
    for each in record.got:
        local = each.at.astimezone(ZoneInfo(each.zone))
        on_date[local.date()] += 1
        if on_date[local.date()] > each.mailbox.bundles:
            problems.append(f"{each.at}: more than {each.mailbox.bundles} on {local.date()}")
        problems += [f"{each.at}: {why}" for why in _holding(each, local)]
        for number in each.numbers:
            if not (told[number].not_before or each.at) <= each.at < told[number].expires_at:
                problems.append(f"{each.at}: {told[number]} was too early or too late")
        if not each.numbers:
            problems.append(f"{each.at}: an empty bundle")
    shown = Counter([number for each in record.got for number in each.numbers] + record.taken)
    problems += [f"{number} was shown twice" for number, times in shown.items() if times > 1]
    if set(record.states) != set(told):
        problems.append(f"some are in no state: {sorted(set(told) - set(record.states))}")
    sent = {number for number, state in record.states.items() if state is State.SENT}
    unsure = {number for each in record.got if not each.recorded for number in each.numbers}
    if not set(shown) - unsure <= sent <= set(shown):
        problems.append(f"sent and shown differ: {sorted(sent ^ set(shown))}")
    return problems


def _holding(got: Got, local: datetime) -> list[str]:
    """What was holding the person at that moment."""
    found = []
    if local.weekday() in got.mailbox.days_off:
        found.append("a day off")
    begin, end, wall = got.mailbox.quiet_from, got.mailbox.quiet_to, local.time()
    if (begin <= wall < end) if begin <= end else (wall >= begin or wall < end):
        found.append("quiet hours")
    if any(each.first <= local.date() <= (each.last or date.max) for each in got.aways):
        found.append("away")
    if any(each.begins_at <= got.at < each.ends_at for each in got.holds):
        found.append("focus")
    return found


def fate(life: Life, number: int) -> timedelta | None:
    """How long a person's `number`th claimed bundle does not get through to Discord; the same each time.

    None: it is there at once, but the bot dies before it can write that down.
    """
    chance = random.Random(f"{life.user_id}:{life.zone}:{number}")
    if chance.random() < 0.6:
        return timedelta()
    return None if chance.random() < 0.3 else timedelta(minutes=chance.randrange(1, 45))


def chosen(box: Mailbox, new: Mailbox) -> Mailbox:
    """A mailbox with what a person chose now; the rest stays."""
    return replace(
        box,
        bundles=new.bundles,
        bundle_at=new.bundle_at,
        quiet_from=new.quiet_from,
        quiet_to=new.quiet_to,
        days_off=new.days_off,
    )


def outcomes(records: Sequence[Record]) -> Counter[State]:
    """How many messages ended in which state."""
    return Counter(state for record in records for state in record.states.values())
