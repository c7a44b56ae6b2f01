"""The ways back: the buttons to /mine and to its settings, the same below every card that was opened from there."""

from __future__ import annotations

from dataclasses import replace

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell.cards import ROW_WIDTH, Button, Card


def home(lang: Lang) -> Button:
    """Back to /mine."""
    return Button(lang.gettext("Back"), custom_id("people", "home"))


def settings(lang: Lang) -> Button:
    """Back to the settings of /mine."""
    return Button(lang.gettext("Back to settings"), custom_id("people", "settings"))


def below(card: Card, button: Button) -> Card:
    """The card with one more button, behind its last ones or in a row of its own."""
    *before, last = card.rows or ((),)
    if isinstance(last, tuple) and len(last) < ROW_WIDTH:
        return replace(card, rows=(*before, (*last, button)))
    return replace(card, rows=(*card.rows, (button,)))
