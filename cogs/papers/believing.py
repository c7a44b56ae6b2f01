"""What of Discord's answers about our cards is believed: during an outage it says of channels that they are gone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.deliveries.model import UNKNOWN_CHANNEL, Delivery, Gone, Outcome, Unknown
from bot.shell.outages import is_gone

if TYPE_CHECKING:
    from bot.shell.client import Compound

Record = Callable[[Delivery, Outcome], Awaitable[Delivery | None]]


def recording_edits(bot: Compound, record: Record) -> Record:
    """How the edit of a card of the reading group is recorded.

    That its channel is gone is not believed of a server that Discord does not show us. If it is so, the card is posted anew where
    the group is now.
    """

    async def recorded(claimed: Delivery, outcome: Outcome) -> Delivery | None:
        if isinstance(outcome, Gone) and outcome.code == UNKNOWN_CHANNEL:
            if not is_gone(bot, claimed, outcome):
                return await record(claimed, Unknown("its channel is not there now"))
            if await bot.app.papers.card_lost(claimed):
                return None
        return await record(claimed, outcome)

    return recorded
