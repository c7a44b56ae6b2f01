"""A bundle as it arrives in a person's direct messages, and what is said when Discord does not let it through."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.shell.cards import CONTENT, Button, Card, Style
from cogs.attention.views.items import Group, inbox_button, listed
from cogs.attention.views.settings import again_button

ROOM = CONTENT - 400  # units for the lines and their headings


def mark(bundle_id: int) -> str:
    """The custom id by which a bundle's message is known again."""
    return custom_id("attention", "opened", bundle_id)


def bundle(bundle_id: int, groups: Sequence[Group], lang: Lang) -> Card:
    """The one message of this time of day: a heading per server, a line each."""
    _ = lang.gettext
    lines = [_("Here is what came in for you. There is no hurry with any of it."), *listed(groups)]
    buttons = (
        Button(_("Open my inbox"), mark(bundle_id), Style.PRIMARY),
        Button(_("Fewer of these"), custom_id("attention", "fewer", bundle_id)),
    )
    return Card("\n".join(lines), (buttons,))


def closed_card(lang: Lang) -> Card:
    """Said privately at the next command: the bundle did not get through."""
    _ = lang.gettext
    text = _(
        "Discord does not let me send you direct messages, so your bundle waits in your inbox. To allow them, open the "
        "Privacy Settings of a server that we are both in and switch Direct Messages on; then press “Try again”."
    )
    return Card(
        text,
        (
            (
                again_button(lang, Style.PRIMARY),
                Button(_("Leave it in the inbox"), custom_id("attention", "leave")),
            ),
        ),
    )


def left_card(lang: Lang) -> Card:
    """They want it to stay in the inbox."""
    _ = lang.gettext
    text = _(
        "It stays in your inbox, and I do not try again by myself. /mine → Inbox shows it, with “Try again”."
    )
    return Card(text, ((inbox_button(lang),),))
