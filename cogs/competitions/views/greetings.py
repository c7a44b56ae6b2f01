"""How a hello between two members of a competition's team list looks: to who said it, and to who gets it (K6, A9)."""

from __future__ import annotations

from bot.competitions.model.values import WORDS
from bot.competitions.service.greeting import Greeted, Said
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.shell.cards import Button, Card, Row, Style
from bot.shell.guards import reported_card
from bot.shell.markup import person
from cogs.competitions.views import ways
from cogs.competitions.views.facts import title_link

TITLE = 200  # units of a title with its address


def line_of(words: str, room: int = WORDS) -> str:
    """A member's line as it stands inside a sentence."""
    return inert(fit(" ".join(words.split()), room)).strip()


def said_card(said: Said, name: str, lang: Lang) -> Card:
    """After a hello, with its undo. `name` is what its receiver is called, where a mention may not say it."""
    _ = lang.gettext
    text = _(
        "{name} finds your hello in their inbox, with your line of the list. Nobody else sees it, unless they show it to the "
        "organisers."
    )
    row = (take_back(said.hello.id, lang), ways.teams(said.about, lang))
    return Card(text.format(name=person(said.hello.to_id, name)), (row,))


def take_back(hello_id: int, lang: Lang) -> Button:
    """The undo of a hello."""
    return Button(lang.gettext("Take it back"), custom_id("competitions", "unsay", hello_id))


def unsaid_card(said: Said, lang: Lang) -> Card:
    """After a hello was taken back."""
    _ = lang.gettext
    text = _(
        "Taken back: it does not wait in their inbox any more. You can say hello to them again in a day."
    )
    return Card(text, ((ways.teams(said.about, lang),),))


def hello_line(greeted: Greeted, name: str, lang: Lang) -> str:
    """The line of an inbox; `name` is what who said hello is called there."""
    _ = lang.gettext
    who, title = person(greeted.hello.from_id, name), title_link(greeted.competition, TITLE)
    if words := line_of(greeted.words):
        text = _(
            "{name} would like to team up with you in {competition}. Write to them, if you like; their line: “{words}”"
        )
        return text.format(name=who, competition=title, words=words)
    text = _("{name} would like to team up with you in {competition}. Write to them, if you like.")
    return text.format(name=who, competition=title)


def hello_button(hello_id: int, lang: Lang) -> Button:
    """Opens the card with what can be done about it."""
    return Button(lang.gettext("Open it"), custom_id("competitions", "greeting", hello_id), Style.PRIMARY)


def hello_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("Somebody to team up with")


def hello_card(greeted: Greeted, name: str, lang: Lang, *, here: bool = True) -> Card:
    """Who said hello, their line, and what can be done about them; `name` as in `said_card`.

    `here`: it is read in its server or in direct messages, so that the list may be shown.
    """
    _ = lang.gettext
    said, one = greeted.hello, greeted.competition
    who, title = person(said.from_id, name), title_link(one, TITLE)
    text = _("{name} would like to team up with you in {competition}.")
    lines = [text.format(name=who, competition=title)]
    if not greeted.there:
        lines.append(_("They are not in the list any more, so their line is not shown."))
    elif words := line_of(greeted.words):
        lines.append(f"> {words}")
    if greeted.there:
        lines.append(_("Write to them, if you like. Doing nothing is fine, too."))
    guards = (
        Button(_("Nothing more from this person"), custom_id("competitions", "mute", said.id, said.from_id)),
        Button(_("Tell the organisers"), custom_id("competitions", "tell", said.id)),
    )
    rows: tuple[Row, ...] = (guards, (ways.teams(greeted.own or one.slug, lang),)) if here else (guards,)
    return Card("\n".join(lines), rows)


def told_card(worded: bool, lang: Lang) -> Card:
    """After "Tell the organisers"; `worded`: there was a line to be shown."""
    _ = lang.gettext
    if not worded:
        return Card(
            _(
                "They are not in the list any more, so the organisers see only who said hello. If you remember what was written, "
                "tell them yourself."
            )
        )
    return reported_card(lang)
