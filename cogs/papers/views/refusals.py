"""The wording of what is refused about finding and showing papers: what is so, and what can be done."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import fit, inert
from bot.papers.model import refusals
from bot.shell.cards import Card
from cogs.papers.views.ways import more

ALL: tuple[type[Refusal], ...] = (
    refusals.NoPapers,
    refusals.BadArxivId,
    refusals.UnknownPaper,
    refusals.NothingFound,
    refusals.NoAnswer,
    refusals.PaperGone,
)


def refusal(given: Refusal, lang: Lang) -> Card:
    """What is so and what can be done."""
    _ = lang.gettext
    match given:
        case refusals.NoPapers(organiser=True):
            return Card(
                _(
                    "There are no papers here just now. You can choose what is followed, or switch it on, in /setup."
                )
            )
        case refusals.NoPapers():
            return Card(
                _(
                    "There are no papers here just now. Somebody who manages the server can choose what is followed, or switch "
                    "it on, in /setup."
                )
            )
        case refusals.BadArxivId():
            return _bad_id(given, lang)
        case refusals.UnknownPaper(arxiv_id=arxiv_id):
            text = _(
                "arXiv knows no paper {id}. A digit may have changed on its way here; words of its title find it as well."
            )
            return Card(text.format(id=arxiv_id))
        case refusals.NothingFound(typed=typed):
            text = _(
                "Nothing found for “{typed}”, neither at arXiv nor here. Fewer or other words may help: “batch normalization”."
            )
            return Card(text.format(typed=_typed(typed)))
        case refusals.NoAnswer(busy=True):
            return Card(
                _(
                    "arXiv asks us to wait a little, so I cannot look just now. Please try again in a few minutes."
                )
            )
        case refusals.NoAnswer():
            return Card(
                _(
                    "arXiv does not answer just now, so I do not know what it has. That is no “nothing found”: please try again "
                    "in a few minutes."
                )
            )
        case refusals.PaperGone():
            return Card(
                _("I do not find this paper any more, neither here nor at arXiv. /paper finds others.")
            )
    raise LookupError(type(given).__name__)


def _bad_id(given: refusals.BadArxivId, lang: Lang) -> Card:
    _ = lang.gettext
    text = _why(given.why, lang).format(typed=_typed(given.typed))
    if not given.meant:
        return Card(text)
    text += " " + _("Did you mean {id}?").format(id=given.meant)
    show = _("Show {id}").format(id=given.meant)
    return Card(text, ((more(given.meant, show, first=True),),))


def _why(why: str, lang: Lang) -> str:
    _ = lang.gettext
    return {
        "month": _(
            "“{typed}” is no arXiv id: its third and fourth digit are a month, from 01 to 12, as in 2606.26612."
        ),
        "year": _(
            "“{typed}” is no arXiv id: those with a dot began in April 2007. Older ones look like hep-th/9901001."
        ),
        "ended": _(
            "“{typed}” is no arXiv id: those with a slash were given from July 1991 to March 2007. Newer ones look like "
            "2606.26612."
        ),
        "digits": _(
            "“{typed}” is no arXiv id: one has four digits, a dot and five digits, as 2606.26612, and an old one seven, as "
            "hep-th/9901001."
        ),
        "five": _("“{typed}” is no arXiv id: since 2015 five digits follow the dot, as in 2606.26612."),
        "four": _(
            "“{typed}” is no arXiv id: until the end of 2014 four digits follow the dot, as in 1412.6980."
        ),
        "zero": _("“{typed}” is no arXiv id: the numbers of a month begin with one, as in 2606.00001."),
        "letter": _("“{typed}” is no arXiv id: there is a letter where a digit belongs, as in 2606.26612."),
        "future": _(
            "“{typed}” is no arXiv id yet: it begins with year and month, and that month has not begun."
        ),
        "dot": _("“{typed}” is no arXiv id: four digits stand before the dot, as in 2606.26612."),
        "slash": _("“{typed}” is no arXiv id: a slash stands before the seven digits, as in hep-th/9901001."),
        "bare": _(
            "“{typed}” is half of an old arXiv id: its archive stands before it, as in hep-th/9901001."
        ),
        "archive": _(
            "“{typed}” is no arXiv id: there was no archive of this name. Others are math, cs or hep-th, as in hep-th/9901001."
        ),
        "address": _(
            "“{typed}” leads to no single paper of arXiv. An address that does looks like arxiv.org/abs/2606.26612."
        ),
    }[why]


def _typed(typed: str) -> str:
    return inert(fit(" ".join(typed.split()), 100)) or "…"
