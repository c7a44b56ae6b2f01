"""Who offers, seeks or pairs up, a proposal, a pair, a round and a server's settings, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

# What waits for people in their inbox (kinds of intents); each is `mentoring.what`.
PROPOSAL = "mentoring.proposal"  # somebody could be your mentor, or learn from you; subject: the proposal
OVER = "mentoring.over"  # a proposal you said yes to came to nothing; subject: the proposal
PAIR = "mentoring.pair"  # here is your mentor, learner or partner; subject: the pair
MEET = "mentoring.meet"  # the other opened a private thread to meet in; subject: the pair
ENDED = (
    "mentoring.ended"  # a pair is over, by the other or because they are not here any more; subject: the pair
)
FOLLOW_UP = "mentoring.follow_up"  # how did it go? subject: the pair
SITS_OUT = "mentoring.sits_out"  # no partner this time, you are first next time; subject: the round
RESTS = "mentoring.rests"  # you rest, with a button to be back in; subject: the server
# Notices to organisers.
ROUND = "mentoring.round"  # a round of pairs is ready
LOOK = "mentoring.look"  # a member asks them to look at somebody they were brought together with
WRONG = "mentoring.wrong"  # somebody said that something was not right
REFUSED = "mentoring.refused"  # Discord keeps us out of the channel
ABSENT = "mentoring.absent"  # the libraries that match people are not installed

MOST_PLACES, PLACES = 5, 1  # of a mentor (M1)
WINDOWS, WINDOW = range(2, 8), 5  # days to answer a proposal (M1)
FOLLOW_UP_AFTER = timedelta(days=5)  # M7
FOLLOW_UP_FOR = timedelta(days=7)  # how long the question may be answered before it counts as silence
SILENCES = 3  # in a row, after which somebody rests (M7)
PREVIEW_BEFORE = timedelta(hours=24)  # organisers see a round that long before it goes out
LATE_ROUND = timedelta(days=2)  # a round that could not go out for longer than that is left out
MOST_TOPICS = 5  # of one wish
KEEP = timedelta(days=180)  # what is over of proposals, rounds and needs is remembered this long (A2)
KEEP_PAIRS = timedelta(days=365)  # and who was a pair, after that ended


class Role(StrEnum):
    """What somebody may be in the pool as; each is a wish of its own, with its topics."""

    OFFER = "offer"  # a mentor
    SEEK = "seek"  # a learner
    PEERS = "peers"  # a partner in rounds


class Level(StrEnum):
    """How far along somebody is in the topics of a wish, as they see it (M1)."""

    NEW = "new"
    SAME = "same"  # about like most here
    AHEAD = "ahead"  # a step ahead


class Part(StrEnum):
    """When somebody has time, in their own zone; nothing chosen: whenever they have no quiet hours."""

    MORNING = "morning"
    NOON = "noon"
    EVENING = "evening"
    WEEKEND = "weekend"


class Path(StrEnum):
    """What somebody works through now."""

    FIRST_STEPS = "first_steps"
    COURSE = "course"
    PROJECT = "project"
    COMPETITION = "competition"
    PAPERS = "papers"


class Background(StrEnum):
    """Where somebody comes from; OTHER is neither like nor unlike anything."""

    STUDENT = "student"
    SOFTWARE = "software"
    SCIENCE = "science"
    HEALTH = "health"
    DESIGN = "design"
    BUSINESS = "business"
    TEACHING = "teaching"
    ENGINEERING = "engineering"
    OTHER = "other"


class Rhythm(StrEnum):
    """How often peers are paired; OFF: never."""

    OFF = "off"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"


@dataclass(frozen=True)
class Settings:
    """A server's choices. `weekday` (Monday 0) and `at` are the wall clock of its zone; instants are aware UTC.

    `next_at` is when the next round goes out, `match_at` when mentors are looked for next: None while nobody waits.
    `refused_at` is since when Discord keeps us out of the channel.
    """

    guild_id: int
    channel_id: int = 0
    is_on: bool = False
    rhythm: Rhythm = Rhythm.FORTNIGHTLY
    weekday: int = 0
    at: time = time(10)
    next_at: datetime | None = None
    match_at: datetime | None = None
    refused_at: datetime | None = None

    @property
    def on(self) -> bool:
        """Whether members can use it: it is switched on, and there is a channel."""
        return self.is_on and self.channel_id != 0


@dataclass(frozen=True)
class Profile:
    """What somebody said about themselves for all their wishes in a server: the part of the form behind "More" (M1).

    `writing`: they are fine with writing back and forth at any hour. `window` is in days. `paused_at`: they paused it all;
    `rests_at`: they rest until they say that they are back in (M7). `silences`: questions in a row that they left unanswered.
    """

    guild_id: int
    user_id: int
    path: str = ""  # of Path; empty: not said
    background: str = ""  # of Background
    hours: frozenset[Part] = frozenset()
    writing: bool = False
    window: int = WINDOW
    paused_at: datetime | None = None
    rests_at: datetime | None = None
    silences: int = 0

    @property
    def is_in(self) -> bool:
        """Whether they may be matched now."""
        return self.paused_at is None and self.rests_at is None


@dataclass(frozen=True)
class Wish:
    """What somebody is in the pool for. `since` (aware UTC) is their date in the queue; nothing but a new wish changes it.

    `places` is how many learners a mentor has room for. `sat_out`: rounds in a row without a partner; `threes`: how often they
    were in a group of three.
    """

    guild_id: int
    user_id: int
    role: Role
    topics: tuple[int, ...]
    level: Level = Level.SAME
    places: int = PLACES
    since: datetime | None = None
    sat_out: int = 0
    threes: int = 0
    id: int = 0


@dataclass(frozen=True)
class Reasons:
    """Why two or three people fit, from what all of them chose to say and nothing else (M3); a sentence is made of it.

    `topics`: ids of those they share, three at most. `step`: the mentor is a step ahead in them. `path`: they work through the
    same. `hours`: they have enough common hours; `writing`: they have not, and all are fine with writing. `backgrounds`: they
    come from different places. `others`: each knows topics that the other does not.
    """

    topics: tuple[int, ...] = ()
    step: bool = False
    path: bool = False
    hours: bool = True
    writing: bool = False
    backgrounds: bool = False
    others: bool = False

    def stored(self) -> dict[str, bool]:
        """What JSON keeps of them beside the topics, which have a column of their own."""
        return {name: value for name, value in asdict(self).items() if name != "topics"}

    @classmethod
    def read(cls, stored: Mapping[str, bool], topics: Iterable[int]) -> Reasons:
        """Back from there."""
        return cls(topics=tuple(topics), **stored)


class Said(StrEnum):
    """What a side said to a proposal."""

    NOTHING = ""
    YES = "yes"
    NO = "no"


class ProposalState(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    AGREED = "agreed"  # both said yes; there is a pair
    OVER = "over"


@dataclass(frozen=True)
class Proposal:
    """A learner and a mentor who could fit; neither knows the other's name before both said yes (M4).

    `until` (aware UTC) is when it ends if nobody answers: by the shorter window of those who did not yet.
    """

    guild_id: int
    learner_id: int
    mentor_id: int
    reasons: Reasons
    made_at: datetime
    until: datetime
    learner_said: Said = Said.NOTHING
    mentor_said: Said = Said.NOTHING
    state: ProposalState = ProposalState.OPEN
    id: int = 0

    def said(self, user_id: int) -> Said:
        """What this side said."""
        return self.mentor_said if user_id == self.mentor_id else self.learner_said

    def other(self, user_id: int) -> int:
        """Who is on the other side."""
        return self.learner_id if user_id == self.mentor_id else self.mentor_id


class PairKind(StrEnum):
    """What a pair is."""

    MENTOR = "mentor"  # a mentor and a learner
    PEERS = "peers"  # two, or three


class FollowUp(StrEnum):
    """What somebody answered when asked how it went (M7)."""

    NOTHING = ""
    MET = "met"
    PLANNED = "planned"
    NOT = "not"
    RATHER_NOT = "rather"
    WRONG = "wrong"  # something was not right


@dataclass(frozen=True)
class Member:
    """One of a pair. `part` is a Role: OFFER for the mentor, SEEK for the learner, PEERS for a partner.

    `asked`: they were asked how it went. `left_at` (aware UTC): they left a three, in which the others go on.
    """

    user_id: int
    part: Role
    said: FollowUp = FollowUp.NOTHING
    asked: bool = False
    left_at: datetime | None = None


@dataclass(frozen=True)
class Pair:
    """Two or three people who were brought together. `icebreaker` is which of the list. Instants are aware UTC.

    `gone` are those who left a three; `members` are without them.
    `thread_id` is the private thread they meet in; `thread_at` is when one was last begun to be made, 0 and None: none.
    `follow_at` is when they are asked how it went, None when that is done. `ended_at`: it takes nobody's place any more.
    """

    guild_id: int
    kind: PairKind
    members: tuple[Member, ...]
    reasons: Reasons
    made_at: datetime
    icebreaker: int = 0
    round_id: int = 0
    thread_id: int = 0
    thread_at: datetime | None = None
    follow_at: datetime | None = None
    ended_at: datetime | None = None
    id: int = 0
    gone: tuple[Member, ...] = ()

    def member(self, user_id: int) -> Member | None:
        """This person's side; None for who is not in it."""
        return next((each for each in self.members if each.user_id == user_id), None)

    @property
    def everybody(self) -> tuple[Member, ...]:
        """Who is in it or was."""
        return (*self.members, *self.gone)

    def ever(self, user_id: int) -> Member | None:
        """The side of somebody who is in it or was."""
        return next((each for each in self.everybody if each.user_id == user_id), None)

    def over_for(self, user_id: int) -> datetime | None:
        """Since when somebody is in it no more; None while it goes on for them."""
        own = self.ever(user_id)
        return own.left_at if own and own.left_at else self.ended_at

    def asks(self, user_id: int, *, anew: bool = False) -> bool:
        """Whether somebody is asked how it went and can say it still; `anew`: also who said something and can change it."""
        own = self.member(user_id)
        asked = own is not None and own.asked and (anew or own.said is FollowUp.NOTHING)
        return asked and self.follow_at is not None

    def others(self, user_id: int) -> tuple[int, ...]:
        """Everybody else in it."""
        return tuple(each.user_id for each in self.members if each.user_id != user_id)
