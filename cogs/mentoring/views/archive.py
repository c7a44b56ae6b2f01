"""How the archive of questions and answers looks: looking through it, what was found, an entry (M8)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.communities.naming import topic_name
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import inert, units
from bot.mentoring.service.archiving import Archive, Kept
from bot.shell.cards import CONTENT, Button, Card, Option, Row, Select, Style
from bot.shell.forms import Form, Text
from bot.shell.markup import person
from bot.shell.titles import written
from cogs.mentoring.views import ways
from cogs.mentoring.views.answers import goal_of, shown, title_of

WORDS, MOST_WORDS = "words", 100
LINES = 4  # entries with a link; all are in the select
GOAL = 150  # units of what a question is about
LEAST = 120  # units of an answer that is shown in an entry


def search_form(lang: Lang) -> Form:
    """The form that looks through the archive."""
    _ = lang.gettext
    note = _("All of them have to be there; beginnings are enough.")
    return Form(
        custom_id("mentoring", "archived"),
        _("Earlier answers"),
        (Text(WORDS, _("Words"), note=note, required=True, most=MOST_WORDS),),
        custom_id("mentoring", "look_up"),
    )


def archive_card(archive: Archive, lang: Lang) -> Card:
    """What was found, or the newest of the archive."""
    _ = lang.gettext
    look = Button(_("Look for something"), custom_id("mentoring", "look_up"), Style.PRIMARY)
    mine = Button(_("My answers"), custom_id("mentoring", "my_answers"))
    ask = Button(_("Ask a question"), custom_id("mentoring", "compose"))
    back = Button(_("Back"), custom_id("mentoring", "ask"))
    buttons: Row = (look, ask, mine, back)
    typed = written(archive.typed, MOST_WORDS)
    if not archive.found:
        text = _("Nothing is kept here so far. Questions come here when who asked and who answered agree.")
        if archive.typed:
            text = _(
                "Nothing that is kept has all of “{words}”. Fewer words find more, and asking is always fine."
            )
        return Card(text.format(words=typed), (buttons,))
    heading = _("The newest questions with their answers:")
    if archive.typed:
        heading = _("Kept questions with “{words}”:").format(words=typed)
    lines = [heading, *(_line(each, lang) for each in archive.found[:LINES])]
    return Card("\n".join(lines), (_select(archive.found, lang), buttons))


def _line(entry: Kept, lang: Lang) -> str:
    _ = lang.gettext
    goal = goal_of(entry.question, GOAL)
    return _("• {goal}: [see it]({url})").format(goal=goal, url=entry.url) if entry.url else f"• {goal}"


def _select(found: Sequence[Kept], lang: Lang) -> Select:
    options = tuple(
        Option(
            title_of(each.question),
            str(each.question.id),
            " ".join(each.question.question.split()),
        )
        for each in found
    )
    return Select(custom_id("mentoring", "entry"), lang.gettext("Read a question and its answers"), options)


def entry_card(entry: Kept, user_id: int, composed: int, lang: Lang) -> Card:
    """A question with its kept answers, as whoever looks reads it; its authors can take theirs out.

    `composed` is the question of their own that is like it and that they are about to post, 0: none.
    """
    _ = lang.gettext
    question = entry.question
    asked = person(question.user_id)
    heading = f"**{goal_of(question, GOAL)}**"
    about = _("Asked by {author}").format(author=asked)
    if entry.topic is not None:
        about = _("Asked by {author}, about {topic}").format(
            author=asked, topic=inert(topic_name(entry.topic, lang))
        )
    end = _("It stands here: [see it]({url})").format(url=entry.url) if entry.url else ""
    lines = [heading, about]
    room = CONTENT - units("\n".join(lines)) - units(end) - 2
    lines.append(shown(question.question, room // 2))
    room -= units(lines[-1]) + 1
    for place, each in enumerate(entry.answers):
        name = _("{author} answers:").format(author=person(each.user_id))
        share = room // (len(entry.answers) - place)
        if share < units(name) + LEAST:
            break
        lines.append(f"{name} {shown(each.text, share - units(name) - 2)}")
        room -= units(lines[-1]) + 1
    if end:
        lines.append(end)
    return Card("\n".join(lines), _rows(entry, user_id, composed, lang))


def _rows(entry: Kept, user_id: int, composed: int, lang: Lang) -> tuple[Row, ...]:
    _ = lang.gettext
    archive = custom_id("mentoring", "archive")
    first = [Button(_("Earlier answers"), archive, Style.PRIMARY), ways.compose(lang, first=False)]
    if composed:
        first = [
            ways.question(composed, _("Back to my question"), first=True, new=True),
            Button(_("This answers it: delete mine"), custom_id("mentoring", "delete_question", composed)),
            Button(_("Earlier answers"), archive),
        ]
    if entry.question.user_id == user_id:
        first.append(Button(_("Take it out"), custom_id("mentoring", "keep", entry.question.id, "no")))
    mine = next((each for each in entry.answers if each.user_id == user_id), None)
    if mine is not None:
        first.append(Button(_("My answer"), custom_id("mentoring", "answer_of", mine.id)))
    return (tuple(first),)
