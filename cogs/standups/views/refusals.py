"""The wording of every refusal of standups, once."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import fit, inert
from bot.shell.cards import Card
from bot.standups.model import (
    EntryGone,
    NoStandup,
    NothingWritten,
    NotUnderstood,
    StandupGone,
    StandupPaused,
    TooMany,
)

ALL = (EntryGone, NoStandup, NothingWritten, NotUnderstood, StandupGone, StandupPaused, TooMany)


def refusal(given: Refusal, lang: Lang) -> Card:
    """The sentence for a refusal: what is so, and what to do."""
    _ = lang.gettext
    match given:
        case NoStandup(organiser=True):
            return Card(_("There is no standup here yet. You can set one up in a minute with /setup."))
        case NoStandup():
            return Card(
                _("There is no standup here yet. Somebody who manages the server can set one up with /setup.")
            )
        case StandupPaused(name=name, suspended=True):
            text = _(
                "Discord does not let me post where {name} lives. Somebody who manages the server can give it another "
                "channel in /setup. What you wrote is kept."
            )
            return Card(text.format(name=inert(name)))
        case StandupPaused(name=name):
            text = _("{name} takes a break. Somebody who manages the server can resume it in /setup.")
            return Card(text.format(name=inert(name)))
        case StandupGone():
            return Card(_("This is finished: it was removed meanwhile. /standup shows what there is now."))
        case EntryGone():
            return Card(
                _("This is finished: there is nothing of yours here any more. /mine shows what there is.")
            )
        case NothingWritten():
            return Card(
                _("Every field was empty. One word in any field is enough, or press “A little today”.")
            )
        case TooMany(what="standups", most=most):
            return Card(
                _("A server can have {most} standups. Remove one you no longer need first.").format(most=most)
            )
        case TooMany(what="days_off", most=most):
            return Card(
                _(
                    "A standup can have {most} days off of its own. Remove one that you no longer need."
                ).format(most=most)
            )
        case TooMany(what="days_at_once"):
            return Card(_("Days off are added a month at a time. Add the first month, then the rest."))
        case TooMany(most=most):
            return Card(_("A form has room for {most} questions, and needs one.").format(most=most))
        case NotUnderstood(field=field, typed=typed):
            return Card(_not_understood(field, inert(fit(typed, 100)), lang))
    raise LookupError(type(given).__name__)


def _not_understood(field: str, typed: str, lang: Lang) -> str:
    _ = lang.gettext
    sentences = {
        "time": _("I do not understand the time “{typed}”. Write it like 9:00, 14:30 or 9am."),
        "zone": _(
            "I know no city or time zone “{typed}”. Try a larger city nearby, or a name like Europe/Berlin."
        ),
        "days": _("Choose at least one day."),
        "country": _("I know no country “{typed}”. Try its English name, or its two letters, like DE."),
        "region": _("I know no such region: “{typed}”. Try how it is called there."),
        "day_off": _("I see no day to come in “{typed}”. Write it like 24 Dec, Fri or 24–31 Dec."),
        "last_day_off": _("“{typed}” has no last day. Write the first and the last one, like 24–31 Dec."),
        "name": _("A standup needs a name of at least one letter."),
        "label": _("A question has 1 to 45 characters; this one does not fit: “{typed}”."),
        "kind": _("You listed choices: pick “one of a few choices”, or empty the list."),
        "choices": _("A choice needs 2 to 10 different lines of at most 100 characters each."),
    }
    return sentences[field].format(typed=typed)
