"""What an entry says in public: an essence, a question, notes; and the name of its thread."""

from __future__ import annotations

from collections.abc import Iterator

from bot.communities.naming import topic_name
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import clean, fit, inert, inert_parts, units
from bot.papers.model.values import Entry, EntryKind, Paper
from bot.papers.service.posting import EntryPost
from bot.shell.cards import CONTENT, Button, Card, Style
from bot.shell.markup import person
from cogs.papers.views.papers import linked

THREAD_NAME = 100
TITLE = 300  # units of a linked title, its address included
LEAST = 110  # that are left for it
ALL = 100_000
CUTS = (ALL, 450, 300, 150, 60)  # units of a member's text, should the server's words leave it less room


def entry_post(post: EntryPost, lang: Lang) -> Card:
    """The message of an entry; it pings nobody."""
    _ = lang.gettext
    entry = post.entry
    more = Button(_("More about the paper"), mark(entry))
    if entry.kind is EntryKind.NOTES:  # in a thread already
        return Card(entry_text(post, lang), ((more,),))
    talk = Button(_("Talk about it"), custom_id("papers", "talk", entry.id), Style.PRIMARY)
    return Card(entry_text(post, lang), ((talk, more),))


def mark(entry: Entry) -> str:
    """The custom id by which a message is known to show this entry; its button opens the paper's card."""
    return custom_id("papers", "more", entry.arxiv_id, entry.id)


def entry_text(post: EntryPost, lang: Lang, room: int = CONTENT) -> str:
    """The words of an entry as everybody reads them, in at most `room` units (500 at least).

    Nothing is cut of what may be posted; should our own words leave less room for it, texts end with a sign.
    """
    heading, lines = _heading(post.entry, lang), ""
    around = units(heading.format(author=person(post.entry.user_id), paper=""))
    for most in CUTS:
        lines = "\n".join(_lines(post, most, lang))
        if units(lines) + around + LEAST < room:
            break
    paper = linked(post.paper, min(TITLE, room - units(lines) - around - 1))
    return "\n".join(filter(None, [heading.format(author=person(post.entry.user_id), paper=paper), lines]))


def _heading(entry: Entry, lang: Lang) -> str:
    _ = lang.gettext
    match entry.kind:
        case EntryKind.NOTES:
            return _("Notes by {author} on {paper}")
        case EntryKind.ESSENCE:
            return _("{author} tried {paper}") if entry.practised_at else _("{author} on {paper}")
    if entry.solved_at:
        return _("{author} understands this now, in {paper}")
    if entry.parts[0]:
        return _("{author} would like to understand this, in {paper}")
    return _("{author} has a question about {paper}")


def _lines(post: EntryPost, most: int, lang: Lang) -> Iterator[str]:
    _ = lang.gettext
    entry = post.entry
    if entry.kind is EntryKind.QUESTION:
        passage, unclear, _third = (_shown(each, most) for each in entry.parts)
        if passage:
            yield f"> {passage}"
        if unclear:
            yield unclear
        if post.topic is not None:
            yield _("Topic: {topic}").format(topic=inert(topic_name(post.topic, lang)))
        return
    for name, text in zip(part_names(entry.kind, lang), entry.parts, strict=True):
        if text:
            yield f"**{name}** {_shown(text, most)}"
    if entry.practised_at:
        said = " ".join(filter(None, [_shown(entry.tried, most), inert(entry.link)]))
        yield "**{name}** {said}".format(name=_("I tried it:"), said=said)


def _shown(text: str, most: int) -> str:
    shown = inert(text)
    if units(shown) <= most:
        return shown
    return next(iter(inert_parts(text, most - 2)), "") + " …"


def part_names(kind: EntryKind, lang: Lang) -> tuple[str, str, str]:
    """What stands before each of the three texts of an entry."""
    _ = lang.gettext
    if kind is EntryKind.ESSENCE:
        return _("About:"), _("Could it help me?"), _("I will try:")
    if kind is EntryKind.NOTES:
        return _("What we learned:"), _("What is open:"), _("What somebody will try:")
    return _("The passage:"), _("What is unclear:"), ""


def thread_name(paper: Paper) -> str:
    """The name of the thread about an entry: the paper's title, and no word of a member."""
    return fit(clean(" ".join(paper.title.split())) or paper.arxiv_id, THREAD_NAME)


def removed_name(lang: Lang) -> str:
    """What a thread is called whose entry is gone."""
    return lang.gettext("a removed post")
