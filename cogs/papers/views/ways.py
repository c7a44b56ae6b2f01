"""The ways between the private cards of papers: to the first card, to one's own papers, to a paper."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell.cards import Button, Style

FINDER = custom_id("papers", "find")
FIND_AGAIN = custom_id("papers", "find", "again")  # shows what was typed before
MINE = "mine"  # where a list was opened: it leads back there


def home(lang: Lang) -> Button:
    """Back to the first card of /paper."""
    return Button(lang.gettext("Back"), custom_id("papers", "home"))


def opener(lang: Lang, where: str = "") -> Button:
    """What opens the list of one's own papers, `where`: in the first card of /paper, or in /mine (MINE)."""
    return Button(lang.gettext("My papers"), custom_id("papers", "saved", 0, 0, where))


def more(arxiv_id: str, label: str, *, first: bool = False) -> Button:
    """What opens a paper's card."""
    style = Style.PRIMARY if first else Style.SECONDARY
    return Button(label, custom_id("papers", "more", arxiv_id), style)
