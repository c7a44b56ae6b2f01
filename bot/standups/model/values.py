"""A standup, its days, entries and drafts as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.core.clock import local_date

OPEN_FOR = timedelta(hours=24)  # a day's thread is open until the next opening, at most this long (S4)
GRACE = timedelta(hours=12)  # and takes answers from its own button for this much longer (S4)
CATCH_UP = timedelta(
    hours=3
)  # after downtime a prompt this late is still posted, a later one is skipped (promise 7)
CONFIRM = timedelta(minutes=9)  # a channel is out of reach when Discord says so again this much later
LATE_AFTER = timedelta(minutes=15)  # from here on a caught-up prompt says that it is late
KEEP_TRYING = timedelta(
    days=7
)  # how long what a member wrote is tried again; it stays theirs in /mine after that
MOST_STANDUPS = 10  # of one server
MOST_QUESTIONS = 5  # Discord takes five fields in a form
MOST_CHOICES = 10  # Discord takes ten options in a radio group
LABEL = 45  # characters of a form field's label
NAME = 60  # characters of a standup's name: a thread's name (100) carries the date too
RESTS_AFTER = 5  # prompts without an answer (S2)
MOST_DAYS_OFF = 100  # that organisers add themselves
DAYS_OFF_SHOWN = 8  # the next ones, in a card's text
DAYS_OFF_LISTED = 25  # and to choose from, as many as a select takes
WORKING_DAYS = frozenset(range(5))

PROMPT = "standups.prompt"
ENTRY = "standups.entry"
SUMMARY = "standups.summary"
WEEK = "standups.week"
KINDS = (PROMPT, ENTRY, SUMMARY, WEEK)
REMINDER = "standups.reminder"  # what waits for who wants the prompt in their bundle
RESTS = "standups.rest"  # the notice that a standup rests
SUSPENDED = "standups.suspend"  # the notice that it stopped because its channel is out of reach


class Summary(StrEnum):
    """How often what was posted is linked in one message (S9)."""

    WEEKLY = "weekly"
    DAILY = "daily"
    NONE = "none"


class Kind(StrEnum):
    """What a question takes: words, words about being stuck, or one of a few choices."""

    TEXT = "text"
    STUCK = "stuck"
    CHOICE = "choice"


@dataclass(frozen=True)
class Question:
    """One field of the form. `label` is empty for the three that come with the bot: they are worded in the server's language."""

    kind: Kind
    label: str = ""
    choices: tuple[str, ...] = ()
    key: str = ""


DEFAULT_QUESTIONS = (
    Question(Kind.TEXT, key="did"),
    Question(Kind.TEXT, key="next"),
    Question(Kind.STUCK, key="stuck"),
)


@dataclass(frozen=True)
class Schedule:
    """When the prompt comes: wall-clock time in an IANA zone, on weekdays (Monday 0)."""

    at: time
    zone: str
    days: frozenset[int] = WORKING_DAYS


@dataclass(frozen=True)
class Planned:
    """The next opening: the instant (aware UTC) and the local date the day will carry."""

    at: datetime
    date: date


@dataclass(frozen=True)
class Standup:
    """A standup of a server. `planned` is None while it is paused or suspended.

    `refused_at` is when Discord first said that the channel is out of reach, `suspended_at` when it had said so again (UTC).
    `country` (ISO 3166) and `region` say whose holidays are days off; `edited` whether organisers changed days off. `unanswered`
    prompts have come since the last answer, `rested_at` is when (UTC) they stopped because of that.
    """

    id: int
    guild_id: int
    channel_id: int
    name: str
    schedule: Schedule
    questions: tuple[Question, ...]
    summary: Summary
    paused: bool
    planned: Planned | None
    refused_at: datetime | None = None
    suspended_at: datetime | None = None
    country: str = ""
    region: str = ""
    edited: bool = False
    unanswered: int = 0
    rested_at: datetime | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether nothing opens until an organiser acts: one paused it, or its channel is out of reach."""
        return self.paused or self.suspended_at is not None

    @property
    def is_planned(self) -> bool:
        """Whether prompts come by themselves: it is neither stopped nor does it rest for want of answers."""
        return not self.is_stopped and self.rested_at is None

    def today(self, now: datetime) -> date:
        """The group's local date at `now`."""
        return local_date(now, self.schedule.zone)


@dataclass(frozen=True)
class Day:
    """One day of a standup, instants in UTC. No `thread_id` until the first answer; `late` marks a caught-up prompt."""

    id: int
    standup_id: int
    guild_id: int
    channel_id: int
    date: date
    opened_at: datetime
    closes_at: datetime
    quiet: bool
    late: bool
    thread_id: int | None

    def is_open(self, now: datetime) -> bool:
        """Whether `/standup` still answers this day."""
        return now < self.closes_at

    def takes_answers(self, now: datetime) -> bool:
        """Whether this day's own button still answers this day in its own thread."""
        return now < self.closes_at + GRACE


@dataclass(frozen=True)
class Answer:
    """A question's label as it was, and what was written or chosen. `key` words the label of the three default questions."""

    kind: Kind
    label: str
    text: str
    key: str = ""


@dataclass(frozen=True)
class Draft:
    """What somebody typed and has not posted; kept until it is posted, discarded or replaced."""

    id: int
    standup_id: int
    guild_id: int
    user_id: int
    day_id: int
    answers: tuple[Answer, ...]

    @property
    def little(self) -> bool:
        """Whether it is the smallest entry."""
        return not self.answers


@dataclass(frozen=True)
class Choices:
    """What a member chose in a server: a preview every time, the prompt in their bundle, not to be told of in summaries."""

    wants_preview: bool = False
    reminded: bool = False
    left_out: bool = False


@dataclass(frozen=True)
class Submitted:
    """What a form meets: the questions, the day that takes it without a preview (None: `decide`), an older draft."""

    questions: tuple[Question, ...]
    day: Day | None
    has_draft: bool


@dataclass(frozen=True)
class Entry:
    """What somebody posted (or kept to themselves) for a day. `home_id` is the day whose thread holds it."""

    id: int
    day_id: int
    home_id: int
    standup_id: int
    guild_id: int
    user_id: int
    answers: tuple[Answer, ...]
    kept: bool
    written_at: datetime
    date: date

    @property
    def little(self) -> bool:
        """Whether it is the smallest entry."""
        return not self.answers

    @property
    def belated(self) -> bool:
        """Whether it stands in another day's thread."""
        return self.home_id != self.day_id
