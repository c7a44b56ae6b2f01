"""Takes back what was told, asked and posted about shares that go, or that only their author sees from now on (promise 6)."""

from __future__ import annotations

from collections.abc import Collection

from bot.attention.store import notices, outbox
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.showcase.model.values import DRAFT_OFFER, NOTE, QUIET, REPLY, SHARE, THANKS, Share, State
from bot.showcase.service.roundups import retell
from bot.showcase.store import leaving, shares, words


def let_go(tx: Tx, gone: Collection[Share]) -> list[int]:
    """These stop being posted or offered, or are about to be deleted: what was told about them is taken back.

    What others wrote about them goes, too; posts adapted from them and what quotes them are due for an edit. The rows stay, for
    the caller to delete or change. Returns the deliveries to remove.
    """
    ids = [each.id for each in gone]
    if not ids:
        return []
    forget_words(tx, [each.id for each in words.of_shares(tx, ids)])
    for kind in (QUIET, REPLY):
        outbox.take_back(tx, kind, ids)
    stop_asking(tx, ids)
    removals = _withdraw_reports(tx, gone)
    leaving.end_talk(tx, gone, deliveries.of_subjects(tx, SHARE, ids))
    removals += deliveries.mark_removing(tx, SHARE, ids)
    adapted_changed(tx, ids)
    retell(tx, [each for each in gone if each.state is State.POSTED])
    return removals


def stop_asking(tx: Tx, share_ids: Collection[int]) -> None:
    """Nobody is asked to read these drafts any more; notes that readers wrote stay."""
    outbox.take_back(tx, DRAFT_OFFER, share_ids)
    leaving.end_reading(tx, share_ids)


def _withdraw_reports(tx: Tx, gone: Collection[Share]) -> list[int]:
    """Organisers who were shown one of these drafts lose it, too."""
    removals = []
    for guild_id in {each.guild_id for each in gone}:
        keys = [report_key(DRAFT_OFFER, each.id) for each in gone if each.guild_id == guild_id]
        removals += notices.withdraw(tx, guild_id, keys)
    return removals


def forget_words(tx: Tx, word_ids: Collection[int]) -> None:
    """These notes and thank-yous go, with the lines that wait about them.

    What was shown to the organisers stays with them: it is about who wrote it, and nothing of the share.
    """
    for kind in (NOTE, THANKS):
        outbox.take_back(tx, kind, word_ids)
    words.remove(tx, word_ids)


def adapted_changed(tx: Tx, share_ids: Collection[int]) -> None:
    """What posts adapted from these say about it changes."""
    for each in shares.children(tx, share_ids):
        deliveries.mark_dirty(tx, SHARE, each.id)


def report_key(kind: str, subject_id: int) -> str:
    """The key of the notice that shows organisers what a member sent: a draft (by share), a note or thank-you (by word)."""
    return f"report:{kind}:{subject_id}"
