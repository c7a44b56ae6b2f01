"""What the standups refuse, as data; `cogs/standups/views/refusals.py` words it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.refusals import Refusal


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
    """The most there can be are there: `what` is standups, questions, days_off or days_at_once."""

    what: str
    most: int


@dataclass(eq=False)
class WordRefused(Refusal):
    """The server's organisers do not want this word; what was typed is kept in the draft, if there is one."""

    word: str
    draft_id: int = 0


@dataclass(eq=False)
class PostsStopped(Refusal):
    """The server's organisers stopped this member's posts; what was typed is kept in the draft, if there is one."""

    draft_id: int = 0


@dataclass(eq=False)
class MayNotPost(Refusal):
    """The member may not write in this channel themselves, or has a time-out; what was typed is kept in the draft, if any."""

    channel_id: int
    draft_id: int = 0
