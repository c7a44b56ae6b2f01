"""Finding: one thing that the operator should know, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Area(Enum):
    """What a finding is about; the value is how it is called."""

    SETTINGS = "Settings"
    KAGGLE = "Kaggle"  # of which nothing is an error
    DATABASE = "Database"
    DISCORD = "Discord"


class Severity(Enum):
    """How much it matters: an error keeps the bot from working, a warning does not."""

    FINE = "fine"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """One sentence for the operator: what is so, and what to do. It holds no secret.

    `passing` is true of an error that may go away by itself: nobody answers, or not now.
    """

    area: Area
    severity: Severity
    sentence: str
    passing: bool = False

    @property
    def line(self) -> str:
        """The finding as a line of a report."""
        mark = ", warning" if self.severity is Severity.WARNING else ""
        return f"{self.area.value}{mark}: {self.sentence}"


def fine(area: Area, sentence: str) -> Finding:
    """Nothing is wrong."""
    return Finding(area, Severity.FINE, sentence)


def warning(area: Area, sentence: str) -> Finding:
    """The bot works, and this deserves a look."""
    return Finding(area, Severity.WARNING, sentence)


def error(area: Area, sentence: str, *, passing: bool = False) -> Finding:
    """The bot does not work before this is put right."""
    return Finding(area, Severity.ERROR, sentence, passing)
