"""What a member sees in private of what they share: the form, the preview, what came of posting and taking back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.communities.model import Topic
from bot.communities.naming import topic_name
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert, units
from bot.deliveries.model import Delivery, State
from bot.shell.cards import CONTENT, Button, Card, Option, Row, Select, Style
from bot.shell.forms import Choice, Form, Several, Text
from bot.shell.markup import channel
from bot.shell.reasons import why
from bot.shell.topics import topic_text
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import DONE_WHEN, TEXT, TITLE, Kind, Share
from bot.showcase.model.values import State as Where

LINK_ROOM = (
    2000  # characters the form takes: a longer link than may be shared is refused with a reason, not cut
)


def kind_name(kind: Kind, lang: Lang) -> str:
    """A kind as a choice shows it."""
    _ = lang.gettext
    return {
        Kind.PROJECT: _("A project, finished enough to show"),
        Kind.PROGRESS: _("Work in progress"),
        Kind.WRITING: _("Something I wrote"),
        Kind.NOTEBOOK: _("A notebook"),
        Kind.PAPER: _("A paper, implemented"),
        Kind.OTHER: _("Something else"),
    }[kind]


def share_form(id_: str, typed: Typed, topics: Sequence[Topic], lang: Lang, opener: str = "") -> Form:
    """The form of what is shared, showing what was typed before; a link or a few words are enough."""
    _ = lang.gettext
    kinds = tuple(Option(kind_name(each, lang), each.value, chosen=each is typed.kind) for each in Kind)
    fields: list[Text | Choice | Several] = [
        Text(
            "link",
            _("Link"),
            note=_("Where it can be seen. A link or a few words, one of them is enough."),
            value=typed.link,
            most=LINK_ROOM,
        ),
        Text(
            "text",
            _("In your own words"),
            note=_("One sentence is enough: what is it, or what did you learn?"),
            value=typed.text,
            long=True,
            most=TEXT,
        ),
        Text("title", _("Title, if you like"), value=typed.title, most=TITLE),
        Choice("kind", _("What is it?"), kinds, note=_("If you leave it out, I guess from the link.")),
    ]
    if topics:
        options = tuple(
            Option(topic_name(each, lang), str(each.id), chosen=each.id == typed.topic_id) for each in topics
        )
        fields.append(Several("topic", _("Topic, if you like"), options, required=False, most=1))
    return Form(id_, _("Share your work"), tuple(fields), opener)


def done_form(share: Share, lang: Lang) -> Form:
    """The form of the one sentence that a draft may have."""
    _ = lang.gettext
    field = Text(
        "done",
        _("I will be done when …"),
        note=_("If you like. It is for you, and for who reads the draft."),
        value=share.done_when,
        long=True,
        most=DONE_WHEN,
    )
    return Form(custom_id("showcase", "kept", share.id), _("Keep as draft"), (field,))


def preview(share: Share, post: Card, lang: Lang) -> Card:
    """What would be posted, `post`, and nothing else; below it what can be done with it."""
    _ = lang.gettext
    kinds = tuple(
        Option(kind_name(each, lang), each.value, chosen=each is share.content.kind) for each in Kind
    )
    rows: tuple[Row, ...] = (
        Select(custom_id("showcase", "kind", share.id), _("What is it?"), kinds),
        (
            _post(share, lang),
            _few(share, lang),
            Button(_("Keep as draft"), custom_id("showcase", "keep", share.id)),
            _edit(share, lang),
            Button(_("Discard"), custom_id("showcase", "delete", share.id), Style.DANGER),
        ),
        (_adapt(share, lang),),
    )
    return replace(post, rows=rows)


def own_card(
    share: Share,
    post: Card,
    delivered: Delivery | None,
    topics: Sequence[Topic],
    lang: Lang,
    *,
    intro: str = "",
    noted: bool = False,
) -> Card:
    """One's own share in any state with all its buttons; `intro` in place of where it stands, `noted`: readers wrote about it.

    What does not fit is shortened: "Edit" shows all of it.
    """
    _ = lang.gettext
    lines = [intro or _standing(share, delivered, lang)]
    if share.done_when and share.state is not Where.POSTED:
        lines.append(_("I will be done when: {words}").format(words=inert(" ".join(share.done_when.split()))))
    topic = next((each for each in topics if each.id == share.content.topic_id), None)
    if topic is not None:
        lines.append(_("Topic: {topic}").format(topic=topic_text(topic, lang)))
    words = post.text
    if units("\n".join(lines)) + units(words) + 2 > CONTENT:
        words = inert(fit(share.name, 200))
    text = "\n".join([*lines, "", words])
    return Card(text, (own_buttons(share, lang), _more(share, lang, noted=noted)))


def _standing(share: Share, delivered: Delivery | None, lang: Lang) -> str:
    _ = lang.gettext
    if share.state is Where.DRAFT:
        return _("Your draft. Only you can see it:")
    if share.state is Where.OFFERED:
        return _("Your draft. You, and a few people who like to read drafts, can see it:")
    if delivered is not None and delivered.message_id is not None:
        text = _("Posted in {channel} ([see it]({url})):")
        return text.format(channel=channel(share.channel_id), url=delivered.url)
    if delivered is not None and delivered.state is State.DROPPED:
        only_you = _("Only you can see it:")
        return f"{_given_up(lang)}\n{only_you}"
    if delivered is not None and delivered.is_refused:
        text = _("Discord does not let me post it in {channel} ({reason}). Only you can see it:")
        return text.format(channel=channel(share.channel_id), reason=why(delivered, lang))
    return _("It will appear in {channel} shortly:").format(channel=channel(share.channel_id))


def own_buttons(share: Share, lang: Lang) -> tuple[Button, ...]:
    """What its author can do with a share, as it stands."""
    _ = lang.gettext
    delete = Button(_("Delete"), custom_id("showcase", "delete", share.id), Style.DANGER)
    if share.state is Where.POSTED:
        back = Button(_("Back to a draft"), custom_id("showcase", "unpost", share.id))
        return (_edit(share, lang), back, delete)
    return (_post(share, lang), _few(share, lang), _edit(share, lang), delete)


def _more(share: Share, lang: Lang, *, noted: bool) -> tuple[Button, ...]:
    _ = lang.gettext
    buttons = [_adapt(share, lang)]
    if share.state is not Where.POSTED:
        buttons.append(Button(_("I will be done when …"), custom_id("showcase", "keep", share.id)))
    if noted:
        buttons.append(Button(_("What readers wrote"), custom_id("showcase", "notes", share.id)))
    return tuple(buttons)


def _post(share: Share, lang: Lang) -> Button:
    return Button(lang.gettext("Post"), custom_id("showcase", "post", share.id), Style.PRIMARY)


def _few(share: Share, lang: Lang) -> Button:
    _ = lang.gettext
    if share.state is Where.OFFERED:
        return Button(_("Take it back from readers"), custom_id("showcase", "unoffer", share.id))
    return Button(_("Show it to a few first"), custom_id("showcase", "offer", share.id))


def _edit(share: Share, lang: Lang) -> Button:
    return Button(lang.gettext("Edit"), custom_id("showcase", "edit", share.id))


def _adapt(share: Share, lang: Lang) -> Button:
    return Button(lang.gettext("Adapted from…"), custom_id("showcase", "adapt", share.id))


def posted(share: Share, delivered: Delivery | None, lang: Lang) -> Card:
    """What happened, where it is, how to undo it."""
    if delivered is not None and delivered.state is State.SENT:
        _ = lang.gettext
        text = _("Posted in {channel}: [see it]({url}). You can change it or take it back whenever you like.")
        text = text.format(channel=channel(share.channel_id), url=delivered.url)
    else:
        text = _not_yet(share, delivered, lang)
    return Card(text, (own_buttons(share, lang),))


def _not_yet(share: Share, delivered: Delivery | None, lang: Lang) -> str:
    """Of a post that is not in Discord: what is done about it."""
    _ = lang.gettext
    where = channel(share.channel_id)
    if delivered is not None and delivered.state is State.DROPPED:
        text = _("Saved.") + " " + _given_up(lang)
    elif delivered is not None and delivered.is_refused:
        text = _(
            "Saved, but Discord does not let me post in {channel} ({reason}). I keep trying, and it is yours in /mine."
        ).format(channel=where, reason=why(delivered, lang))
    else:
        text = _("Saved. It will appear in {channel} shortly.").format(channel=where)
    return text


def _given_up(lang: Lang) -> str:
    return lang.gettext("I have stopped trying to post it. “Back to a draft”, then “Post” tries anew.")


def welcome(guild_id: int, asks: bool, lang: Lang) -> Card:
    """To who shared something in a server for the first time; `asks`: there is a round-up that may quote them."""
    _ = lang.gettext
    text = _(
        "Your first one here. Well done for showing it! Many people read in silence, so silence says nothing about your work."
    )
    if not asks:
        return Card(text)
    text += "\n\n" + _(
        "Once a week a round-up may quote what was shared, with name and link; a standup's summary may name finished projects. "
        "May I quote you? Until you say yes, I do not."
    )
    yes = Button(_("Yes, quote me"), custom_id("showcase", "quote_on", guild_id))
    return Card(text, ((yes, Button(_("No, thank you"), custom_id("showcase", "quote_off", guild_id))),))


def changed(share: Share, delivered: Delivery | None, lang: Lang) -> Card:
    """After an edit of a post."""
    _ = lang.gettext
    if delivered is not None and delivered.state is State.SENT and not delivered.dirty:
        text = _("Changed: [see it]({url}).").format(url=delivered.url)
    elif delivered is not None and delivered.message_id is None:
        text = _not_yet(share, delivered, lang)
    elif delivered is not None and delivered.is_refused:
        text = _("Saved, but the post still shows the old words ({reason}). I keep trying.")
        text = text.format(reason=why(delivered, lang))
    else:
        text = _("Saved. The post changes shortly.")
    return Card(text, (own_buttons(share, lang), _more(share, lang, noted=False)))


def kept(lang: Lang) -> str:
    """The sentence after "Keep as draft"."""
    return lang.gettext("Kept as a draft. Only you can see it, here and in /mine → My shares:")


def changed_before_readers(lang: Lang) -> str:
    """The sentence after an edit of a draft that others may read."""
    return lang.gettext("Changed. Who reads your draft sees the new words:")
