"""How organisers are told that a standup rests because nobody answered."""

from __future__ import annotations

from bot.attention.model.values import Notice
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.shell.cards import Button, Card, Style
from bot.standups.model import NAME


def notice(given: Notice, lang: Lang) -> Card:
    """That it rests, that nothing is wrong with that, and the button that wakes it."""
    _ = lang.gettext
    name = inert(fit(str(given.detail.get("name", "")), NAME))
    text = _(
        "{name} rests: it was quiet lately, and that is fine. The next /standup wakes it by itself, or you do."
    ).format(name=name)
    wake = custom_id("standups", "wake", int(given.detail.get("standup_id", 0)))
    return Card(text, ((Button(_("Wake it"), wake, Style.PRIMARY),),))
