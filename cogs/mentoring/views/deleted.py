"""How it looks when an AMA or a need was deleted: what is gone, what Discord would not delete, its words once more."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.lang import Lang
from bot.core.text import inert
from bot.deliveries.model import Delivery
from bot.shell.cards import Card
from bot.shell.gone import still_there


def deleted_card(words: Sequence[str], left: Sequence[Delivery], lang: Lang, *, talk: bool = False) -> Card:
    """After "Delete"; `left` are messages still to go, `talk`: there was a thread with others' words."""
    _ = lang.gettext
    intro = _("Deleted: the post and everything I had stored of it.")
    if talk:
        intro = _(
            "Deleted: the post and everything I had stored of it. What others asked and answered stays theirs."
        )
    if left:
        intro = _("Deleted from what I store.") + " " + still_there(left, lang)
    more = _("Your words once more; I keep no copy:")
    return Card("\n".join((intro, more, *(f"> {inert(each)}" for each in words if each))))
