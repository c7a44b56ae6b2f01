"""How rhythm reads: one warm sentence without any number, and a look back at one's own words of this month."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert, units
from bot.shell import ways
from bot.shell.cards import CONTENT, Button, Card, Style
from bot.shell.directory import Section
from bot.standups.model import Entry
from bot.standups.model.rhythm import Rhythm

FIRST_WORDS = 100  # of an entry in the look back


def mine_section(lang: Lang) -> Section:
    """The part of /mine."""
    return Section((), (Button(lang.gettext("Rhythm"), custom_id("standups", "rhythm")),))


def rhythm_card(found: Rhythm, lang: Lang) -> Card:
    """One of three sentences; only its person sees it."""
    _ = lang.gettext
    sentences = {
        Rhythm.RHYTHM: _("You are **in rhythm**. Keep it as small as you like."),
        Rhythm.FINDING: _("You are **finding it again**. A little is plenty."),
        Rhythm.RESTING: _("You are **resting**. Begin with a word whenever you like: you are welcome."),
    }
    about = _(
        "It is about the last few weeks. No single day changes it, weekends are rest, and days away do not count. "
        "Nobody else sees it."
    )
    buttons = (
        Button(_("Look back"), custom_id("standups", "look_back", 0), Style.PRIMARY),
        ways.home(lang),
    )
    return Card(f"{sentences[found]}\n-# {about}", (buttons,))


def look_back_card(entries: Sequence[Entry], more: bool, lang: Lang) -> Card:
    """The first words of some of this month's own entries, oldest first, and nothing else."""
    _ = lang.gettext
    back = Button(_("Back"), custom_id("standups", "rhythm"))
    if not entries:
        text = _(
            "This month is still blank, and that is fine. What you write is kept here in your own words."
        )
        return Card(text, ((back,),))
    lines: list[str] = []
    for entry in entries:
        line = f"- {_first_words(entry, lang)}"
        if units("\n".join([*lines, line])) > CONTENT:
            more = True
            break
        lines.append(line)
    buttons: tuple[Button, ...] = (back,)
    if more:
        last = entries[len(lines) - 1]
        on = Button(_("Go on"), custom_id("standups", "look_back", last.id), Style.PRIMARY)
        buttons = (on, back)
    return Card("\n".join(lines), (buttons,))


def _first_words(entry: Entry, lang: Lang) -> str:
    written = next((answer.text for answer in entry.answers if answer.text.strip()), "")
    words = inert(fit(" ".join(written.split()), FIRST_WORDS))
    return words or lang.gettext("A little.")
