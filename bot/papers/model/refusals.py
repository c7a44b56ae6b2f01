"""What papers and the reading group refuse, as data; `cogs/papers/views/refusals.py` words it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.refusals import Refusal


@dataclass(eq=False)
class NoPapers(Refusal):
    """The server has no papers set up, or they are off; `organiser` says whether the asker could change that."""

    organiser: bool = False


@dataclass(eq=False)
class NoGroup(Refusal):
    """The server has no reading group, or it is off."""

    organiser: bool = False


@dataclass(eq=False)
class BadArxivId(Refusal):
    """What was typed looks like an arXiv id and is none.

    `why` is month, year, ended, digits, five, four, zero, letter, future, dot, slash, bare, archive or address; `meant` is the id
    it resembles, empty if none does.
    """

    typed: str
    why: str
    meant: str = ""


@dataclass(eq=False)
class UnknownPaper(Refusal):
    """A well-formed id that arXiv does not know."""

    arxiv_id: str


@dataclass(eq=False)
class NothingFound(Refusal):
    """arXiv and this group know nothing for these words."""

    typed: str


@dataclass(eq=False)
class NoAnswer(Refusal):
    """arXiv did not answer; `typed` is what was looked for. `busy`: it was asked too often just now, by us."""

    typed: str = ""
    busy: bool = False


@dataclass(eq=False)
class PaperGone(Refusal):
    """Nobody here knows this paper any more."""

    arxiv_id: str = ""


@dataclass(eq=False)
class EntryGone(Refusal):
    """What was written is not there any more, or is somebody else's (`theirs`)."""

    theirs: bool = False


@dataclass(eq=False)
class NothingWritten(Refusal):
    """Nothing was typed that could be kept; `kind` is an EntryKind, or "tried"."""

    kind: str


@dataclass(eq=False)
class BadPaperLink(Refusal):
    """The link of "I tried it" cannot be used; `reason` as in `bot.core.links`."""

    reason: str


@dataclass(eq=False)
class WordsTooLong(Refusal):
    """Together, what was typed does not fit into one message."""


@dataclass(eq=False)
class WordsRefused(Refusal):
    """These words cannot be shown: `what` is secret, word or stopped; `whose` names the secret's service or the word.

    `entry_id`: the entry in which they are kept as their author's own; 0 when only the form has them.
    """

    what: str
    whose: str = ""
    entry_id: int = 0


@dataclass(eq=False)
class MayNotWrite(Refusal):
    """The member may not write in this channel themselves, or has a time-out.

    `entry_id`: the entry in which what they typed is kept as theirs alone; 0 when only the form has it.
    """

    channel_id: int
    entry_id: int = 0


@dataclass(eq=False)
class NominationsFull(Refusal):
    """There are as many nominations as a vote can show; `own`: as many of this member's as one may have."""

    most: int
    own: bool = False


@dataclass(eq=False)
class NominatedBefore(Refusal):
    """The paper is nominated already, or was read here."""

    read: bool = False


@dataclass(eq=False)
class NominationGone(Refusal):
    """The nomination is not there any more; or it is somebody else's (`theirs`), or its paper is being read (`chosen`)."""

    theirs: bool = False
    chosen: bool = False


@dataclass(eq=False)
class RoundOver(Refusal):
    """This round is past that: `what` is nominate, vote, lead, come, move or note."""

    what: str


@dataclass(eq=False)
class NotTheLeader(Refusal):
    """Only who leads the discussion, or an organiser, can do this."""


@dataclass(eq=False)
class BadMeeting(Refusal):
    """The typed day or time cannot be read or lies in the past; `typed` is what was typed, `why` is day, time or past."""

    typed: str
    why: str


@dataclass(eq=False)
class BadWish(Refusal):
    """What an organiser typed cannot be used: `what` is category, many, long, time or cap. `meant`: categories it resembles."""

    what: str
    typed: str = ""
    meant: tuple[str, ...] = ()
