"""What each feature offers to what is shared: parts of /setup and /mine, lines of /help and of people's inboxes, notices."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.attention.model.values import Intent, Notice
from bot.communities.model import AuditLine
from bot.core.lang import Lang
from bot.shell.cards import Button, Card, Select
from bot.shell.request import Request


@dataclass(frozen=True)
class Section:
    """A feature's part of a shared card: a few lines and what can be pressed below them."""

    lines: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    select: Select | None = None
    urgent: bool = False  # its lines come before all others


@dataclass(frozen=True)
class Line:
    """One thing that waits for a person, as one line of text, and the button that answers it if there is one."""

    text: str
    button: Button | None = None


@dataclass(frozen=True)
class Written:
    """Who wrote what a message of ours shows, and their own words."""

    author_id: int
    text: str


SectionOf = Callable[[Request], Awaitable[Section]]
HelpOf = Callable[[Lang], str]
OwnMessage = Callable[[Request, int], Awaitable[Card | None]]
AuthorOf = Callable[[Request, int], Awaitable[Written | None]]
"""By a message's id; None for a message that is not this feature's."""
LinesOf = Callable[[Sequence[Intent], Lang], Awaitable[Mapping[int, Line]]]
"""By intent id; an intent that is left out is no longer true, and is dropped."""
NoticeOf = Callable[[Notice, Lang], Card]
AuditOf = Callable[[AuditLine, Lang], str]
"""What was done, as it reads behind the organiser's name: "paused Daily standup"; for `happenings` a whole sentence."""
AfterwardsOf = Callable[[Request], Awaitable[Card | None]]


@dataclass
class Directory:
    """Filled by each cog when it loads, read by the shared cards; emptied again when a cog unloads.

    All but `lines`, `names`, `notices`, `audits` and `happenings` go by the feature's name, or by `feature.part` where one
    offers two parts; those go by their kind, `feature.what`.
    """

    setup: dict[str, SectionOf] = field(default_factory=dict)
    status: dict[str, SectionOf] = field(default_factory=dict)
    mine: dict[str, SectionOf] = field(default_factory=dict)
    settings: dict[str, SectionOf] = field(default_factory=dict)  # of /mine
    help: dict[str, HelpOf] = field(default_factory=dict)
    own_message: dict[str, OwnMessage] = field(default_factory=dict)
    authors: dict[str, AuthorOf] = field(default_factory=dict)  # of what a message of ours shows
    afterwards: dict[str, AfterwardsOf] = field(default_factory=dict)  # shown after the answer to a command
    lines: dict[str, LinesOf] = field(default_factory=dict)
    names: dict[str, HelpOf] = field(default_factory=dict)  # of what waits: "Standup reminder"
    notices: dict[str, NoticeOf] = field(default_factory=dict)
    audits: dict[str, AuditOf] = field(default_factory=dict)
    happenings: dict[str, AuditOf] = field(default_factory=dict)  # audit lines that no organiser caused

    def forget(self, feature: str) -> None:
        """Remove everything that `feature` offered."""
        for offers in vars(self).values():
            for name in [name for name in offers if name.partition(".")[0] == feature]:
                del offers[name]
