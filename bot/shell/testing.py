"""The test post by which organisers see whether we may post in a channel; it removes itself (A4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.deliveries.model import State
from bot.shell.cards import Card
from bot.shell.markup import channel
from bot.shell.reasons import why
from bot.shell.request import Request

if TYPE_CHECKING:
    from bot.shell.client import Compound


async def send_test_post(bot: Compound, request: Request, channel_id: int) -> tuple[bool, str]:
    """Send one for an organiser who pressed a button; whether it got through, and the sentence that says so."""
    _ = request.lang.gettext
    await request.defer()
    public = await request.public_language()
    text = public.gettext("This is a test by an organiser. It removes itself in half a minute.")
    sent = await bot.publisher.send_test(request.guild_id, channel_id, request.interaction.id, Card(text))
    where = channel(channel_id)
    if sent and sent.state is State.REMOVING:
        told = _("The test post is in {channel}. It removes itself in half a minute.")
        return True, told.format(channel=where)
    reason = why(sent, request.lang) if sent else "?"
    told = _("Discord did not let me post in {channel}: {reason}.")
    return False, told.format(channel=where, reason=reason)
