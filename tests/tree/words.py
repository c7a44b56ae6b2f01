"""Owns the words that are never said about a person, a list for each language.

They count, compare or reproach. Whole words, without regard to case; source: the product's ten
promises (1 and 2) and its "Words".
"""

from __future__ import annotations

import re

ENGLISH = """
streak, streaks, missed, rank, ranks, ranked, ranking, top, leaderboard, leaderboards, in a row,
falling behind, still haven't, still hasn't, still have not, still has not, hasn't answered, has not answered
"""
GERMAN = """
Serie, Strähne, verpasst, versäumt, Rang, Ränge, Rangliste, Bestenliste, top, in Folge, hintereinander,
immer noch nicht, noch immer nicht, hat nicht geantwortet, im Rückstand
"""
SPANISH = """
racha, rachas, perdiste, se perdió, rango, ranking, clasificación, top, seguidos, consecutivos, atrasado,
atrasada, todavía no has, todavía no ha, aún no has, aún no ha, no ha respondido
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in text.split(","))


NEVER_SAID = {"en": _words(ENGLISH), "de": _words(GERMAN), "es": _words(SPANISH)}


def never_said(text: str, language: str) -> list[str]:
    """Returns the words of `language`'s list that `text` says, as they stand in the list."""
    # A typographic apostrophe is the same word.
    plain = " ".join(text.replace("’", "'").split())
    return [
        word
        for word in NEVER_SAID[language]
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain, re.IGNORECASE)
    ]
