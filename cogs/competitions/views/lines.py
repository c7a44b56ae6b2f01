"""What those who are in a competition are told, as lines of an inbox; each is true when it is read (K3, K4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.competitions.model.values import Change, Competition, Entrant, Phase
from bot.core.lang import Lang
from bot.shell.markup import stamp
from bot.shell.titles import written
from cogs.competitions.views.facts import reward, title_link

_TITLE, _NAME = 220, 90  # units of a title with its address, and without one


def _title(entrant: Entrant, competition: Competition | None) -> str:
    """A link where we know it, else what it was called when they joined."""
    if competition is not None:
        return title_link(competition, _TITLE)
    return f"“{written(entrant.title, _NAME) or written(entrant.slug, _NAME)}”"


def deadline_line(entrant: Entrant, competition: Competition | None, lang: Lang) -> str:
    """A week or a day before the end; empty where there is no end any more."""
    _ = lang.gettext
    if competition is None or not competition.is_on or competition.deadline is None:
        return ""
    end = competition.deadline
    text = _("{title} ends {left}: {when}.")
    return text.format(title=_title(entrant, competition), left=stamp(end, "R"), when=stamp(end, "F"))


def changed_line(
    entrant: Entrant, competition: Competition | None, news: Iterable[Change], lang: Lang
) -> str:
    """What changed, as it is now; empty where none of it is so any more."""
    _ = lang.gettext
    if competition is None:
        return ""
    told = [text for each in news if (text := _news(each, competition, lang))]
    if not told:
        return ""
    return _("{title}: {news}").format(title=_title(entrant, competition), news=" ".join(told))


def _news(change: Change, one: Competition, lang: Lang) -> str:
    _ = lang.gettext
    if change is Change.GONE:
        text = _("Kaggle does not list it any more. What you wrote about it stays.")
        return text if one.phase is Phase.GONE else ""
    if not one.is_on:
        return ""
    match change:
        case Change.LAUNCHED:
            return _("It is open now.") if one.phase is Phase.OPEN else ""
        case Change.DEADLINE:
            return _at(_("Its new deadline is {when}."), one.deadline) or _("It has no deadline any more.")
        case Change.ENTRY:
            until = _at(_("You can now enter until {when}."), one.entry_deadline)
            return until or _("There is no last day to enter any more.")
        case Change.MERGER:
            until = _at(_("Teams can now merge until {when}."), one.merger_deadline)
            return until or _("There is no last day for teams to merge any more.")
        case Change.PRIZE:
            prize = reward(one)
            return _("The prize is now {prize}.").format(prize=prize) if prize else ""
        case Change.BACK:
            return _("Kaggle lists it again.")


def _at(text: str, at: datetime | None) -> str:
    return text.format(when=stamp(at, "F")) if at is not None else ""


def ended_line(entrant: Entrant, competition: Competition | None, lang: Lang) -> str:
    """It has ended, and what they learned is worth a note; empty where it goes on after all."""
    _ = lang.gettext
    if competition is not None and competition.is_on:
        return ""
    return _("{title} has ended. What did you learn?").format(title=_title(entrant, competition))


def deadline_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A deadline of a competition")


def changed_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("News of a competition")


def ended_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("The end of a competition")
