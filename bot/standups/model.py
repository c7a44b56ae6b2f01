"""A standup, its days and entries as values, and the rules of its calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.core.clock import instant_of, local_date, next_occurrence
from bot.core.refusals import Refusal

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
WORKING_DAYS = frozenset(range(5))

PROMPT = "standups.prompt"
ENTRY = "standups.entry"
SUMMARY = "standups.summary"
KINDS = (PROMPT, ENTRY, SUMMARY)


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
    """

    id: int
    guild_id: int
    channel_id: int
    name: str
    schedule: Schedule
    questions: tuple[Question, ...]
    summary: bool
    paused: bool
    planned: Planned | None
    refused_at: datetime | None = None
    suspended_at: datetime | None = None

    @property
    def rests(self) -> bool:
        """Whether nothing opens: an organiser paused it, or its channel is out of reach."""
        return self.paused or self.suspended_at is not None

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


@dataclass(eq=False)
class NoStandup(Refusal):
    """The server has none; `organiser` says whether the asker could add one."""

    organiser: bool = False


@dataclass(eq=False)
class StandupPaused(Refusal):
    """It takes a break; `suspended` when its channel is out of reach rather than by an organiser's wish."""

    name: str
    suspended: bool = False


@dataclass(eq=False)
class StandupGone(Refusal):
    """It, its day or the question was removed meanwhile."""


@dataclass(eq=False)
class EntryGone(Refusal):
    """The entry or draft is not there any more."""


@dataclass(eq=False)
class NothingWritten(Refusal):
    """Every field was empty."""


@dataclass(eq=False)
class NotUnderstood(Refusal):
    """A setting that cannot be used: `field` is which, `typed` what was typed."""

    field: str
    typed: str


@dataclass(eq=False)
class TooMany(Refusal):
    """The most there can be are there: `what` is standups or questions."""

    what: str
    most: int


def plan(
    schedule: Schedule, *, now: datetime, last_date: date | None, before: Planned | None = None
) -> Planned:
    """The next opening after `now`, on a date later than `last_date`, so that no date is ever opened twice (S3).

    `before` is what was planned until the schedule changed: when the change would lose that date, it keeps its old instant, so
    changing the zone at 3 p.m. costs no day.
    """
    after = now
    while True:
        instant = next_occurrence(schedule.at, schedule.zone, schedule.days, after)
        found = Planned(instant, local_date(instant, schedule.zone))
        if last_date is None or found.date > last_date:
            break
        after = instant
    if before is None or before.at <= now or before.date >= found.date:
        return found
    wanted = before.date.weekday() in schedule.days and (last_date is None or before.date > last_date)
    return before if wanted else found


def closing(schedule: Schedule, day: date, opened_at: datetime) -> datetime:
    """When a day opened at `opened_at` closes if nothing opens before (aware UTC).

    A day opened quietly before its prompt's hour closes as if it had opened at that hour, else every early answer would pull the
    next day forward.
    """
    hour = instant_of(day, schedule.at, schedule.zone) if day.weekday() in schedule.days else None
    return max(opened_at, hour or opened_at) + OPEN_FOR


def answers_to(questions: Sequence[Question], typed: Sequence[str]) -> tuple[Answer, ...]:
    """What was typed, under the questions in their order; more than was asked (the form changed meanwhile) is kept too."""
    beyond = [Question(Kind.TEXT)] * (len(typed) - len(questions))
    texts = [*typed, *[""] * (len(questions) - len(typed))]
    return tuple(
        Answer(question.kind, question.label, text, question.key)
        for question, text in zip([*questions, *beyond], texts, strict=True)
    )


def has_words(answers: tuple[Answer, ...]) -> bool:
    """Whether anything was written."""
    return any(answer.text.strip() for answer in answers)


def check_question(question: Question) -> Question:
    """The question if Discord's form can show it, NotUnderstood otherwise."""
    if not question.key and not 1 <= _units(question.label) <= LABEL:
        raise NotUnderstood("label", question.label)
    if question.kind is Kind.CHOICE:
        few = 2 <= len(question.choices) <= MOST_CHOICES
        if not few or len(set(question.choices)) != len(question.choices):
            raise NotUnderstood("choices", "\n".join(question.choices))
        if any(not 1 <= _units(choice) <= 100 for choice in question.choices):
            raise NotUnderstood("choices", "\n".join(question.choices))
    return question


def _units(text: str) -> int:
    """Its length as Discord counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
