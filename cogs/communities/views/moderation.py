"""How moderation reads in /setup: words to refuse, and members whose posts are stopped."""

from __future__ import annotations

from bot.communities.model import MOST_WORDS, REFUSED_WORD, AuditLine, Moderation, WordsRefused
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import fit, inert
from bot.shell.cards import Button, Card
from bot.shell.directory import Section
from bot.shell.forms import TEXT, Form, Person, Text
from bot.shell.markup import person

SHOWN = 10  # of the members whose posts are stopped
ALL = (WordsRefused,)


def section(lang: Lang) -> Section:
    """The part of /setup."""
    return Section((), (Button(lang.gettext("Moderation"), custom_id("communities", "moderation")),))


def moderation_card(found: Moderation, lang: Lang, *, done: str = "", undo: Button | None = None) -> Card:
    """What is refused here, and the ways to change it; the words themselves are in the form only."""
    _ = lang.gettext
    lines = [done] if done else []
    lines.append(_("**Moderation**"))
    if found.words:
        lines.append(_("Posts that hold a word of your list are refused; only their author is told."))
    else:
        lines.append(_("No word is refused. You can list some; only an author is told when one is refused."))
    if found.stopped:
        shown = " ".join(person(each) for each in found.stopped[:SHOWN])
        if len(found.stopped) > SHOWN:
            shown += " …"
        lines.append(_("I post nothing for: {members}").format(members=shown))
    if found.erased:
        lines.append(
            _("Also for somebody who has deleted their data since; “Allow somebody again” finds them.")
        )
    people = [Button(_("Stop somebody's posts"), custom_id("communities", "stop"))]
    if found.stopped or found.erased:
        people.append(Button(_("Allow somebody again"), custom_id("communities", "allow")))
    first = (*((undo,) if undo else ()), Button(_("Words to refuse"), custom_id("communities", "words")))
    return Card(
        "\n".join(lines),
        ((*first, *people), (Button(_("Back to setup"), custom_id("communities", "home")),)),
    )


def stopped_card(found: Moderation, user_id: int, lang: Lang) -> Card:
    """After stopping somebody, with its undo."""
    _ = lang.gettext
    done = _(
        "I post nothing for {member} here any more. What is posted stays, and stays theirs; they read why when they try."
    )
    undo = Button(_("Undo"), custom_id("communities", "allow_one", user_id))
    return moderation_card(found, lang, done=done.format(member=person(user_id)), undo=undo)


def allowed_card(found: Moderation, user_id: int, lang: Lang) -> Card:
    """After allowing somebody again, with its undo."""
    done = lang.gettext("I post for {member} again.").format(member=person(user_id))
    undo = Button(lang.gettext("Undo"), custom_id("communities", "stop_one", user_id))
    return moderation_card(found, lang, done=done, undo=undo)


def words_form(words: tuple[str, ...], lang: Lang) -> Form:
    """The list, one a line."""
    _ = lang.gettext
    note = _("One a line; whole words, upper or lower case. Empty: none.")
    field = Text("words", _("Words to refuse"), note, value="\n".join(words), long=True, most=TEXT)
    return Form(custom_id("communities", "words_given"), _("Words to refuse"), (field,))


def stop_form(lang: Lang) -> Form:
    """Whose posts to stop."""
    _ = lang.gettext
    field = Person("member", _("Member"), _("What they posted stays. They can still write for themselves."))
    return Form(custom_id("communities", "stopped"), _("Stop somebody's posts"), (field,))


def allow_form(lang: Lang) -> Form:
    """Whom to allow again."""
    _ = lang.gettext
    return Form(
        custom_id("communities", "allowed"), _("Allow somebody again"), (Person("member", _("Member")),)
    )


def moderation_refusal(given: Refusal, lang: Lang) -> Card:
    """A list of words that cannot be kept."""
    _ = lang.gettext
    assert isinstance(given, WordsRefused)
    if given.typed:
        text = _(
            "“{typed}” is too long for this list: a line holds a word or a few, at most {most} characters."
        )
        return Card(text.format(typed=inert(fit(given.typed, 100)), most=REFUSED_WORD))
    return Card(_("The list has room for {most} lines.").format(most=MOST_WORDS))


def words_changed(line: AuditLine, lang: Lang) -> str:
    """For the record of changes."""
    return lang.gettext("changed the words to refuse")


def member_stopped(line: AuditLine, lang: Lang) -> str:
    """For the record of changes; whose posts is not kept there."""
    return lang.gettext("stopped somebody's posts")


def member_allowed(line: AuditLine, lang: Lang) -> str:
    """For the record of changes."""
    return lang.gettext("allowed somebody's posts again")
