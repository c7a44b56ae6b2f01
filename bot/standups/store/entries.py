"""Queries of what members wrote: entries, drafts, and what they chose about previews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Text, bindparam, case, cast, delete, select, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.core.db import Tx, insert, prepared
from bot.standups.model import Answer, Day, Draft, Entry, Kind, Submitted
from bot.standups.store.days import day_value
from bot.standups.store.schedule import questions_value
from bot.standups.tables import standup, standup_day, standup_draft, standup_entry, standup_member


def _answers(raw: Sequence[dict[str, str]]) -> tuple[Answer, ...]:
    return tuple(Answer(Kind(each["kind"]), each["label"], each["text"], each["key"]) for each in raw)


def _raw(answers: Sequence[Answer]) -> list[dict[str, str]]:
    return [{"kind": a.kind.value, "label": a.label, "text": a.text, "key": a.key} for a in answers]


def entry_rows() -> Select[Any]:
    """Entries with the local date each is for, to be narrowed down and read with `entry_value`."""
    return select(standup_entry, standup_day.c.date).join(
        standup_day, standup_day.c.id == standup_entry.c.day_id
    )


def entry_value(row: Row[Any]) -> Entry:
    """The entry of a row."""
    return Entry(
        id=row.id,
        day_id=row.day_id,
        home_id=row.home_id,
        standup_id=row.standup_id,
        guild_id=row.guild_id,
        user_id=row.user_id,
        answers=_answers(row.answers),
        kept=row.kept,
        written_at=row.written_at,
        date=row.date,
    )


_SUBMITTED = (
    select(
        cast(standup.c.questions, Text).label("questions"),
        standup.c.paused,
        standup.c.suspended_at,
        standup.c.rested_at,
        standup_day,
        standup_member.c.previewed,
        standup_member.c.wants_preview,
        standup_draft.c.id.label("draft_id"),
    )
    .outerjoin(
        standup_day, (standup_day.c.standup_id == standup.c.id) & (standup_day.c.id == bindparam("asked_day"))
    )
    .outerjoin(
        standup_member,
        (standup_member.c.guild_id == standup.c.guild_id) & (standup_member.c.user_id == bindparam("person")),
    )
    .outerjoin(
        standup_draft,
        (standup_draft.c.standup_id == standup.c.id) & (standup_draft.c.user_id == bindparam("person")),
    )
    .where(standup.c.id == bindparam("asked_standup"), standup.c.guild_id == bindparam("guild"))
)


def submitted(tx: Tx, guild_id: int, user_id: int, standup_id: int, day_id: int) -> Submitted | None:
    """All that decides about a form somebody sent, in one query; None when the server has no such standup."""
    values = {"guild": guild_id, "person": user_id, "asked_standup": standup_id, "asked_day": day_id}
    row = tx.execute(_SUBMITTED, values).first()
    if row is None:
        return None
    day = None if row.id is None else day_value(row)
    waits = row.paused or row.suspended_at is not None or row.rested_at is not None
    free = day is not None and not waits and row.previewed and not row.wants_preview
    return Submitted(questions_value(row.questions), day if free else None, row.draft_id is not None)


@prepared
def _save_entry(tx: Tx) -> ReturningInsert[int, int, datetime]:
    row = insert(tx, standup_entry)
    changed = {
        "answers": row.excluded.answers,
        "kept": row.excluded.kept,
        "edited_at": row.excluded.written_at,
        # What is posted stays in the thread it is in.
        "home_id": case((standup_entry.c.kept, row.excluded.home_id), else_=standup_entry.c.home_id),
    }
    columns = (standup_entry.c.id, standup_entry.c.home_id, standup_entry.c.written_at)
    return row.on_conflict_do_update(index_elements=["day_id", "user_id"], set_=changed).returning(*columns)


def save_entry(tx: Tx, draft: Draft, day: Day, *, home_id: int, kept: bool) -> Entry:
    """Save a draft as what its author wrote for `day`; a second one for the same day replaces the words of the first.

    It stands in the thread of the day `home_id`, or where it was posted before.
    """
    values = {
        "day_id": day.id,
        "home_id": home_id,
        "standup_id": draft.standup_id,
        "guild_id": draft.guild_id,
        "user_id": draft.user_id,
        "answers": _raw(draft.answers),
        "kept": kept,
        "written_at": tx.now,
    }
    saved = tx.execute(_save_entry(tx), values).one()
    return Entry(
        id=saved.id,
        day_id=day.id,
        home_id=saved.home_id,
        standup_id=draft.standup_id,
        guild_id=draft.guild_id,
        user_id=draft.user_id,
        answers=draft.answers,
        kept=kept,
        written_at=saved.written_at,
        date=day.date,
    )


def get_entry(tx: Tx, entry_id: int) -> Entry | None:
    """The entry with this id."""
    row = tx.execute(entry_rows().where(standup_entry.c.id == entry_id)).first()
    return entry_value(row) if row else None


def entry_of(tx: Tx, day_id: int, user_id: int) -> Entry | None:
    """What a member wrote for a day."""
    where = (standup_entry.c.day_id == day_id, standup_entry.c.user_id == user_id)
    row = tx.execute(entry_rows().where(*where)).first()
    return entry_value(row) if row else None


def since_entry(tx: Tx, user_id: int, standup_id: int, entry_id: int) -> list[Entry]:
    """What a member posted in a standup after an entry (0: ever), newest first: the last fifty, without what they kept."""
    mine = (standup_entry.c.user_id == user_id, standup_entry.c.standup_id == standup_id)
    posted = (standup_entry.c.id > entry_id, standup_entry.c.kept.is_(False))
    newest = entry_rows().where(*mine, *posted).order_by(standup_entry.c.id.desc()).limit(50)
    return [entry_value(row) for row in tx.execute(newest)]


def change_entry(tx: Tx, entry_id: int, answers: Sequence[Answer]) -> None:
    """Replace the words of an entry."""
    values = {"answers": _raw(answers), "edited_at": tx.now}
    tx.execute(update(standup_entry).where(standup_entry.c.id == entry_id).values(**values))


def show_entry(tx: Tx, entry_id: int, home_id: int) -> None:
    """An entry that was kept is posted, in this day's thread."""
    tx.execute(
        update(standup_entry).where(standup_entry.c.id == entry_id).values(kept=False, home_id=home_id)
    )


def keep_entries(tx: Tx, home_id: int) -> list[int]:
    """The entries of this thread become their authors' own copies; returns their ids."""
    rows = tx.execute(
        update(standup_entry)
        .where(standup_entry.c.home_id == home_id)
        .values(kept=True)
        .returning(standup_entry.c.id)
    )
    return [row.id for row in rows]


def remove_entry(tx: Tx, entry_id: int) -> None:
    """Forget an entry."""
    tx.execute(delete(standup_entry).where(standup_entry.c.id == entry_id))


def ids_of_standup(tx: Tx, standup_id: int) -> list[int]:
    """The ids of all entries of a standup."""
    where = standup_entry.c.standup_id == standup_id
    return [row.id for row in tx.execute(select(standup_entry.c.id).where(where))]


def of_person(
    tx: Tx, user_id: int, *, guild_id: int | None = None, before: int | None = None, limit: int | None = None
) -> list[Entry]:
    """A person's entries, newest first; `before` is the id the page starts below."""
    statement = entry_rows().where(standup_entry.c.user_id == user_id).order_by(standup_entry.c.id.desc())
    if guild_id is not None:
        statement = statement.where(standup_entry.c.guild_id == guild_id)
    if before is not None:
        statement = statement.where(standup_entry.c.id < before)
    if limit is not None:
        statement = statement.limit(limit)
    return [entry_value(row) for row in tx.execute(statement)]


@prepared
def _save_draft(tx: Tx) -> ReturningInsert[int]:
    row = insert(tx, standup_draft)
    # Other words are another draft: the buttons below the older ones are not about these.
    changed = {name: row.excluded[name] for name in ("id", "day_id", "answers", "typed_at")}
    kept = row.on_conflict_do_update(index_elements=["standup_id", "user_id"], set_=changed)
    return kept.returning(standup_draft.c.id)


def save_draft(
    tx: Tx, *, standup_id: int, guild_id: int, user_id: int, day_id: int, answers: Sequence[Answer]
) -> Draft:
    """Keep what was typed; a person has one draft a standup, the newest."""
    values = {
        "standup_id": standup_id,
        "guild_id": guild_id,
        "user_id": user_id,
        "day_id": day_id,
        "answers": _raw(answers),
        "typed_at": tx.now,
    }
    draft_id = tx.execute(_save_draft(tx), values).scalar_one()
    return Draft(draft_id, standup_id, guild_id, user_id, day_id, tuple(answers))


def _draft(row: Row[Any] | None) -> Draft | None:
    if row is None:
        return None
    return Draft(row.id, row.standup_id, row.guild_id, row.user_id, row.day_id, _answers(row.answers))


_DRAFT = select(standup_draft).where(standup_draft.c.id == bindparam("draft_id"))


def get_draft(tx: Tx, draft_id: int) -> Draft | None:
    """The draft with this id."""
    return _draft(tx.execute(_DRAFT, {"draft_id": draft_id}).first())


def draft_of(tx: Tx, standup_id: int, user_id: int) -> Draft | None:
    """A person's draft for a standup."""
    where = (standup_draft.c.standup_id == standup_id, standup_draft.c.user_id == user_id)
    return _draft(tx.execute(select(standup_draft).where(*where)).first())


def drafts_of(tx: Tx, user_id: int) -> list[Draft]:
    """All drafts of a person."""
    rows = tx.execute(
        select(standup_draft).where(standup_draft.c.user_id == user_id).order_by(standup_draft.c.id)
    )
    return [draft for row in rows if (draft := _draft(row))]


_REMOVE_DRAFT = delete(standup_draft).where(
    standup_draft.c.standup_id == bindparam("standup"), standup_draft.c.user_id == bindparam("user")
)


def remove_draft(tx: Tx, standup_id: int, user_id: int) -> None:
    """Forget a person's draft for a standup."""
    tx.execute(_REMOVE_DRAFT, {"standup": standup_id, "user": user_id})


_PREVIEW_CHOICE = select(standup_member.c.previewed, standup_member.c.wants_preview).where(
    standup_member.c.guild_id == bindparam("guild"), standup_member.c.user_id == bindparam("user")
)


def preview_choice(tx: Tx, guild_id: int, user_id: int) -> tuple[bool, bool]:
    """Whether a member has seen a preview here before, and whether they want one every time."""
    row = tx.execute(_PREVIEW_CHOICE, {"guild": guild_id, "user": user_id}).first()
    return (row.previewed, row.wants_preview) if row else (False, False)


def note_preview(tx: Tx, guild_id: int, user_id: int) -> None:
    """Remember that a member has seen a preview here."""
    tx.execute(
        insert(tx, standup_member)
        .values(guild_id=guild_id, user_id=user_id, previewed=True, wants_preview=False)
        .on_conflict_do_update(index_elements=["guild_id", "user_id"], set_={"previewed": True})
    )


def save_preview_choice(tx: Tx, guild_id: int, user_id: int, *, previewed: bool, wants_preview: bool) -> None:
    """Remember both."""
    values = {"previewed": previewed, "wants_preview": wants_preview}
    tx.execute(
        insert(tx, standup_member)
        .values(guild_id=guild_id, user_id=user_id, **values)
        .on_conflict_do_update(index_elements=["guild_id", "user_id"], set_=values)
    )


def erase(tx: Tx, user_id: int, guild_id: int | None = None) -> None:
    """Forget everything a person wrote or chose, everywhere or in one server."""
    for table in (standup_entry, standup_draft, standup_member):
        statement = delete(table).where(table.c.user_id == user_id)
        tx.execute(statement if guild_id is None else statement.where(table.c.guild_id == guild_id))


def members(tx: Tx) -> set[tuple[int, int]]:
    """(server, person) of everybody who wrote or chose something."""
    tables = (standup_entry, standup_draft, standup_member)
    return {
        (row.guild_id, row.user_id)
        for table in tables
        for row in tx.execute(select(table.c.guild_id, table.c.user_id).distinct())
    }
