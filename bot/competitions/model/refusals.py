"""What competitions refuse, as data; `cogs/competitions/views/refusals.py` words it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.refusals import Refusal


@dataclass(eq=False)
class NoCompetitions(Refusal):
    """The server has none set up, or they are off; `organiser` says whether the asker could change that."""

    organiser: bool = False


@dataclass(eq=False)
class NoToken(Refusal):
    """Whoever runs this bot gave it no token of Kaggle's."""


@dataclass(eq=False)
class UnknownCompetition(Refusal):
    """It is not known here, any more or yet."""


@dataclass(eq=False)
class NothingFound(Refusal):
    """Nothing that we know matches what was typed.

    `answered_at` is when Kaggle answered last (aware UTC; None: never), `silent` whether it did not when it was asked last.
    """

    typed: str
    answered_at: datetime | None = None
    silent: bool = False


@dataclass(eq=False)
class CompetitionOver(Refusal):
    """It has ended, or Kaggle lists it no more: nobody can begin now."""

    title: str


@dataclass(eq=False)
class NotIn(Refusal):
    """The member is not in this competition, or not any more; `slug` is empty where they cannot say “I'm in” right there."""

    slug: str = ""


@dataclass(eq=False)
class NothingTyped(Refusal):
    """`what` (tweak or learned) is empty."""

    what: str


@dataclass(eq=False)
class TooLong(Refusal):
    """What was typed has more than `most` characters."""

    most: int


@dataclass(eq=False)
class BadScore(Refusal):
    """`typed` is no number; `field` is local or public."""

    typed: str
    field: str


@dataclass(eq=False)
class TweakGone(Refusal):
    """That line of the log is not there any more."""


@dataclass(eq=False)
class TeamsClosed(Refusal):
    """It is too late to team up. `at` (aware UTC) is when that ended, None where the competition is over."""

    at: datetime | None = None


@dataclass(eq=False)
class NoTeams(Refusal):
    """A team has one member there."""


@dataclass(eq=False)
class TeamFull(Refusal):
    """With one more they would be more than `most` in a team."""

    most: int


@dataclass(eq=False)
class BadTeamSize(Refusal):
    """`typed` is no number of people in a team: from 1 to `most`."""

    typed: str
    most: int


@dataclass(eq=False)
class NotListed(Refusal):
    """Who says hello has to be in the list themselves (`them` False), or the other is not there any more."""

    them: bool = False


@dataclass(eq=False)
class SaidHello(Refusal):
    """They said hello to this person before; `hello_id` is 0 where they took it back since."""

    hello_id: int = 0


@dataclass(eq=False)
class HelloGone(Refusal):
    """Who said hello took it back, or it is not to be shown any more."""


@dataclass(eq=False)
class TimedOut(Refusal):
    """The member has a time-out, so that they say nothing to others here."""


@dataclass(eq=False)
class WordsRefused(Refusal):
    """What others would see may not be shown here: `why` is word, stopped or secret; `what` names it for word and secret."""

    why: str
    what: str = ""
