"""A competition's private card: its facts, where it was posted, and what one can do there."""

from __future__ import annotations

from bot.competitions.model.values import Competition, Phase
from bot.competitions.service.joining import Left
from bot.competitions.service.looking import Looked
from bot.core.lang import Lang
from bot.shell.cards import Button, Card, Style
from cogs.competitions.views import facts, ways


def one_card(looked: Looked, lang: Lang, *, back: Button | None = None) -> Card:
    """The card, in at most six lines; `back` leads to where it was opened."""
    _ = lang.gettext
    one = looked.competition
    lines = facts.lines(one, lang)
    if not one.id:
        lines = [f"**{facts.title_link(one)}**", _("I know no more about it just now.")]
    if looked.url:
        lines.append(_("It was posted here: [read]({url})").format(url=looked.url))
    buttons = [*_buttons(looked, lang), *([back] if back else [])]
    return Card("\n".join(lines), (tuple(buttons),) if buttons else ())


def _buttons(looked: Looked, lang: Lang) -> list[Button]:
    one = looked.competition
    if not looked.is_in:
        # Who was in finds what they wrote when they are in again, also when it is over.
        can_join = (one.is_on and looked.here) or looked.entrant is not None
        return [ways.join(one.slug, lang)] if can_join else []
    if one.phase is Phase.ENDED or one.phase is Phase.GONE:
        return [ways.learned(one.slug, lang, first=True), ways.log(one.slug, lang)]
    out = Button(lang.gettext("I'm out"), ways.of("out", one.slug))
    return [first_day(one, lang), ways.log(one.slug, lang), *teams(one, lang, here=looked.here), out]


def first_day(one: Competition, lang: Lang) -> Button:
    """What opens the list of the first day."""
    return Button(lang.gettext("First day"), ways.of("day", one.slug), Style.PRIMARY)


def teams(one: Competition, lang: Lang, here: bool = True) -> list[Button]:
    """What opens who looks for a team, where one may have more than one member and it is looked at in a server."""
    return [ways.teams(one.slug, lang)] if here and one.is_on and one.team_size != 1 else []


def left_card(left: Left, back: Button, lang: Lang) -> Card:
    """After "I'm out"."""
    _ = lang.gettext
    one = left.competition
    text = _(
        "You are out of {title}: nothing more about it waits for you. What you wrote there is kept; “I'm in” brings it back."
    )
    lines = [text.format(title=facts.title_link(one))]
    if left.listed:
        lines.append(_("Your line in its team list is gone, too."))
    return Card("\n".join(lines), ((ways.join(one.slug, lang), back),))
