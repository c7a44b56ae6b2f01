"""The gentle rest of who leaves several questions in a row unanswered: proposals, and how a pair went (M7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.attention.model import planning
from bot.attention.model.values import Mailbox, Message
from bot.attention.store import holds, mailboxes, outbox, reach
from bot.communities import store as communities
from bot.core.clock import local_date
from bot.core.db import Tx
from bot.mentoring.model.values import RESTS, SILENCES, Profile
from bot.mentoring.service.gatekeeping import is_open
from bot.mentoring.store import profiles
from bot.people import store as people

RESTS_FOR = timedelta(days=28)  # how long the line waits, at most
TO_ANSWER = timedelta(
    days=1
)  # a question that reaches somebody later than that before it ends is not counted


def note_silence(tx: Tx, guild_id: int, user_id: int, since: datetime, until: datetime) -> bool:
    """They left a question unanswered that was open between these instants; the third in a row lets them rest.

    Whether they rest from now on: the caller then ends what they were proposed to (`proposing.withdraw`). Nothing is expected of
    whom the question could not reach in time, for what holds them or where they or we are not there any more.
    """
    known = profiles.get(tx, guild_id, user_id)
    if not _may_rest(tx, known) or not _was_reached(tx, guild_id, user_id, since, until):
        return False
    silences = known.silences + 1
    profiles.save_rest(tx, replace(known, silences=silences))
    return silences >= SILENCES and rest(tx, guild_id, user_id)


def note_answer(tx: Tx, guild_id: int, user_id: int) -> None:
    """They answered something, whatever it was: silences are counted from the start."""
    known = profiles.get(tx, guild_id, user_id)
    if known.silences:
        profiles.save_rest(tx, replace(known, silences=0))


def rest(tx: Tx, guild_id: int, user_id: int) -> bool:
    """They rest until they say that they are back in, and are told so; whether they rest from now on."""
    known = profiles.get(tx, guild_id, user_id)
    if not _may_rest(tx, known):
        return False
    profiles.save_rest(tx, replace(known, rests_at=tx.now, silences=0))
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


def _may_rest(tx: Tx, known: Profile) -> bool:
    """Whether they are in the pool, in a server in which it is on and we and they are."""
    guild_id, user_id = known.guild_id, known.user_id
    if not known.is_in or not profiles.wishes_of(tx, guild_id, user_id):
        return False
    return is_open(tx, guild_id) and not people.has_left(tx, guild_id, [user_id])


def _was_reached(tx: Tx, guild_id: int, user_id: int, since: datetime, until: datetime) -> bool:
    """Whether something could reach them after `since`, early enough to answer before `until`.

    By a bundle, if they have any; else nothing held them, and it was there for them to read. Of who is away at the end nothing is
    expected either.
    """
    box = mailboxes.get_many(tx, [user_id]).get(user_id) or Mailbox(user_id)
    (there,) = reach.persons(tx, [box], zone=communities.get(tx, guild_id).zone)
    known = replace(there, aways=holds.aways_of(tx, user_id), holds=holds.holds_of(tx, user_id))
    if any(each.covers(local_date(until, known.zone)) for each in known.aways):
        return False
    at = planning.held_until(known, since)
    if box.bundles and box.closed_at is None:
        slot = planning.next_slot(known, since)
        at = slot.at if slot else None
    return at is not None and at + TO_ANSWER <= until
