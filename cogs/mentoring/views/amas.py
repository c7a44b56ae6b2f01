"""How an AMA looks: its post, its forms, what who asks and who hosts it can do (M8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.core.zones import city_of
from bot.mentoring.model.asking import ABOUT, AMA_FOR, AMA_HOURS, ASKED_HOSTS, Ama, AmaState
from bot.mentoring.service.amas import AmaPost, AskedAma
from bot.mentoring.service.hosting import STILL, SeenAma
from bot.shell.cards import OPTION_TEXT, Button, Card, Option, Row, Select, Style
from bot.shell.forms import Choice, Form, Text
from bot.shell.markup import person, stamp
from cogs.mentoring.views.ama_reading import read_button

ABOUT_KEY, DAY, TIME, LASTS, WORDS = "about", "day", "time", "lasts", "words"
THREAD_NAME = 90
TYPED = 60


def amas_card(coming: Sequence[Ama], hosted: Sequence[Ama], zone: str, lang: Lang) -> Card:
    """Those to come, to choose one, and hosting one's own; `hosted` are one's own that are over.

    `zone`: in which a select says when they begin.
    """
    _ = lang.gettext
    text = _(
        "**Ask me anything**: somebody takes an hour or two to answer what others ask. Questions are collected before; then they "
        "are answered in a thread. You need not be an expert to host one: a step ahead of others is enough."
    )
    if not coming:
        text += "\n" + _("None is planned at present.")
    rows: list[Row] = []
    if coming:
        rows.append(Select(custom_id("mentoring", "ama"), _("Choose one"), _options(coming, zone, lang)))
    if hosted:
        theirs = custom_id("mentoring", "ama", "mine")
        rows.append(Select(theirs, _("What you hosted"), _options(hosted, zone, lang)))
    style = Style.SECONDARY if coming else Style.PRIMARY
    host = Button(_("Host one"), custom_id("mentoring", "plan_ama"), style)
    rows.append((host, Button(_("Back"), custom_id("mentoring", "ask"))))
    return Card(text, tuple(rows))


def _options(shown: Sequence[Ama], zone: str, lang: Lang) -> tuple[Option, ...]:
    return tuple(Option(fit(each.about, OPTION_TEXT), str(each.id), _day(each, zone, lang)) for each in shown)


def _day(value: Ama, zone: str, lang: Lang) -> str:
    local = value.begins_at.astimezone(ZoneInfo(zone))
    text = lang.gettext("{day}, {time} ({city})")
    return text.format(day=lang.short_date(local.date()), time=lang.time(local.time()), city=city_of(zone))


def plan_form(zone: str, lang: Lang) -> Form:
    """What it is about, when, and for how long."""
    _ = lang.gettext
    note = _("A topic, or what you have done. Whoever reads it should know what to ask.")
    options = tuple(Option(_long(hours, lang), str(hours), chosen=hours == AMA_FOR) for hours in AMA_HOURS)
    return Form(
        custom_id("mentoring", "planned_ama"),
        _("Host an “Ask me anything”"),
        (
            Text(ABOUT_KEY, _("What can people ask you about?"), note=note, required=True, most=ABOUT),
            *_when(zone, lang),
            Choice(LASTS, _("How long do you answer?"), options, required=True),
        ),
        custom_id("mentoring", "plan_ama"),
    )


def move_form(seen: SeenAma, zone: str, lang: Lang) -> Form:
    """Another time."""
    ama_id = seen.ama.id
    local = seen.ama.begins_at.astimezone(ZoneInfo(zone))
    return Form(
        custom_id("mentoring", "moved_ama", ama_id),
        lang.gettext("Another time"),
        _when(zone, lang, f"{local:%Y-%m-%d}", f"{local:%H:%M}"),
        custom_id("mentoring", "move_ama", ama_id),
    )


def _when(zone: str, lang: Lang, day: str = "", time: str = "") -> tuple[Text, Text]:
    _ = lang.gettext
    note = _("In your time zone: {city}. /mine → Settings changes it.").format(city=city_of(zone))
    return (
        Text(DAY, _("Which day"), placeholder=_("12 May, or Friday"), value=day, required=True, most=TYPED),
        Text(TIME, _("What time"), note=note, placeholder="18:00", value=time, required=True, most=TYPED),
    )


def _long(hours: int, lang: Lang) -> str:
    _ = lang.gettext
    return {1: _("an hour"), 2: _("two hours"), 3: _("three hours")}.get(hours, _("a day"))


def thread_name(post: AmaPost, lang: Lang) -> str:
    """What its thread is called."""
    about = fit(" ".join(post.ama.about.split()), THREAD_NAME - 25)
    return lang.gettext("Ask me anything: {about}").format(about=about)


def post_of_ama(post: AmaPost, lang: Lang) -> Card:
    """An AMA as everybody sees it."""
    _ = lang.gettext
    value = post.ama
    head = _("**Ask me anything** · {person}").format(person=person(value.host_id))
    lines = [head, f"> {inert(value.about)}", _standing(value, lang)]
    more = Button(_("More"), custom_id("mentoring", "ama", value.id))
    if value.state in STILL:
        return Card("\n".join(lines), ((ask_button(value, lang), more),))
    return Card("\n".join(lines), ((more,),))


def _standing(value: Ama, lang: Lang) -> str:
    _ = lang.gettext
    when, relative = stamp(value.begins_at, "F"), stamp(value.begins_at, "R")
    match value.state:
        case AmaState.PLANNED:
            hours = (value.ends_at - value.begins_at) // timedelta(hours=1)
            text = _(
                "On {when} ({relative}), for {long}, in the thread of this message. Ask now: until then only {person} reads it."
            )
            long = _long(hours, lang)
            return text.format(when=when, relative=relative, long=long, person=person(value.host_id))
        case AmaState.OPEN:
            text = _(
                "It runs until {until}, in the thread of this message. Ask yours; any question is welcome."
            )
            return text.format(until=stamp(value.ends_at, "f"))
        case AmaState.OFF:
            return _("This does not take place. Whoever asked something has their question back.")
    text = _(
        "This is over. Thank you, {person}, and thank you to all who asked! The answers stay in the thread."
    )
    return text.format(person=person(value.host_id))


def ask_button(value: Ama, lang: Lang, *, first: bool = True) -> Button:
    """Opens the form of a question."""
    style = Style.PRIMARY if first else Style.SECONDARY
    return Button(lang.gettext("Ask a question"), custom_id("mentoring", "ask_ama", value.id), style)


def ask_form(seen: SeenAma, lang: Lang) -> Form:
    """One question."""
    _ = lang.gettext
    note = _("Until it begins only who hosts it reads this. Then it is posted in the thread, with your name.")
    if seen.ama.state is AmaState.OPEN:
        note = _("It is posted in the thread at once, with your name.")
    field = Text(WORDS, _("Your question"), note=note, long=True, required=True, most=ASKED_HOSTS)
    ids = seen.ama.id
    return Form(
        custom_id("mentoring", "asked_ama", ids),
        _("Ask a question"),
        (field,),
        custom_id("mentoring", "ask_ama", ids),
    )


def asked_card(asked: AskedAma, lang: Lang) -> Card:
    """After a question was asked."""
    _ = lang.gettext
    value, url = asked.seen.ama, asked.seen.url
    if value.state is AmaState.PLANNED:
        text = _(
            "It is with {person}, and is posted in the thread when it begins, on {when}. A day before, a line waits in your "
            "inbox."
        )
        text = text.format(person=person(value.host_id), when=stamp(value.begins_at, "F"))
    else:
        text = _("It is in the thread. When it is answered, your inbox says so.")
    lines = [text, *([_("Where: {url}").format(url=url)] if url else [])]
    back = Button(_("Take it back"), custom_id("mentoring", "delete_question", asked.question.id))
    return Card("\n".join(lines), ((ask_button(value, lang, first=False), back),))


def ama_card(seen: SeenAma, lang: Lang, name: str = "", *, organiser: bool = False) -> Card:
    """An AMA in private. `name` is what its host is called, where a mention may not say it; `organiser` may change it, too."""
    _ = lang.gettext
    value = seen.ama
    who = (
        _("You host it.")
        if seen.is_host
        else _("{person} answers.").format(person=person(value.host_id, name))
    )
    lines = [f"> {inert(value.about)}", who, _time_of(value, lang)]
    lines += [_("Where: {url}").format(url=seen.url)] if seen.url else []
    buttons: list[Button] = []
    if value.state in STILL:
        buttons.append(read_button(value, lang, first=True) if seen.is_host else ask_button(value, lang))
    if value.state is AmaState.PLANNED and (seen.is_host or organiser):
        buttons.append(Button(_("Another time"), custom_id("mentoring", "move_ama", value.id)))
    if value.state in STILL and (seen.is_host or organiser):
        label = _("Call it off") if value.state is AmaState.PLANNED else _("End it now")
        buttons.append(Button(label, custom_id("mentoring", "cancel_ama", value.id)))
    if seen.is_host:
        buttons.append(delete_button(value, lang))
    return Card("\n".join(lines), (tuple(buttons),) if buttons else ())


def delete_button(value: Ama, lang: Lang) -> Button:
    """Deletes it, for its host."""
    return Button(lang.gettext("Delete"), custom_id("mentoring", "delete_ama", value.id))


def _time_of(value: Ama, lang: Lang) -> str:
    _ = lang.gettext
    match value.state:
        case AmaState.PLANNED:
            text = _("It begins on {when} ({relative}). Until then questions are collected.")
            return text.format(when=stamp(value.begins_at, "F"), relative=stamp(value.begins_at, "R"))
        case AmaState.OPEN:
            return _("It runs until {until}.").format(until=stamp(value.ends_at, "f"))
        case AmaState.OFF:
            return _("It does not take place.")
    return _("It is over. What is still open in its thread can be answered all the same.")


def planned_card(seen: SeenAma, lang: Lang) -> Card:
    """After one was planned or moved."""
    _ = lang.gettext
    text = _(
        "You host it on {when}. Its post in the channel collects questions; until then only you read them. A day before, a line "
        "waits in your inbox."
    )
    lines = [text.format(when=stamp(seen.ama.begins_at, "F"))]
    lines += [_("Where: {url}").format(url=seen.url)] if seen.url else []
    row = (
        read_button(seen.ama, lang),
        Button(_("Another time"), custom_id("mentoring", "move_ama", seen.ama.id)),
        Button(_("Call it off"), custom_id("mentoring", "cancel_ama", seen.ama.id)),
    )
    return Card("\n".join(lines), (row,))


def moved_card(seen: SeenAma, lang: Lang) -> Card:
    """After an organiser moved somebody's."""
    text = lang.gettext(
        "It begins on {when} now. Who hosts it and who asked something find a line in their inbox."
    )
    return Card(text.format(when=stamp(seen.ama.begins_at, "F")))


def confirm_card(seen: SeenAma, lang: Lang) -> Card:
    """Before it is called off or ended."""
    _ = lang.gettext
    value = seen.ama
    keep = Button(_("Keep it"), custom_id("mentoring", "ama", value.id))
    if value.state is AmaState.OPEN:
        text = _("End it now? What is open in the thread can be answered all the same.")
        return Card(
            text, ((Button(_("End it now"), custom_id("mentoring", "cancelled_ama", value.id)), keep),)
        )
    text = _(
        "Call it off? Whoever asked something is told, and has their question back. It cannot be undone; you can host another."
    )
    off = Button(_("Call it off"), custom_id("mentoring", "cancelled_ama", value.id), Style.DANGER)
    return Card(text, ((off, keep),))


def cancelled_card(value: Ama, lang: Lang, *, own: bool = False) -> Card:
    """After it was called off or ended; `value` is as it was before. `own`: by its host."""
    _ = lang.gettext
    rows = ((delete_button(value, lang),),) if own else ()
    if value.state is AmaState.OPEN:
        text = _("It is over; its post says so, with thanks. What is open can be answered all the same.")
        return Card(text, rows)
    text = _("It is called off, and its post says so. Whoever asked something has their question back.")
    return Card(text, rows)


def confirm_delete_card(seen: SeenAma, lang: Lang) -> Card:
    """Before one that is planned or runs is deleted: others' questions are in it."""
    _ = lang.gettext
    value = seen.ama
    text = _("Delete it? Its post goes. Questions and answers in its thread stay with who wrote them.")
    if value.state is AmaState.PLANNED:
        text = _(
            "Delete it? It does not take place then, and its post goes. Whoever asked something is told, and has their question "
            "back."
        )
    delete = Button(_("Delete"), custom_id("mentoring", "deleted_ama", value.id), Style.DANGER)
    keep = Button(_("Keep it"), custom_id("mentoring", "ama", value.id))
    return Card(text, ((delete, keep),))
