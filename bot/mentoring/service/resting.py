"""The gentle rest of who leaves several questions in a row unanswered: proposals, and how a pair went (M7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.attention.model.values import Message
from bot.attention.store import holds, outbox
from bot.core.db import Tx
from bot.mentoring.model.values import RESTS, SILENCES
from bot.mentoring.store import profiles

RESTS_FOR = timedelta(days=28)  # how long the line waits, at most


def note_silence(tx: Tx, guild_id: int, user_id: int) -> bool:
    """They left a question unanswered; the third in a row lets them rest. Whether they rest from now on.

    Of who is away nothing is expected. The caller then ends what they were proposed to (`proposing.withdraw`).
    """
    known = profiles.get(tx, guild_id, user_id)
    if not known.is_in or not profiles.wishes_of(tx, guild_id, user_id) or _is_away(tx, user_id):
        return False
    silences = known.silences + 1
    profiles.save(tx, replace(known, silences=silences))
    return silences >= SILENCES and rest(tx, guild_id, user_id)


def note_answer(tx: Tx, guild_id: int, user_id: int) -> None:
    """They answered something, whatever it was: silences are counted from the start."""
    known = profiles.get(tx, guild_id, user_id)
    if known.silences:
        profiles.save(tx, replace(known, silences=0))


def rest(tx: Tx, guild_id: int, user_id: int) -> bool:
    """They rest until they say that they are back in, and are told so; whether they rest from now on."""
    known = profiles.get(tx, guild_id, user_id)
    if not known.is_in or not profiles.wishes_of(tx, guild_id, user_id):
        return False
    profiles.save(tx, replace(known, rests_at=tx.now, silences=0))
    told = Message(
        user_id=user_id,
        server=guild_id,
        kind=RESTS,
        subject_id=guild_id,
        key=f"{RESTS}:{guild_id}",
        expires_at=tx.now + RESTS_FOR,
    )
    outbox.tell(tx, told)
    return True


def _is_away(tx: Tx, user_id: int) -> bool:
    today = tx.now.date()  # to a day, wherever they are
    return any(each.covers(today) for each in holds.aways(tx, [user_id])[user_id])
