"""What who leads a discussion and organisers see in private: who comes, questions to begin with, moving, cancelling (P10)."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import units
from bot.core.zones import city_of
from bot.papers.model.groups import Phase
from bot.papers.service.leading import Led
from bot.papers.service.sessions import Changed, Session
from bot.shell.cards import Button, Card, Style
from bot.shell.forms import Form, Text
from bot.shell.markup import person, stamp

NAMES = 1000  # units of the names of who comes
DAY, TIME = "day", "time"
MOST = 60


def offered_card(session: Session, lang: Lang) -> Card:
    """After "I can lead"."""
    _ = lang.gettext
    value = session.round
    back = Button(_("I'd rather not lead"), custom_id("papers", "step_back", value.id))
    if value.leader_id == session.part.user_id:
        text = _("Thank you, you lead; the card says so. “What helps” has questions to begin with.")
        first = Button(_("What helps"), custom_id("papers", "who_comes", value.id), Style.PRIMARY)
        return Card(text, ((first, back),))
    if value.phase is Phase.LEADING and value.due_at is not None:
        text = _(
            "Thank you! It is settled on {when}: of all who offered, whoever has not led for longest does. Your inbox tells you "
            "if it is you. You are on the list of those coming."
        ).format(when=stamp(value.due_at, "F"))
    else:
        text = _(
            "Thank you! Somebody leads already, as the card says; if they cannot after all, you may be next. You are on the list "
            "of those coming."
        )
    return Card(text, ((back,),))


def stepped_back_card(session: Session, lang: Lang) -> Card:
    """After "I'd rather not lead"; nobody is told who it was."""
    _ = lang.gettext
    value = session.round
    text = _("That is fine. Somebody else may lead, or you all just talk.")
    if session.part.comes:
        text += " " + _("You are still on the list of those coming.")
    again = Button(_("I can lead"), custom_id("papers", "lead", value.id))
    off = Button(_("Not coming after all"), custom_id("papers", "not_coming", value.id))
    return Card(text, ((again, off) if session.part.comes else (again,),))


def led_card(led: Led, here: bool, lang: Lang) -> Card:
    """Who comes, by name and in no order that means anything, and three questions; `here`: it is read in the server itself.

    Elsewhere a mention may be a number.
    """
    _ = lang.gettext
    value = led.session.round
    lines = [_("The session on {when}.").format(when=stamp(value.meets_at, "F"))]
    if here:
        lines.append(_names(led, lang))
    else:
        lines.append(_("In the server, “Move or cancel” below the card shows who comes."))
    lines.append(
        _("To begin with: What is its essence? Could it help one of us? What is the smallest thing to try?")
    )
    row = [
        Button(_("Move"), custom_id("papers", "move", value.id), Style.PRIMARY),
        Button(_("Cancel the session"), custom_id("papers", "cancel", value.id), Style.DANGER),
    ]
    if led.leads:
        row.append(Button(_("I'd rather not lead"), custom_id("papers", "step_back", value.id)))
    return Card("\n".join(lines), (tuple(row),))


def _names(led: Led, lang: Lang) -> str:
    _ = lang.gettext
    if not led.comers:
        return _("Nobody is on the list yet; people also come without it.")
    shown: list[str] = []
    for each in led.comers:
        if units(" ".join([*shown, person(each)])) > NAMES:
            shown.append("…")
            break
        shown.append(person(each))
    return _("On the list: {people}").format(people=" ".join(shown))


def move_form(session: Session, lang: Lang) -> Form:
    """The form of another day and time, showing those of now."""
    _ = lang.gettext
    value = session.round
    local = value.meets_at.astimezone(ZoneInfo(session.zone))
    place = _("Time of {city}").format(city=city_of(session.zone))
    fields = (
        Text(
            DAY, _("Day"), "", _("Fri · 12 Oct · 2026-10-12"), f"{local:%Y-%m-%d}", required=True, most=MOST
        ),
        Text(TIME, _("Time"), place, _("18:00 · 6 pm"), lang.time(local.time()), required=True, most=MOST),
    )
    opener = custom_id("papers", "move", value.id)
    return Form(custom_id("papers", "moved", value.id), _("When do you meet?"), fields, opener)


def moved_card(changed: Changed, lang: Lang) -> Card:
    """After the form of another time."""
    _ = lang.gettext
    value = changed.session.round
    when = stamp(value.meets_at, "F")
    if changed.same:
        text = _("You meet on {when} already; nothing was changed.")
    else:
        text = _(
            "Moved: you meet on {when}. The card follows; the thread and everybody on the list are told."
        )
    again = Button(_("Move again"), custom_id("papers", "move", value.id))
    return Card(text.format(when=when), ((again,),))


def confirm_card(session: Session, lang: Lang) -> Card:
    """Before a session is cancelled, which cannot be undone."""
    _ = lang.gettext
    value = session.round
    text = _(
        "Cancel the session on {when}? Everybody on the list is told, and the paper comes back as a nomination. This cannot be "
        "undone; moving it can."
    )
    row = (
        Button(_("Move it instead"), custom_id("papers", "move", value.id), Style.PRIMARY),
        Button(_("Cancel the session"), custom_id("papers", "cancelled", value.id), Style.DANGER),
    )
    return Card(text.format(when=stamp(value.meets_at, "F")), (row,))


def cancelled_card(changed: Changed, lang: Lang) -> Card:
    """After a session was cancelled."""
    _ = lang.gettext
    text = _("Cancelled. The card says so; the thread and everybody on the list are told.")
    if changed.back:
        text += " " + _("The paper is nominated for the next round.")
    return Card(text)
