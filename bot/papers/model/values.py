"""A paper, where arXiv listed it, what a server chose to see, and what members wrote about it, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

# The ledger's kinds of what is posted.
DIGEST = "papers.digest"  # the subject is the digest
ENTRY = "papers.entry"  # an essence, a question or notes; the subject is the entry
NOMINATIONS = "papers.nominations"  # the subject is the round, as of the next three
VOTE = "papers.vote"
SESSION = "papers.session"
CHANGE = "papers.change"  # a word in the session's thread; the subject is the change
# What waits for people (attention).
QUESTION = "papers.question"  # a question under a topic somebody follows; the subject is the entry
REPLY = "papers.reply"  # somebody replied; the subject is the entry
REMINDER = "papers.reminder"  # of a session, for who said they come; the subject is the round
MOVED = "papers.moved"  # a session moved or was cancelled; the subject is the round
LEADS = "papers.leads"  # they lead the discussion; the subject is the round
# What organisers are told.
REFUSED = "papers.refused"  # Discord keeps us out of a channel of this feature
SILENT = "papers.silent"  # arXiv did not answer three times running

ARXIV_ID = 32  # characters of an id at most
CATEGORY = 24
WISH = 80  # characters of a phrase, an author, an exclusion
MOST_WISHES = 25  # of each kind
CAP, MOST_CAP = 5, 10  # papers a digest
DIGEST_AT = time(9)
FIELD = 500  # characters of one part of an essence, a question or notes: three fit into a message
TRIED = 300
ASKED_FOR = timedelta(days=7)  # how long the line about a question waits
MOST_ASKED = 5  # followers of a topic who are told of a question
ASKED_AGAIN = timedelta(days=1)  # nobody is told of two within this time, nor asked for a hand
RECENT = timedelta(days=7)  # posts this young are looked at after a start: were they deleted meanwhile? (S5)
KEEP_PAPERS = timedelta(days=90)  # since arXiv listed it last; what a server keeps is its own copy
KEEP_TRYING = timedelta(days=7)  # how long a post of a member is tried again
CATCH_UP = timedelta(hours=12)  # a digest later than this waits for the next one and goes into it
LIKED = 3  # saved papers from which on "like papers this group saved" is said (P6)
MOST_POSTS, POSTS_PER = 10, timedelta(hours=1)  # of one member in a server


class Announce(StrEnum):
    """arXiv's announce type of a listing."""

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"


@dataclass(frozen=True)
class Paper:
    """A paper as arXiv describes it. `arxiv_id` has no version: 2606.26612 or quant-ph/0201082.

    `categories` begins with the primary one. `published_at` (aware UTC) is when its first version was submitted, or the day it
    was listed; None when nobody said.
    """

    arxiv_id: str
    title: str
    authors: tuple[str, ...] = ()
    summary: str = ""
    categories: tuple[str, ...] = ()
    comment: str = ""
    version: int = 1
    published_at: datetime | None = None

    @property
    def primary_category(self) -> str:
        """The category it belongs to; the others it is cross-listed in."""
        return self.categories[0] if self.categories else ""

    @property
    def url(self) -> str:
        """Its abstract page (P11)."""
        return f"https://arxiv.org/abs/{self.arxiv_id}"


@dataclass(frozen=True)
class Listing:
    """A paper in arXiv's list of a day.

    `id` grows in the order in which lists came and papers stand in them. `asked` are the categories that the list was asked for:
    what arXiv calls new or cross-listed it says about those. `at` is when we read it (aware UTC).
    """

    id: int
    paper: Paper
    announce: Announce
    listed_on: date
    asked: frozenset[str]
    at: datetime


class Wish(StrEnum):
    """What a server's organisers ask for."""

    CATEGORY = "category"
    PHRASE = "phrase"
    AUTHOR = "author"
    EXCLUSION = "exclusion"


class Truth(StrEnum):
    """What became of a server's last digest (P3)."""

    NONE = ""  # there was none yet
    POSTED = "posted"
    QUIET = "quiet"  # arXiv announced nothing
    UNMATCHED = "unmatched"  # what it announced matched nothing
    SILENT = "silent"  # arXiv did not answer
    BACK = "back"  # we were down: one digest of what came in meanwhile


@dataclass(frozen=True)
class Settings:
    """A server's papers: where and when its digest comes, and what it is chosen from. `at` is in `zone`.

    `seen` is the newest listing a digest has looked at. `due_at` (UTC) is when the next one is made, None while it is off.
    `truth_at` is when `truth` was found out.
    """

    guild_id: int
    channel_id: int
    at: time = DIGEST_AT
    zone: str = "UTC"
    on: bool = True
    cap: int = CAP
    crosses: bool = False
    replacements: bool = False
    categories: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    seen: int = 0
    due_at: datetime | None = None
    truth: Truth = Truth.NONE
    truth_at: datetime | None = None


class Reason(StrEnum):
    """Why a paper is shown (P6)."""

    PHRASE = "phrase"
    AUTHOR = "author"
    LIKED = "liked"  # like papers this group saved
    CATEGORY = "category"


@dataclass(frozen=True)
class Why:
    """Why a paper is shown: `what` is the phrase, author or category."""

    reason: Reason
    what: str = ""


@dataclass(frozen=True)
class Chosen:
    """A paper of a digest."""

    paper: Paper
    why: Why


@dataclass(frozen=True)
class Digest:
    """A day's digest of a server. `more` are ids of what matched beyond the cap; `since` (UTC): it covers an outage from then."""

    id: int
    guild_id: int
    on_date: date
    chosen: tuple[Chosen, ...]
    more: tuple[str, ...] = ()
    since: datetime | None = None


class EntryKind(StrEnum):
    """What a member wrote about a paper."""

    ESSENCE = "essence"  # what it is about · could it help · the smallest thing I will try (P8)
    QUESTION = "question"  # the passage · what I do not get (P9)
    NOTES = "notes"  # of a session: what we learned · what is open · what somebody will try (P10)


class EntryState(StrEnum):
    """Who sees an entry."""

    PRIVATE = "private"
    POSTED = "posted"


@dataclass(frozen=True)
class Entry:
    """What a member wrote about a paper; `parts` are the three texts of its kind, empty where nothing was typed.

    `link` and `tried`: "I tried it" (P8); `practised_at` since when. `topic_id` is a question's topic (0: none), `solved_at`
    since when its asker understands. Instants are aware UTC.
    """

    id: int
    guild_id: int
    arxiv_id: str
    user_id: int
    kind: EntryKind
    state: EntryState
    parts: tuple[str, str, str]
    topic_id: int = 0
    link: str = ""
    tried: str = ""
    round_id: int | None = None
    channel_id: int = 0
    thread_id: int | None = None
    made_at: datetime | None = None
    posted_at: datetime | None = None
    practised_at: datetime | None = None
    solved_at: datetime | None = None


@dataclass(frozen=True)
class Feed:
    """How a category's daily list stands: `due_at` (UTC) it is asked for next; `trouble` is why it failed last, or empty.

    `listed_on` is the date of the newest list we have. `failures` running, the first at `trouble_since`.
    """

    category: str
    due_at: datetime | None = None
    listed_on: date | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    failures: int = 0
    trouble: str = ""
    trouble_since: datetime | None = None


@dataclass(frozen=True)
class Found:
    """What a search by words found: `total` is arXiv's own count, `papers` the first of them."""

    papers: tuple[Paper, ...] = field(default_factory=tuple)
    total: int = 0
