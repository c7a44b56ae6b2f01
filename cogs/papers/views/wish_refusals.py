"""The wording of what is refused about what organisers ask for: what is so, and what can be done."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.papers.model.refusals import BadWish
from bot.papers.model.values import MOST_CAP, MOST_WISHES, WISH
from bot.shell.cards import Card
from bot.shell.titles import written
from cogs.papers.views.digests import category_name

ALL: tuple[type[Refusal], ...] = (BadWish,)


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    _ = lang.gettext
    assert isinstance(given, BadWish)
    text = _wrong(given, lang)
    return Card(text + "\n" + _("Nothing was changed, and nothing you typed is lost."))


def _wrong(given: BadWish, lang: Lang) -> str:
    _ = lang.gettext
    typed = written(given.typed, 100)
    match given.what:
        case "category" if not typed:
            return _("I need at least one category of arXiv, such as cs.LG or computer vision.")
        case "category" if given.meant:
            named = [category_name(each) for each in given.meant]
            return _("arXiv has no category “{typed}”. Did you mean one of these: {names}?").format(
                typed=typed, names="; ".join(named)
            )
        case "category":
            return _(
                "arXiv has no category “{typed}”. Categories are codes such as cs.LG, or names such as “robotics”; "
                "arxiv.org/category_taxonomy lists them all."
            ).format(typed=typed)
        case "many":
            return _("That is a lot: at most {most} of each kind can be watched for.").format(
                most=MOST_WISHES
            )
        case "long":
            return _("“{typed}” is too long: {most} characters is the most. A few words find more.").format(
                typed=typed, most=WISH
            )
        case "time":
            return _("I do not understand “{typed}” as a time of day. 9:00, 21h30 and 9 pm work.").format(
                typed=typed
            )
        case _:
            return _("A digest shows 1 to {most} papers; “{typed}” is something else.").format(
                most=MOST_CAP, typed=typed
            )
