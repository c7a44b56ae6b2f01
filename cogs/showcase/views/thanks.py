"""How "This helped me" reads: the form, what its reader and its receiver see, and the list of what others wrote."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.shell import ways
from bot.shell.cards import OPTION_TEXT, Button, Card, Option, Select, Style
from bot.shell.directory import Section
from bot.shell.forms import Form, Text
from bot.shell.markup import person
from bot.showcase.model.values import THANKS, WORD, Said
from bot.showcase.service.thanking import Thanks
from cogs.showcase.views.readers import guard_buttons

FIELD = "helped"


def share_form(share_id: int, lang: Lang) -> Form:
    """What a post helped with."""
    return _form(
        custom_id("showcase", "helped_in", share_id), custom_id("showcase", "helped", share_id), lang
    )


def message_form(author_id: int, channel_id: int, message_id: int, lang: Lang) -> Form:
    """What a member's message, which is no share, helped with."""
    ids = author_id, channel_id, message_id
    return _form(custom_id("showcase", "thank_in", *ids), custom_id("showcase", "thank", *ids), lang)


def _form(id_: str, opener: str, lang: Lang) -> Form:
    _ = lang.gettext
    field = Text(
        FIELD,
        _("What did it help you with? One sentence."),
        note=_("It goes to its author, not into the channel."),
        long=True,
        required=True,
        most=WORD,
    )
    return Form(id_, _("This helped me"), (field,), opener)


def sent_card(said: Said, lang: Lang) -> Card:
    """After it was sent, with its undo."""
    _ = lang.gettext
    text = _("{author} finds it in their inbox. Nobody else sees it, unless they show it to the organisers.")
    text = text.format(author=person(said.to_id))
    return Card(text, ((Button(_("Take it back"), custom_id("showcase", "unthank", said.id)),),))


def unsaid_card(text: str, lang: Lang) -> Card:
    """After it was taken back: the sentence, given back once."""
    _ = lang.gettext
    intro = _(
        "It is gone, and does not wait in their inbox any more. You can thank them again in a day. You wrote:"
    )
    return Card(f"{intro}\n{quoted(text)}")


def line(name: str, said: Said, lang: Lang) -> str:
    """The line of an inbox; `name` is what its sender is called there."""
    text = lang.gettext("{name}: something of yours helped")
    return text.format(name=person(said.from_id, name))


def read_button(word_id: int, lang: Lang) -> Button:
    """Shows what they wrote."""
    return Button(lang.gettext("Read it"), custom_id("showcase", "thanks", word_id), Style.PRIMARY)


def thanks_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A thank-you")


def thanks_card(found: Thanks, name: str, lang: Lang) -> Card:
    """Who wrote, their sentence and where it belongs; only its receiver sees it.

    `name` is what they are called, where a mention may not say it.
    """
    _ = lang.gettext
    who = person(found.said.from_id, name)
    intro = _("{name} writes that something of yours helped:").format(name=who)
    if found.url:
        text = _("{name} writes that something of yours helped ([see it]({url})):")
        intro = text.format(name=who, url=found.url)
    rows = (guard_buttons(THANKS, found.said.id, found.said.from_id, lang), (list_button(lang),))
    return Card(f"{intro}\n{quoted(found.said.text)}", rows)


def quoted(text: str) -> str:
    """A member's sentence as a quotation."""
    return "\n".join(f"> {each}" for each in inert(text).splitlines())


def list_button(lang: Lang) -> Button:
    """The way to all of them."""
    return Button(lang.gettext("What others wrote"), custom_id("showcase", "thanked", 0))


def mine(there: bool, lang: Lang) -> Section:
    """The part of /mine: the way to them, once there is one."""
    return Section((), (list_button(lang),) if there else ())


def list_card(found: Sequence[Said], more: bool, lang: Lang) -> Card:
    """What others wrote to a person, newest first, to choose from."""
    _ = lang.gettext
    back = ways.home(lang)
    if not found:
        return Card(_("Nothing is kept here at present."), ((back,),))
    options = tuple(Option(fit(" ".join(each.text.split()), OPTION_TEXT), str(each.id)) for each in found)
    older = Button(_("Older"), custom_id("showcase", "thanked", found[-1].id))
    buttons = (older, back) if more else (back,)
    text = _("What others wrote to you when something of yours helped, newest first.")
    return Card(text, (Select(custom_id("showcase", "thanks"), _("Choose one to read"), options), buttons))
