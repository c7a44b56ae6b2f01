"""How thank-yous look: choosing, the forms, what its receiver reads, and a draft to somebody outside (M8, A9)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.mentoring.model.asking import THANKS_MOST, Thanks
from bot.mentoring.service.thanking import Draft
from bot.shell.cards import OPTION_TEXT, Button, Card, Option, Row, Select, Style
from bot.shell.forms import Field, Form, Person, Text
from bot.shell.markup import person

WHO, WORDS = "who", "words"
NAME, HELPED, DID = "name", "helped", "did"


def thank_button(lang: Lang, to_id: int, guild_id: int, *, first: bool = False) -> Button:
    """Opens the form for a member, from wherever somebody helped."""
    style = Style.PRIMARY if first else Style.SECONDARY
    return Button(lang.gettext("Say thanks"), custom_id("mentoring", "thank", to_id, guild_id), style)


def thanks_card(received: Sequence[Thanks], lang: Lang, *, here: bool = True) -> Card:
    """Whom to thank, and what others wrote, to read it again. `here`: it is read in a server, where members can be chosen."""
    _ = lang.gettext
    text = _(
        "Did somebody help you? Telling them what it changed is a gift, and takes a minute. A member finds your words in their "
        "inbox; nobody else sees them. To somebody elsewhere I help you write, and you send it yourself."
    )
    member = Button(_("To a member"), custom_id("mentoring", "thank"), Style.PRIMARY)
    outside = Button(_("To somebody elsewhere"), custom_id("mentoring", "thank_outside"))
    first: tuple[Button, ...] = (member, outside) if here else (outside,)
    rows: list[Row] = [(*first, Button(_("Back"), custom_id("mentoring", "ask")))]
    if received:
        options = tuple(
            Option(fit(" ".join(each.text.split()), OPTION_TEXT), str(each.id)) for each in received
        )
        rows.append(Select(custom_id("mentoring", "thank_you"), _("What others wrote to you"), options))
    return Card(text, tuple(rows))


def thank_form(to_id: int, guild_id: int, lang: Lang) -> Form:
    """What somebody is thanked for; whom, where that is not known yet."""
    _ = lang.gettext
    note = _("What did they do, and what did it change? They read it in private.")
    words: Field = Text(WORDS, _("Your words"), note=note, long=True, required=True, most=THANKS_MOST)
    fields: tuple[Field, ...] = (words,) if to_id else (Person(WHO, _("Whom")), words)
    about = (to_id, guild_id) if to_id else ()
    return Form(
        custom_id("mentoring", "thanked", *about),
        _("Say thanks"),
        fields,
        custom_id("mentoring", "thank", *about),
    )


def sent_card(said: Thanks, name: str, lang: Lang) -> Card:
    """After it was sent, with its undo."""
    _ = lang.gettext
    text = _("{name} finds it in their inbox. Nobody else sees it, unless they show it to the organisers.")
    undo = Button(_("Take it back"), custom_id("mentoring", "unthank", said.id))
    return Card(text.format(name=person(said.to_id, name)), ((undo,),))


def unsaid_card(said: Thanks, lang: Lang) -> Card:
    """After it was taken back: the words, given back once."""
    text = lang.gettext("It is gone, and does not wait in their inbox any more. You wrote:")
    again = Button(lang.gettext("Write it again"), custom_id("mentoring", "thank", said.to_id, said.guild_id))
    return Card(f"{text}\n{quoted(said.text)}", ((again,),))


def line(said: Thanks, name: str, lang: Lang) -> str:
    """The line of an inbox; `name` is what its sender is called there."""
    return lang.gettext("{name} thanks you").format(name=person(said.from_id, name))


def read_button(said: Thanks, lang: Lang) -> Button:
    """Shows what they wrote."""
    return Button(lang.gettext("Read it"), custom_id("mentoring", "thank_you", said.id), Style.PRIMARY)


def thanked_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A thank-you")


def thank_you_card(said: Thanks, name: str, lang: Lang) -> Card:
    """Who wrote, and their words; only its receiver sees it. `name` is what they are called, where a mention may not say it."""
    _ = lang.gettext
    intro = _("{name} thanks you:").format(name=person(said.from_id, name))
    return Card(f"{intro}\n{quoted(said.text)}", (guard_buttons(said, lang), (all_button(lang),)))


def guard_buttons(said: Thanks, lang: Lang) -> tuple[Button, Button]:
    """What can be done about who wrote."""
    _ = lang.gettext
    mute = custom_id("mentoring", "mute_thanks", said.id, said.from_id)
    return (
        Button(_("Nothing more from this person"), mute),
        Button(_("Tell the organisers"), custom_id("mentoring", "report_thanks", said.id)),
    )


def all_button(lang: Lang) -> Button:
    """The way to all of them, and to thanking."""
    return Button(lang.gettext("Say thanks, read thanks"), custom_id("mentoring", "thanks"))


def outside_form(lang: Lang) -> Form:
    """What somebody elsewhere is thanked for."""
    _ = lang.gettext
    return Form(
        custom_id("mentoring", "thanked_outside"),
        _("Thank somebody elsewhere"),
        (
            Text(NAME, _("Their name"), note=_("As you would address them."), required=True, most=80),
            Text(
                HELPED,
                _("What of theirs helped you?"),
                note=_("A post, a talk, a library, an answer. It reads on after “Thank you for”."),
                placeholder=_("your post about learning rates"),
                required=True,
                long=True,
                most=THANKS_MOST,
            ),
            Text(
                DID,
                _("What did you do with it?"),
                note=_("One or two sentences. This is what makes people glad."),
                placeholder=_("I tried it on my own photos and my model got better."),
                long=True,
                most=THANKS_MOST,
            ),
        ),
        custom_id("mentoring", "thank_outside"),
    )


def draft_card(draft: Draft, lang: Lang) -> Card:
    """The words to copy, and how to send them; they are kept nowhere."""
    _ = lang.gettext
    lines = [
        _("Hello {name},").format(name=draft.name),
        _("thank you for {what}").format(what=_ended(draft.helped)),
        *([_ended(draft.did)] if draft.did else []),
        _("You need not answer; I only wanted you to know."),
    ]
    intro = _("Here is your text to copy. Change it until it sounds like you:")
    how = _(
        "Send it where they are: a reply below what helped, a mail, a message. Short is good. I keep none of it, so copy it now."
    )
    again = Button(_("Write it anew"), custom_id("mentoring", "thank_outside"), Style.PRIMARY)
    return Card(f"{intro}\n{quoted(chr(10).join(lines))}\n{how}", ((again, _back(lang)),))


def _back(lang: Lang) -> Button:
    return Button(lang.gettext("Back"), custom_id("mentoring", "thanks"))


def _ended(text: str) -> str:
    """What was typed, as the end of a sentence."""
    return text if text.endswith((".", "!", "?", "…", "。")) else f"{text}."


def quoted(text: str) -> str:
    """A member's words as a quotation."""
    return "\n".join(f"> {each}" for each in inert(text).splitlines())
