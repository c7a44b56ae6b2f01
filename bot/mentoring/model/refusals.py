"""What mentors and peers refuse, as data; `cogs/mentoring/views/refusals.py` and `asking_refusals.py` word it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.refusals import Refusal


@dataclass(eq=False)
class NoMentoring(Refusal):
    """The server has it off; `organiser` says whether the asker could change that. `dm`: there is no server here at all."""

    organiser: bool = False
    dm: bool = False


@dataclass(eq=False)
class NoMatching(Refusal):
    """Whoever runs this bot did not install what matches people (the extra `matching`)."""


@dataclass(eq=False)
class NoTopicChosen(Refusal):
    """A wish without a topic, or only with topics that were removed meanwhile."""

    role: str


@dataclass(eq=False)
class NotInPool(Refusal):
    """They have no such wish (any more)."""

    role: str = ""


@dataclass(eq=False)
class ProposalGone(Refusal):
    """The proposal is over or somebody else's."""


@dataclass(eq=False)
class PairGone(Refusal):
    """The pair is over or somebody else's."""


@dataclass(eq=False)
class RoundGone(Refusal):
    """The round went out or was left out meanwhile."""


@dataclass(eq=False)
class RoundNotMade(Refusal):
    """People could not be matched just now: it took too long, or they kept coming and going."""


@dataclass(eq=False)
class BadHour(Refusal):
    """The time of rounds cannot be read; `typed` is what was written."""

    typed: str


@dataclass(eq=False)
class NotWithYourself(Refusal):
    """Themselves were chosen where somebody else is meant."""


@dataclass(eq=False)
class QuestionTooLong(Refusal):
    """The whole question is longer than M8 allows; `over` is by how many characters as Discord counts."""

    over: int


@dataclass(eq=False)
class PartMissing(Refusal):
    """`part` (goal, tried, question, answer, about, need, thanks) is empty."""

    part: str


@dataclass(eq=False)
class WordsRefused(Refusal):
    """Others may not be shown these words: `why` is "secret" (`what`: whose), "word" (`what`: the word) or "stopped"."""

    why: str
    what: str = ""


@dataclass(eq=False)
class LinkRefused(Refusal):
    """The link cannot be used; `why` is what is wrong with it."""

    why: str


@dataclass(eq=False)
class QuestionGone(Refusal):
    """The question was deleted, or is not for them."""


@dataclass(eq=False)
class AnswerGone(Refusal):
    """The answer was deleted, or is somebody else's."""


@dataclass(eq=False)
class AmaGone(Refusal):
    """The AMA is over, was cancelled, or is somebody else's."""


@dataclass(eq=False)
class BadTime(Refusal):
    """An AMA's date or time cannot be read, or has passed; `typed` is what was written, `why` is "day", "time" or "past"."""

    typed: str
    why: str


@dataclass(eq=False)
class NeedGone(Refusal):
    """The need left the board, or is somebody else's."""


@dataclass(eq=False)
class NeedTaken(Refusal):
    """Somebody else has it at the moment."""


@dataclass(eq=False)
class OwnNeed(Refusal):
    """It is their own."""


@dataclass(eq=False)
class HoldsEnough(Refusal):
    """They took as many needs as one may have at a time."""


@dataclass(eq=False)
class AskedEnough(Refusal):
    """They asked as much in this AMA as one may."""


@dataclass(eq=False)
class AmaFull(Refusal):
    """As many questions were asked in this AMA as one can hold."""


@dataclass(eq=False)
class NotThanked(Refusal):
    """This person cannot be thanked here: `why` is "self", "left" or "bot"; or "out": who thanks is no member themselves."""

    why: str


@dataclass(eq=False)
class ThanksGone(Refusal):
    """The thank-you was taken back, or is not theirs."""


@dataclass(eq=False)
class TimedOut(Refusal):
    """Who has a time-out shows others nothing."""


@dataclass(eq=False)
class MayNotPost(Refusal):
    """They may not write in the channel of mentors themselves."""

    channel_id: int
