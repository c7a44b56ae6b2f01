"""What every feature says alike after "Nothing more from this person" and "Tell the organisers" (A9)."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.shell.cards import Card


def muted_card(lang: Lang) -> Card:
    """After "Nothing more from this person"."""
    text = lang.gettext(
        "Nothing more reaches you from this person, and they are not told. /mine → Helping others undoes it."
    )
    return Card(text)


def reported_card(lang: Lang) -> Card:
    """After "Tell the organisers", where there are words to be shown."""
    text = lang.gettext(
        "The organisers see these words and who sent them, not who told them. It stays open until one of them marks it as "
        "done, or its author deletes it."
    )
    return Card(text)
