"""What standups post in public about a day or a week: one linked line an entry, in time order, without any count (S9)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.lang import Lang
from bot.core.text import fit, inert, units
from bot.deliveries.model import Delivery
from bot.shell.cards import CONTENT, Card
from bot.shell.markup import person
from bot.shell.topics import topic_text
from bot.standups.model import Entry
from bot.standups.service.summaries import Lines, SummaryPost, WeekPost
from cogs.standups.views.words import heading

FIRST_WORDS = 80  # of an entry
TOPICS = 5  # named in a week's summary
POSTS = 3  # linked for each of them; one where the week's posts need the room


def day(post: SummaryPost, lang: Lang) -> Card:
    """A day's summary; the links' words are ours, never a member's."""
    _ = lang.gettext
    title = _("{name} · {date}, in short").format(
        name=inert(post.standup.name), date=lang.date(post.day.date)
    )
    told = [_line(entry, delivery, lang) for entry, delivery in post.lines]
    return _card(title, told, _("and more in the thread"), post.more)


def week(post: WeekPost, lang: Lang) -> Card:
    """A week's summary, each line with its weekday; below, what people are still stuck on, and who shipped something."""
    _ = lang.gettext
    title = _("{name} · the week from {date}, in short").format(
        name=inert(post.standup.name), date=lang.date(post.monday)
    )
    told, more = _days(post.lines, lang), _("and more in the threads")
    stuck, shipped = _stuck(post, lang, POSTS), _shipped(post, lang)
    if not _fits([f"**{title}**", *told, more, *stuck, *shipped]):
        stuck = _stuck(post, lang, 1)
    return _card(title, told, more, post.more, [*stuck, *shipped])


def _shipped(post: WeekPost, lang: Lang) -> list[str]:
    _ = lang.gettext
    read = _("see it")
    told = [f"{person(user_id)} ([{read}]({url}))" for user_id, url in post.shipped]
    return [_("**Shipped:** {list}").format(list=", ".join(told))] if told else []


def _stuck(post: WeekPost, lang: Lang, most: int) -> list[str]:
    topics = [_topic(topic_text(topic, lang), posts[:most], lang) for topic, posts in post.stuck[:TOPICS]]
    return [lang.gettext("**Stuck on:** perhaps you know the way?"), *topics] if topics else []


def _days(lines: Lines, lang: Lang) -> list[str]:
    return [_line(entry, delivery, lang, f"{lang.weekday(entry.date)} · ") for entry, delivery in lines]


def _line(entry: Entry, delivery: Delivery, lang: Lang, before: str = "") -> str:
    words = _first_words(entry, lang)
    read = lang.gettext("read")
    return f"- {before}{person(entry.user_id)} {words} [{read}]({delivery.url})"


def _topic(name: str, posts: Sequence[Delivery], lang: Lang) -> str:
    read = lang.gettext("read")
    return f"- {name}: " + ", ".join(f"[{read}]({post.url})" for post in posts)


def _card(title: str, told: Sequence[str], more: str, is_more: bool, below: Sequence[str] = ()) -> Card:
    """As many lines as a message takes, then that there is more."""
    lines = [f"**{title}**"]
    for each in told:
        if not _fits([*lines, each, more, *below]):
            is_more = True
            break
        lines.append(each)
    return Card("\n".join([*lines, *([more] if is_more else []), *below]))


def _fits(lines: Sequence[str]) -> bool:
    return units("\n".join(lines)) <= CONTENT - 100


def _first_words(entry: Entry, lang: Lang) -> str:
    _ = lang.gettext
    if entry.little:
        return _("did a little.")
    first = next(answer for answer in entry.answers if answer.text.strip())
    words = inert(fit(" ".join(first.text.split()), FIRST_WORDS))
    return f"{heading(first, lang).lower()}: {words}" if first.key == "stuck" else words
