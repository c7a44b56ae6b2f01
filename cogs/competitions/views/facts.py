"""How a competition is named and what is known of it, in lines; what Kaggle says is inert, and dates are Discord's own."""

from __future__ import annotations

from bot.competitions.model import categories
from bot.competitions.model.values import Competition, Phase
from bot.core.lang import Lang
from bot.core.text import clean, fit
from bot.shell.cards import Option
from bot.shell.markup import stamp
from bot.shell.titles import linked, written

TITLE = 300  # units of a title and its address
_SHORT, _METRIC = 60, 120


def title_link(one: Competition, room: int = TITLE) -> str:
    """Its title as a link to its page, in at most `room` units."""
    return linked(one.title or one.slug, one.url, room)


def category_name(category: str, lang: Lang) -> str:
    """A category as people read it; one we do not know as Kaggle writes it."""
    _ = lang.gettext
    names = {
        "featured": _("Featured"),
        "research": _("Research"),
        "recruitment": _("Recruitment"),
        "playground": _("Playground"),
        "masters": _("Masters"),
        "analytics": _("Analytics"),
        "simulation": _("Simulation"),
        categories.GETTING_STARTED: _("Getting Started"),
        categories.COMMUNITY: _("Community"),
    }
    return names.get(categories.key(category)) or written(category, _SHORT)


def heading(one: Competition, lang: Lang) -> str:
    """Its first line: title, category, prize."""
    prize = reward(one)
    told = lang.gettext("prize: {prize}").format(prize=prize) if prize else ""
    parts = [f"**{title_link(one)}**", category_name(one.category, lang), told]
    return " · ".join(each for each in parts if each)


def reward(one: Competition) -> str:
    """The prize as Kaggle writes it."""
    return written(one.reward, _SHORT)


def lines(one: Competition, lang: Lang) -> list[str]:
    """All that is known of it, in at most four lines (K2); of one that is over without what could be done until when."""
    return [
        each for each in (heading(one, lang), mark(one, lang), _dates(one, lang), _rules(one, lang)) if each
    ]


def mark(one: Competition, lang: Lang) -> str:
    """How early it is: when it opened and when it ends, as it reads at any time; or that it is over."""
    _ = lang.gettext
    opened = stamp(one.enabled_at, "R") if one.enabled_at else ""
    end = one.deadline
    if one.phase is Phase.GONE:
        return _("Kaggle does not list it any more.")
    if one.phase is Phase.ENDED:
        return _("It ended {when}.").format(when=stamp(end, "R")) if end else _("It has ended.")
    if one.phase is Phase.UPCOMING and opened:
        if end is None:
            return _("Opens {opened}, without a deadline.").format(opened=opened)
        return _("Opens {opened}, ends {when}.").format(opened=opened, when=stamp(end, "F"))
    if end is None:
        return (
            _("Opened {opened}, without a deadline.").format(opened=opened) if opened else _("No deadline.")
        )
    if not opened:
        return _("Ends {left}: {when}.").format(left=stamp(end, "R"), when=stamp(end, "F"))
    text = _("Opened {opened}, ends {left}: {when}.")
    return text.format(opened=opened, left=stamp(end, "R"), when=stamp(end, "F"))


def _dates(one: Competition, lang: Lang) -> str:
    _ = lang.gettext
    entry, merger = one.entry_deadline, one.merger_deadline if one.team_size != 1 else None
    if not one.is_on:
        return ""
    if entry and entry == merger:
        return _("You can enter, and teams can form, until {when}.").format(when=stamp(entry, "f"))
    told = []
    if entry:
        told.append(_("You can enter until {when}.").format(when=stamp(entry, "f")))
    if merger:
        told.append(_("Teams can form until {when}.").format(when=stamp(merger, "f")))
    return " ".join(told)


def _rules(one: Competition, lang: Lang) -> str:
    _, ngettext = lang.gettext, lang.ngettext
    told = []
    if metric := written(one.metric, _METRIC):
        told.append(_("Measured by {metric}.").format(metric=metric))
    if not one.is_on:
        return " ".join(told)
    if one.submissions_closed:
        told.append(_("Kaggle takes no submissions at the moment."))
    elif many := one.daily_submissions:
        text = ngettext("Up to {number} submission a day.", "Up to {number} submissions a day.", many)
        told.append(text.format(number=many))
    if one.team_size == 1:
        told.append(_("Everybody takes part alone, without a team."))
    elif size := one.team_size:
        told.append(
            ngettext("Up to {number} person in a team.", "Up to {number} people in a team.", size).format(
                number=size
            )
        )
    if one.notebooks_only:
        told.append(_("You hand in a notebook, which Kaggle runs."))
    return " ".join(told)


def plain_title(one: Competition, room: int = 100) -> str:
    """Its title where there is no markup: in a select, a form."""
    return fit(clean(" ".join(one.title.split())) or one.slug, room)


def option(one: Competition, value: str, note: str = "") -> Option:
    """It as a line of a select."""
    return Option(plain_title(one), value, note=note)
