"""The list of somebody's first day in a competition, each step with the book's reason (K4)."""

from __future__ import annotations

from datetime import timedelta

from bot.competitions.model.values import REMINDED, Phase, Step
from bot.competitions.service.joining import Joined
from bot.core.lang import Lang
from bot.shell.cards import Button, Card, Option, Select
from bot.shell.markup import stamp
from cogs.competitions.views import facts, one, ways

TITLE = 200  # units of a title and its address


def joined_card(joined: Joined, lang: Lang) -> Card:
    """After "I'm in": the list, below what was just done; pressed once more it says that nothing changed."""
    _ = lang.gettext
    text = _("You are in: {title}.") if joined.new else _("You are in already: {title}.")
    told = [text.format(title=facts.title_link(joined.competition, TITLE)), _left(joined, lang)]
    if joined.new:
        told += [
            reminders(joined, lang),
            _("Only you see this; it is in /kaggle, and “I'm out” undoes it."),
        ]
    return _card(" ".join(each for each in told if each), joined, lang)


def day_card(joined: Joined, lang: Lang) -> Card:
    """The list as it stands."""
    _ = lang.gettext
    text = _("**Your first day** in {title}.").format(title=facts.title_link(joined.competition, TITLE))
    told = [text, _left(joined, lang)]
    return _card(" ".join(each for each in told if each), joined, lang)


def ticked_card(joined: Joined, lang: Lang) -> Card:
    """After steps were chosen."""
    _ = lang.gettext
    title = facts.title_link(joined.competition, TITLE)
    text = _("Kept, for {title}. Choose again to change it.")
    if joined.entrant.ticked == frozenset(Step):
        text = _(
            "All five are done, in {title}. From here on: a small change a day, and its score in your log."
        )
    return _card(text.format(title=title), joined, lang)


def _left(joined: Joined, lang: Lang) -> str:
    """How much time there is."""
    _ = lang.gettext
    known = joined.competition
    if known.phase is Phase.UPCOMING and known.enabled_at:
        return _("It opens {when}.").format(when=stamp(known.enabled_at, "R"))
    if known.phase is Phase.ENDED:
        return _("It has ended.")
    return _("It ends {when}.").format(when=stamp(known.deadline, "R")) if known.deadline else ""


def reminders(joined: Joined, lang: Lang) -> str:
    """What they will be told before the end, and where, as it is."""
    _ = lang.gettext
    if joined.reminded == REMINDED:
        if joined.bundles:
            return _("A week and a day before the end, your bundle has a line about it.")
        return _("A week and a day before the end, a line about it waits in your inbox.")
    if joined.reminded == (timedelta(days=1),):
        if joined.bundles:
            return _("A day before the end, your bundle has a line about it.")
        return _("A day before the end, a line about it waits in your inbox.")
    return ""


def _card(heading: str, joined: Joined, lang: Lang) -> Card:
    """Six lines: a heading and the five steps."""
    _ = lang.gettext
    known, ticked = joined.competition, joined.entrant.ticked
    lines = [heading]
    for step in Step:
        name, why = _step(step, lang)
        told = _("done") if step in ticked else why
        lines.append(f"- **{name}**: {told}")
    options = tuple(Option(_step(each, lang)[0], each.value, chosen=each in ticked) for each in Step)
    choice = Select(
        ways.of("ticks", joined.entrant), _("What is done …"), options, most=len(options), least=0
    )
    about = ways.show(joined.entrant, _("About it"))
    out = Button(_("I'm out"), ways.of("out", joined.entrant))
    row = [ways.log(joined.entrant, lang), *one.teams(known, lang, here=joined.here), about]
    return Card("\n".join(lines), (choice, (*row, out) if known.is_on else tuple(row)))


def _step(step: Step, lang: Lang) -> tuple[str, str]:
    """What it is called, and why it is worth doing on the first day."""
    _ = lang.gettext
    return {
        Step.DATA: (_("Data in"), _("look at some of it with your own eyes.")),
        Step.READ: (_("Rules and forum read"), _("others say there what works; read on daily.")),
        Step.SPLIT: (_("Split chosen"), _("a validation split you trust matters most.")),
        Step.SAMPLE: (_("Sample submission sent"), _("all zeros is fine: the way is open.")),
        Step.NOTEBOOK: (_("First notebook"), _("code on the day you join, however small.")),
    }[step]
