"""How what was asked in an AMA looks to its host before it begins, and what they can do about it (M8, A9)."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.mentoring.model.asking import Ama, Question
from bot.mentoring.service.collecting import ReadAma
from bot.shell.cards import OPTION_TEXT, Button, Card, Option, Row, Select, Style


def read_button(value: Ama, lang: Lang, *, first: bool = False) -> Button:
    """Shows its host what was asked."""
    style = Style.PRIMARY if first else Style.SECONDARY
    return Button(lang.gettext("Read what was asked"), custom_id("mentoring", "read_ama", value.id), style)


def read_card(read: ReadAma, chosen: Question | None, lang: Lang) -> Card:
    """What was asked, for its host; `chosen` in full."""
    _ = lang.gettext
    back = Button(_("Back"), custom_id("mentoring", "ama", read.ama.id))
    if not read.questions and chosen is None:
        text = _(
            "Nothing waits here. When it begins, all that was asked is in the thread, each with “Answer” below it."
        )
        return Card(text, ((back,),))
    text = _(
        "What was asked, so that you can think about it. When it begins, each is in the thread, with “Answer” below it."
    )
    if chosen is not None:
        text = "\n".join(f"> {each}" for each in inert(chosen.question).splitlines())
    rows: list[Row] = []
    if read.questions:
        options = tuple(
            Option(fit(" ".join(each.question.split()), OPTION_TEXT), str(each.id)) for each in read.questions
        )
        rows.append(Select(custom_id("mentoring", "read_ama", read.ama.id, "one"), _("Read one"), options))
    if chosen is not None:
        rows.append(guard_buttons(read.ama, chosen, lang))
    if read.more:
        older = custom_id("mentoring", "read_ama", read.ama.id, read.questions[-1].id)
        rows.append((Button(_("More"), older), back))
    else:
        rows.append((back,))
    return Card(text, tuple(rows))


def guard_buttons(value: Ama, asked: Question, lang: Lang) -> tuple[Button, ...]:
    """What its host can do about a question, and about who asked it."""
    _ = lang.gettext
    return (
        Button(_("Leave it out"), custom_id("mentoring", "leave_out_asked", value.id, asked.id)),
        Button(
            _("Nothing more from this person"),
            custom_id("mentoring", "mute_in_ama", value.id, asked.user_id),
        ),
        Button(_("Tell the organisers"), custom_id("mentoring", "report_in_ama", value.id, asked.id)),
    )


def left_out_card(value: Ama, lang: Lang) -> Card:
    """After "Leave it out"."""
    text = lang.gettext(
        "It is left out, and is theirs again who asked: a line in their inbox says so, without a reason."
    )
    return Card(text, ((read_button(value, lang),),))


def muted_card(value: Ama, lang: Lang) -> Card:
    """After "Nothing more from this person"."""
    text = lang.gettext(
        "Nothing more reaches you from this person, and they are not told. What they asked here is left out when it begins. "
        "/mine → Helping others undoes it."
    )
    return Card(text, ((read_button(value, lang),),))
