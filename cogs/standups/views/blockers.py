"""How being stuck reads for who is stuck: the offer of a hand, what is still open, and who can help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.communities.model import Topic
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.refusals import Refusal
from bot.core.text import split
from bot.shell import ways
from bot.shell.cards import CONTENT, OPTIONS, Button, Card, Option, Row, Select, Style
from bot.shell.markup import person, thread_link
from bot.shell.topics import topic_name, topic_text
from bot.standups.model.blockers import (
    Blocker,
    BlockerOver,
    NobodyOffers,
    NothingStuck,
    NothingToShow,
    NotShown,
    Stage,
    stuck_on,
)
from bot.standups.service.blockers import Aftermath, Open, Routed
from bot.standups.service.helping import Offered
from cogs.standups.views.posts import answer_lines

REFUSALS = (BlockerOver, NobodyOffers, NotShown, NothingStuck, NothingToShow)


def afterwards(card: Card, entry_id: int, after: Aftermath, topics: Sequence[Topic], lang: Lang) -> Card:
    """The answer to somebody who posted or changed something, with what else there is to say."""
    _ = lang.gettext
    text, rows = card.text, card.rows
    if after.comes_back:
        text = _("Welcome back!") + f" {text}"
    if after.may_ask and topics:
        text += "\n" + _(
            "Would you like a hand with what you are stuck on? Choose a topic, and I ask up to two people who offered to help. "
            "Or leave it."
        )
        rows = (_topic_select(entry_id, topics, lang), *rows)
    elif after.still is not None:
        text += "\n" + _("What you asked about {topic} is open until you say so.").format(
            topic=topic_text(after.still.topic, lang)
        )
        rows = (*rows, _end_buttons(after.still.blocker, lang))
    return replace(card, text=text, rows=rows)


def _topic_select(entry_id: int, topics: Sequence[Topic], lang: Lang) -> Select:
    options = tuple(Option(topic_name(each, lang), str(each.id)) for each in topics[:OPTIONS])
    return Select(custom_id("standups", "topic", entry_id), lang.gettext("Choose a topic"), options)


def _end_buttons(blocker: Blocker, lang: Lang) -> tuple[Button, ...]:
    _ = lang.gettext
    return (
        Button(_("Solved"), custom_id("standups", "solved", blocker.id)),
        Button(_("Let it go"), custom_id("standups", "dropped", blocker.id)),
    )


def routed_card(routed: Routed, lang: Lang) -> Card:
    """After a topic was chosen."""
    _ = lang.gettext
    text = _(
        "Nobody is free to be asked about {topic} right now. What you wrote stays in the thread, where everybody can answer, "
        "and it is in your form again next time."
    )
    if routed.somebody:
        text = _(
            "Done. I show your words to people who offered to help with {topic}, when it suits them. If somebody can help, a "
            "thread opens and your inbox has the link. Until you say otherwise it is in your form again next time."
        )
    return Card(
        text.format(topic=topic_text(routed.open.topic, lang)), (_end_buttons(routed.open.blocker, lang),)
    )


def finished_card(blocker: Blocker, stage: Stage, lang: Lang) -> Card:
    """After "Solved" or "Let it go", with its undo."""
    _ = lang.gettext
    text = _("Let go. Nobody is asked about it any more, and your next form begins empty.")
    if stage is Stage.SOLVED:
        text = _("Solved, how good! Nobody is asked about it any more.")
    if blocker.thread_id is not None:
        text += " " + _("The thread stays: {thread}").format(
            thread=thread_link(blocker.guild_id, blocker.thread_id)
        )
    return Card(text, ((Button(_("Undo"), custom_id("standups", "unsolved", blocker.id)),),))


def add_open(card: Card, is_open: bool, lang: Lang) -> Card:
    """The card of somebody's standups, with the way to what they are still stuck on."""
    if not is_open:
        return card
    return ways.below(card, Button(lang.gettext("What is still open"), custom_id("standups", "still_open")))


def open_cards(found: Sequence[Open], lang: Lang) -> list[Card]:
    """What somebody is still stuck on, each with its end."""
    _ = lang.gettext
    if not found:
        text = _(
            "Nothing is open. What you write under “Stuck on anything?” is kept here until it is solved."
        )
        return [Card(text, ((ways.home(lang),),))]
    cards: list[Card] = []
    for each in found:
        title = _("**Still open**")
        if each.topic is not None:
            title = _("**Still open** · you asked about {topic}").format(topic=topic_text(each.topic, lang))
        rows: list[Row] = [_end_buttons(each.blocker, lang)]
        if each.blocker.thread_id is not None:
            title += f" · {thread_link(each.blocker.guild_id, each.blocker.thread_id)}"
        words = "\n".join(answer_lines(stuck_on(each.entry), lang)) or _("(You emptied the field since.)")
        parts = split(f"{title}\n{words}", CONTENT)
        cards += [*(Card(part) for part in parts[:-1]), Card(parts[-1], tuple(rows))]
    return [*cards[:-1], ways.below(cards[-1], ways.home(lang))]


def offered_cards(offered: Offered, names: Mapping[int, str], lang: Lang) -> list[Card]:
    """Who can help, a card each, with what to do about somebody one wants nothing from; `names` where mentions may not say it."""
    _ = lang.gettext
    cards = []
    for helper_id in offered.helpers:
        text = _("{helper} can help you with {topic}.").format(
            helper=person(helper_id, names.get(helper_id, "")), topic=topic_text(offered.topic, lang)
        )
        if offered.blocker.thread_id is not None:
            text += " " + _("Here is the thread: {thread}").format(
                thread=thread_link(offered.blocker.guild_id, offered.blocker.thread_id)
            )
        else:
            text += " " + _("The thread for it opens shortly.")
        ids = (offered.blocker.id, helper_id)
        buttons = (
            Button(_("Nothing more from this person"), custom_id("standups", "mute_helper", *ids)),
            Button(_("Tell the organisers"), custom_id("standups", "tell_helper", *ids)),
        )
        cards.append(Card(text, (buttons,)))
    return cards


def offer_line(offered: Offered, lang: Lang) -> str:
    """The line of an inbox: somebody can help."""
    _ = lang.gettext
    text = _("Somebody can help you with {topic}.").format(topic=topic_text(offered.topic, lang))
    if offered.blocker.thread_id is not None:
        text += f" {thread_link(offered.blocker.guild_id, offered.blocker.thread_id)}"
    return text


def offer_button(blocker_id: int, lang: Lang) -> Button:
    """Shows who."""
    return Button(lang.gettext("Who can help"), custom_id("standups", "offered", blocker_id), Style.PRIMARY)


def offer_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("Somebody can help")


def blocker_refusal(given: Refusal, lang: Lang) -> Card:
    """The wording of what is refused about being stuck."""
    _ = lang.gettext
    match given:
        case BlockerOver(own=True):
            return Card(_("This is finished: it is no longer open. /mine → My standups shows what is."))
        case BlockerOver():
            return Card(_("This is finished: it was solved or taken back meanwhile. Thank you for looking!"))
        case NobodyOffers():
            return Card(_("Nobody offers a hand any more. It is still open: /mine → My standups shows it."))
        case NotShown(unseen=True):
            return Card(
                _(
                    "This was written in a channel that you do not see, so I cannot show it to you either. Nobody is told."
                )
            )
        case NotShown():
            return Card(
                _(
                    "You chose not to be asked about this topic any more, so I do not show it. /mine → Helping others is where "
                    "you choose topics."
                )
            )
        case NothingToShow():
            return Card(
                _(
                    "This was deleted meanwhile, so I have nothing left that I could show the organisers. “Nothing more from "
                    "this person” works all the same, and you can write to an organiser yourself."
                )
            )
        case NothingStuck():
            return Card(
                _(
                    "There is nothing to ask about: the field is empty now, or you kept the entry to yourself. Write where you "
                    "are stuck and post it, then choose a topic."
                )
            )
    raise LookupError(type(given).__name__)
