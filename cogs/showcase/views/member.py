"""What a member sees in private of what they share: the form, the preview, what came of posting and taking back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.communities.model import Topic
from bot.communities.naming import topic_name
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert, split, units
from bot.deliveries.model import Delivery, State
from bot.shell.cards import CONTENT, Button, Card, Option, Row, Select, Style
from bot.shell.forms import Choice, Form, Several, Text
from bot.shell.markup import channel
from bot.shell.reasons import why
from bot.shell.topics import topic_text
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import DONE_WHEN, TEXT, TITLE, Content, Kind, Share
from bot.showcase.model.values import State as Where
from bot.showcase.service.publishing import Removed

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
            note=_("To where it can be seen. A link or a few words, one of them is enough."),
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
    _ = lang.gettext
    where = channel(share.channel_id)
    if delivered is not None and delivered.state is State.SENT:
        text = _("Posted in {channel}: [see it]({url}). You can change it or take it back whenever you like.")
        text = text.format(channel=where, url=delivered.url)
    elif delivered is not None and delivered.is_refused:
        text = _(
            "Saved, but Discord does not let me post in {channel} ({reason}). I keep trying, and it is yours in /mine."
        ).format(channel=where, reason=why(delivered, lang))
    else:
        text = _("Saved. It will appear in {channel} shortly.").format(channel=where)
    return Card(text, (own_buttons(share, lang),))


def welcome(asks: bool, lang: Lang) -> Card:
    """To who shared something there for the first time; `asks`: there is a round-up that may quote them."""
    _ = lang.gettext
    text = _(
        "Your first one here, and out of the drawer: well done. Often nobody writes back, and that is normal: most people read "
        "in silence."
    )
    if not asks:
        return Card(text)
    text += "\n\n" + _(
        "Once a week a round-up quotes what was shared, in the order it came. Quote me in the weekly round-up?"
    )
    yes = Button(_("Yes, quote me"), custom_id("showcase", "quote_on"))
    return Card(text, ((yes, Button(_("No, thank you"), custom_id("showcase", "quote_off"))),))


def changed(share: Share, delivered: Delivery | None, lang: Lang) -> Card:
    """After an edit of a post."""
    _ = lang.gettext
    if delivered is not None and delivered.state is State.SENT and not delivered.dirty:
        text = _("Changed: [see it]({url}).").format(url=delivered.url)
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


def confirm_unpost(share: Share, lang: Lang) -> Card:
    """Before a post that others wrote about becomes a draft again."""
    _ = lang.gettext
    text = _(
        "The post goes, and your words stay with you. What others wrote to you about it, like thank-you lines, goes too: it is "
        "gone for good."
    )
    back = Button(_("Back to a draft"), custom_id("showcase", "unpost_now", share.id), Style.PRIMARY)
    return Card(text, ((back, Button(_("Leave it posted"), custom_id("showcase", "own", share.id))),))


def unposted(left: Sequence[Delivery], lang: Lang) -> str:
    """The sentence after "Back to a draft"."""
    _ = lang.gettext
    if not left:
        return _("It is a draft again: the post is gone, your words are here. Only you can see them:")
    return _("It is a draft again, and only yours.") + " " + _still_there(left, lang)


def deleted(removed: Removed, left: Sequence[Delivery], lang: Lang) -> list[Card]:
    """After "Delete" or "Discard": what is gone, what Discord would not delete, the words once more."""
    _ = lang.gettext
    if removed.share.state is Where.POSTED:
        intro = _("Deleted: the post and everything I had stored of it.")
        if left:
            intro = _("Deleted from what I store.") + " " + _still_there(left, lang)
    else:
        intro = _("Discarded. Nothing of it was posted, and I have deleted what I had stored.")
    return _with_words(f"{intro}\n" + _("Your words once more; I keep no copy:"), removed.share, lang)


def deleted_meanwhile(share: Share, lang: Lang) -> list[Card]:
    """A post that turned out to be deleted by hand: its words once, nothing stored."""
    _ = lang.gettext
    intro = _("Your post was deleted in Discord, so I have deleted it here too. /share shares it anew.")
    return _with_words(f"{intro}\n" + _("Your words once more; I keep no copy:"), share, lang)


def _still_there(left: Sequence[Delivery], lang: Lang) -> str:
    _ = lang.gettext
    refused = [each for each in left if each.reason]
    if not refused:
        return _("The post was just on its way to Discord; it goes as soon as it is there.")
    text = _(
        "Discord did not let me delete the post, it still stands here: {urls} I keep trying; a moderator can delete it at once."
    )
    where = " ".join(each.url for each in refused if each.url) or channel(refused[0].channel_id)
    return text.format(urls=where)


def _with_words(intro: str, share: Share, lang: Lang) -> list[Card]:
    return [Card(part) for part in split(f"{intro}\n\n{given_back(share.content, share.done_when)}", CONTENT)]


def given_back(content: Content, done_when: str = "") -> str:
    """All that was typed, harmless."""
    return "\n".join(inert(each) for each in (content.title, content.text, content.link, done_when) if each)
