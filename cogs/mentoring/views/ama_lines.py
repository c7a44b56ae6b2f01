"""The lines of inboxes about AMAs: it begins soon, it moved, it does not take place (M8); and what organisers did."""

from __future__ import annotations

from bot.communities.model import AuditLine
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.mentoring.model.asking import Ama, AmaState, Question
from bot.mentoring.service.hosting import SeenAma
from bot.shell.cards import Button
from bot.shell.directory import Line
from bot.shell.markup import stamp
from cogs.mentoring.views.ama_reading import read_button

AUDITS = ("mentoring.ama_moved", "mentoring.ama_stopped")
SHORT = 120  # units of what an AMA is about inside a sentence


def _about(value: Ama) -> str:
    return inert(fit(value.about, SHORT))


def soon_line(seen: SeenAma, lang: Lang) -> Line:
    """The line of an inbox: it begins soon."""
    _ = lang.gettext
    value = seen.ama
    if seen.is_host:
        text = _("You host “{about}” on {when}.")
        button = read_button(value, lang)
    else:
        text = _("“{about}” begins on {when}; what you asked is posted then. {url}")
        button = Button(_("See it"), custom_id("mentoring", "ama", value.id))
    return Line(
        text.format(about=_about(value), when=stamp(value.begins_at, "F"), url=seen.url).strip(), button
    )


def moved_line(seen: SeenAma, lang: Lang) -> Line:
    """The line of an inbox: it moved, or (to its host) does not take place."""
    _ = lang.gettext
    value = seen.ama
    if not value.about:  # it is deleted, its words are kept nowhere
        text = _("What you wanted to host on {when} does not take place: somebody deleted its post.")
        return Line(text.format(when=stamp(value.begins_at, "F")))
    if value.state is AmaState.OFF:
        text = _(
            "“{about}”, which you wanted to host on {when}, does not take place: its post is not in the channel."
        )
        see = Button(_("See it"), custom_id("mentoring", "ama", value.id))
        return Line(text.format(about=_about(value), when=stamp(value.begins_at, "F")), see)
    text = _("Moved: “{about}” begins on {when}. {url}").format(
        about=_about(value), when=stamp(value.begins_at, "F"), url=seen.url
    )
    return Line(text.strip(), Button(_("See it"), custom_id("mentoring", "ama", value.id)))


def off_line(question: Question, lang: Lang, *, left_out: bool = False) -> Line:
    """The line of an inbox: it does not take place or (`left_out`) this is no part of it, and here is their question."""
    _ = lang.gettext
    text = _("An “Ask me anything” does not take place. What you wanted to ask is yours again: “{question}”")
    if left_out:
        text = _(
            "What you wanted to ask in an “Ask me anything” is not part of it, and is yours again: “{question}”"
        )
    words = inert(fit(" ".join(question.question.split()), SHORT))
    button = Button(_("Ask it in the channel"), custom_id("mentoring", "edit_question", question.id))
    return Line(text.format(question=words), button)


def soon_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("Ask me anything")


def moved_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("“Ask me anything” moved")


def off_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("“Ask me anything” called off")


def did(line: AuditLine, lang: Lang) -> str:
    """What an organiser did with somebody's AMA, as it reads behind their name."""
    _ = lang.gettext
    if line.what == "mentoring.ama_moved":
        return _("moved an “Ask me anything”")
    return _("called off or ended an “Ask me anything”")
