"""How drafts before a few readers look (H4): to their author, to who is asked to read one, and what can be done about words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import fit, inert, split
from bot.shell.cards import CONTENT, OPTION_TEXT, OPTIONS, Button, Card, Option, Select, Style
from bot.shell.forms import Form, Text
from bot.shell.guards import reported_card
from bot.shell.markup import person
from bot.showcase.model.reading import NothingNoted, NotOffered
from bot.showcase.model.values import DRAFT_OFFER, NOTE, WORD, Said, Share, State
from bot.showcase.service.reading import Noted, Offered

FIELD = "note"
NAME = 80  # units of a draft's name inside a sentence
REFUSALS = (NotOffered, NothingNoted)


def offered_card(share: Share, lang: Lang) -> Card:
    """After "Show it to a few first": not who is asked, nor how many."""
    _ = lang.gettext
    text = _(
        "A few people who like to read drafts find it in their inbox. What they write to you waits in yours. Nobody else sees "
        "it, unless one of them shows it to the organisers."
    )
    back = Button(_("Take it back from readers"), custom_id("showcase", "unoffer", share.id))
    return Card(text, ((_own(share, lang), back),))


def unoffered_card(share: Share, lang: Lang) -> Card:
    """After "Take it back from readers"."""
    _ = lang.gettext
    text = _("Taken back: only you see it now. What readers wrote to you stays with you.")
    again = Button(_("Show it to a few first"), custom_id("showcase", "offer", share.id))
    return Card(text, ((_own(share, lang), again),))


def _own(share: Share, lang: Lang) -> Button:
    """The way to one's own card of it."""
    _ = lang.gettext
    label = _("See my share") if share.state is State.POSTED else _("See my draft")
    return Button(label, custom_id("showcase", "own", share.id))


def draft_line(share: Share, name: str, lang: Lang) -> str:
    """The line of an inbox: a draft to read. `name` is what its author is called."""
    return lang.gettext("A draft by {author} to read.").format(author=person(share.user_id, name))


def draft_button(share: Share, lang: Lang) -> Button:
    """Shows the draft."""
    return Button(lang.gettext("Read it"), custom_id("showcase", "read_draft", share.id), Style.PRIMARY)


def draft_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A draft to read")


def draft_cards(offered: Offered, name: str, lang: Lang) -> list[Card]:
    """The draft in its author's words, and what can be done; only who was asked sees it.

    `name` is what they are called, where a mention may not say it.
    """
    _ = lang.gettext
    share = offered.share
    typed = share.content
    lines = [_("A draft by {author}, for a few readers:").format(author=person(share.user_id, name))]
    if typed.title:
        lines.append(f"**{inert(typed.title)}**")
    if typed.text:
        lines.append(inert(typed.text))
    if typed.link:
        lines.append(inert(f"<{typed.link}>"))
    if share.done_when:
        lines.append(_("It will be done when: {words}").format(words=inert(share.done_when)))
    lines.append(
        _("-# A sentence helps: what became clear to you, where you got lost, what you would try next.")
    )
    first = (
        Button(_("Write a note"), custom_id("showcase", "write_note", share.id), Style.PRIMARY),
        Button(_("Not this time"), custom_id("showcase", "pass_draft", share.id)),
    )
    parts = split("\n".join(lines), CONTENT)
    rows = (first, guard_buttons(DRAFT_OFFER, share.id, share.user_id, lang))
    return [*(Card(part) for part in parts[:-1]), Card(parts[-1], rows)]


def passed_card(share_id: int, lang: Lang) -> Card:
    """After "Not this time", with its undo; also read in direct messages."""
    _ = lang.gettext
    text = _(
        "That is fine, and nobody is told. In the server: /mine → Settings → Sharing is where you choose whether to be asked."
    )
    return Card(text, ((Button(_("Undo"), custom_id("showcase", "unpass_draft", share_id)),),))


def unpassed_card(share: Share, lang: Lang) -> Card:
    """After the undo of "Not this time"."""
    return Card(lang.gettext("It waits in your inbox again."), ((draft_button(share, lang),),))


def note_form(share_id: int, lang: Lang) -> Form:
    """A note to the author of a draft."""
    _ = lang.gettext
    note = _("What became clear, where you got lost, what you would try.")
    field = Text(FIELD, _("Your note"), note, long=True, required=True, most=WORD)
    return Form(custom_id("showcase", "note_written", share_id), _("A note about a draft"), (field,))


def noted_card(noted: Noted, name: str, lang: Lang) -> Card:
    """After a note was written."""
    _ = lang.gettext
    text = _(
        "Thank you! {author} finds it in their inbox. Nobody else sees it, unless they show it to the organisers."
    )
    said = noted.said
    row = (
        Button(_("Take it back"), custom_id("showcase", "unwrite_note", said.id)),
        Button(_("See the draft again"), custom_id("showcase", "read_draft", noted.share.id)),
    )
    return Card(text.format(author=person(said.to_id, name)), (row,))


def unwritten_cards(said: Said, lang: Lang) -> list[Card]:
    """After a note was taken back: its words once more, for they are stored nowhere now."""
    _ = lang.gettext
    text = _("Taken back: it is deleted, and nobody is told. These were your words:")
    return [Card(part) for part in split(f"{text}\n{inert(said.text)}", CONTENT)]


def note_line(noted: Noted, lang: Lang) -> str:
    """The line of an inbox: a reader wrote."""
    text = lang.gettext("A reader wrote to you about your draft “{name}”.")
    return text.format(name=_name(noted.share))


def note_button(noted: Noted, lang: Lang) -> Button:
    """Shows the note."""
    return Button(lang.gettext("Read it"), custom_id("showcase", "read_note", noted.said.id), Style.PRIMARY)


def note_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A note about your draft")


def note_cards(noted: Noted, name: str, lang: Lang) -> list[Card]:
    """Who wrote what about which draft; only its author sees it. `name` is what the writer is called, as in `draft_cards`."""
    _ = lang.gettext
    said = noted.said
    intro = _("{reader} wrote to you about “{name}”:").format(
        reader=person(said.from_id, name), name=_name(noted.share)
    )
    parts = split(f"{intro}\n{inert(said.text)}", CONTENT)
    rows = ((_own(noted.share, lang),), guard_buttons(NOTE, said.id, said.from_id, lang))
    return [*(Card(part) for part in parts[:-1]), Card(parts[-1], rows)]


def notes_card(share: Share, notes: Sequence[Noted], lang: Lang) -> Card:
    """What readers wrote about one's own draft, the newest first, to open one."""
    _ = lang.gettext
    if not notes:
        text = _("No reader's note waits for you here. When one comes, your inbox says so.")
        return Card(text, ((_own(share, lang),),))
    options = tuple(
        Option(
            fit(" ".join(each.said.text.split()), OPTION_TEXT),
            str(each.said.id),
            lang.short_date(each.said.at.date()),
        )
        for each in reversed(notes[-OPTIONS:])
    )
    text = _("What readers wrote to you about “{name}”:").format(name=_name(share))
    if len(notes) > OPTIONS:
        text += "\n" + _("Older ones are in your export: /mine → Privacy.")
    choose = Select(custom_id("showcase", "read_note"), _("Open one of these"), options)
    return Card(text, (choose, (_own(share, lang),)))


def _name(share: Share) -> str:
    """What it is called, in one line that can stand inside a sentence."""
    return inert(fit(" ".join(share.name.split()), NAME)).strip()


def guard_buttons(kind: str, subject_id: int, sender_id: int, lang: Lang) -> tuple[Button, Button]:
    """What can be done about who sent this: a draft (DRAFT_OFFER and the share's id), a note or a thank-you (and the word's)."""
    _ = lang.gettext
    what = kind.partition(".")[2]
    return (
        Button(
            _("Nothing more from this person"), custom_id("showcase", "mute", what, subject_id, sender_id)
        ),
        Button(_("Tell the organisers"), custom_id("showcase", "tell", what, subject_id)),
    )


def told_card(kind: str, worded: bool, lang: Lang) -> Card:
    """After "Tell the organisers" about a draft (DRAFT_OFFER), a note or a thank-you; `worded`: there were words to be shown."""
    _ = lang.gettext
    if not worded:
        return Card(
            _(
                "The author took the words back, so the organisers see only who sent them. If you remember what was written, "
                "tell them yourself."
            )
        )
    if kind == DRAFT_OFFER:
        return Card(
            _(
                "The organisers see the draft as it reads now and who sent it, not who told them. It stays open until one of "
                "them marks it as done, or its author deletes it."
            )
        )
    return reported_card(lang)


def reading_refusal(given: Refusal, lang: Lang) -> Card:
    """The wording of what is refused about reading drafts."""
    _ = lang.gettext
    match given:
        case NotOffered(unseen=True):
            return Card(
                _(
                    "This draft is meant for a channel that you do not see, so I cannot show it to you either. Nobody is told."
                )
            )
        case NotOffered():
            return Card(
                _("This draft is not offered any more. Thank you for looking! Nothing is left to do.")
            )
        case NothingNoted():
            return Card(_("The note was empty. A sentence is enough."))
    raise LookupError(type(given).__name__)
