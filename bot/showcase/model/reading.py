"""How a few people read a draft before everybody does (H4): its limits, who was asked what they said, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.core.refusals import Refusal

OFFERED_FOR = timedelta(days=7)  # how long a draft waits for its readers
NOTED_FOR = timedelta(days=30)  # how long the news of a note waits for its author
OFFERS = "showcase.offer"  # what the limit of offers counts
MOST_OFFERS, OFFERS_PER = 5, timedelta(days=1)  # of one member in a server (A9)
NOTES = "showcase.note"
MOST_NOTES, NOTES_PER = 10, timedelta(hours=1)


class Answer(StrEnum):
    """What somebody who was asked to read a draft did: nothing yet, wrote a note, or passed."""

    NONE = ""
    NOTED = "noted"
    PASSED = "passed"


@dataclass(frozen=True)
class Reader:
    """Somebody who was asked to read a draft."""

    share_id: int
    user_id: int
    answer: Answer


@dataclass(eq=False)
class NotOffered(Refusal):
    """The draft is not offered to this reader any more; `unseen`: they do not see the channel it is meant for."""

    unseen: bool = False


@dataclass(eq=False)
class NothingNoted(Refusal):
    """A note needs a word."""
