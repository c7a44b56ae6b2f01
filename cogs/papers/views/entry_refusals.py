"""The wording of what is refused about what members write about papers: what is so, and what can be done."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.leaks import PRIVATE_KEY
from bot.core.refusals import Refusal
from bot.core.text import inert
from bot.papers.model import refusals
from bot.papers.model.values import EntryKind
from bot.shell.cards import Button, Card, Style
from bot.shell.markup import channel

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
            return Card(_link(reason, lang))
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
        return Card(_secret(given.whose, lang))
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


def _link(reason: str, lang: Lang) -> str:
    _ = lang.gettext
    sentences = {
        "scheme": _("A link begins with https:// or http://; this one does not."),
        "host": _("This link leads to no public page, so that nobody else could open it."),
        "length": _("This link is very long: 512 characters is the most. Often what follows a “?” can go."),
        "credentials": _(
            "This link holds a user name or a password, which everybody would see. Without that part it can be shared."
        ),
        "invite": _("Invitations to other servers are not shared here."),
        "broken": _("I do not understand this link. Copied from the address bar of your browser, it works."),
    }
    return sentences[reason] + " " + _("Nothing was posted, and nothing you typed is lost.")


def _secret(whose: str, lang: Lang) -> str:
    _ = lang.gettext
    text = _(
        "This holds a secret key for {whose}, and whoever reads it could use it. Nothing was posted, and I have kept none of it."
    )
    if whose == PRIVATE_KEY:
        text = _(
            "This holds a private key, and whoever reads it could use it. Nothing was posted, and I have kept none of it."
        )
    more = _(
        "All else you typed is there. If others may have seen the key, make a new one and switch the old one off."
    )
    return f"{text.format(whose=whose)}\n{more}"
