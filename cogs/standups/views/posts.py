"""What standups post in public: the prompt and an entry; and a thread's name."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert, split
from bot.shell.cards import CONTENT, Button, Card, Style
from bot.shell.markup import person
from bot.standups.model import DEFAULT_QUESTIONS, Answer, Day, Entry, Standup
from bot.standups.service.posting import EntryPost, PromptPost
from cogs.standups.views.words import heading, label

THREAD_NAME = 100
SEVERAL_LINES = "\n"


def prompt(post: PromptPost, lang: Lang) -> Card:
    """The message that opens a day: at most four lines and two buttons."""
    _ = lang.gettext
    lines = [f"**{inert(post.standup.name)} · {lang.date(post.day.date)}**"]
    if post.day.late:
        lines.append(_("A little late today, sorry."))
    if post.standup.questions == DEFAULT_QUESTIONS:
        lines.append(_("What did you do, what is next, where are you stuck? A little is a full answer."))
    else:
        lines.append(" ".join(inert(label(each, lang)) for each in post.standup.questions))
        lines.append(_("A little is a full answer."))
    return Card(
        "\n".join(lines),
        (
            (
                Button(_("Write my standup"), custom_id("standups", "day", post.day.id), Style.PRIMARY),
                Button(_("A little today"), custom_id("standups", "little", post.day.id)),
            ),
        ),
    )


def thread_name(standup: Standup, day: Day, lang: Lang) -> str:
    """The name of a day's thread, in the server's language; threads cannot show Discord's timestamps."""
    return fit(f"{standup.name} · {lang.short_date(day.date)}", THREAD_NAME)


def entry_posts(post: EntryPost, lang: Lang) -> list[Card]:
    """An entry as messages: one, or as many as its paragraphs need; nothing is cut."""
    return [Card(part) for part in split(entry_text(post.entry, lang), CONTENT)]


def entry_text(entry: Entry, lang: Lang) -> str:
    """An entry's words as they are posted, its author named by a mention that pings nobody."""
    _ = lang.gettext
    author = person(entry.user_id)
    if entry.little and entry.belated:
        return _("{author} did a little on {weekday}.").format(
            author=author, weekday=lang.weekday(entry.date)
        )
    if entry.little:
        return _("{author} did a little today.").format(author=author)
    if entry.belated:
        author = _("{author} · for {weekday}").format(author=author, weekday=lang.weekday(entry.date))
    return "\n".join([author, *answer_lines(entry.answers, lang)])


def answer_lines(answers: Sequence[Answer], lang: Lang) -> list[str]:
    """One block a question that was answered."""
    return [_block(answer, lang) for answer in answers if answer.text.strip()]


def _block(answer: Answer, lang: Lang) -> str:
    label, text = inert(heading(answer, lang)), inert(answer.text)
    separator = "\n" if SEVERAL_LINES in text else " "
    return f"**{label}**{separator}{text}"
