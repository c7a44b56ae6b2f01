"""The wording of what sharing refuses: what is so, and what can be done."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.shell.cards import Card
from bot.showcase.model import refusals

ALL = (
    refusals.NoShowcase,
    refusals.ShareGone,
    refusals.NothingShared,
    refusals.LinkRefused,
    refusals.SecretFound,
    refusals.TooLong,
    refusals.WordRefused,
    refusals.SharesStopped,
    refusals.MayNotShare,
    refusals.SharedBefore,
    refusals.NoReaders,
    refusals.Circular,
    refusals.NotThanked,
    refusals.NotYours,
    refusals.NothingToReport,
)


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    raise LookupError(type(given).__name__)
