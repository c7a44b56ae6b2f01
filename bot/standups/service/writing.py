"""What a member does: find the right day, write, preview, post, edit, delete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.db import Database, Tx, query, use_case
from bot.core.text import clean
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery
from bot.standups.model import (
    ENTRY,
    Answer,
    Day,
    Draft,
    Entry,
    EntryGone,
    NoStandup,
    NothingWritten,
    Question,
    Standup,
    StandupGone,
    answers_to,
    has_words,
)
from bot.standups.service import drafting
from bot.standups.service.drafting import as_entry, typed_before
from bot.standups.service.finding import (
    asked_day,
    check_words,
    claim_entry,
    days_for,
    is_shown,
    own_draft,
    own_entry,
    standup_of,
)
from bot.standups.service.guarding import check_allowed, check_pace, hindrance, note_removal
from bot.standups.service.summaries import retell
from bot.standups.service.withdrawing import hush, let_go
from bot.standups.store import days, entries, resting, schedule


@dataclass(frozen=True)
class Opened:
    """What `/standup` or a prompt's button leads to: an entry that is there already, or a form with what was typed before."""

    standup: Standup
    day: Day | None
    entry: Entry | None
    typed: tuple[Answer, ...]


@dataclass(frozen=True)
class Preview:
    """A draft that its author sees before it is posted, as the entry it would become (not saved, so without ids)."""

    draft: Draft
    entry: Entry


@dataclass(frozen=True)
class Saved:
    """An entry on disk, and the deliveries claimed for it, which the caller has to send now."""

    entry: Entry
    claimed: tuple[Delivery, ...]


@dataclass(frozen=True)
class Removed:
    """What was written, given back once, and the deliveries whose messages have to be removed now."""

    answers: tuple[Answer, ...]
    removals: tuple[int, ...]


class Writing:
    """Use cases behind /standup, its buttons and Apps > Edit or remove mine."""

    db: Database

    @query
    def choose(self, tx: Tx, guild_id: int, channel_ids: Sequence[int], *, organiser: bool) -> list[Standup]:
        """The standup of this thread, else those of this channel, else all of the server (of several the caller asks which).

        NoStandup for none.
        """
        there = schedule.of_threads(tx, guild_id, channel_ids)
        found = there or schedule.of_channels(tx, guild_id, channel_ids) or schedule.of_guild(tx, guild_id)
        if not found:
            raise NoStandup(organiser=organiser)
        return found

    @query
    def open(self, tx: Tx, guild_id: int, user_id: int, standup_id: int, day_id: int) -> Opened:
        """The day's entry if there is one, else what to fill the form with. `day_id` 0: the newest open day, if any.

        TooOften for who has just posted and deleted again and again.
        """
        value = standup_of(tx, guild_id, standup_id)
        return _opened(tx, value, asked_day(tx, value, day_id), user_id)

    @query
    def open_day(self, tx: Tx, guild_id: int, user_id: int, day_id: int) -> Opened:
        """The same for a prompt's own button; StandupGone when the day is not there any more."""
        day, value = _pressed(tx, guild_id, day_id)
        return _opened(tx, value, day, user_id)

    @use_case
    def submit(
        self,
        tx: Tx,
        guild_id: int,
        user_id: int,
        standup_id: int,
        day_id: int,
        typed: Sequence[str],
        *,
        may_post: bool = True,
    ) -> Draft | Saved:
        """Keep what was typed, a text for each question; no text at all is a little. StandupGone.

        Where nothing can stand in the way (an open day, an author who needs no preview) it is an entry at once.
        Everywhere else, and for who may not post there, it is a draft, on disk before anything is refused; without a word
        in it, it leaves alone what was kept before.
        """
        meets = entries.submitted(tx, guild_id, user_id, standup_id, day_id)
        if meets is None:
            raise StandupGone
        answers = answers_to(meets.questions, [clean(text) for text in typed]) if typed else ()
        open_ = meets.day and meets.day.takes_answers(tx.now) and (not answers or has_words(answers))
        if (
            meets.day
            and open_
            and may_post
            and is_shown(tx, meets.day)
            and not hindrance(tx, guild_id, user_id, answers)
        ):
            draft = Draft(0, standup_id, guild_id, user_id, day_id, answers)
            return _publish(tx, draft, meets.day, meets.day, drafted=meets.has_draft)
        return drafting.keep(
            tx, standup_id=standup_id, guild_id=guild_id, user_id=user_id, day_id=day_id, answers=answers
        )

    @use_case
    def decide(self, tx: Tx, draft: Draft) -> Preview | Saved:
        """The way of a draft just saved: previewed the first time and for who prefers it (S1), else as `publish` does.

        WordRefused and PostsStopped name the draft, which can still be kept to oneself.
        """
        check_words(draft)
        value = standup_of(tx, draft.guild_id, draft.standup_id)
        check_allowed(tx, draft.guild_id, draft.user_id, draft.answers, draft.id)
        previewed, wants = entries.preview_choice(tx, draft.guild_id, draft.user_id)
        if wants or not previewed:
            return Preview(draft, as_entry(tx, draft, value))
        return _publish(tx, draft, *days_for(tx, value, draft.day_id))

    @query
    def questions(self, tx: Tx, guild_id: int, standup_id: int) -> tuple[Question, ...]:
        """What a standup asks; StandupGone when it was removed."""
        return standup_of(tx, guild_id, standup_id, paused_too=True).questions

    @query
    def wants_preview(self, tx: Tx, guild_id: int, user_id: int) -> bool:
        """Whether this member asked for a preview every time."""
        return entries.preview_choice(tx, guild_id, user_id)[1]

    @use_case
    def prefer_preview(self, tx: Tx, guild_id: int, user_id: int, *, wanted: bool) -> None:
        """Remember whether this member wants a preview every time."""
        previewed, _ = entries.preview_choice(tx, guild_id, user_id)
        entries.save_preview_choice(tx, guild_id, user_id, previewed=previewed, wants_preview=wanted)

    @query
    def draft(self, tx: Tx, user_id: int, draft_id: int) -> Draft:
        """The member's own draft; EntryGone when it is posted, discarded or somebody else's."""
        return own_draft(tx, user_id, draft_id)

    @use_case
    def publish(self, tx: Tx, user_id: int, draft_id: int, *, keep: bool = False) -> Saved:
        """Turn a draft into an entry: posted, or kept to oneself.

        NothingWritten when every field was empty, StandupPaused, EntryGone. Posting again for the same day replaces the words.
        """
        draft = own_draft(tx, user_id, draft_id)
        check_words(draft)
        value = standup_of(tx, draft.guild_id, draft.standup_id)
        if not keep:
            check_allowed(tx, draft.guild_id, user_id, draft.answers, draft.id)
        entries.note_preview(tx, draft.guild_id, user_id)
        return _publish(tx, draft, *days_for(tx, value, draft.day_id, keep=keep), keep=keep)

    @use_case
    def publish_little(
        self, tx: Tx, guild_id: int, user_id: int, day_id: int, *, keep: bool = False
    ) -> Saved:
        """The smallest entry from its preview; EntryGone for a day that has an answer, StandupGone, StandupPaused."""
        _day, value = _pressed(tx, guild_id, day_id)
        if entries.entry_of(tx, day_id, user_id):
            raise EntryGone
        if not keep:
            check_allowed(tx, guild_id, user_id, ())
        entries.note_preview(tx, guild_id, user_id)
        draft = Draft(0, value.id, guild_id, user_id, day_id, ())
        return _publish(tx, draft, *days_for(tx, value, day_id, keep=keep), keep=keep)

    @use_case
    def unkeep(self, tx: Tx, user_id: int, entry_id: int) -> Saved:
        """Post what was kept to oneself, into the thread that takes its day now."""
        entry = own_entry(tx, user_id, entry_id)
        value = standup_of(tx, entry.guild_id, entry.standup_id)
        check_allowed(tx, entry.guild_id, user_id, entry.answers)
        _, home, claimed = days_for(tx, value, entry.day_id)
        entries.show_entry(tx, entry_id, home.id)
        return Saved(own_entry(tx, user_id, entry_id), (*claimed, *claim_entry(tx, entry, home)))

    @query
    def channel_of(self, tx: Tx, entry_id: int) -> int:
        """The thread an entry belongs into, or the standup's channel while there is none; 0 for an entry that is gone."""
        entry = entries.get_entry(tx, entry_id)
        home = days.get_day(tx, entry.home_id) if entry else None
        return (home.thread_id or home.channel_id) if home else 0

    @use_case
    def discard(self, tx: Tx, user_id: int, draft_id: int) -> tuple[Answer, ...]:
        """Forget a draft; returns what was written, to be given back once."""
        draft = own_draft(tx, user_id, draft_id)
        entries.remove_draft(tx, draft.standup_id, user_id)
        return draft.answers

    @query
    def entry(self, tx: Tx, user_id: int, entry_id: int) -> Entry:
        """The member's own entry; EntryGone when it is removed or somebody else's."""
        return own_entry(tx, user_id, entry_id)

    @use_case
    def revise(self, tx: Tx, user_id: int, entry_id: int, typed: Sequence[Answer]) -> Entry:
        """Replace an entry's words, at any time (S5); its posts are due for an edit. NothingWritten for empty fields."""
        entry = own_entry(tx, user_id, entry_id)
        cleaned = [replace(answer, text=clean(answer.text)) for answer in typed]
        if not has_words(tuple(cleaned)):
            raise NothingWritten
        if not entry.kept:
            check_allowed(tx, entry.guild_id, user_id, cleaned)
        entries.change_entry(tx, entry_id, cleaned)
        deliveries.mark_dirty(tx, ENTRY, entry_id)
        retell(tx, [entry.home_id])
        return own_entry(tx, user_id, entry_id)

    @use_case
    def delete(self, tx: Tx, user_id: int, entry_id: int) -> Removed:
        """Forget an entry everywhere (promise 6): its row now, its posts and its summary line at once after."""
        entry = own_entry(tx, user_id, entry_id)
        removals = let_go(tx, [entry])
        entries.remove_entry(tx, entry_id)
        if not entry.kept:
            note_removal(tx, entry.guild_id, user_id)
        removals += deliveries.mark_removing(tx, ENTRY, [entry_id])
        retell(tx, [entry.home_id])
        return Removed(entry.answers, tuple(removals))

    @query
    def mine(
        self, tx: Tx, user_id: int, *, guild_id: int | None, before: int | None, limit: int
    ) -> list[Entry]:
        """A member's entries, newest first; `guild_id` None: of every server (in the bot's own DM)."""
        return entries.of_person(tx, user_id, guild_id=guild_id, before=before, limit=limit)

    @query
    def entry_of_message(self, tx: Tx, user_id: int, message_id: int) -> Entry | None:
        """The member's own entry behind a Discord message, or None."""
        found = deliveries.of_message(tx, message_id)
        if found is None or found.kind != ENTRY:
            return None
        entry = entries.get_entry(tx, found.subject_id)
        return entry if entry and entry.user_id == user_id else None


def _pressed(tx: Tx, guild_id: int, day_id: int) -> tuple[Day, Standup]:
    """The day of a prompt's button, and its standup. StandupGone, StandupPaused."""
    day = days.get_day(tx, day_id)
    if day is None or day.guild_id != guild_id:
        raise StandupGone
    return day, standup_of(tx, guild_id, day.standup_id)


def _opened(tx: Tx, value: Standup, day: Day | None, user_id: int) -> Opened:
    entry = entries.entry_of(tx, day.id, user_id) if day else None
    if entry is None:
        check_pace(tx, value.guild_id, user_id)
    return Opened(value, day, entry, typed_before(tx, value, user_id))


def _publish(
    tx: Tx,
    draft: Draft,
    day: Day,
    home: Day,
    claimed: Sequence[Delivery] = (),
    *,
    keep: bool = False,
    drafted: bool = True,
) -> Saved:
    entry = entries.save_entry(tx, draft, day, home_id=home.id, kept=keep)
    if drafted and draft.answers:  # a little leaves alone what was typed before
        entries.remove_draft(tx, draft.standup_id, draft.user_id)
    if keep:
        resting.answered(tx, draft.standup_id)
        deliveries.mark_removing(tx, ENTRY, [entry.id])
        hush(tx, [entry.id])
        retell(tx, [entry.home_id])
        return Saved(entry, ())
    return Saved(entry, (*claimed, *claim_entry(tx, entry, home)))
