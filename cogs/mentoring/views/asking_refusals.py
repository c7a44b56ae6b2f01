"""The wording of what is refused about questions and answers: what is so, and what can be done."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import inert
from bot.mentoring.model import refusals
from bot.mentoring.model.asking import MOST_UNITS
from bot.shell.cards import Card
from bot.shell.refused import link_text, secret_text
from cogs.mentoring.views import ways

ALL: tuple[type[Refusal], ...] = (
    refusals.QuestionTooLong,
    refusals.PartMissing,
    refusals.WordsRefused,
    refusals.LinkRefused,
    refusals.QuestionGone,
    refusals.AnswerGone,
    refusals.TimedOut,
)


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    _ = lang.gettext
    match given:
        case refusals.QuestionTooLong(over=over):
            text = lang.ngettext(
                "That is {over} character more than the {most} that one question takes. Often part of an error, or a longer way "
                "of saying what you tried, can go.",
                "That is {over} characters more than the {most} that one question takes. Often part of an error, or a longer way "
                "of saying what you tried, can go.",
                over,
            )
            return Card(text.format(over=over, most=MOST_UNITS))
        case refusals.PartMissing(part=part):
            return Card(_missing(part, lang))
        case refusals.WordsRefused():
            return Card(_words(given, lang))
        case refusals.LinkRefused(why=why):
            return Card(link_text(why, lang))
        case refusals.QuestionGone():
            text = _("This question is not there any more: it was taken back or deleted.")
            return Card(text, ((ways.my_questions(lang),),))
        case refusals.AnswerGone():
            return Card(_("This answer is not there any more: it was taken back or deleted."))
        case refusals.TimedOut():
            return Card(
                _(
                    "You have a time-out here, so nothing was sent. Nothing is lost: your words are kept, for you alone."
                )
            )
    raise LookupError(type(given).__name__)


def _missing(part: str, lang: Lang) -> str:
    _ = lang.gettext
    sentences = {
        "goal": _("What you would like to do is missing. A few words are enough."),
        "tried": _(
            "What you tried is missing. It helps others to start where you are; “I do not know where to begin” is fine."
        ),
        "question": _("Your question itself is missing. One sentence is enough."),
        "answer": _("There is nothing in your answer yet. One sentence is enough."),
        "about": _("What it is about is missing. A few words are enough."),
        "need": _("What is needed is missing. One sentence is enough."),
        "thanks": _("What you thank them for is missing. One sentence is enough."),
        "name": _("Whom you thank is missing. A name is enough."),
    }
    return sentences[part]


def _words(given: refusals.WordsRefused, lang: Lang) -> str:
    _ = lang.gettext
    if given.why == "secret":
        return secret_text(given.what, lang)
    if given.why == "word":
        text = _("This server's organisers do not want this word here: “{word}”. Nothing was posted.")
        return text.format(word=inert(given.what))
    return _(
        "The organisers have stopped your posts here, so nothing was posted. They can tell you why, and allow your posts "
        "again in /setup."
    )
