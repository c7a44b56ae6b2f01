"""How questions about a paper read: the form, what follows "I understand now", the line of an inbox (P9)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.communities.model import Topic
from bot.communities.naming import topic_name
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.deliveries.model import Delivery, State
from bot.papers.model.values import Entry, EntryKind, EntryState, Paper
from bot.papers.service.essences import NOTHING
from bot.papers.service.questions import Asked
from bot.shell.cards import Card, Option
from bot.shell.forms import Form, Several
from bot.shell.markup import channel
from bot.shell.titles import written
from bot.shell.topics import topic_text
from cogs.papers.views.entries import change_text, entry_fields, own_buttons

_NAME = 90  # units of a paper's title in a line


def ask_form(arxiv_id: str, topics: Sequence[Topic], lang: Lang) -> Form:
    """The form behind "Help me understand"."""
    _ = lang.gettext
    fields: tuple[Several, ...] = ()
    if topics:
        options = tuple(Option(topic_name(each, lang), str(each.id)) for each in topics)
        note = _("A few people who follow it are told of your question.")
        fields = (Several("topic", _("Topic, if you like"), options, note=note, required=False, most=1),)
    return Form(
        custom_id("papers", "asked", arxiv_id),
        _("Ask the group, with your name"),
        (*entry_fields(EntryKind.QUESTION, NOTHING, lang), *fields),
        custom_id("papers", "ask", arxiv_id),
    )


def understood(entry: Entry, post: Delivery | None, lang: Lang) -> Card:
    """After "I understand now", or after taking that back; what its post says is said as it is."""
    _ = lang.gettext
    if post is not None and post.state is State.SENT and not post.dirty:
        text = _("Not yet is fine. The post says that your question is open again.")
        if entry.solved_at:
            text = _("Good! The post says so, and nobody is told of your question any more.")
    else:
        text = _("Not yet is fine: your question is open again.")
        if entry.solved_at:
            text = _("Good! Nobody is told of your question any more.")
        if entry.state is EntryState.POSTED:
            text += " " + change_text(entry, post, lang)
    return Card(text, own_buttons(entry, lang))


def question_line(asked: Asked, lang: Lang) -> str:
    """The line of an inbox: somebody has a question under a topic that its reader follows."""
    _ = lang.gettext
    text = _("Somebody would like to understand “{paper}” ({topic}): [see it]({url})")
    paper, topic = written(asked.paper.title, _NAME), topic_text(asked.topic, lang)
    return text.format(paper=paper, topic=topic, url=asked.url)


def question_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A question about a paper")


def reply_line(entry: Entry, paper: Paper, url: str, lang: Lang) -> str:
    """The line of an inbox: somebody wrote about an entry."""
    _ = lang.gettext
    text = {
        EntryKind.ESSENCE: _("Somebody replied to what you wrote about “{paper}”: [see it]({url})"),
        EntryKind.QUESTION: _("Somebody replied to your question about “{paper}”: [see it]({url})"),
        EntryKind.NOTES: _("Somebody replied to your notes on “{paper}”: [see it]({url})"),
    }[entry.kind]
    return text.format(paper=written(paper.title, _NAME) or paper.arxiv_id, url=url)


def reply_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A reply")


def talk_card(entry: Entry, thread_id: int | None, lang: Lang) -> Card:
    """After "Talk about it", which is pressed below the post; without a thread Discord did not let us open one."""
    _ = lang.gettext
    if thread_id is None:
        text = _(
            "I cannot open a thread for it just now. Reply to the post in {channel} instead, or try again later."
        )
        return Card(text.format(channel=channel(entry.channel_id)))
    return Card(_("Talk about it here: {thread}").format(thread=channel(thread_id)))
