"""A day's digest in public: a paper's title as a link, who wrote it, why it is shown; and all that matched, for who asks."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import clean, units
from bot.papers.model.taxonomy import name_of
from bot.papers.model.values import WISH, Digest, Paper, Reason, Why
from bot.papers.service.digests import DigestPost
from bot.shell.cards import CONTENT, OPTIONS, ROWS, Button, Card, Option, Row, Select
from bot.shell.markup import stamp
from bot.shell.titles import written
from cogs.papers.views.papers import authors_line, linked

# Units of a paper's two lines: the first with which all papers fit.
ROOMS = (420, 340, 280, 240, 210, 190, 175, 160, 150, 140, 130, 120, 110, 100, 90, 80, 70, 60)
_FACTS = 90  # of its second line at most
_CATEGORY = 24


def digest_card(post: DigestPost, lang: Lang) -> Card:
    """The day's message: titles are shortened as far as ten of them have to be."""
    _ = lang.gettext
    digest = post.digest
    first = [_("**New on arXiv · {date}**").format(date=lang.date(digest.on_date))]
    if digest.since is not None:
        first.append(_("This covers what came since {date}.").format(date=stamp(digest.since, "D")))
    last = f"-# {thanks(lang)}"
    whys = [f"-# {why_line(each.why, lang)}" for each in digest.chosen]
    used = units("\n".join([*first, *whys, last])) + 4 * len(whys)
    lines = _shortened([each.paper for each in digest.chosen], CONTENT - used, lang)
    text = "\n".join([*first, *(f"{two}\n{why}" for two, why in zip(lines, whys, strict=True)), last])
    return Card(text, _rows(digest, lang))


def _shortened(papers: Sequence[Paper], room: int, lang: Lang) -> list[str]:
    """Two lines a paper, together in at most `room` units; a short title leaves its room to the long ones."""
    lines: list[str] = []
    for most in ROOMS:
        lines = [paper_lines(each, most, lang) for each in papers]
        if sum(map(units, lines)) <= room:
            break
    return lines


def paper_lines(paper: Paper, room: int, lang: Lang) -> str:
    """A paper in two lines of together at most `room` units: its title as a link, then its authors and its category."""
    category = written(paper.primary_category, _CATEGORY)
    beside = units(category) + 3 if category else 0
    authors = authors_line(paper, min(room // 3, _FACTS) - beside, lang)
    second = " · ".join(each for each in (authors, category) if each)
    title = linked(paper, room - units(second) - 4)
    return f"{title}\n-# {second}" if second else title


def why_line(why: Why, lang: Lang) -> str:
    """Why a paper is shown (P6), as it reads below its title."""
    _ = lang.gettext
    what = written(why.what, WISH)
    if why.reason is Reason.PHRASE:
        return _("It has the words “{words}”.").format(words=what)
    if why.reason is Reason.AUTHOR:
        return _("{name} is followed here.").format(name=what)
    if why.reason is Reason.LIKED:
        return _("It is like papers this group saved.")
    return _("It is in {category}.").format(category=category_name(why.what))


def category_name(code: str) -> str:
    """A category as people read it, in arXiv's English: "Machine Learning (cs.LG)"."""
    name = name_of(code)
    return f"{name} ({code})" if name != code else written(code, _CATEGORY)


def thanks(lang: Lang) -> str:
    """What arXiv asks everybody to say who uses what it offers (P11)."""
    return lang.gettext("Thank you to arXiv for use of its open access interoperability.")


def _rows(digest: Digest, lang: Lang) -> tuple[Row, ...]:
    _ = lang.gettext
    papers = [each.paper for each in digest.chosen]
    rows: list[Row] = [
        Select(
            digest_mark(digest.id), _("More about a paper …"), tuple(_option(each, lang) for each in papers)
        )
    ]
    if digest.more:
        rows.append((Button(_("All that matched"), custom_id("papers", "matched", digest.id)),))
    return tuple(rows)


def digest_mark(digest_id: int) -> str:
    """The id of the list below a digest: by it that message is known, whatever its titles read by now."""
    return custom_id("papers", "pick", digest_id)


def _option(paper: Paper, lang: Lang) -> Option:
    title = clean(" ".join(paper.title.split())) or paper.arxiv_id
    return Option(title, paper.arxiv_id, lang.join(paper.authors[:2]))


def matched_card(digest: Digest, more: Sequence[Paper], lang: Lang) -> Card:
    """All that matched on a day, for one reader; `more` is what the digest does not show, as far as it is still known."""
    _ = lang.gettext
    papers = [*(each.paper for each in digest.chosen), *more]
    shown = papers[: OPTIONS * (ROWS - 1)]
    lines = [
        _("**All that matched · {date}**").format(date=lang.date(digest.on_date)),
        _("The digest's own come first, then what matches best. Choose one to see more of it."),
    ]
    if len(papers) > len(shown):
        lines.append(_("There is more than I can list. Narrower wishes in /setup help."))
    rows: list[Row] = []
    for start in range(0, len(shown), OPTIONS):
        part = shown[start : start + OPTIONS]
        name = _("Papers {first} to {last}").format(first=start + 1, last=start + len(part))
        pick = custom_id("papers", "pick", digest.id, start)
        rows.append(Select(pick, name, tuple(_option(each, lang) for each in part)))
    return Card("\n".join(lines), tuple(rows))
