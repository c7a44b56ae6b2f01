"""How being asked for a hand reads: the line of an inbox, the words of who is stuck, and the message that opens a thread."""

from __future__ import annotations

from datetime import date

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, split
from bot.shell.cards import CONTENT, Button, Card, Style
from bot.shell.markup import person, thread_link
from bot.shell.topics import topic_name, topic_text
from bot.standups.model.blockers import Blocker
from bot.standups.service.hands import HandPost
from bot.standups.service.helping import Request
from cogs.standups.views.posts import THREAD_NAME, answer_lines


def help_line(request: Request, lang: Lang) -> str:
    """The line of an inbox: somebody is stuck."""
    _ = lang.gettext
    topic = topic_text(request.topic, lang)
    if not request.url:
        return _("Somebody is stuck on {topic}.").format(topic=topic)
    return _("Somebody is stuck on {topic}: [see it]({url})").format(topic=topic, url=request.url)


def help_button(blocker_id: int, lang: Lang) -> Button:
    """Shows the words of who is stuck."""
    return Button(lang.gettext("Lend a hand?"), custom_id("standups", "help", blocker_id), Style.PRIMARY)


def help_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("Somebody is stuck")


def request_cards(request: Request, name: str, lang: Lang) -> list[Card]:
    """Who is stuck on what, in their own words, and what can be done about it; only who was asked sees it.

    `name` is what they are called, where a mention may not say it.
    """
    _ = lang.gettext
    who, topic = person(request.blocker.user_id, name), topic_text(request.topic, lang)
    intro = _("{author} could use a hand with {topic}:").format(author=who, topic=topic)
    words = "\n".join(answer_lines(request.words, lang)) or _("(They emptied the field since.)")
    id_ = request.blocker.id
    first: tuple[Button, ...] = (Button(_("Not this time"), custom_id("standups", "pass", id_)),)
    if not request.offered:
        first = (Button(_("I can help"), custom_id("standups", "can_help", id_), Style.PRIMARY), *first)
    guards = (
        Button(
            _("Nothing more from this person"),
            custom_id("standups", "mute_asker", id_, request.blocker.user_id),
        ),
        Button(_("Tell the organisers"), custom_id("standups", "tell_asker", id_)),
    )
    text = f"{intro}\n{words}"
    if request.offered:
        text += "\n" + _offered_text(request.blocker, lang)
    parts = split(text, CONTENT)
    return [*(Card(part) for part in parts[:-1]), Card(parts[-1], (first, guards))]


def _offered_text(blocker: Blocker, lang: Lang) -> str:
    _ = lang.gettext
    if blocker.thread_id is None:
        return _("You said that you can help. The thread for it opens shortly.")
    text = _("You said that you can help. Here is the thread: {thread}")
    return text.format(thread=thread_link(blocker.guild_id, blocker.thread_id))


def thanks_card(thread_id: int | None, guild_id: int, channel_id: int, lang: Lang) -> Card:
    """After "I can help"; also read in direct messages."""
    _ = lang.gettext
    if thread_id is None:
        text = _("Thank you! The thread for it opens shortly; write there whenever it suits you: {channel}")
        return Card(text.format(channel=thread_link(guild_id, channel_id)))
    text = _("Thank you! Nobody was added to the thread; write there whenever it suits you: {thread}")
    return Card(text.format(thread=thread_link(guild_id, thread_id)))


def passed_card(lang: Lang) -> Card:
    """After "Not this time"."""
    return Card(
        lang.gettext("That is fine, and nobody is told. /mine → Helping others is where you choose topics.")
    )


def hand(post: HandPost, lang: Lang) -> Card:
    """The public message that opens a thread; it pings nobody."""
    _ = lang.gettext
    who, topic = person(post.blocker.user_id), topic_text(post.topic, lang)
    if not post.url:
        return Card(_("{author} could use a hand with {topic}.").format(author=who, topic=topic))
    text = _("{author} could use a hand with {topic}. [see it]({url})")
    return Card(text.format(author=who, topic=topic, url=post.url))


def hand_thread_name(post: HandPost, lang: Lang) -> str:
    """The name of that thread: it names nobody, so it can stay when its author deletes everything."""
    topic = topic_name(post.topic, lang) if post.topic else lang.gettext("something")
    return fit(lang.gettext("A hand with {topic}").format(topic=topic), THREAD_NAME)


def reply_line(day: date, url: str, lang: Lang) -> str:
    """The line of an inbox: somebody replied."""
    text = lang.gettext("Somebody replied to your standup for {date}: [see it]({url})")
    return text.format(date=lang.date(day), url=url)


def reply_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A reply")
