"""A share, where it stands, what a server and a member chose, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

SHARE = "showcase.share"  # the ledger's kind of a posted share
ROUNDUP = "showcase.roundup"  # of a week's round-up
KINDS = (SHARE, ROUNDUP)
# What waits for people (attention), and what organisers are told.
DRAFT_OFFER = "showcase.draft"  # a reader is asked to look at a draft; the subject is the share
NOTE = "showcase.note"  # a reader wrote to a draft's author; the subject is the word
THANKS = "showcase.thanks"  # "this helped me"; the subject is the word
QUIET = "showcase.quiet"  # a share about a topic somebody may like; the subject is the share
REPLY = "showcase.reply"  # somebody replied; the subject is the share
REFUSED = "showcase.refused"  # the notice that Discord keeps us out of the showcase channel

TITLE = 150  # characters
TEXT = 1000
DONE_WHEN = 300
LINK = 512  # H2
WORD = 500  # of a note to a draft's author, or of a thank-you
MOST_READERS = 3  # of a draft (H4)
MOST_QUIET = 2  # readers of a quiet share (H9)
QUIET_AFTER = timedelta(hours=48)  # without a reply
KEEP_TRYING = timedelta(days=7)  # how long a post is tried again; the share stays its author's after that
KEEP_DRAFTS = timedelta(days=90)  # A2
UNFURLED_AFTER = timedelta(
    seconds=30
)  # when a post is looked at once, should Discord's unfurl have been missed
RECENT = timedelta(days=7)  # posts this young are looked at after a start: were they deleted meanwhile? (H5)
MOST_POSTS, POSTS_PER = 10, timedelta(hours=1)  # of one member in a server
MOST_THANKS, THANKS_PER = 10, timedelta(hours=1)
PAIR_REST = timedelta(days=1)  # between two thank-yous from one person to another (H7)
ROUNDUP_LINES = 15  # shares a round-up quotes


class Kind(StrEnum):
    """What was made (H1)."""

    PROJECT = "project"  # shipped: it gets the drawn card
    PROGRESS = "progress"
    WRITING = "writing"
    NOTEBOOK = "notebook"
    PAPER = "paper"  # implemented
    OTHER = "other"


class State(StrEnum):
    """Who sees a share."""

    DRAFT = "draft"  # its author
    OFFERED = "offered"  # and a few who like to read drafts (H4)
    POSTED = "posted"  # everybody in the showcase channel


class Word(StrEnum):
    """What one member wrote to another about something they shared."""

    NOTE = "note"  # about a draft, to its author
    THANKS = "thanks"  # "this helped me" (H7)


@dataclass(frozen=True)
class Settings:
    """A server's showcase. `forum`: the channel is a forum, each share is a post there with the tag of its kind.

    `invites`: links that invite to other servers are allowed. `on` is False while organisers have it switched off.
    """

    guild_id: int
    channel_id: int
    forum: bool = False
    on: bool = True
    invites: bool = False
    roundup: bool = True


@dataclass(frozen=True)
class Unfurl:
    """What Discord shows of a link below our message; we never fetch it ourselves (H1). All empty: it shows nothing."""

    title: str = ""
    text: str = ""
    picture: str = ""
    site: str = ""


@dataclass(frozen=True)
class Content:
    """What a member typed: all optional but for a link or some text."""

    kind: Kind = Kind.OTHER
    title: str = ""
    text: str = ""
    link: str = ""
    topic_id: int = 0  # 0: none


@dataclass(frozen=True)
class Share:
    """Something a member shared or is about to. Instants are aware UTC.

    `author` is the name Discord shows for its author in the server. `adapted` says that it builds on another share;
    `parent_id` is which, None when that one is gone. `channel_id` is the showcase channel it was posted to (0 before),
    `thread_id` the thread for talk about it. `replied`: somebody wrote back; how many do is never kept.
    """

    id: int
    guild_id: int
    user_id: int
    state: State
    content: Content
    author: str = ""
    done_when: str = ""
    adapted: bool = False
    parent_id: int | None = None
    channel_id: int = 0
    thread_id: int | None = None
    unfurl: Unfurl = field(default_factory=Unfurl)
    replied: bool = False
    typed_at: datetime | None = None
    posted_at: datetime | None = None

    @property
    def name(self) -> str:
        """What it is called: its title, else that of its link's page, else its first words, else its link."""
        words = " ".join(self.content.text.split())
        return self.content.title or self.unfurl.title or words or self.content.link

    @property
    def is_shipped(self) -> bool:
        """Whether it is a finished project, which gets the drawn card."""
        return self.content.kind is Kind.PROJECT


@dataclass(frozen=True)
class Choices:
    """What a member chose about sharing in a server. `quoted` None: never asked (H6)."""

    quoted: bool | None = None  # may the round-up quote them
    reads_drafts: bool = False  # may be asked to read drafts (H4)
    reads_shares: bool = False  # is told of shares about their topics (H9)
    on_page: bool = False  # agreed to the organisers' public page (H10)


@dataclass(frozen=True)
class Said:
    """A note or thank-you from one member to another. `share_id` None: about a message at `url` that is no share."""

    id: int
    guild_id: int
    share_id: int | None
    word: Word
    from_id: int
    to_id: int
    text: str
    url: str
    at: datetime


@dataclass(frozen=True)
class Week:
    """A week of a server's showcase, from its Monday in the server's zone; `due_at` is when it is rounded up, None once done."""

    id: int
    guild_id: int
    monday: date
    due_at: datetime | None
