"""A competition as Kaggle describes it, a server's wishes, what it was shown, and a member who is in, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

POST = "competitions.post"  # the kind of a delivery: a card of one competition, or a list of several
DEADLINE = "competitions.deadline"  # what somebody who is in is told: a week and a day before the end
CHANGED = "competitions.changed"  # and that something about it changed
ENDED = "competitions.ended"  # and that it has ended
HELLO = "competitions.hello"  # and that somebody would like to team up
REFUSED = "competitions.refused"  # the notice that Discord keeps us out of the channel
SILENT = "competitions.silent"  # the notice that Kaggle does not answer, or does not accept the token

LISTED = 10  # competitions of one list
CARDS_AT_ONCE = 12  # more than that are new at once: they come as lists
POST_FOR = timedelta(days=3)  # how long a post is tried
TITLE, REWARD, METRIC = 200, 100, 200  # characters that are kept
WHAT, WORDS, LEARNED, SCORE = 300, 200, 1500, 40  # characters a member may type
CLOSES_BEFORE = timedelta(hours=24)  # teaming up ends that long before Kaggle's merger deadline (K6)
REMINDED = (timedelta(days=7), timedelta(days=1))  # before the deadline (K4)
KEEP_ENDED = timedelta(days=400)  # a competition nobody is in is kept that long after it ended


class Phase(StrEnum):
    """Where a competition stands."""

    UPCOMING = "upcoming"  # listed, but it opens later
    OPEN = "open"
    ENDED = "ended"  # its deadline has passed
    GONE = "gone"  # Kaggle lists it no more, though its deadline has not passed


@dataclass(frozen=True)
class Competition:
    """A competition as Kaggle told us last; instants are aware UTC, None where Kaggle names none.

    `id` is ours: 0 before it is stored. `number` grows, and is given anew to one of another category; 0: it is nobody's news.
    `slug` is its name in addresses when we met it first, and the key by which servers and members name it; `page` is that name
    today where it is another. `missing_since` is since when whole lists do not have it. `category` is Kaggle's own word.
    `daily_submissions` and `team_size` are Kaggle's limits. `unread`, which is not stored, names the dates that Kaggle named in
    a way that cannot be read: of them nothing is known.
    """

    slug: str
    title: str
    category: str = ""
    reward: str = ""
    metric: str = ""
    organisation: str = ""
    enabled_at: datetime | None = None
    deadline: datetime | None = None
    entry_deadline: datetime | None = None
    merger_deadline: datetime | None = None
    daily_submissions: int | None = None
    team_size: int | None = None
    notebooks_only: bool = False
    submissions_closed: bool = False
    tags: tuple[str, ...] = ()
    kaggle_id: int | None = None
    id: int = 0
    phase: Phase = Phase.OPEN
    page: str = ""
    number: int = 0
    missing_since: datetime | None = None
    unread: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def url(self) -> str:
        """Its page at Kaggle."""
        return f"https://www.kaggle.com/competitions/{self.page or self.slug}"

    @property
    def is_on(self) -> bool:
        """Whether somebody can be in it: it is open, or will be."""
        return self.phase in (Phase.UPCOMING, Phase.OPEN)


@dataclass(frozen=True)
class Settings:
    """A server's competitions. `muted`: keys of the categories that are not shown (`categories.key`).

    `seen` is the number of the newest competition that was looked at for it; None until its first list. `refused_at` is when
    Discord kept us out of the channel: nothing is posted until an organiser acts or something gets through.
    """

    guild_id: int
    channel_id: int
    on: bool = True
    muted: frozenset[str] = frozenset({"community", "gettingstarted"})
    seen: int | None = None
    refused_at: datetime | None = None


class Form(StrEnum):
    """How a post shows competitions."""

    CARD = "card"  # one of them
    FIRST = "first"  # what is open when a server begins
    MORE = "more"  # many that opened at once


@dataclass(frozen=True)
class Post:
    """A message that shows competitions to a server, named by their slugs in the order in which it shows them."""

    id: int
    guild_id: int
    form: Form
    slugs: tuple[str, ...]
    at: datetime


class Better(StrEnum):
    """Which scores are better in a competition."""

    HIGHER = "higher"
    LOWER = "lower"


class Team(StrEnum):
    """What a member says about a team."""

    NO = ""
    LOOKING = "looking"  # for one to join
    OPEN = "open"  # has one, with a place


class Step(StrEnum):
    """What the first day is for (K4; the book: code on the day you join)."""

    DATA = "data"
    READ = "read"
    SPLIT = "split"
    SAMPLE = "sample"
    NOTEBOOK = "notebook"


@dataclass(frozen=True)
class Entrant:
    """A member who is in a competition, or was (`out_at`); only they see it, but for their team line while `team` is set.

    `title` is the competition's when they joined. `team_size` is how many they are in their team, themselves included.
    """

    id: int
    guild_id: int
    user_id: int
    slug: str
    title: str
    joined_at: datetime
    out_at: datetime | None = None
    ticked: frozenset[Step] = frozenset()
    better: Better | None = None
    team: Team = Team.NO
    team_words: str = ""
    team_size: int = 1
    team_at: datetime | None = None
    learned: str = ""
    next_time: str = ""
    learned_at: datetime | None = None


@dataclass(frozen=True)
class Tweak:
    """A line of a member's log: what changed, and the scores as they were typed, empty where there is none."""

    id: int
    guild_id: int
    entrant_id: int
    what: str
    local: str
    public: str
    at: datetime


@dataclass(frozen=True)
class Hello:
    """Somebody would like to team up with another. What they say of themselves is in the competition's team list alone."""

    id: int
    guild_id: int
    slug: str
    from_id: int
    to_id: int
    at: datetime


class Trouble(StrEnum):
    """Why Kaggle's answer does not count; the values are kept and shown by status."""

    TOKEN = "token"  # noqa: S105 - 401 or 403: it does not accept who we are
    BUSY = "busy"  # 429, or 503
    ERROR = "error"  # another status, or an answer that says it is an error
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    LARGE = "large"
    BROKEN = "broken"  # not what Kaggle answers


@dataclass(frozen=True)
class Troubled:
    """An answer that does not count. `words` name it for the log, and hold nothing secret; `wait` is what Kaggle asked for."""

    trouble: Trouble
    words: str = ""
    wait: timedelta = timedelta()


@dataclass(frozen=True)
class Listing:
    """What was read of Kaggle's list: page after page, until `trouble` or the end.

    `skipped` entries could not be read; `unreadable` are the numbers of those whose number could.
    """

    competitions: tuple[Competition, ...] = ()
    skipped: int = 0
    trouble: Troubled | None = None
    unreadable: frozenset[int] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether it is all that Kaggle lists."""
        return self.trouble is None


@dataclass(frozen=True)
class Source:
    """How asking Kaggle stands. `answered_at` is when all of it was read last; None: never yet, or not since a restore.

    `said` is which troubles (`polling.TOKEN`, `polling.SILENCE`) organisers were told since then. `anew_at` is when it was
    restored, until all of it is read.
    """

    due_at: datetime | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    failures: int = 0
    trouble: str = ""
    trouble_since: datetime | None = None
    said: str = ""
    anew_at: datetime | None = None


class Change(StrEnum):
    """What those who are in are told of; the rest changes the card only."""

    LAUNCHED = "launched"
    DEADLINE = "deadline"
    ENTRY = "entry"
    MERGER = "merger"
    PRIZE = "prize"
    GONE = "gone"
    BACK = "back"


@dataclass(frozen=True)
class Changed:
    """A competition as it is now, and what of it is news to those who are in; nothing where only the card changes.

    `before`: as it was; None where we did not know it.
    """

    competition: Competition
    news: tuple[Change, ...] = field(default=())
    before: Competition | None = None


@dataclass(frozen=True)
class Untold:
    """What those who are in a competition are still to be told, but for people with ids up to `beyond`.

    `was`: its news, and of each what it was before (`changes.was`); nothing: their reminders are planned. `ended`: it has
    ended; what they learned is asked where that is lately.
    """

    id: int
    slug: str
    was: Mapping[Change, str]
    ended: bool = False
    lately: bool = False
    beyond: int = 0
