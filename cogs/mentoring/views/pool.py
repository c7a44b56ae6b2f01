"""The forms of a wish (offering, seeking, peers), and what is said after each change of what somebody is in the pool for."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.mentoring.model.values import MOST_TOPICS, Level, Role
from bot.mentoring.service.pooling import Choices, Own, Saved
from bot.shell.cards import Button, Card, Option, Style
from bot.shell.forms import Choice, Form, Several
from bot.shell.topics import topic_name
from cogs.mentoring.views.hub import home_button, ordered

VERBS = {Role.OFFER: ("offer", "offered"), Role.SEEK: ("seek", "sought"), Role.PEERS: ("peers", "joined")}
ALL = "all"  # where a role may stand


def wish_form(role: Role, choices: Choices, lang: Lang) -> Form:
    """The form of a wish, as it is if there is one: topics and how far along somebody is in them; that suffices (M1)."""
    _ = lang.gettext
    opener, submit = (custom_id("mentoring", verb) for verb in VERBS[role])
    title = {
        Role.OFFER: _("Offer to mentor"),
        Role.SEEK: _("Find a mentor"),
        Role.PEERS: _("Pair me with peers"),
    }[role]
    asked = {
        Role.OFFER: _("What could you help with?"),
        Role.SEEK: _("What would you like help with?"),
        Role.PEERS: _("What would you like to work on?"),
    }[role]
    wish = choices.wish
    chosen = wish.topics if wish else ()
    options = tuple(
        Option(topic_name(each, lang), str(each.id), chosen=each.id in chosen) for each in choices.topics
    )
    topics = Several(
        "topics", asked, options, note=_("One is enough, five at most."), required=True, most=MOST_TOPICS
    )
    usual = {Role.OFFER: Level.AHEAD, Role.SEEK: Level.NEW, Role.PEERS: Level.SAME}[role]
    return Form(submit, title, (topics, _level(wish.level if wish else usual, lang)), opener)


def _level(chosen: Level, lang: Lang) -> Choice:
    _ = lang.gettext
    labels = {
        Level.AHEAD: _("A step ahead: I have done some of it"),
        Level.SAME: _("About the same as most here"),
        Level.NEW: _("New to it"),
    }
    options = tuple(Option(label, level.value, chosen=level is chosen) for level, label in labels.items())
    note = _("As you see it; nobody checks. A mentor is as far along as you or a step ahead.")
    return Choice("level", _("How far along are you in that?"), options, note, required=True)


def saved_line(saved: Saved, lang: Lang) -> str:
    """What happened after the form of a wish, where it is, how to undo it."""
    _ = lang.gettext
    if not saved.is_new:
        return _("Changed; your date stays. The same button changes it again.")
    return {
        Role.OFFER: _(
            "Thank you. When somebody fits, it is in your inbox (/mine), without a name, and you say yes or no. “Step out” "
            "ends it."
        ),
        Role.SEEK: _(
            "Noted. I look around noon every day; what I find is in your inbox (/mine), and you say yes or no. “Step out” "
            "ends it."
        ),
        Role.PEERS: _(
            "You are in the next round. With whom is in your inbox (/mine) when it goes out. “Step out” takes you out."
        ),
    }[saved.role]


def paused_line(lang: Lang) -> str:
    """The sentence after "Pause"."""
    return lang.gettext("Paused from now on; what was open has ended, and nobody was told why.")


def going_on_line(lang: Lang) -> str:
    """The sentence after "Go on" or "I'm back in"."""
    return lang.gettext("You are back in, with the dates you had. “Pause” is there whenever you need it.")


def stop_card(own: Own, lang: Lang) -> Card:
    """Which wish is to end."""
    _ = lang.gettext
    labels = {
        Role.SEEK: _("Look for no mentor"),
        Role.OFFER: _("Offer nothing more"),
        Role.PEERS: _("No more rounds"),
    }
    wishes = ordered(own)
    buttons = [Button(labels[each.role], custom_id("mentoring", "stopped", each.role)) for each in wishes]
    if len(wishes) > 1:
        buttons.append(Button(_("All of it"), custom_id("mentoring", "stopped", ALL), Style.DANGER))
    text = _(
        "What shall end? Its topics and its date are forgotten; “Pause” on the card before would keep them. Whoever you are "
        "together with stays."
    )
    if not wishes:
        text = _("You are in the pool for nothing now, so there is nothing to stop.")
    return Card(text, ((*buttons, home_button(lang)),))


def stopped_line(role: Role | None, lang: Lang) -> str:
    """What ended, and how to undo it."""
    _ = lang.gettext
    if role is None:
        return _("You are out of all of it, and nobody is told. The buttons below let you in again.")
    return {
        Role.SEEK: _("You look for no mentor any more. “Find a mentor” lets you in again, from that day on."),
        Role.OFFER: _("You offer to mentor no more. “Offer to mentor” lets you in again."),
        Role.PEERS: _(
            "You are in no more rounds; a partner you have stays until the next one. “Pair me with peers” undoes it."
        ),
    }[role]
