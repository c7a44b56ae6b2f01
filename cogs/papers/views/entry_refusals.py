"""The wording of what is refused about what members write about papers: what is so, and what can be done."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import inert
from bot.papers.model import refusals
from bot.papers.model.values import EntryKind
from bot.shell.cards import Button, Card, Style
from bot.shell.markup import channel
from bot.shell.refused import link_text, secret_text

ALL: tuple[type[Refusal], ...] = (
    refusals.EntryGone,
    refusals.NothingWritten,
    refusals.BadPaperLink,
    refusals.WordsTooLong,
    refusals.WordsRefused,
    refusals.MayNotWrite,
)


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    _ = lang.gettext
    match given:
        case refusals.EntryGone(theirs=True):
            return Card(_("It is not there any more: its author took it back or deleted it."))
        case refusals.EntryGone():
            return Card(_("This is finished: it is not there any more. /mine shows what is yours."))
        case refusals.NothingWritten(kind=kind):
            return Card(_nothing(kind, lang))
        case refusals.BadPaperLink(reason=reason):
            return Card(link_text(reason, lang))
        case refusals.WordsTooLong():
            return Card(
                _(
                    "Together this does not fit into one message of Discord. A few words less, or fewer special signs, and it "
                    "does."
                )
            )
        case refusals.WordsRefused():
            return _words(given, lang)
        case refusals.MayNotWrite(channel_id=channel_id, entry_id=entry_id):
            text = _(
                "You may not write in {channel} just now: the channel is closed to you, or you have a time-out. Nothing was "
                "posted. A moderator can tell you more."
            )
            return kept_for_later(Card(text.format(channel=channel(channel_id))), entry_id, lang)
    raise LookupError(type(given).__name__)


def kept_for_later(card: Card, entry_id: int, lang: Lang) -> Card:
    """A refusal that says "not now": with where the words are kept, if they are, and another try."""
    _ = lang.gettext
    if not entry_id:
        return card
    again = Button(_("Try again"), custom_id("papers", "post", entry_id))
    return Card(_kept(card.text, lang), ((again, _see(entry_id, lang)),))


def _words(given: refusals.WordsRefused, lang: Lang) -> Card:
    _ = lang.gettext
    if given.what == "secret":
        return Card(secret_text(given.whose, lang))
    entry_id = given.entry_id
    if given.what == "word":
        text = _("This server's organisers do not want this word here: “{word}”. Nothing was posted.")
        text = text.format(word=inert(given.whose))
        edit = Button(_("Edit"), custom_id("papers", "edit", entry_id), Style.PRIMARY)
        return Card(_kept(text, lang), ((edit, _see(entry_id, lang)),)) if entry_id else Card(text)
    text = _(
        "The organisers have stopped your posts here, so nothing was posted. They can tell you why, and allow your posts "
        "again in /setup."
    )
    return Card(_kept(text, lang), ((_see(entry_id, lang),),)) if entry_id else Card(text)


def _kept(text: str, lang: Lang) -> str:
    return text + "\n" + lang.gettext("Nothing is lost: your words are kept, for you alone.")


def _see(entry_id: int, lang: Lang) -> Button:
    return Button(lang.gettext("See my words"), custom_id("papers", "entry", entry_id))


def _nothing(kind: str, lang: Lang) -> str:
    _ = lang.gettext
    if kind == EntryKind.QUESTION.value:
        return _("There is nothing in it yet. The passage or your question, one of them is enough.")
    if kind == "tried":
        return _("There is nothing in it yet. A link or a sentence, one of them is enough.")
    return _("There is nothing in it yet. A few words in one of the fields are enough.")
