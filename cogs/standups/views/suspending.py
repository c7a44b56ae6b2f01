"""How organisers are told that a standup stopped because its channel is out of reach."""

from __future__ import annotations

from bot.attention.model.values import Notice
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.shell.cards import Button, Card, Style
from bot.shell.markup import channel
from bot.standups.model import NAME


def notice(given: Notice, lang: Lang) -> Card:
    """That it stopped and why, that nothing is lost, and the button that gives it another channel."""
    _ = lang.gettext
    text = _(
        "{name} stopped: Discord does not let me post in {channel}. Let me post there and press “Try again”, or give it another "
        "channel. What members wrote is kept."
    ).format(
        name=inert(fit(str(given.detail.get("name", "")), NAME)),
        channel=channel(int(given.detail.get("channel_id", 0))),
    )
    standup_id = int(given.detail.get("standup_id", 0))
    buttons = (
        Button(_("Try again"), custom_id("standups", "test", standup_id), Style.PRIMARY),
        Button(_("Choose another channel"), custom_id("standups", "where", standup_id)),
    )
    return Card(text, (buttons,))
