"""The ways between the private cards of competitions: to the first card, to what one is in, to a competition."""

from __future__ import annotations

from bot.competitions.model.naming import named
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell.cards import Button, Style

FINDER = custom_id("competitions", "find")
MINE = "mine"  # where a list was opened: it leads back there


def of(verb: str, slug: str, *more: int | str) -> str:
    """The id of what is pressed about a competition."""
    return custom_id("competitions", verb, named(slug), *more)


def home(lang: Lang) -> Button:
    """Back to the first card of /kaggle."""
    return Button(lang.gettext("Back"), custom_id("competitions", "home"))


def show(slug: str, label: str, *, first: bool = False) -> Button:
    """What opens a competition's card: its facts, and what somebody who is in can do."""
    return Button(label, of("show", slug), Style.PRIMARY if first else Style.SECONDARY)


def join(slug: str, lang: Lang) -> Button:
    """ "I'm in", which opens the list of the first day."""
    return Button(lang.gettext("I'm in"), of("in", slug), Style.PRIMARY)


def teams(slug: str, lang: Lang) -> Button:
    """What opens who looks for a team."""
    return Button(lang.gettext("Find a team"), of("teams", slug))


def log(slug: str, lang: Lang) -> Button:
    """What opens one's own log."""
    return Button(lang.gettext("My log"), of("log", slug))


def learned(slug: str, lang: Lang, *, first: bool = False) -> Button:
    """What opens the form "What did you learn?"."""
    style = Style.PRIMARY if first else Style.SECONDARY
    return Button(lang.gettext("What I learned"), of("learn", slug), style)


def opener(lang: Lang, where: str = "") -> Button:
    """What opens the list of what one is in, `where`: in the first card of /kaggle, or in /mine (MINE)."""
    return Button(lang.gettext("My competitions"), custom_id("competitions", "mine", where))
