"""What opens the thread in which somebody gets a hand: say what to send, and remember what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.communities import store as communities
from bot.communities.model import Topic
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, State
from bot.standups.model import Standup
from bot.standups.model.blockers import HELP, Blocker
from bot.standups.service.helping import request_of
from bot.standups.store import blockers, schedule


@dataclass(frozen=True)
class HandPost:
    """The message that opens a thread for a hand, and all that its words need."""

    claimed: Delivery
    blocker: Blocker
    topic: Topic | None
    standup: Standup
    language: str
    url: str


class Hands:
    """Use cases of "I can help", and of the job that goes on with what was interrupted."""

    db: Database

    @use_case(claim=True)
    def take_hands(self, tx: Tx, limit: int) -> list[Delivery]:
        """Messages for a thread that were interrupted, or have no thread yet, leased to the caller."""
        return deliveries.take_due(tx, [HELP], [State.SENDING, State.SENT], limit)

    @query
    def next_hand(self, tx: Tx) -> datetime | None:
        """When the next such message is due (UTC)."""
        return deliveries.next_due(tx, [HELP], [State.SENDING, State.SENT])

    @use_case(claim=True)
    def take_hand(self, tx: Tx, blocker_id: int) -> list[Delivery]:
        """The message for this blocker's thread, leased to the caller if it needs work and nobody has it."""
        there = [each.id for each in deliveries.of_subject(tx, HELP, blocker_id)]
        return deliveries.lease_due(tx, there)

    @query
    def hand_post(self, tx: Tx, claimed: Delivery) -> HandPost | None:
        """A claimed message with its words' data; None when the blocker is gone, or over before its thread was there."""
        blocker = blockers.get(tx, claimed.subject_id)
        value = schedule.get(tx, blocker.standup_id) if blocker else None
        if blocker is None or value is None or not (blocker.is_open or blocker.thread_id):
            return None
        language = communities.get(tx, blocker.guild_id).language
        request = request_of(tx, blocker)
        return HandPost(claimed, blocker, request.topic, value, language, request.url)

    @use_case
    def drop_hand(self, tx: Tx, blocker_id: int) -> list[int]:
        """Nothing is left that the message could speak of; returns the deliveries to remove."""
        return deliveries.mark_removing(tx, HELP, [blocker_id])

    @use_case
    def hand_thread(self, tx: Tx, blocker_id: int, thread_id: int) -> None:
        """The thread is there."""
        blockers.change(tx, blocker_id, thread_id=thread_id)

    @query
    def thread_for(self, tx: Tx, blocker_id: int) -> int | None:
        """The thread in which there is a hand for this, once it is there."""
        blocker = blockers.get(tx, blocker_id)
        return blocker.thread_id if blocker else None

    @use_case
    def hand_thread_deleted(self, tx: Tx, thread_id: int) -> list[int]:
        """Somebody deleted such a thread: the message that opened it goes too. Returns the deliveries to remove."""
        found = [each.id for each in blockers.of_thread(tx, thread_id)]
        for each in found:
            blockers.change(tx, each, thread_id=None)
        return deliveries.mark_removing(tx, HELP, found) if found else []
