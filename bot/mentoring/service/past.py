"""Takes what was due until now off the lists, after a restore or an import (A11)."""

from __future__ import annotations

from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.mentoring.model.asking import AMA, NEED, NeedState
from bot.mentoring.service import replanning
from bot.mentoring.service.looking import look_at_noon
from bot.mentoring.service.sources import take_down
from bot.mentoring.store import amas, needs, pairs, proposals, settings


def skip_past(tx: Tx, guild_id: int | None) -> None:
    """Of a server or (None) of all: nothing of the past is proposed, paired, asked, opened or told. Posts follow.

    Proposals that were to be answered until now may have been since: they never were, and who waits keeps their date. After an
    import that is so of all that are open, for the lines that waited for people did not come along.
    """
    for each in proposals.skip_past(tx, guild_id) | settings.skip_matches(tx, guild_id):
        look_at_noon(tx, each)
    replanning.skip_past(tx, guild_id)
    pairs.skip_follow_ups(tx, guild_id)
    for ama_id in amas.skip_past(tx, guild_id):
        deliveries.mark_dirty(tx, AMA, ama_id)
    turned = needs.get_many(tx, needs.skip_past(tx, guild_id))
    take_down(tx, NEED, [id_ for id_, each in turned.items() if each.state is NeedState.CLOSED])
    for need_id in turned:
        deliveries.mark_dirty(tx, NEED, need_id)
