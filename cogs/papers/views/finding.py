"""What a member sees of finding papers: the form, what was found, the way to look again."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.papers.model.values import EntryKind, Paper
from bot.papers.service.finding import Outcome, Post, Results
from bot.shell.cards import OPTIONS, Button, Card, Option, Row, Select, Style
from bot.shell.forms import Form, Text
from bot.shell.titles import written
from bot.shell.ways import below
from cogs.papers.views.papers import authors_line, linked
from cogs.papers.views.ways import FIND_AGAIN, FINDER

TYPED = 300  # characters of the form and of the command's option
POSTS = 3  # of the group, by name


def find_form(lang: Lang) -> Form:
    """The form of what is looked for."""
    _ = lang.gettext
    field = Text(
        "find",
        _("What are you looking for?"),
        note=_("An arXiv id, an address, or a few words."),
        placeholder="2606.26612",
        most=TYPED,
        required=True,
    )
    return Form(custom_id("papers", "found"), _("Find a paper"), (field,), FINDER)


def look_again(card: Card, lang: Lang) -> Card:
    """The card with the way back to the form, which shows what was typed; it matters first if nothing else does."""
    first = any(
        button.style is Style.PRIMARY for row in card.rows if not isinstance(row, Select) for button in row
    )
    style = Style.SECONDARY if first else Style.PRIMARY
    return below(card, Button(lang.gettext("Look again"), FIND_AGAIN, style))


def found_card(results: Results, lang: Lang) -> Card:
    """What words found: papers to choose from, and what people here wrote about them."""
    _ = lang.gettext
    lines = [_first_line(results, lang)]
    if results.found.total > len(results.found.papers) > 0:
        lines.append(_("arXiv knows more. Another word, or an author's name, narrows it down."))
    if results.written:
        lines.append(_("What people here wrote:"))
        lines += [_post_line(each, lang) for each in results.written[:POSTS]]
    return look_again(Card("\n".join(lines), _choice(results, lang)), lang)


def _first_line(results: Results, lang: Lang) -> str:
    _ = lang.gettext
    text = {
        Outcome.FOUND: _("Found for “{typed}”. Choose one to read more."),
        Outcome.NOTHING: _("arXiv finds no paper for “{typed}”, but people here wrote about it."),
        Outcome.SILENT: _(
            "arXiv does not answer just now, so I cannot say what it has for “{typed}”. People here wrote about it."
        ),
        Outcome.BUSY: _(
            "arXiv asks us to wait a little, so I cannot say what it has for “{typed}”. People here wrote about it."
        ),
    }[results.outcome]
    return text.format(typed=inert(fit(" ".join(results.typed.split()), 150)))


def _post_line(post: Post, lang: Lang) -> str:
    what = f"- {linked(post.paper, 250)} · {kind_name(post.entry.kind, lang)}"
    return f"{what} ([{lang.gettext('read')}]({post.url}))" if post.url else what


def kind_name(kind: EntryKind, lang: Lang) -> str:
    """What somebody wrote, in a list."""
    _ = lang.gettext
    return {
        EntryKind.ESSENCE: _("an essence"),
        EntryKind.QUESTION: _("a question"),
        EntryKind.NOTES: _("notes"),
    }[kind]


def _choice(results: Results, lang: Lang) -> tuple[Row, ...]:
    options = tuple(paper_option(each, lang) for each in results.papers[:OPTIONS])
    if not options:
        return ()
    return (Select(custom_id("papers", "pick"), lang.gettext("More about a paper …"), options),)


def paper_option(paper: Paper, lang: Lang, *, value: str = "", note: str = "") -> Option:
    """A paper in a list: its title, and below who wrote it where and when, or `note`."""
    year = str(paper.published_at.year) if paper.published_at else ""
    about = [each for each in (authors_line(paper, 60, lang), paper.primary_category, year) if each]
    title = " ".join(paper.title.split())
    return Option(
        title if written(title, 100) else paper.arxiv_id,
        value or paper.arxiv_id,
        note=note or " · ".join(about),
    )
