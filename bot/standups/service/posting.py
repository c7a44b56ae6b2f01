"""What the background does: say what to send, edit or remove so that Discord shows what is stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, State
from bot.standups.model import (
    ENTRY,
    KEEP_TRYING,
    KINDS,
    PROMPT,
    SUMMARY,
    Day,
    Entry,
    Standup,
)
from bot.standups.service.summaries import plan_week, retell
from bot.standups.service.withdrawing import hush, let_go
from bot.standups.store import days, entries, resting, schedule


@dataclass(frozen=True)
class PromptPost:
    """A day's prompt to be sent, and all that its words need."""

    claimed: Delivery
    day: Day
    standup: Standup
    language: str


@dataclass(frozen=True)
class EntryPost:
    """An entry and where it belongs: the day it is for, the day whose thread takes it, that day's prompt in the ledger."""

    entry: Entry
    day: Day
    home: Day
    standup: Standup
    language: str
    prompt: Delivery | None


@dataclass(frozen=True)
class Work:
    """What has to happen so that an entry's messages show its words."""

    send: tuple[Delivery, ...]
    edit: tuple[Delivery, ...]
    remove: tuple[Delivery, ...]


class Posting:
    """Use cases of the jobs that post and of a command that just saved something."""

    db: Database

    @use_case(claim=True)
    def take_unfinished(self, tx: Tx, limit: int) -> list[Delivery]:
        """Deliveries of this feature whose lease is over or whose words changed, leased to the caller."""
        return deliveries.take_due(tx, KINDS, [State.SENDING, State.SENT], limit)

    @query
    def next_unfinished(self, tx: Tx) -> datetime | None:
        """When the next such delivery is due (UTC)."""
        return deliveries.next_due(tx, KINDS, [State.SENDING, State.SENT])

    @query
    def prompt_post(self, tx: Tx, claimed: Delivery) -> PromptPost | None:
        """A claimed prompt with its words' data; None when its day is gone."""
        day = days.get_day(tx, claimed.subject_id)
        value = schedule.get(tx, day.standup_id) if day else None
        if day is None or value is None:
            return None
        return PromptPost(claimed, day, value, communities.get(tx, day.guild_id).language)

    @use_case(claim=True)
    def take_prompt(self, tx: Tx, day_id: int) -> list[Delivery]:
        """A day's unsent prompt, leased to the caller if nobody else is sending it.

        One that was given up starts anew. One that is perhaps sent keeps its age: it is searched for before it is sent again.
        """
        for each in deliveries.of_subject(tx, PROMPT, day_id):
            if each.state is State.DROPPED:
                deliveries.post_anew(tx, each, KEEP_TRYING)
        unsent = [each.id for each in deliveries.of_subject(tx, PROMPT, day_id) if each.message_id is None]
        return deliveries.lease_due(tx, unsent)

    @query
    def entry_post(self, tx: Tx, entry_id: int) -> EntryPost | None:
        """An entry and where it belongs; None when it is gone or kept to oneself."""
        entry = entries.get_entry(tx, entry_id)
        if entry is None or entry.kept:
            return None
        day, home = days.get_day(tx, entry.day_id), days.get_day(tx, entry.home_id)
        value = schedule.get(tx, entry.standup_id)
        assert day is not None
        assert home is not None
        assert value is not None
        prompt = next(iter(deliveries.of_subject(tx, PROMPT, home.id)), None)
        return EntryPost(entry, day, home, value, communities.get(tx, entry.guild_id).language, prompt)

    @use_case
    def thread_opened(self, tx: Tx, day_id: int, thread_id: int) -> None:
        """Remember the day's thread: somebody answers, so the standup is not asleep, and the week has something to tell."""
        days.set_thread(tx, day_id, thread_id)
        day = days.get_day(tx, day_id)
        if day is not None:
            resting.answered(tx, day.standup_id)
            plan_week(tx, day)

    @use_case
    def thread_lost(self, tx: Tx, day_id: int, *, prompt_too: bool) -> None:
        """The day's thread, or its prompt too, was deleted in Discord: it opens again when there is something to post."""
        days.set_thread(tx, day_id, None)
        if not prompt_too:
            return
        day = days.get_day(tx, day_id)
        value = schedule.get(tx, day.standup_id) if day else None
        for each in deliveries.of_subject(tx, PROMPT, day_id) if value else []:
            assert value is not None
            days.set_channel(tx, day_id, value.channel_id)
            deliveries.post_anew(tx, replace(each, channel_id=value.channel_id), KEEP_TRYING)

    @use_case(claim=True)
    def entry_work(
        self, tx: Tx, entry_id: int, thread_id: int, parts: int, held: Collection[Delivery]
    ) -> Work:
        """What to send, edit and remove for an entry that needs `parts` messages; `held` are rows the caller has leased."""
        rows = {each.part: each for each in deliveries.of_subject(tx, ENTRY, entry_id)}
        entry = entries.get_entry(tx, entry_id)
        send: list[Delivery] = []
        edit: list[Delivery] = []
        if entry is None or entry.kept:
            return Work((), (), ())
        for part in range(parts):
            row = rows.get(part)
            if row is None:
                send += _claim_part(tx, entry, thread_id, part)
                continue
            row = deliveries.hold(tx, row, held)
            if row is None:
                continue
            if row.state is State.SENDING:
                deliveries.point(tx, row.id, thread_id)
                send += [each for each in [deliveries.get(tx, row.id)] if each]
            elif row.state is State.SENT and row.dirty:
                edit.append(row)
        surplus = deliveries.mark_removing(tx, ENTRY, [entry_id], from_part=parts)
        return Work(tuple(send), tuple(edit), tuple(deliveries.take_removals(tx, surplus)))

    @query
    def posted(self, tx: Tx, entry_id: int) -> list[Delivery]:
        """The messages of an entry as they stand."""
        return deliveries.of_subject(tx, ENTRY, entry_id)

    @use_case
    def message_deleted(self, tx: Tx, message_id: int) -> list[int]:
        """Somebody deleted a message of ours in Discord: the row follows (S5). Returns further deliveries to remove."""
        found = deliveries.of_message(tx, message_id)
        if found is None or found.state is State.REMOVING:
            return []
        if found.kind == SUMMARY:
            deliveries.forget(tx, found.id)
            return []
        entry = entries.get_entry(tx, found.subject_id) if found.kind == ENTRY else None
        if entry is None:
            return []
        deliveries.forget(tx, found.id)
        removals = [*deliveries.mark_removing(tx, ENTRY, [entry.id]), *let_go(tx, [entry])]
        entries.remove_entry(tx, entry.id)
        retell(tx, [entry.home_id])
        return removals

    @use_case
    def thread_deleted(self, tx: Tx, thread_id: int) -> None:
        """Somebody deleted a day's thread: what members wrote there stays theirs, in /mine."""
        for day in days.days_in_thread(tx, thread_id):
            kept = entries.keep_entries(tx, day.id)
            deliveries.forget_subjects(tx, ENTRY, kept)
            hush(tx, kept)
            days.set_thread(tx, day.id, None)
            retell(tx, [day.id])


def claim_prompt(tx: Tx, day: Day, keep_for: timedelta) -> list[Delivery]:
    """Claim the message that opens a day."""
    claimed = deliveries.claim_new(
        tx, PROMPT, day.id, guild_id=day.guild_id, channel_id=day.channel_id, keep_for=keep_for
    )
    return [claimed] if claimed else []


def _claim_part(tx: Tx, entry: Entry, thread_id: int, part: int) -> Sequence[Delivery]:
    claimed = deliveries.claim_new(
        tx, ENTRY, entry.id, guild_id=entry.guild_id, channel_id=thread_id, keep_for=KEEP_TRYING, part=part
    )
    return [claimed] if claimed else []
