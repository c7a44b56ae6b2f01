"""What sharing refuses, as data; `cogs/showcase/views/refusals.py` words it.

`draft_id`: the draft in which what was typed is kept, 0 if there is none. `private`: it was a note or a thank-you, not a post.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.refusals import Refusal


@dataclass(eq=False)
class NoShowcase(Refusal):
    """The server has none, or it is switched off; `organiser` says whether the asker could change that."""

    organiser: bool = False


@dataclass(eq=False)
class ShareGone(Refusal):
    """The share, draft or word is not there any more, or is somebody else's; `theirs`: who asks is not its author."""

    theirs: bool = False


@dataclass(eq=False)
class NothingShared(Refusal):
    """Neither a link nor a word was given."""

    draft_id: int = 0


@dataclass(eq=False)
class LinkRefused(Refusal):
    """The link cannot be shared (H2): `reason` is scheme, host, length, credentials, invite or broken."""

    reason: str
    draft_id: int = 0


@dataclass(eq=False)
class SecretFound(Refusal):
    """The text or link holds a secret (H3); `what` names whose: "Hugging Face", "a private key"."""

    what: str
    draft_id: int = 0
    private: bool = False


@dataclass(eq=False)
class TooLong(Refusal):
    """Together it does not fit into one message."""

    draft_id: int = 0


@dataclass(eq=False)
class WordRefused(Refusal):
    """The server's organisers do not want this word."""

    word: str
    draft_id: int = 0
    private: bool = False


@dataclass(eq=False)
class SharesStopped(Refusal):
    """The server's organisers stopped this member's posts."""

    draft_id: int = 0
    private: bool = False


@dataclass(eq=False)
class MayNotShare(Refusal):
    """The member may not write in this channel themselves, or has a time-out."""

    channel_id: int
    draft_id: int = 0


@dataclass(eq=False)
class SharedBefore(Refusal):
    """The member shared the same link before (H2): update that post, or post anew?"""

    older_id: int
    draft_id: int


@dataclass(eq=False)
class NoReaders(Refusal):
    """Nobody who may be asked to read drafts is there to be asked now."""

    draft_id: int = 0


@dataclass(eq=False)
class Circular(Refusal):
    """It cannot be adapted from something that was itself adapted from it (H8)."""

    share_id: int = 0


@dataclass(eq=False)
class NoSuchPost(Refusal):
    """What was pasted is neither the address of a post of this server nor a link that was shared in one (H8)."""

    share_id: int = 0


@dataclass(eq=False)
class NotThanked(Refusal):
    """A thank-you cannot be sent (H7): `why` is self, bot, nobody (Discord's own words), left, recently or empty."""

    why: str


@dataclass(eq=False)
class TimedOut(Refusal):
    """The member has a time-out, so that they write to nobody here."""


@dataclass(eq=False)
class NotYours(Refusal):
    """Only one's own message can be shared by "Share this"."""


@dataclass(eq=False)
class NothingToReport(Refusal):
    """What was sent was deleted meanwhile: there is nothing the organisers could be shown."""
