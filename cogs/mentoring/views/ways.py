"""The ways between the private cards of questions: to the card of /ask, the form, one's own questions, one of them."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell.cards import Button, Style

NEW = "new"  # a question that was composed just now
MINE = "mine"  # where a list was opened: it leads back there


def ask_home(lang: Lang, label: str = "") -> Button:
    """What leads to the card of /ask; "Back" unless it is called otherwise."""
    return Button(label or lang.gettext("Back"), custom_id("mentoring", "ask"))


def compose(lang: Lang, *, first: bool = True) -> Button:
    """What opens the form of a question."""
    style = Style.PRIMARY if first else Style.SECONDARY
    return Button(lang.gettext("Ask a question"), custom_id("mentoring", "compose"), style)


def my_questions(lang: Lang, begins: int = 0, where: str = "", label: str = "") -> Button:
    """What opens the list of one's own questions; `where`: in the card of /ask, or in /mine (MINE)."""
    return Button(
        label or lang.gettext("My questions"), custom_id("mentoring", "my_questions", begins, where)
    )


def question(question_id: int, label: str, *, first: bool = False, new: bool = False) -> Button:
    """What opens a question of one's own; `new`: one that was composed just now."""
    style = Style.PRIMARY if first else Style.SECONDARY
    about = (question_id, NEW) if new else (question_id,)
    return Button(label, custom_id("mentoring", "question", *about), style)
