"""A competition's private card: its facts, where it was posted, and what one can do there."""

from __future__ import annotations

from bot.competitions.model.values import Competition, Phase
from bot.competitions.service.joining import Left
from bot.competitions.service.looking import Looked
from bot.core.lang import Lang
from bot.shell.cards import CONTENT, Button, Card, Style
from cogs.competitions.views import facts, ways
from cogs.competitions.views.greetings import line_of


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
    _, one, own = lang.gettext, looked.competition, looked.entrant
    if own is None:
        return [ways.join(one.slug, lang)] if one.is_on and looked.here else []
    if own.out_at is not None:  # they find what they wrote when they are in again, also when it is over
        return [ways.join(own, lang)]
    if one.phase is Phase.ENDED or one.phase is Phase.GONE:
        return [ways.learned(own, lang, first=True), ways.log(own, lang)]
    day = Button(_("First day"), ways.of("day", own), Style.PRIMARY)
    out = Button(_("I'm out"), ways.of("out", own))
    return [day, ways.log(own, lang), *teams(one, lang, here=looked.here), out]


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
    if left.servers > 1:
        text = _(
            "You are out of {title} in every server: nothing more about it waits for you. What you wrote is kept; “I'm in” "
            "brings it back, server by server."
        )
    lines = [text.format(title=facts.title_link(one))]
    if left.lines:
        text = _("Only your line of its team list is gone. It said: “{words}”")
        lines.append(text.format(words=line_of(" · ".join(left.lines), CONTENT // 2)))
    elif left.listed:
        lines.append(_("You are not in its team list any more."))
    return Card("\n".join(lines), ((ways.join(one.slug, lang), back),))
