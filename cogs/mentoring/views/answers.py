"""How answers look: the public post, the form, and what its author sees and can do (M8)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import inert, inert_parts, units
from bot.deliveries.model import Delivery, State
from bot.mentoring.model.asking import ANSWER_MOST, Answer, Question, QuestionState
from bot.mentoring.service.answering import Answered, AnswerPost, OwnAnswer, ToAnswer
from bot.shell.cards import CONTENT, Button, Card, Option, Row, Select, Style
from bot.shell.directory import Line
from bot.shell.forms import Choice, Form, Text
from bot.shell.gone import still_there, with_words
from bot.shell.markup import person
from bot.shell.reasons import why
from bot.shell.titles import written

TEXT, KEEP, YES, NO = "answer", "keep", "yes", "no"
GOAL = 120  # units of a question's goal in a sentence


def post_of_answer(post: AnswerPost, lang: Lang) -> Card:
    """The message of an answer, in the thread of its question; it pings nobody."""
    _ = lang.gettext
    answer = post.answer
    heading = _("{author} answers:").format(author=person(answer.user_id))
    text = shown(answer.text, CONTENT - units(heading) - 1)
    thank = Button(_("Say thanks"), custom_id("mentoring", "thank_answer", answer.id))
    return Card(f"{heading}\n{text}", ((thank,),))


def shown(text: str, room: int) -> str:
    """A member's words as others read them; with a sign where they are cut, for they fit nearly always."""
    made = inert(text)
    if units(made) <= room:
        return made
    return next(iter(inert_parts(text, room - 2)), "") + " …"


def quoted(text: str, room: int) -> str:
    """The same as a quote."""
    return "\n".join(
        f"> {line}" for line in shown(text, max(1, room - 2 * text.count("\n") - 2)).splitlines()
    )


def goal_of(question: Question, room: int = GOAL) -> str:
    """What a question is about, inside a sentence."""
    return written(title_of(question), room)


def title_of(question: Question) -> str:
    """The same as it was typed, on one line; what was asked in an AMA has no goal."""
    return " ".join((question.goal or question.question).split())


def answer_form(asked: ToAnswer, lang: Lang) -> Form:
    """The form of a new answer."""
    id_ = asked.question.id
    return Form(
        custom_id("mentoring", "answered", id_),
        lang.gettext("Answer"),
        _fields("", asked.keep, asked.question.state is QuestionState.SENT, lang),
        custom_id("mentoring", "answer", id_),
    )


def edit_form(own: OwnAnswer, lang: Lang) -> Form:
    """The form of an answer's words."""
    id_ = own.answer.id
    return Form(
        custom_id("mentoring", "answer_edited", id_),
        lang.gettext("Edit"),
        _fields(own.answer.text, own.answer.keep, own.is_private, lang),
        custom_id("mentoring", "edit_answer", id_),
    )


def _fields(text: str, keep: bool, private: bool, lang: Lang) -> tuple[Text, Choice]:
    _ = lang.gettext
    note = _("A hint, a link or the next step is a full answer.")
    if private:
        note = _("Only who asked reads it. A hint or the next step is a full answer.")
    options = (Option(_("Yes"), YES, chosen=keep), Option(_("No"), NO, chosen=not keep))
    return (
        Text(TEXT, _("Your answer"), note=note, value=text, long=True, required=True, most=ANSWER_MOST),
        Choice(
            KEEP,
            _("May it be kept in the archive?"),
            options,
            note=_("With your name, if who asked agrees too. You can change it at any time."),
        ),
    )


def answered_cards(given: Answered, post: Delivery | None, name: str, lang: Lang) -> list[Card]:
    """After an answer was sent; `name` is what who asked is called where a mention may not say it.

    Who answers themselves is asked here whether the question may be kept.
    """
    _ = lang.gettext
    question, answer = given.question, given.answer
    if question.state is QuestionState.SENT:
        text = _("{name} finds your answer in their inbox. Nobody else reads it.")
        text = text.format(name=person(question.user_id, name))
    else:
        text = standing(post, lang)
    own = OwnAnswer(answer, question, post)
    first = Card(text, own_buttons(own, lang))
    asks = question.user_id == answer.user_id and question.keep is None and answer.keep
    return [first, Card(keep_question(lang), (keep_buttons(question.id, lang),))] if asks else [first]


def keep_question(lang: Lang) -> str:
    """What who asked is asked once."""
    return lang.gettext(
        "Keep the question with its answers in the archive, with your name? Whoever has the same question here finds it. You can "
        "change it at any time."
    )


def keep_buttons(question_id: int, lang: Lang) -> tuple[Button, ...]:
    """Yes and no to that."""
    _ = lang.gettext
    return (
        Button(_("Yes, keep it"), custom_id("mentoring", "keep", question_id, YES)),
        Button(_("No"), custom_id("mentoring", "keep", question_id, NO)),
    )


def standing(post: Delivery | None, lang: Lang) -> str:
    """Where an answer that everybody reads is."""
    _ = lang.gettext
    if post is None or post.state is State.DROPPED:
        return _("Your answer could not be posted. Only who asked can read it.")
    if post.state is State.SENT and not post.dirty:
        return _("Your answer is in the thread of the question: [see it]({url}).").format(url=post.url)
    if post.is_refused:
        text = _("Saved, but Discord does not let me show it as it is now ({reason}). I keep trying.")
        return text.format(reason=why(post, lang))
    return _("Saved. The thread of the question shows it shortly.")


def own_card(own: OwnAnswer, lang: Lang, intro: str = "") -> Card:
    """One's own answer as it stands, with all its buttons; `intro` in place of where it is."""
    _ = lang.gettext
    where = intro
    if not where and own.is_private:
        where = _("Only who asked reads this answer of yours.")
    elif not where and own.question is None:
        url = own.post.url if own.post is not None else ""
        where = _("The question was deleted; your answer still stands here: [see it]({url}).").format(url=url)
        if not url:
            where = _("Your answer could not be posted. It is kept for you alone.")
    where = where or standing(own.post, lang)
    lines = [where]
    if own.question is not None:
        lines.append(_("It answers “{goal}”.").format(goal=goal_of(own.question)))
        lines.append(_kept(own, lang))
    around = "\n".join(lines)
    return Card(f"{around}\n{quoted(own.answer.text, CONTENT - units(around) - 1)}", own_buttons(own, lang))


def _kept(own: OwnAnswer, lang: Lang) -> str:
    _ = lang.gettext
    if own.answer.keep:
        return _("It may be kept in the archive, as far as who asked agrees.")
    return _("It is not kept in the archive.")


def own_buttons(own: OwnAnswer, lang: Lang) -> tuple[Row, ...]:
    """What its author can do with an answer, as it stands."""
    _ = lang.gettext
    id_ = own.answer.id
    first: list[Button] = []
    stands = own.post is not None and own.post.state is not State.DROPPED
    unposted = not stands and own.question is not None and own.question.state is QuestionState.POSTED
    first.append(Button(_("Edit"), custom_id("mentoring", "edit_answer", id_)))
    if unposted:  # or never to be: then it is for its author to say
        first.append(Button(_("Post it"), custom_id("mentoring", "post_answer", id_)))
    if own.question is not None and (own.answer.keep or not unposted):
        label, said = (
            (_("Take it out of the archive"), NO) if own.answer.keep else (_("Keep it in the archive"), YES)
        )
        first.append(Button(label, custom_id("mentoring", "keep_answer", id_, said)))
    first.append(Button(_("Delete"), custom_id("mentoring", "delete_answer", id_), Style.DANGER))
    return (tuple(first),)


def changed_card(own: OwnAnswer, post: Delivery | None, lang: Lang) -> Card:
    """After an answer's words were changed."""
    _ = lang.gettext
    text = _("Changed. Who asked reads it as it is now.") if own.is_private else standing(post, lang)
    return Card(text, own_buttons(OwnAnswer(own.answer, own.question, post), lang))


def kept_card(own: OwnAnswer, lang: Lang) -> Card:
    """After its author said whether it may be kept."""
    _ = lang.gettext
    if own.answer.keep:
        text = _(
            "It may be kept in the archive, with your name, as soon as who asked agrees too. You can take that back at any time."
        )
    else:
        text = _("It is not in the archive. The answer itself stays where it is.")
    return Card(text, own_buttons(own, lang))


def deleted_cards(answer: Answer, left: Sequence[Delivery], lang: Lang) -> list[Card]:
    """After an answer was deleted: what is gone, what Discord would not delete, the words once more."""
    _ = lang.gettext
    intro = _("Deleted: your answer is gone from where it stood, from the archive and from all I had stored.")
    if left:
        intro = _("Deleted from what I store.") + " " + still_there(left, lang)
    return with_words(intro, inert(answer.text), lang)


def deleted_meanwhile(answer: Answer, lang: Lang) -> list[Card]:
    """An answer that turned out to be deleted by hand: its words once, nothing stored."""
    intro = lang.gettext("Your answer was deleted in Discord, so I have deleted it here too.")
    return with_words(intro, inert(answer.text), lang)


def not_posted_line(answer: Answer, lang: Lang) -> Line:
    """The line of an inbox: what waited to be posted could not be."""
    _ = lang.gettext
    text = _("Your answer “{answer}” could not be posted. It is kept: you can post it again or delete it.")
    button = Button(_("My answer"), custom_id("mentoring", "answer_of", answer.id), Style.PRIMARY)
    return Line(text.format(answer=written(" ".join(answer.text.split()), GOAL)), button)


def not_posted_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("Not posted")


def list_card(own: Sequence[OwnAnswer], lang: Lang) -> Card:
    """One's own answers, to open one."""
    _ = lang.gettext
    back = (Button(_("Back"), custom_id("mentoring", "archive")),)
    if not own:
        return Card(_("You have not answered a question here so far. A hint is a full answer."), (back,))
    options = tuple(
        Option(
            " ".join(each.answer.text.split()),
            str(each.answer.id),
            title_of(each.question) if each.question else "",
        )
        for each in own
    )
    select = Select(custom_id("mentoring", "answer_of"), _("Your answers"), options)
    return Card(_("What you answered, the newest first. Choose one to change or delete it."), (select, back))
