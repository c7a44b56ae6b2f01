"""A server as the bot knows it, its topics, and one line of its audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.refusals import Refusal

FORGET_AFTER = timedelta(days=30)  # how long a server's data waits for the bot's return (A2)
MOST_TOPICS = 25  # Discord's select takes no more
TOPIC_NAME = 60  # characters
# What a server's list begins with; `naming` words them in its language.
STARTING_TOPICS = (
    *("python", "pytorch", "data", "vision", "language_models", "tabular"),
    *("training", "maths", "tools", "papers", "kaggle", "project"),
)


@dataclass(frozen=True)
class Community:
    """A server's settings. `zone` serves members who chose none; `language` is the locale code of its public words.

    That is Discord's preferred locale of the server until an organiser chooses (`language_chosen`). `left_at` (UTC): since
    when the bot is not in it any more.
    """

    guild_id: int
    zone: str = "UTC"
    language: str = ""
    language_chosen: bool = False
    left_at: datetime | None = None


@dataclass(frozen=True)
class AuditLine:
    """Who changed what, when (aware UTC). `actor_id` is None after the organiser erased their data."""

    at: datetime
    actor_id: int | None
    what: str
    detail: Mapping[str, str]


@dataclass(frozen=True)
class Topic:
    """Something on which people of a server help each other. `key` is one of STARTING_TOPICS, or empty: then `name` says it."""

    id: int
    guild_id: int
    key: str = ""
    name: str = ""


@dataclass(eq=False)
class TopicGone(Refusal):
    """The topic was removed meanwhile."""


@dataclass(eq=False)
class TopicRefused(Refusal):
    """What was typed cannot be a topic's name; `there` when another topic is called so."""

    typed: str
    there: bool = False


@dataclass(eq=False)
class TopicsFull(Refusal):
    """There are as many topics as a list can show."""

    most: int


@dataclass(eq=False)
class LastTopic(Refusal):
    """The last topic of a server cannot be removed, only renamed."""


MOST_WORDS = 200  # that a server can refuse
REFUSED_WORD = 60  # characters of one of them


@dataclass(frozen=True)
class Guard:
    """What stands in the way of a member's words in a server (A9): a stop, or one of `words` (`bot.core.text.found_word`)."""

    stopped: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moderation:
    """What a server's organisers refuse. `erased`: somebody who is stopped has deleted their data since."""

    words: tuple[str, ...] = ()
    stopped: tuple[int, ...] = ()
    erased: bool = False


@dataclass(eq=False)
class WordsRefused(Refusal):
    """These words cannot be kept as the list of a server: too many, or one is too long (`typed`)."""

    most: int
    typed: str = ""
