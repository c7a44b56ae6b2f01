"""What a member sees in private: the form, the preview, what came of posting, editing and deleting."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, split
from bot.deliveries.model import Delivery, State
from bot.shell import ways
from bot.shell.cards import CONTENT, Button, Card, Option, Select, Style
from bot.shell.directory import Section
from bot.shell.forms import Choice, Field, Form, Text
from bot.shell.markup import channel
from bot.shell.reasons import why
from bot.standups.model import Answer, Draft, Entry, Kind, Question, Standup
from cogs.standups.views import posts
from cogs.standups.views.words import label

PER_TEXT = 1500  # characters a field takes: five of them still fit a few messages


def form(
    id_: str, title: str, questions: Sequence[Question], typed: Sequence[Answer], lang: Lang, opener: str = ""
) -> Form:
    """The form of these questions, showing what was typed before; no field is required."""
    fields = tuple(
        _field(number, question, typed[number].text if number < len(typed) else "", lang)
        for number, question in enumerate(questions)
    )
    return Form(id_, title, fields, opener)


def _field(number: int, question: Question, typed: str, lang: Lang) -> Field:
    _ = lang.gettext
    key = f"q{number + 1}"
    if question.kind is Kind.CHOICE and len(question.choices) > 1:
        options = tuple(Option(choice, choice, chosen=choice == typed) for choice in question.choices)
        return Choice(key, label(question, lang), options)
    notes = {"did": _("One line is enough."), "stuck": _("Others may know the way. Leave it empty if not.")}
    return Text(
        key, label(question, lang), note=notes.get(question.key, ""), value=typed, long=True, most=PER_TEXT
    )


def questions_of(answers: Sequence[Answer]) -> list[Question]:
    """The questions an entry answered, as they were then; a choice is edited as text."""
    return [Question(Kind.TEXT if a.kind is Kind.CHOICE else a.kind, a.label, (), a.key) for a in answers]


def preview(draft: Draft, entry: Entry, lang: Lang, public_lang: Lang) -> list[Card]:
    """How it will look, and what can be done with it; only the member sees it."""
    _ = lang.gettext
    intro = _("This is how it would look:")
    if draft.little:  # of which nothing is kept
        post, keep = (custom_id("standups", verb, draft.day_id) for verb in ("post_little", "keep_little"))
        change, discard = custom_id("standups", "day", draft.day_id), custom_id("standups", "no_little")
    else:
        post, keep, change, discard = (
            custom_id("standups", verb, draft.id) for verb in ("post", "keep", "change", "discard")
        )
    buttons = (
        Button(_("Post"), post, Style.PRIMARY),
        Button(_("Keep to myself"), keep),
        Button(_("Edit"), change),
        Button(_("Discard"), discard),
    )
    return _with_text(intro, posts.entry_text(entry, public_lang), (buttons,))


def own_entry(entry: Entry, delivered: Sequence[Delivery], lang: Lang, public_lang: Lang) -> list[Card]:
    """An entry that is there already, with Edit and Delete."""
    _ = lang.gettext
    date = lang.date(entry.date)
    where = _("it will appear in the thread shortly")
    if entry.kept:
        where = _("only you can see it")
    elif delivered and delivered[0].message_id is not None:
        where = _("posted in {channel} ([see it]({url}))").format(
            channel=channel(delivered[0].channel_id), url=delivered[0].url
        )
    intro = _("Your standup for {date}, {where}:").format(date=date, where=where)
    return _with_text(intro, posts.entry_text(entry, public_lang), (_entry_buttons(entry, lang),))


def posted(entry: Entry, delivered: Sequence[Delivery], channel_id: int, lang: Lang) -> Card:
    """What happened, where it is, how to undo it."""
    _ = lang.gettext
    first = delivered[0] if delivered else None
    if first and first.state is State.SENT:
        text = _(
            "Posted in {channel}: [see it]({url}). Edit or delete it whenever you like, here or in /mine."
        )
        text = text.format(channel=channel(first.channel_id), url=first.url)
    elif first and first.is_refused:
        text = _(
            "Saved, but Discord does not let me post in {channel} ({reason}). I keep trying, and it is yours in /mine."
        ).format(channel=channel(channel_id), reason=why(first, lang))
    else:
        text = _("Saved. It will appear in {channel} shortly.").format(channel=channel(channel_id))
    return Card(text, (_entry_buttons(entry, lang),))


def changed(entry: Entry, delivered: Sequence[Delivery], lang: Lang) -> Card:
    """After an edit."""
    _ = lang.gettext
    waiting = [each for each in delivered if each.dirty or each.state is State.SENDING]
    if entry.kept:
        text = _("Changed. Only you can see it.")
    elif not waiting:
        text = _("Changed: [see it]({url}).").format(url=delivered[0].url if delivered else "")
    elif waiting[0].is_refused:
        text = _("Saved, but the post still shows the old words ({reason}). I keep trying.")
        text = text.format(reason=why(waiting[0], lang))
    else:
        text = _("Saved. The post changes shortly.")
    return Card(text, (_entry_buttons(entry, lang),))


def kept(entry: Entry, lang: Lang) -> Card:
    """After "Keep to myself"."""
    _ = lang.gettext
    return Card(_("Kept. Only you can see it, in /mine."), (_entry_buttons(entry, lang),))


def discarded(answers: Sequence[Answer], lang: Lang) -> list[Card]:
    """After "Discard": the text once more, nothing stored."""
    _ = lang.gettext
    text = given_back(answers, lang)
    if not text:
        return [Card(_("Discarded. Nothing was posted."))]
    intro = _("Discarded, nothing was posted. Your words once more, in case you want them; I keep no copy:")
    return _with_text(intro, text, ())


def deleted(answers: Sequence[Answer], left: Sequence[Delivery], lang: Lang) -> list[Card]:
    """After "Delete": what is gone, what Discord would not delete, the text once more."""
    _ = lang.gettext
    intro = _("Deleted: the post and everything I had stored of it.")
    refused = [each for each in left if each.reason]
    if left and not refused:
        intro = _(
            "Deleted from what I store. The post was just on its way to Discord; it goes as soon as it is there."
        )
    elif refused:
        intro = _(
            "Deleted from what I store. Discord did not let me delete the post, it still stands here: {urls}"
        )
        intro = intro.format(
            urls=" ".join(each.url for each in refused if each.url) or channel(refused[0].channel_id)
        )
        intro += "\n" + _("I keep trying; a moderator can delete it at once.")
    text = given_back(answers, lang)
    if not text:
        return [Card(intro)]
    return _with_text(f"{intro}\n" + _("Your words once more; I keep no copy:"), text, ())


def deleted_meanwhile(answers: Sequence[Answer], lang: Lang) -> list[Card]:
    """After an edit of a post that turned out to be deleted by hand: the new words once, nothing stored."""
    _ = lang.gettext
    intro = _(
        "Your post was deleted in Discord meanwhile, so I have deleted it here too. /standup posts anew."
    )
    return _with_text(
        f"{intro}\n" + _("Your words once more; I keep no copy:"), given_back(answers, lang), ()
    )


def given_back(answers: Sequence[Answer], lang: Lang) -> str:
    """A member's words as they were posted."""
    return "\n".join(posts.answer_lines(answers, lang))


def pick(standups: Sequence[Standup], lang: Lang) -> Card:
    """Which standup, when this channel has none of its own."""
    _ = lang.gettext
    options = tuple(Option(each.name, str(each.id)) for each in standups)
    return Card(
        _("Which standup is it for?"), (Select(custom_id("standups", "pick"), _("Choose one"), options),)
    )


def help_line(lang: Lang) -> str:
    """The line of /help."""
    return lang.gettext("**/standup** · say what you did, what is next, where you are stuck")


def mine(lang: Lang) -> Section:
    """The standups' part of /mine."""
    return Section((), (Button(lang.gettext("My standups"), custom_id("standups", "posts", 0)),))


def settings(wants_preview: bool, lang: Lang) -> Section:
    """What a member can choose about standups in this server."""
    _ = lang.gettext
    label_ = _("No more previews") if wants_preview else _("Always preview")
    return Section((), (Button(label_, _preview_switch(not wants_preview)),))


def preview_chosen(wanted: bool, lang: Lang) -> Card:
    """After a choice about previews, with its undo."""
    _ = lang.gettext
    text = _("Standups are posted without a preview.")
    if wanted:
        text = _("You see a preview before every standup post.")
    return Card(text, ((Button(_("Undo"), _preview_switch(not wanted)), ways.settings(lang)),))


def _preview_switch(on: bool) -> str:
    return custom_id("standups", "preview_on" if on else "preview_off")


def my_posts(found: Sequence[Entry], more: bool, lang: Lang) -> Card:
    """A member's newest entries to choose from."""
    _ = lang.gettext
    if not found:
        return Card(
            _("You have not written a standup here yet. When you do, it is kept here, with Edit and Delete.")
        )
    options = tuple(
        Option(f"{lang.short_date(entry.date)} · {_first_words(entry, lang)}", str(entry.id))
        for entry in found
    )
    rows: list[Select | tuple[Button, ...]] = [
        Select(custom_id("standups", "show"), _("Choose one to see, edit or delete"), options)
    ]
    if more:
        rows.append((Button(_("Older"), custom_id("standups", "posts", found[-1].id)),))
    return Card(_("Your standups, newest first."), tuple(rows))


def _first_words(entry: Entry, lang: Lang) -> str:
    _ = lang.gettext
    if entry.little:
        return _("A little")
    return fit(" ".join(next(answer.text for answer in entry.answers if answer.text.strip()).split()), 70)


def _entry_buttons(entry: Entry, lang: Lang) -> tuple[Button, ...]:
    _ = lang.gettext
    buttons = [
        Button(_("Edit"), custom_id("standups", "edit", entry.id)),
        Button(_("Delete"), custom_id("standups", "delete", entry.id), Style.DANGER),
    ]
    if entry.kept:
        buttons.insert(0, Button(_("Post it"), custom_id("standups", "unkeep", entry.id), Style.PRIMARY))
    return tuple(buttons)


def _with_text(intro: str, text: str, rows: tuple[tuple[Button, ...], ...]) -> list[Card]:
    """Intro and a member's text as cards; a long text goes on in further ones, the buttons stand under the last."""
    parts = split(f"{intro}\n\n{text}", CONTENT)
    return [*(Card(part) for part in parts[:-1]), Card(parts[-1], rows)]
