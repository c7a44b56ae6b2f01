"""How a server's topics read in /setup, and "Helping others" in /mine."""

from __future__ import annotations

from collections.abc import Sequence

from bot.communities.model import (
    MOST_TOPICS,
    TOPIC_NAME,
    AuditLine,
    LastTopic,
    Topic,
    TopicGone,
    TopicRefused,
    TopicsFull,
)
from bot.communities.service.topics import Helping
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import fit, inert
from bot.shell import ways
from bot.shell.cards import Button, Card, Option, Row, Select, Style
from bot.shell.directory import Section
from bot.shell.forms import Form, Text
from bot.shell.topics import topic_name, topic_text

REFUSALS = (LastTopic, TopicGone, TopicRefused, TopicsFull)


def setup_section(lang: Lang) -> Section:
    """The topics' part of /setup."""
    return Section((), (Button(lang.gettext("Topics"), custom_id("communities", "topics")),))


def topics_card(topics: Sequence[Topic], lang: Lang, *, done: str = "") -> Card:
    """The list of topics; `done` is the sentence of what just happened."""
    _ = lang.gettext
    text = _(
        "**Topics:** {topics}.\n"
        "Who is stuck chooses one of them, and I ask up to two people who offered to help with it."
    ).format(topics=lang.join(topic_text(each, lang) for each in topics))
    buttons = [Button(_("Back to setup"), custom_id("communities", "home"))]
    if len(topics) < MOST_TOPICS:
        buttons.insert(0, Button(_("Add a topic"), custom_id("communities", "new_topic"), Style.PRIMARY))
    options = tuple(Option(topic_name(each, lang), str(each.id)) for each in topics)
    choose = Select(custom_id("communities", "topic"), _("Choose one to rename or remove"), options)
    return Card(f"{done}\n{text}" if done else text, (choose, tuple(buttons)))


def topic_card(topic: Topic, lang: Lang) -> Card:
    """One topic."""
    _ = lang.gettext
    text = _("**{topic}**\nWhen it is removed, nobody is asked about it any more.")
    buttons = (
        Button(_("Rename"), custom_id("communities", "retitle", topic.id), Style.PRIMARY),
        Button(_("Remove"), custom_id("communities", "untopic", topic.id), Style.DANGER),
        Button(_("Back to the topics"), custom_id("communities", "topics")),
    )
    return Card(text.format(topic=topic_text(topic, lang)), (buttons,))


def topic_form(topic: Topic | None, public: Lang, lang: Lang) -> Form:
    """The form of one topic's name, as it is in the server's language; None: of a new one."""
    _ = lang.gettext
    title = _("Rename the topic") if topic else _("Add a topic")
    id_ = custom_id("communities", "topic_named", topic.id if topic else 0)
    value = topic_name(topic, public) if topic else ""
    return Form(id_, title, (Text("name", _("Name"), value=value, required=True, most=TOPIC_NAME),))


def mine_section(lang: Lang) -> Section:
    """The part of /mine."""
    return Section((), (Button(lang.gettext("Helping others"), custom_id("communities", "helping")),))


def helping_card(helping: Helping, silences: bool, lang: Lang, *, done: str = "") -> Card:
    """On which topics one may be asked; `silences`: whether one wants nothing more from somebody."""
    _ = lang.gettext
    names = lang.join(topic_text(each, lang) for each in helping.topics if each.id in helping.chosen)
    state = _("You may be asked about: {topics}.").format(topics=names)
    if not helping.chosen:
        state = _("So far you are not asked about any topic.")
    text = _(
        "**Helping others**\n{state}\n"
        "When somebody is stuck on a topic that you choose here, I may show you their words: at most once a day, in your "
        "inbox, and a “Not this time” needs no reason. Nobody sees what you chose."
    ).format(state=state)
    options = tuple(
        Option(topic_name(each, lang), str(each.id), chosen=each.id in helping.chosen)
        for each in helping.topics
    )
    rows: list[Row] = [
        Select(custom_id("communities", "help_with"), _("Choose topics"), options, most=len(options))
    ]
    buttons = [ways.home(lang)]
    if silences:
        buttons.insert(0, _hear_button(lang))
    if helping.chosen:
        buttons.insert(0, Button(_("Ask me about nothing"), custom_id("communities", "no_help")))
    rows.append(tuple(buttons))
    return Card(f"{done}\n{text}" if done else text, tuple(rows))


def helping_elsewhere(silences: bool, lang: Lang, *, done: str = "") -> Card:
    """In the bot's own DM, which has no topics; `silences`: whether one wants nothing more from somebody."""
    _ = lang.gettext
    text = _("Each server has topics of its own. Type /mine there to choose yours.")
    buttons = [ways.home(lang)]
    if silences:
        buttons.insert(0, _hear_button(lang))
    return Card(f"{done}\n{text}" if done else text, (tuple(buttons),))


def _hear_button(lang: Lang) -> Button:
    return Button(lang.gettext("Hear from everybody again"), custom_id("communities", "hear"))


def topic_added(line: AuditLine, lang: Lang) -> str:
    """The record of a new topic."""
    return lang.gettext("added the topic {name}").format(name=_recorded(line, lang))


def topic_renamed(line: AuditLine, lang: Lang) -> str:
    """The record of a topic's new name."""
    return lang.gettext("renamed a topic to {name}").format(name=_recorded(line, lang))


def topic_removed(line: AuditLine, lang: Lang) -> str:
    """The record of a topic that was removed."""
    return lang.gettext("removed the topic {name}").format(name=_recorded(line, lang))


def _recorded(line: AuditLine, lang: Lang) -> str:
    return topic_text(Topic(0, 0, line.detail.get("key", ""), line.detail.get("name", "")), lang)


def topic_refusal(given: Refusal, lang: Lang) -> Card:
    """The wording of what is refused about topics."""
    _ = lang.gettext
    match given:
        case LastTopic():
            return Card(
                _("A server keeps at least one topic. You can rename this one, or add another first.")
            )
        case TopicGone():
            return Card(_("This topic was removed meanwhile. Choose another one."))
        case TopicRefused(typed=typed, there=True):
            text = _("There is a topic “{typed}” already. Choose another name.")
            return Card(text.format(typed=inert(fit(typed, 100))))
        case TopicRefused():
            return Card(_("A topic needs a name of at least one letter."))
        case TopicsFull(most=most):
            text = _("A server can have {most} topics. Remove one you no longer need first.")
            return Card(text.format(most=most))
    raise LookupError(type(given).__name__)
