"""The first card of /kaggle: what is open, what one is in; the form of a search, and what was found."""

from __future__ import annotations

from dataclasses import replace

from bot.competitions.model.naming import named
from bot.competitions.model.values import Competition, Phase
from bot.competitions.service.looking import Found, Hub
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.shell.cards import Button, Card, Option, Row, Select, Style
from bot.shell.forms import Form, Text
from bot.shell.markup import stamp
from bot.shell.ways import below
from cogs.competitions.views import facts, refusals, ways

TYPED = 300  # characters of the form and of the command's option
NAMED = 2  # competitions of one's own that the card names


def hub_card(hub: Hub, lang: Lang) -> Card:
    """The card, in at most six lines."""
    _ = lang.gettext
    lines = [_("**Kaggle.** Join early, change a little every day. The real prize is what you learn.")]
    lines += [_own_line(each.competition, lang) for each in hub.own if each.competition.is_on][:NAMED]
    rows: list[Row] = []
    if hub.closed is not None:
        lines.append(refusals.closed_line(hub.closed, lang))
    else:
        lines += _open_lines(hub, lang)
        if hub.open:
            rows.append(choice(hub.open, _("Open now: look at one …"), lang))
    find = Button(_("Find a competition"), ways.FINDER, Style.SECONDARY if hub.own else Style.PRIMARY)
    mine = ways.opener(lang)
    rows.append((replace(mine, style=Style.PRIMARY), find) if hub.own else (find, mine))
    return Card("\n".join(lines), tuple(rows))


def _open_lines(hub: Hub, lang: Lang) -> list[str]:
    _ = lang.gettext
    heard = hub.hearing
    lines = []
    if hub.open:
        text = _("Below is what is open, what opened last first. New ones come to {channel}.")
        if hub.more:
            text = _("Below is what opened last; more is open, and can be found. New ones come to {channel}.")
        lines.append(text.format(channel=f"<#{hub.channel_id}>"))
    elif heard.answered_at is not None:
        text = _(
            "As far as I know, nothing is open in the categories shown here. New ones come to {channel}."
        )
        lines.append(text.format(channel=f"<#{hub.channel_id}>"))
    if heard.answered_at is None:
        lines.append(_("Kaggle gave me no answer yet, so I do not know what is open. I keep asking."))
    elif heard.silent:
        text = _("Kaggle told me this {when} and gave no answer since, so there may be more by now.")
        lines.append(text.format(when=stamp(heard.answered_at, "R")))
    return lines


def _own_line(one: Competition, lang: Lang) -> str:
    """That one is in this, and until when."""
    _ = lang.gettext
    title = facts.title_link(one)
    if one.phase is Phase.OPEN and one.deadline:
        return _("You are in {title}, which ends {when}.").format(title=title, when=stamp(one.deadline, "R"))
    return _("You are in {title}.").format(title=title)


def choice(some: tuple[Competition, ...], label: str, lang: Lang) -> Select:
    """A list of these; what is chosen opens its card."""
    options = tuple(_option(each, lang) for each in some)
    return Select(custom_id("competitions", "pick"), label, options)


def _option(one: Competition, lang: Lang) -> Option:
    about = [facts.category_name(one.category, lang), facts.reward(one), _state(one, lang)]
    return facts.option(one, named(one.slug), " · ".join(each for each in about if each))


def _state(one: Competition, lang: Lang) -> str:
    _ = lang.gettext
    return {
        Phase.UPCOMING: _("opens later"),
        Phase.ENDED: _("has ended"),
        Phase.GONE: _("no longer listed"),
    }.get(one.phase, "")


def find_form(lang: Lang) -> Form:
    """The form of what is looked for."""
    _ = lang.gettext
    field = Text(
        "find",
        _("What are you looking for?"),
        note=_("Words of its title, subject or metric, or its address at Kaggle."),
        most=TYPED,
        required=True,
    )
    return Form(custom_id("competitions", "found"), _("Find a competition"), (field,), ways.FINDER)


def look_again(card: Card, lang: Lang) -> Card:
    """The card with the way back to the form, which shows what was typed."""
    style = Style.SECONDARY if card.rows else Style.PRIMARY
    return below(card, Button(lang.gettext("Look again"), FIND_AGAIN, style))


def found_card(found: Found, lang: Lang) -> Card:
    """What words found, to choose from."""
    _ = lang.gettext
    text = _("Found for “{typed}”, what is open first. Choose one to read more.")
    if found.more:
        text = _("Found for “{typed}”, what is open first; there is more, and another word narrows it down.")
    shown = text.format(typed=inert(fit(" ".join(found.typed.split()), 150)) or "…")
    rows = (choice(found.competitions, _("Look at one …"), lang), (ways.home(lang),))
    return look_again(Card(shown, rows), lang)


FIND_AGAIN = custom_id("competitions", "find", "again")  # shows what was typed before
