"""What a member sees in private of an entry of their own, whatever its kind: where it stands, its buttons, what came of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert, units
from bot.deliveries.model import Delivery, State
from bot.papers.model.values import FIELD, Entry, EntryKind, EntryState
from bot.papers.service.posting import EntryPost
from bot.papers.service.publishing import Own, Withdrawn
from bot.shell.cards import CONTENT, Button, Card, Style
from bot.shell.forms import Form, Text
from bot.shell.gone import still_there, with_words
from bot.shell.markup import channel
from bot.shell.reasons import why
from cogs.papers.views.posts import entry_text


def entry_fields(kind: EntryKind, parts: tuple[str, str, str], lang: Lang) -> tuple[Text, ...]:
    """The fields of an entry's texts, showing what was typed before; one of them is enough."""
    _ = lang.gettext
    asked = {
        EntryKind.ESSENCE: (
            (_("What is it about?"), _("In your own words. One of the three is enough.")),
            (_("Could it help my project or competition?"), _("A “no” is worth knowing, too.")),
            (_("The smallest thing I will try"), _("“None, on purpose” is a full answer.")),
        ),
        EntryKind.QUESTION: (
            (_("The passage, copied from the paper"), _("It is quoted in your post.")),
            (_("What is unclear about it?"), _("There is no question too small.")),
        ),
        EntryKind.NOTES: (
            (_("What we learned"), _("One of the three is enough.")),
            (_("What is open"), ""),
            (_("What somebody will try"), ""),
        ),
    }[kind]
    return tuple(
        Text(f"q{place}", label, note=note, value=parts[place - 1], long=True, most=FIELD)
        for place, (label, note) in enumerate(asked, 1)
    )


def edit_form(entry: Entry, lang: Lang) -> Form:
    """The form of an entry's words."""
    form = custom_id("papers", "edited", entry.id)
    opener = custom_id("papers", "edit", entry.id)
    return Form(form, lang.gettext("Edit"), entry_fields(entry.kind, entry.parts, lang), opener)


def own_entry(own: Own, words: Lang, lang: Lang, intro: str = "", preview: bool = False) -> Card:
    """One's own entry as it stands, with all its buttons; `words` is the language in which it is posted.

    `intro` in place of where it stands; `preview`: it was written just now, and may be kept as it is.
    """
    first = intro or standing(own.entry, own.post, lang)
    post = EntryPost(own.entry, own.paper, words.code, own.topic)
    text = entry_text(post, words, CONTENT - units(first) - 2)
    return Card(f"{first}\n\n{text}", own_buttons(own.entry, lang, preview=preview))


def standing(entry: Entry, post: Delivery | None, lang: Lang) -> str:
    """Where one's own entry is."""
    _ = lang.gettext
    if entry.state is EntryState.PRIVATE:
        return _("Only you can see this:")
    if post is not None and post.message_id is not None:
        return _("Posted in {channel} ([see it]({url})):").format(
            channel=channel(entry.channel_id), url=post.url
        )
    return _not_yet(entry, post, lang)


def own_buttons(entry: Entry, lang: Lang, *, preview: bool = False) -> tuple[tuple[Button, ...], ...]:
    """What its author can do with an entry, as it stands."""
    _ = lang.gettext
    edit = Button(_("Edit"), custom_id("papers", "edit", entry.id))
    delete = Button(_("Delete"), custom_id("papers", "delete", entry.id), Style.DANGER)
    keep = custom_id("papers", "keep", entry.id)
    is_question = entry.kind is EntryKind.QUESTION
    first: tuple[Button, ...]
    if entry.state is EntryState.PRIVATE:
        post = Button(_("Post"), custom_id("papers", "post", entry.id), Style.PRIMARY)
        kept = (Button(_("Keep to myself"), keep),) if preview else ()
        first = (post, *kept, edit, delete)
    else:
        first = (*((_understood(entry, lang),) if is_question else ()), edit)
        first += (Button(_("Take it back"), keep), delete)
    second: tuple[Button, ...] = (
        Button(_("Back to the paper"), custom_id("papers", "more", entry.arxiv_id)),
    )
    if entry.kind is EntryKind.ESSENCE:
        second = (Button(_("I tried it"), custom_id("papers", "try", entry.id)), *second)
    return (first, second)


def _understood(entry: Entry, lang: Lang) -> Button:
    _ = lang.gettext
    if entry.solved_at:
        return Button(_("Not yet, after all"), custom_id("papers", "puzzled", entry.id))
    return Button(_("I understand now"), custom_id("papers", "understood", entry.id), Style.PRIMARY)


def written(lang: Lang) -> str:
    """The sentence above an entry that was written just now."""
    return lang.gettext("Kept, for you alone. If you post it, it looks like this:")


def kept(lang: Lang) -> str:
    """The sentence after "Keep to myself"."""
    return lang.gettext("It stays yours alone. You find it with the paper, and in /mine:")


def taken_back(left: Sequence[Delivery], lang: Lang) -> str:
    """The sentence after "Take it back"."""
    _ = lang.gettext
    if not left:
        return _("The post is gone, your words are here. Only you can see them:")
    return _("It is yours alone again.") + " " + still_there(left, lang)


def posted(entry: Entry, post: Delivery | None, lang: Lang) -> Card:
    """After "Post": what happened, where it is, how to undo it."""
    _ = lang.gettext
    if post is None or post.state is not State.SENT:
        return Card(_not_yet(entry, post, lang), own_buttons(entry, lang))
    text = _("Posted in {channel}: [see it]({url}). You can change it or take it back whenever you like.")
    if entry.kind is EntryKind.QUESTION:
        text = _(
            "Your question is in {channel}: [see it]({url}). When somebody answers, your inbox says where. You can change it or "
            "take it back whenever you like."
        )
    return Card(text.format(channel=channel(entry.channel_id), url=post.url), own_buttons(entry, lang))


def changed(entry: Entry, post: Delivery | None, lang: Lang) -> Card:
    """After a change of what others see."""
    return Card(change_text(entry, post, lang), own_buttons(entry, lang))


def change_text(entry: Entry, post: Delivery | None, lang: Lang) -> str:
    """What became of a change of what others see."""
    _ = lang.gettext
    if post is None or post.message_id is None:
        return _not_yet(entry, post, lang)
    if post.state is State.SENT and not post.dirty:
        return _("Changed: [see it]({url}).").format(url=post.url)
    if post.is_refused:
        text = _("Saved, but the post still shows the old words ({reason}). I keep trying.")
        return text.format(reason=why(post, lang))
    return _("Saved. The post changes shortly.")


def _not_yet(entry: Entry, post: Delivery | None, lang: Lang) -> str:
    _ = lang.gettext
    where = channel(entry.channel_id)
    if post is not None and post.state is State.DROPPED:
        return _("Saved. I have stopped trying to post it. “Take it back”, then “Post” tries anew.")
    if post is not None and post.is_refused:
        text = _(
            "Saved, but Discord does not let me post in {channel} ({reason}). I keep trying, and it is yours in /mine."
        )
        return text.format(channel=where, reason=why(post, lang))
    return _("Saved. It will appear in {channel} shortly.").format(channel=where)


def deleted(gone: Withdrawn, left: Sequence[Delivery], lang: Lang) -> list[Card]:
    """After "Delete": what is gone, what Discord would not delete, the words once more."""
    _ = lang.gettext
    if not gone.was_posted:
        intro = _("Deleted: I have stored nothing of it any more.")
    elif left:
        intro = _("Deleted from what I store.") + " " + still_there(left, lang)
    else:
        intro = _("Deleted: the post and everything I had stored of it.")
    return with_words(intro, given_back(gone.entry), lang)


def deleted_meanwhile(entry: Entry, lang: Lang) -> list[Card]:
    """A post that turned out to be deleted by hand: its words once, nothing stored."""
    intro = lang.gettext("Your post was deleted in Discord, so I have deleted it here too.")
    return with_words(intro, given_back(entry), lang)


def given_back(entry: Entry) -> str:
    """All that was typed, harmless."""
    link = f"<{inert(entry.link)}>" if entry.link else ""  # Discord would show what is behind it
    return "\n".join(filter(None, [*(inert(each) for each in (*entry.parts, entry.tried)), link]))


def entry_label(own: Own, lang: Lang) -> str:
    """An own entry as a list names it: of what kind it is, and about which paper."""
    _ = lang.gettext
    name = {
        EntryKind.ESSENCE: _("Essence: {paper}"),
        EntryKind.QUESTION: _("Question: {paper}"),
        EntryKind.NOTES: _("Notes: {paper}"),
    }[own.entry.kind]
    return fit(name.format(paper=" ".join(own.paper.title.split())), 100)
