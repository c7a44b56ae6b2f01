"""How the privacy cards read: what is stored, for how long, what a delete cannot reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.deliveries.model import Delivery
from bot.shell import ways
from bot.shell.cards import Attachment, Button, Card, Option, Select, Style
from bot.shell.markup import channel
from bot.shell.packing import as_fits

EXPORT_NAME = "compound-my-data.zip"


def privacy_card(kept: Mapping[str, Sequence[str]], lang: Lang) -> Card:
    """What is stored, in words, and what can be done about it."""
    _ = lang.gettext
    lines = [_("**What I store about you**")]
    lines += [f"- {' '.join(sentences)}" for sentences in kept.values()]
    terms = Button(_("For how long, and who can see it"), custom_id("people", "terms"))
    back = ways.home(lang)
    if not kept:
        lines.append(_("Nothing at all."))
        return Card("\n".join(lines), ((terms, back),))
    buttons = (
        Button(_("Take it along"), custom_id("people", "export"), Style.PRIMARY),
        Button(_("Delete…"), custom_id("people", "erase"), Style.DANGER),
    )
    return Card(as_fits(lines), (buttons, (terms, back)))


def terms_card(lang: Lang) -> Card:
    """How long it stays, what a delete cannot reach, who could read it."""
    _ = lang.gettext
    lines = (
        _(
            "**For how long:** what you post and choose, until you delete it. Drafts go after 90 days, what was in your inbox "
            "30 days after it was settled, away days after 180 days."
        ),
        _(
            "**When you leave a server,** what I keep about you there rests for 30 days and then goes, posts included; come "
            "back before that and it is all there. The same holds when I am removed from a server."
        ),
        _(
            "**Out of my reach** when you delete: notifications, screenshots, downloads, and backups until they are replaced. "
            "What others replied stays."
        ),
        _(
            "**Two things stay:** where somebody wanted nothing more from you, or organisers stopped your posts, a code that "
            "protects others and does not say who you are; and what you changed as an organiser, by “a former organiser”."
        ),
        _("**Who can see it:** other members only what you post; organisers no more than they."),
        _("Whoever runs this bot could technically read its database. There is no tracking."),
    )
    return Card("\n".join(lines), ((Button(_("Back to privacy"), custom_id("people", "privacy")),),))


def export_card(data: bytes, lang: Lang) -> Card:
    """The download."""
    text = lang.gettext("Everything I store about you: Markdown to read, JSON and CSV to use elsewhere.")
    return Card(text, files=(Attachment(EXPORT_NAME, data),))


def erase_card(areas: Sequence[str], lang: Lang) -> Card:
    """What to delete; choosing does it."""
    _ = lang.gettext
    names = {
        "people": _("My own settings: time zone, day, language"),
        "communities": _("My part in a server: settings I changed, topics"),
        "attention": _("My inbox, when it reaches me, my away days"),
        "standups": _("My standups: posts, drafts, choices"),
        "showcase": _("What I shared: posts, drafts, notes, choices"),
        "papers": _("Papers: what I saved, wrote, nominated, and my part in the reading group"),
        "competitions": _("Kaggle: what I am in, my logs, what I learned, whom I said hello"),
        "mentoring": _("Mentors and peers: what I said of myself, pairs, questions, answers, needs, thanks"),
    }
    options = (
        Option(_("Everything"), "all", _("Posts disappear from Discord too.")),
        *(Option(names.get(area, area), area) for area in areas),
    )
    text = _(
        "Choose what to delete; it happens at once and cannot be undone. Take it along first if you want to keep it. "
        "What others replied stays."
    )
    return Card(
        text,
        (
            Select(custom_id("people", "erased"), _("Delete…"), options),
            (Button(_("Keep everything"), custom_id("people", "privacy")),),
        ),
    )


def erased_card(left: Sequence[Delivery], lang: Lang) -> Card:
    """What is gone, and where something still stands."""
    _ = lang.gettext
    if not left:
        return Card(_("Deleted, here and in Discord."))
    refused = [each for each in left if each.reason]
    if not refused:
        return Card(
            _("Deleted, here and in Discord. What was just on its way there goes as soon as it arrives.")
        )
    places = " ".join(dict.fromkeys(each.url or channel(each.channel_id) for each in refused[:10]))
    text = _("Deleted from what I store. Discord did not let me delete this yet: {places} I keep trying.")
    return Card(text.format(places=places))
