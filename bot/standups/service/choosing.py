"""What a member chooses for themselves: the prompt in their bundle, not to be told of in summaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.attention.model.values import Message
from bot.attention.store import intents, mailboxes, outbox
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.standups.model import PROMPT, REMINDER, Choices, Day
from bot.standups.service.summaries import retell, retell_weeks
from bot.standups.store import choices, days, entries, schedule, weeks

BATCH = 100  # days reminded of in one transaction
RETOLD = timedelta(days=35)  # how far back summaries are told anew when somebody wants to be left out


@dataclass(frozen=True)
class Own:
    """What a member chose in a server, and whether they get bundles: without, a reminder waits in their inbox."""

    choices: Choices
    has_bundles: bool


@dataclass(frozen=True)
class Reminder:
    """A prompt that somebody wanted to be reminded of and has not answered yet; `url` is empty while it is not posted."""

    day: Day
    name: str
    url: str


class Choosing:
    """Use cases behind /mine → Settings, and of the job that reminds."""

    db: Database

    @query
    def own_choices(self, tx: Tx, guild_id: int, user_id: int) -> Own | None:
        """What a member chose; None in a server without a standup."""
        return _own(tx, guild_id, user_id) if schedule.of_guild(tx, guild_id) else None

    @use_case
    def want_reminder(self, tx: Tx, guild_id: int, user_id: int, *, wanted: bool) -> Own:
        """The prompt is the first line of the member's bundle from now on, or no more; a reminder that waits goes then."""
        choices.choose(tx, guild_id, user_id, reminded=wanted)
        if not wanted:
            forget_reminders(tx, user_id, guild_id)
        return _own(tx, guild_id, user_id)

    @use_case
    def leave_out(self, tx: Tx, guild_id: int, user_id: int, *, wanted: bool) -> None:
        """Summaries do not tell of the member from now on, or do again; those of the last weeks are due for an edit."""
        choices.choose(tx, guild_id, user_id, left_out=wanted)
        since = tx.now - RETOLD
        retell(tx, weeks.homes_of_person(tx, user_id, guild_id, since))
        retell_weeks(tx, guild_id, since)  # they may say that the member shipped something

    @use_case(claim=True)
    def remind(self, tx: Tx) -> bool:
        """Tell who wants it of the days that have just opened; whether there was any. A day that is over is left out."""
        due = choices.due_reminders(tx, BATCH)
        open_now = [day for day in due if day.is_open(tx.now)]
        receivers = choices.reminded(tx, {day.guild_id for day in open_now})
        outbox.tell(
            tx,
            *(
                Message(
                    user_id,
                    day.guild_id,
                    REMINDER,
                    day.id,
                    f"reminder:{day.id}",
                    expires_at=day.closes_at,
                    priority=0,
                )
                for day in open_now
                for user_id in receivers.get(day.guild_id, ())
            ),
        )
        return bool(due)

    @query
    def next_reminder(self, tx: Tx) -> datetime | None:
        """When the next day to remind of is due (UTC)."""
        return choices.next_reminder(tx)

    @query
    def reminders(self, tx: Tx, wanted: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Reminder]:
        """Of (day, person) those that are still true: the day is open, its standup not stopped, the person has not answered."""
        found: dict[tuple[int, int], Reminder] = {}
        for day_id, user_id in wanted:
            day = days.get_day(tx, day_id)
            value = schedule.get(tx, day.standup_id) if day else None
            if day is None or value is None or value.is_stopped or not day.is_open(tx.now):
                continue
            if entries.entry_of(tx, day_id, user_id) is None:
                prompt = next(iter(deliveries.of_subject(tx, PROMPT, day_id)), None)
                found[day_id, user_id] = Reminder(day, value.name, prompt.url if prompt else "")
        return found


def forget_reminders(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Reminders that wait for a person are no longer wanted, everywhere or in one server."""
    waiting = [
        each.subject_id
        for each in intents.waiting_for(tx, user_id)
        if each.kind == REMINDER and guild_id in (None, each.server)
    ]
    outbox.take_back(tx, REMINDER, waiting, user_id=user_id)


def _own(tx: Tx, guild_id: int, user_id: int) -> Own:
    return Own(choices.choices(tx, guild_id, user_id), mailboxes.get(tx, user_id).bundles > 0)
