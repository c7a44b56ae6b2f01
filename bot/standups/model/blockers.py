"""What a member is stuck on, as a value, and the rules around it (S8): when it is open, whose help it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.refusals import Refusal
from bot.standups.model.values import Answer, Entry, Kind, Question

HELP = "standups.help"  # somebody is asked for a hand; also the message that opens a thread for it
OFFER = "standups.offer"  # somebody can help
REPLY = "standups.reply"  # somebody replied to an entry
MOST_ASKED = 2  # people who are asked about one blocker
ASKED_AGAIN = timedelta(days=1)  # nobody is asked twice within this time
ASKED_FOR = timedelta(days=3)  # how long a request for a hand waits
OFFERED_FOR = timedelta(days=7)  # how long the news that somebody can help waits
MOST_ASKS = 5  # of one member within ASKED_AGAIN (A9)


class Stage(StrEnum):
    """Where a blocker stands. Open means that it is prefilled next time."""

    OPEN = "open"
    SOLVED = "solved"
    DROPPED = "dropped"


class Reply(StrEnum):
    """What somebody who was asked said: nothing yet, that they can help, or not this time."""

    NONE = ""
    OFFERED = "offered"
    PASSED = "passed"


@dataclass(frozen=True)
class Blocker:
    """What a member is stuck on: the words are those of the entry. `topic_id` 0: they asked nobody. Instants are UTC."""

    id: int
    standup_id: int
    guild_id: int
    user_id: int
    entry_id: int
    topic_id: int
    stage: Stage
    made_at: datetime
    ended_at: datetime | None = None
    thread_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer, or for its author to say that it is done."""
        return self.stage is Stage.OPEN


@dataclass(frozen=True)
class Asked:
    """Somebody who was asked for a hand, and what they said."""

    blocker_id: int
    user_id: int
    reply: Reply


def stuck_on(entry: Entry) -> tuple[Answer, ...]:
    """The answers that say where the author is stuck; none when they left it empty."""
    return tuple(each for each in entry.answers if each.kind is Kind.STUCK and each.text.strip())


def prefilled(questions: Sequence[Question], entry: Entry) -> tuple[Answer, ...]:
    """What a form of these questions shows of an entry whose blocker is still open: where its author was stuck."""
    words = {(each.key, each.label): each.text for each in stuck_on(entry)}
    return tuple(
        Answer(
            each.kind,
            each.label,
            words.get((each.key, each.label), "") if each.kind is Kind.STUCK else "",
            each.key,
        )
        for each in questions
    )


@dataclass(eq=False)
class BlockerOver(Refusal):
    """It was solved, dropped or deleted meanwhile; `own` when the asker is told so, rather than who was asked."""

    own: bool = False


@dataclass(eq=False)
class NobodyOffers(Refusal):
    """Who asked wants to know who can help, and nobody offers it any more; what they asked about is still open."""


@dataclass(eq=False)
class NotShown(Refusal):
    """Who was asked is not shown it any more: they offer its topic no more, or (`unseen`) do not see the channel it is in."""

    unseen: bool = False


@dataclass(eq=False)
class NothingToShow(Refusal):
    """Organisers cannot be shown what was sent: it was deleted meanwhile."""


@dataclass(eq=False)
class NothingStuck(Refusal):
    """Nothing can be asked: no words say where the author is stuck, or only they can see them."""
