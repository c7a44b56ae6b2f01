"""Words that are not posted yet: how they are kept, what a form shows of them, how they look as an entry."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.db import Tx
from bot.standups.model import Answer, Draft, Entry, Standup, has_words
from bot.standups.service.blockers import carried_over
from bot.standups.service.finding import asked_day, home_of
from bot.standups.store import entries


def keep(
    tx: Tx, *, standup_id: int, guild_id: int, user_id: int, day_id: int, answers: Sequence[Answer]
) -> Draft:
    """What was typed, on disk in place of what was typed before. Without a word there is nothing to keep: its id is 0."""
    if not has_words(tuple(answers)):
        return Draft(0, standup_id, guild_id, user_id, day_id, tuple(answers))
    return entries.save_draft(
        tx, standup_id=standup_id, guild_id=guild_id, user_id=user_id, day_id=day_id, answers=answers
    )


def typed_before(tx: Tx, value: Standup, user_id: int) -> tuple[Answer, ...]:
    """What a form shows: what was typed before and not posted, else what its author is still stuck on."""
    draft = entries.draft_of(tx, value.id, user_id)
    return draft.answers if draft else carried_over(tx, user_id, value.id, value.questions)


def as_entry(tx: Tx, draft: Draft, value: Standup) -> Entry:
    """The entry that a draft would become; it is not saved, so that it has no id."""
    day = asked_day(tx, value, draft.day_id)
    home = home_of(tx, value, day) if day else None
    return Entry(
        id=0,
        day_id=day.id if day else 0,
        home_id=home.id if home else 0,
        standup_id=value.id,
        guild_id=value.guild_id,
        user_id=draft.user_id,
        answers=draft.answers,
        kept=False,
        written_at=tx.now,
        date=day.date if day else value.today(tx.now),
    )
