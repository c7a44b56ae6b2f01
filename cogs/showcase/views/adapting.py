"""What a member sees of saying that a share builds on an earlier one (H8)."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell.cards import Button, Card, Option, Row, Select
from bot.shell.forms import Form, Text
from bot.showcase.model.values import Share
from bot.showcase.service.adapting import Adaptable
from cogs.showcase.views.posts import thread_name

FIELD = "address"


def choose_card(found: Adaptable, lang: Lang) -> Card:
    """Which post it builds on: one of the newest, or one whose address is pasted."""
    _ = lang.gettext
    share = found.share
    rows: list[Row] = []
    if found.posts:
        options = tuple(
            Option(thread_name(each, lang), str(each.id), note=each.author) for each in found.posts
        )
        rows.append(Select(custom_id("showcase", "adapt_to", share.id), _("Choose a post"), options))
    buttons = [Button(_("Paste its address"), custom_id("showcase", "adapt_paste", share.id))]
    if share.adapted:
        buttons.append(Button(_("Not adapted"), custom_id("showcase", "unadapt", share.id)))
    buttons.append(Button(_("Never mind"), custom_id("showcase", "own", share.id)))
    rows.append(tuple(buttons))
    text = _("What does yours build on? Your post will link to it.")
    if not found.posts:
        text = _("What does yours build on? Nothing else is shared here yet.")
    return Card(text, tuple(rows))


def paste_form(share_id: int, lang: Lang) -> Form:
    """The form for the address of a post, or the link that was shared in it."""
    _ = lang.gettext
    field = Text(
        FIELD,
        _("Address of the post, or its link"),
        note=_("In the post's menu: Copy Message Link."),
        required=True,
        most=2000,
    )
    return Form(custom_id("showcase", "adapted", share_id), _("Adapted from…"), (field,))


def adapted(share: Share, lang: Lang) -> str:
    """The sentence after a choice."""
    _ = lang.gettext
    if share.adapted:
        return _("Saved: it says what it builds on. “Adapted from…” changes or removes it:")
    return _("Saved: it builds on nothing. “Adapted from…” changes it:")
