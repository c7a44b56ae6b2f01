"""A question with its answers, an AMA, a small need of the board and a thank-you, as values (M8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# Kinds of deliveries: what is posted in the channel.
QUESTION = "mentoring.question"
ANSWER = "mentoring.answer"
AMA = "mentoring.ama"
NEED = "mentoring.need"
# What waits for people in their inbox.
ASKED = (
    "mentoring.asked"  # a question on a topic they follow, or one asked of them alone; subject: the question
)
ANSWERED = "mentoring.answered"  # their question was answered; subject: the answer
REPLIED = "mentoring.replied"  # somebody wrote in the thread of theirs (A7); subject: the question
NOT_POSTED = "mentoring.not_posted"  # their question could not be posted; subject: the question
ANSWER_NOT_POSTED = "mentoring.answer_not_posted"  # the same of an answer; subject: the answer
AMA_SOON = "mentoring.ama_soon"  # an AMA they asked something in begins; subject: the AMA
AMA_MOVED = "mentoring.ama_moved"  # an AMA they asked something in moved; subject: the AMA
AMA_OFF = (
    "mentoring.ama_off"  # it does not take place, what they asked is theirs alone; subject: the question
)
AMA_ANSWERED = "mentoring.ama_answered"  # what they asked in an AMA was answered; subject: the question
TAKEN = "mentoring.taken"  # somebody took their need, or is done with it; or what they took is closed; subject: the need
NEED_LEFT = "mentoring.need_left"  # their need left the board after four weeks; subject: the need
THANKED = "mentoring.thanked"  # somebody thanks them; subject: the thank-you

MOST_UNITS = 700  # of a whole question (M8)
GOAL, LINK = 100, 512  # characters
ANSWER_MOST = 1500
NEED_MOST, THANKS_MOST = 300, 500
MOST_ASKED, ASKED_PER = 5, timedelta(days=1)  # questions of one member
MOST_NEEDS, NEEDS_PER = 3, timedelta(days=1)
MOST_THANKS, THANKS_PER = 5, timedelta(days=1)
TAKEN_FOR = (timedelta(days=2), timedelta(days=4), timedelta(days=7))  # how long somebody may take a need
NEED_FOR = timedelta(days=28)  # an open need leaves the board quietly after that
MOST_HELD = 3  # needs that one member has at a time
RETURNED_FOR = timedelta(days=2)  # a need that comes back is on the board at least so long
ABOUT = 200  # characters of what an AMA is about
AMA_HOURS, AMA_FOR = (1, 2, 3, 24), 2  # how long an AMA may last, and what it lasts if nothing is said
MOST_AMAS, AMAS_PER = 2, timedelta(days=1)  # planned by one member
ASKED_HOSTS = MOST_UNITS - GOAL  # units of a question in an AMA: it can become a question of its own
MOST_ASKED_HOSTS = 5  # questions of one member in one AMA
MOST_IN_AMA = 100  # questions of all in one AMA
TWICE = timedelta(minutes=5)  # within which the same words again are the same form that came twice
SOON = timedelta(hours=24)  # before an AMA begins
POST_FOR = timedelta(days=2)  # how long a post is tried


class QuestionState(StrEnum):
    """Where a question stands."""

    PRIVATE = "private"  # nobody else sees it
    POSTED = "posted"  # everybody in the channel
    SENT = "sent"  # one person alone: a mentor
    HIDDEN = "hidden"  # who asked took it out of the channel and kept it


@dataclass(frozen=True)
class Question:
    """What somebody asks: a goal in one line, what they tried, the exact question, a link. Instants are aware UTC.

    `to_id`: whom it is for, 0 for everybody. `ama_id`: the AMA it was asked in, 0: none. `keep`: its author is fine with it
    in the archive, None: not asked yet. `solved_at`: who asked has what they needed.
    """

    guild_id: int
    user_id: int
    goal: str
    tried: str
    question: str
    url: str = ""
    topic_id: int = 0
    state: QuestionState = QuestionState.PRIVATE
    to_id: int = 0
    ama_id: int = 0
    keep: bool | None = None
    made_at: datetime | None = None
    solved_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True)
class Answer:
    """An answer written with "Answer". `keep`: its author is fine with it in the archive. It is there with both consents."""

    guild_id: int
    question_id: int
    user_id: int
    text: str
    keep: bool = False
    made_at: datetime | None = None
    id: int = 0


class AmaState(StrEnum):
    """Where an AMA stands."""

    PLANNED = "planned"  # questions are collected, only its host reads them
    OPEN = "open"  # questions are in its thread, and answered there
    OVER = "over"
    OFF = "off"  # it does not take place


@dataclass(frozen=True)
class Ama:
    """Ask me anything: who answers, about what, from when on (aware UTC) and for how long."""

    guild_id: int
    host_id: int
    about: str
    begins_at: datetime
    ends_at: datetime
    state: AmaState = AmaState.PLANNED
    id: int = 0


class NeedKind(StrEnum):
    """What kind of small help it is."""

    DOCS = "docs"  # mend or write a little documentation
    REPRODUCE = "reproduce"  # run it and say whether the same comes out
    REVIEW = "review"  # read a notebook or some code
    OTHER = "other"


class NeedState(StrEnum):
    """Where a need stands."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    CLOSED = "closed"


@dataclass(frozen=True)
class Need:
    """A small real need of the help-first board. `taker_id` has it until `taken_until` (aware UTC); then it is open again."""

    guild_id: int
    user_id: int
    kind: NeedKind
    what: str
    url: str = ""
    state: NeedState = NeedState.OPEN
    taker_id: int = 0
    taken_until: datetime | None = None
    made_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True)
class Thanks:
    """A private thank-you from one member to another."""

    guild_id: int
    from_id: int
    to_id: int
    text: str
    made_at: datetime | None = None
    id: int = 0
