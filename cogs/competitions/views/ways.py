"""The ways between the private cards of competitions: to the first card, to what one is in, to a competition."""

from __future__ import annotations

from bot.competitions.model.naming import named, own
from bot.competitions.model.values import Entrant
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell.cards import Button, Style

FINDER = custom_id("competitions", "find")
MINE = "mine"  # where a list was opened: it leads back there


# A competition by its slug, or as a member is or was in it: that is one server's, also in the bot's own DM.
About = str | Entrant


def of(verb: str, about: About, *more: int | str) -> str:
    """The id of what is pressed about a competition."""
    name = own(about.id) if isinstance(about, Entrant) else named(about)
    return custom_id("competitions", verb, name, *more)


def home(lang: Lang) -> Button:
    """Back to the first card of /kaggle."""
    return Button(lang.gettext("Back"), custom_id("competitions", "home"))


def show(about: About, label: str, *, first: bool = False) -> Button:
    """What opens a competition's card: its facts, and what somebody who is in can do."""
    return Button(label, of("show", about), Style.PRIMARY if first else Style.SECONDARY)


def join(about: About, lang: Lang) -> Button:
    """ "I'm in", which opens the list of the first day."""
    return Button(lang.gettext("I'm in"), of("in", about), Style.PRIMARY)


def teams(about: About, lang: Lang) -> Button:
    """What opens who looks for a team."""
    return Button(lang.gettext("Find a team"), of("teams", about))


def log(entrant: Entrant, lang: Lang) -> Button:
    """What opens one's own log."""
    return Button(lang.gettext("My log"), of("log", entrant))


def learned(about: About, lang: Lang, *, first: bool = False) -> Button:
    """What opens the form "What did you learn?"."""
    style = Style.PRIMARY if first else Style.SECONDARY
    return Button(lang.gettext("What I learned"), of("learn", about), style)


def opener(lang: Lang, where: str = "") -> Button:
    """What opens the list of what one is in, `where`: in the first card of /kaggle, or in /mine (MINE)."""
    return Button(lang.gettext("My competitions"), custom_id("competitions", "mine", where))
