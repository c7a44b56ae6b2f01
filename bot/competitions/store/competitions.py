"""Queries of what Kaggle lists, as we know it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, func, insert, or_, select, update

from bot.competitions.model.naming import LONGEST, is_mark, named
from bot.competitions.model.values import Competition, Phase
from bot.competitions.tables import competition, competition_entrant, competition_settings
from bot.core.db import Tx
from bot.core.text.searching import searchable

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # where Kaggle does not say when it opened
AT_ONCE = 5000  # of a list in one statement
ON = (Phase.UPCOMING.value, Phase.OPEN.value)


def value(row: Row[Any]) -> Competition:
    """The competition of a row."""
    return Competition(
        slug=row.slug,
        title=row.title,
        category=row.category,
        reward=row.reward,
        metric=row.metric,
        organisation=row.organisation,
        enabled_at=row.enabled_at,
        deadline=row.deadline,
        entry_deadline=row.entry_deadline,
        merger_deadline=row.merger_deadline,
        daily_submissions=row.daily_submissions,
        team_size=row.team_size,
        notebooks_only=row.notebooks_only,
        submissions_closed=row.submissions_closed,
        tags=tuple(row.tags),
        kaggle_id=row.kaggle_id,
        id=row.id,
        phase=Phase(row.phase),
        page=row.page,
        number=row.number,
        missing_since=row.missing_since,
    )


def _columns(one: Competition, turns_at: datetime | None) -> dict[str, Any]:
    words = (one.title, one.slug, one.page, one.category, one.organisation, one.metric, *one.tags)
    return {
        "slug": one.slug,
        "page": one.page,
        "missing_since": one.missing_since,
        "kaggle_id": one.kaggle_id,
        "title": one.title,
        "category": one.category,
        "reward": one.reward,
        "metric": one.metric,
        "organisation": one.organisation,
        "enabled_at": one.enabled_at,
        "deadline": one.deadline,
        "entry_deadline": one.entry_deadline,
        "merger_deadline": one.merger_deadline,
        "daily_submissions": one.daily_submissions,
        "team_size": one.team_size,
        "notebooks_only": one.notebooks_only,
        "submissions_closed": one.submissions_closed,
        "tags": list(one.tags),
        "search": searchable(" ".join(words)),
        "phase": one.phase.value,
        "turns_at": turns_at,
    }


def add(tx: Tx, one: Competition, turns_at: datetime | None, *, is_news: bool = True) -> Competition:
    """Keep a new competition; `turns_at` (UTC) is when it opens or ends. Returns it with its id and number.

    Not `is_news`: servers that began are not shown it.
    """
    values = {"found_at": tx.now, "number": _next_number(tx) if is_news else 0, **_columns(one, turns_at)}
    return value(tx.execute(insert(competition).values(values).returning(competition)).one())


def _next_number(tx: Tx) -> int:
    """Beyond every number there is, and whatever a server has looked at: that one may have been forgotten."""
    numbers = (func.max(competition.c.number), func.max(competition_settings.c.seen))
    return 1 + max(tx.execute(select(each)).scalar() or 0 for each in numbers)


def renew(tx: Tx, competition_id: int) -> None:
    """It is news again to servers that were not shown it."""
    values = {"number": _next_number(tx)}
    tx.execute(update(competition).where(competition.c.id == competition_id).values(values))


def save(tx: Tx, one: Competition, turns_at: datetime | None) -> None:
    """A known competition, by its id, is so from now on; its number stays."""
    tx.execute(update(competition).where(competition.c.id == one.id).values(**_columns(one, turns_at)))


def get(tx: Tx, slug: str) -> Competition | None:
    """The competition of this name, whatever its phase."""
    return get_many(tx, [slug]).get(slug)


def get_many(tx: Tx, slugs: Collection[str]) -> dict[str, Competition]:
    """Those of these that are known, by their slugs."""
    if not slugs:
        return {}
    rows = tx.execute(select(competition).where(competition.c.slug.in_(list(slugs))))
    return {row.slug: value(row) for row in rows}


def to_compare(tx: Tx, listed: Sequence[Competition]) -> list[Competition]:
    """What a list is compared with: all that should be in it, and whatever it names, though that may have ended."""
    c = competition.c
    found = {row.id: row for row in tx.execute(select(competition).where(c.phase != Phase.ENDED.value))}
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        slugs = [each.slug.lower() for each in some]
        numbers = [each.kaggle_id for each in some if each.kaggle_id is not None]
        named = or_(func.lower(c.slug).in_(slugs), func.lower(c.page).in_(slugs), c.kaggle_id.in_(numbers))
        found |= {row.id: row for row in tx.execute(select(competition).where(named))}
    return [value(found[each]) for each in sorted(found)]


def is_on(tx: Tx) -> list[Competition]:
    """Those that are open or will be; what opened last comes first."""
    rows = tx.execute(select(competition).where(competition.c.phase.in_(ON)))
    found = [value(row) for row in rows]
    return sorted(found, key=lambda each: (each.enabled_at or LONG_AGO, each.id), reverse=True)


def after(tx: Tx, seen: int, newest: int) -> list[Competition]:
    """Those that are on, with numbers beyond one cursor until another, in that order."""
    c = competition.c
    where = (c.phase.in_(ON), c.number > seen, c.number <= newest)
    return [value(row) for row in tx.execute(select(competition).where(*where).order_by(c.number))]


def newest(tx: Tx) -> int:
    """The number of the newest competition; 0 when there is none."""
    return tx.execute(select(func.max(competition.c.number))).scalar() or 0


def take_turns(tx: Tx, limit: int) -> list[Competition]:
    """Competitions that open or end by now, the earliest first; the caller saves them as they are from then on."""
    due = select(competition).where(competition.c.turns_at <= tx.now)
    rows: Sequence[Row[Any]] = tx.execute(
        due.order_by(competition.c.turns_at, competition.c.id).limit(limit).with_for_update(skip_locked=True)
    ).all()
    return [value(row) for row in rows]


def next_turn(tx: Tx) -> datetime | None:
    """When the next competition opens or ends (UTC)."""
    first = select(competition.c.turns_at).where(competition.c.turns_at.is_not(None))
    return tx.execute(first.order_by(competition.c.turns_at).limit(1)).scalar()


def slug_of(tx: Tx, name: str) -> str:
    """The slug that this name in an id stands for (`naming.named`), known or named by who is in; else the name itself."""
    if not is_mark(name):
        return name
    for column in (competition.c.slug, competition_entrant.c.slug):  # there are far more of the latter
        slugs = tx.execute(select(column).where(func.length(column) > LONGEST).distinct()).scalars()
        found: str = next((each for each in slugs if named(each) == name), "")
        if found:
            return found
    return name
