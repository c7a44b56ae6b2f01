"""How an answer reads to who asked: the line of an inbox, the card, and what can be done about it (M8, A9)."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import units
from bot.mentoring.model.asking import Question
from bot.mentoring.service.answering import Consent
from bot.mentoring.service.hearing import Given, Heard
from bot.shell.cards import CONTENT, OPTIONS, Button, Card, Option, Row, Select, Style
from bot.shell.markup import person
from cogs.mentoring.views.answers import goal_of, keep_buttons, keep_question, quoted
from cogs.mentoring.views.thanks import thank_button


def answered_line(heard: Heard, name: str, lang: Lang) -> str:
    """The line of an inbox; `name` is what who answered is called there."""
    _ = lang.gettext
    who, goal = person(heard.answer.user_id, name), goal_of(heard.question)
    if heard.url:
        text = _("{name} answered your question “{goal}”: [see it]({url})")
        return text.format(name=who, goal=goal, url=heard.url)
    text = _("{name} answered your question “{goal}”. Only you can read it.")
    if not heard.is_private:
        text = _("{name} answered your question “{goal}”.")
    return text.format(name=who, goal=goal)


def answered_button(answer_id: int, lang: Lang) -> Button:
    """Opens the answer, with what can be done about it."""
    return Button(lang.gettext("Read it"), custom_id("mentoring", "read_answer", answer_id), Style.PRIMARY)


def answered_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("An answer to your question")


def heard_card(heard: Heard, name: str, lang: Lang) -> Card:
    """An answer as who asked reads it; who asked is asked once whether the question may be kept."""
    _ = lang.gettext
    answer, question = heard.answer, heard.question
    lines = [answered_line(heard, name, lang)]
    asks = question.keep is None and answer.keep
    end = keep_question(lang) if asks else ""
    room = CONTENT - units(lines[0]) - units(end) - 3
    lines.append(quoted(answer.text, room))
    rows: list[Row] = [_thanks(heard, lang)]
    if asks:
        lines.append(end)
        rows.append(keep_buttons(question.id, lang))
    rows.append(
        (
            Button(
                _("Nothing more from this person"),
                custom_id("mentoring", "mute_answerer", answer.id, answer.user_id),
            ),
            Button(_("Tell the organisers"), custom_id("mentoring", "report_answerer", answer.id)),
        )
    )
    return Card("\n".join(lines), tuple(rows))


def _thanks(heard: Heard, lang: Lang) -> tuple[Button, ...]:
    _ = lang.gettext
    answer, question = heard.answer, heard.question
    thank = thank_button(lang, answer.user_id, answer.guild_id, first=question.solved_at is not None)
    mine = Button(_("My question"), custom_id("mentoring", "question", question.id))
    if question.solved_at is not None:
        return (thank, mine)
    have = Button(_("I have what I needed"), custom_id("mentoring", "solved", question.id), Style.PRIMARY)
    return (have, thank, mine)


def answers_card(given: Given, lang: Lang) -> Card:
    """The answers to one's own question, to read one, and whether they may be kept."""
    _ = lang.gettext
    question = given.question
    rows: list[Row] = []
    text = _("Nobody has written an answer here so far. Your inbox tells you when somebody does.")
    if given.heard:
        text = _("Choose an answer to “{goal}” to read it.").format(goal=goal_of(question))
        options = tuple(
            Option(" ".join(each.answer.text.split()), str(each.answer.id)) for each in given.heard[-OPTIONS:]
        )
        rows.append(Select(custom_id("mentoring", "read_answer"), _("Answers"), options))
    back = Button(_("Back"), custom_id("mentoring", "question", question.id))
    return Card(f"{text}\n{_kept(given, lang)}", (*rows, (*_kept_buttons(question, lang), back)))


def _kept(given: Given, lang: Lang) -> str:
    _ = lang.gettext
    if given.is_kept:
        return _("The question is in the archive, with those answers whose authors agreed.")
    if given.question.keep:
        return _(
            "You are fine with it in the archive. It is there as soon as somebody who answered agrees too."
        )
    return _("It is not in the archive, where whoever has the same question would find it with its answers.")


def _kept_buttons(question: Question, lang: Lang) -> tuple[Button, ...]:
    _ = lang.gettext
    if question.keep:
        return (Button(_("Take it out of the archive"), custom_id("mentoring", "keep", question.id, "no")),)
    return (Button(_("Keep it in the archive"), custom_id("mentoring", "keep", question.id, "yes")),)


def consent_card(said: Consent, lang: Lang, *, here: bool = True) -> Card:
    """After who asked said whether the question may be kept; `here`: it is read in a server, where the archive is."""
    _ = lang.gettext
    question = said.question
    mine = Button(_("My question"), custom_id("mentoring", "question", question.id))
    if not question.keep:
        text = _("It is not in the archive. Question and answers stay where they are.")
        yes = Button(_("Keep it, after all"), custom_id("mentoring", "keep", question.id, "yes"))
        return Card(text, ((yes, mine),))
    no = Button(_("Take it out again"), custom_id("mentoring", "keep", question.id, "no"))
    if said.is_kept:
        text = _("Kept: it is in the archive, with those answers whose authors agreed.")
        look = Button(_("See it there"), custom_id("mentoring", "entry", question.id), Style.PRIMARY)
        return Card(text, ((look, no, mine),) if here else ((no, mine),))
    text = _("Noted. It is in the archive as soon as there is an answer whose author agrees too.")
    return Card(text, ((no, mine),))
