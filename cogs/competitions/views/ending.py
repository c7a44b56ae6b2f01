"""What a member sees of "What I learned": the form, what they wrote, the share it can become (K6). Never a rank."""

from __future__ import annotations

from bot.competitions.model.values import LEARNED
from bot.competitions.service.ending import Learned, Words
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import clean, fit, inert, inert_parts, units
from bot.shell.cards import CONTENT, Button, Card, Style
from bot.shell.forms import Form, Text
from cogs.competitions.views import ways
from cogs.competitions.views.facts import title_link

TITLE, TEXT, ROOM = (
    150,
    1000,
    1500,
)  # what a share takes: units of its title, of its text, of both made harmless


def learned_form(found: Learned, lang: Lang) -> Form:
    """The form, showing what was written before."""
    _ = lang.gettext
    own = found.entrant
    fields = (
        Text(
            "learned",
            _("What did you learn?"),
            note=_("The real prize. A sentence is enough, and only you see it."),
            value=own.learned,
            long=True,
            required=True,
            most=LEARNED,
        ),
        Text(
            "next_time",
            _("What will you do differently next time?"),
            value=own.next_time,
            long=True,
            most=LEARNED,
        ),
    )
    return Form(ways.of("learned", own), _("What I learned"), fields, ways.of("relearn", own))


def learned_cards(found: Learned, lang: Lang, intro: str = "") -> list[Card]:
    """What they wrote, whole, with what can be done with it; `intro` says what happened just now."""
    _ = lang.gettext
    heading = _("**What I learned** · {title} · only you can see it").format(
        title=title_link(found.competition)
    )
    return _with_words("\n".join(filter(None, (intro, heading))), found, _buttons(found, lang), lang)


def kept(lang: Lang) -> str:
    """The sentence after it was written."""
    return lang.gettext("Kept, for you alone. “What I learned” shows it again, also below your log.")


def shared(found: Learned, share_id: int, lang: Lang) -> Card:
    """After "Share it": it is a draft, where that is, how to undo it; without one (0) that there is no showcase."""
    _ = lang.gettext
    back = ways.learned(found.entrant, lang)
    if not share_id:
        return Card(
            _("There is no showcase here just now. What you wrote stays kept, for you alone."), ((back,),)
        )
    text = _(
        "It is a draft now, which only you can see. Nothing is posted until you post it, and you can change it or throw it away."
    )
    if not _is_whole(found, lang):
        text += "\n" + _(
            "A post takes less than you wrote: the draft has its beginning. Here everything is kept."
        )
    see = Button(_("See the draft"), custom_id("showcase", "own", share_id), Style.PRIMARY)
    return Card(text, ((see, back),))


def deleted(found: Learned, lang: Lang) -> list[Card]:
    """After "Delete": it is gone; its words once more."""
    _ = lang.gettext
    intro = _(
        "Deleted: I have stored nothing of it any more. A share you made of it is not touched; /mine → My shares has those."
    )
    more = _("Your words once more; I keep no copy:")
    back = ways.show(found.entrant, _("Back to the competition"))
    return _with_words(f"{intro}\n{more}", found, ((back,),), lang)


def draft_words(found: Learned, lang: Lang) -> Words:
    """The share it becomes: a title, and what was written as far as a share takes it."""
    title = lang.gettext("What I learned in {title}")
    name = clean(" ".join(found.competition.title.split())) or found.competition.slug
    title = fit(title.format(title=fit(name, TITLE - units(title))), TITLE)
    text, most = _written(found, lang), TEXT
    while units(inert(shown := fit(text, most))) + units(inert(title)) > ROOM:
        most -= 50
    return Words(title, shown)


def _written(found: Learned, lang: Lang) -> str:
    entrant = found.entrant
    if not entrant.next_time:
        return entrant.learned
    return f"{entrant.learned}\n\n" + lang.gettext("Next time: {text}").format(text=entrant.next_time)


def _is_whole(found: Learned, lang: Lang) -> bool:
    return draft_words(found, lang).text == _written(found, lang)


def _buttons(found: Learned, lang: Lang) -> tuple[tuple[Button, ...], ...]:
    _ = lang.gettext
    own = found.entrant
    share = (Button(_("Share it"), ways.of("share", own), Style.PRIMARY),) if found.can_share else ()
    edit = Button(_("Edit"), ways.of("relearn", own))
    delete = Button(_("Delete"), ways.of("unlearn", own), Style.DANGER)
    return ((*share, edit, delete), (ways.show(own, _("Back to the competition")),))


def _with_words(
    intro: str, found: Learned, buttons: tuple[tuple[Button, ...], ...], lang: Lang
) -> list[Card]:
    """The words whole, in as many cards as they take; the buttons are below the last."""
    first, *more = inert_parts(_written(found, lang), CONTENT - units(intro) - 1) or ["…"]
    texts = [f"{intro}\n{first}", *more]
    return [Card(each, buttons if place == len(texts) else ()) for place, each in enumerate(texts, 1)]
