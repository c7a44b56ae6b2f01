"""Owns one server's rows on their way from one database to another: nothing lost, nothing of others, references intact."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    insert,
    text,
    update,
)

from bot.core.db import Database, Tx, metadata, open_database
from bot.core.db.numbers import number_of
from bot.core.db.transfer import (
    SERVER,
    Row,
    knows_server,
    lock_servers,
    read_server,
    referring,
    referring_lists,
    refers_to,
    remove_server,
    server_tables,
    write_server,
)
from tests.core.communities import HERE, communities, of_its_own

ELSEWHERE = HERE + 1
NOW = datetime(2026, 7, 28, 9, 0, tzinfo=UTC)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """An open database."""
    async with open_database(url, lambda: NOW) as db:
        yield db


async def fill(db: Database, rows: dict[str, list[Row]]) -> None:
    """Store rows as features would: what a row says of another of its table may come later."""

    def body(tx: Tx) -> None:
        for table in server_tables():
            own = [column.name for column in of_its_own(table)]
            for row in rows.get(table.name, ()):
                tx.execute(insert(table), row | dict.fromkeys(own))
            for row in rows.get(table.name, ()) if own else ():
                later = {name: row[name] for name in own}
                tx.execute(update(table).where(table.c.id == row["id"]).values(later))

    await db.write(body)


async def empty(db: Database) -> None:
    """Remove every server's rows; numbers go on."""

    def body(tx: Tx) -> None:
        for table in reversed(server_tables()):
            tx.execute(text(f"DELETE FROM {table.name}"))

    await db.write(body)


async def out(db: Database, guild_id: int) -> dict[str, list[Row]]:
    """A server's rows by table, having been through JSON."""
    rows: dict[str, list[Row]] = {}
    for table, row in await db.read(lambda tx: list(read_server(tx, guild_id))):
        rows.setdefault(table, []).append(row)
    through: dict[str, list[Row]] = json.loads(json.dumps(rows))
    return through


async def into(db: Database, rows: dict[str, list[Row]]) -> bool:
    """Write them; returns whether they kept their numbers."""

    def body(tx: Tx) -> bool:
        lock_servers(tx)
        return write_server(tx, rows)

    return await db.write(body)


def shape(rows: dict[str, list[Row]]) -> Counter[str]:
    """The rows with, instead of numbers, what they are numbers of: equal when only numbers differ."""
    known = {
        (name, row[number]): position
        for name, each in rows.items()
        if (number := number_of(metadata.tables[name]))
        for position, row in enumerate(each)
    }

    def seen(name: str, row: Row) -> str:
        table, found = metadata.tables[name], dict(row)
        for column in referring(table):
            if (of := refers_to(column, row)) is not None:
                found[column.name] = [of, known.get((of, row[column.name]), "gone")]
        for column_name, of in referring_lists(table):
            found[column_name] = [[of, known.get((of, each), "gone")] for each in row[column_name]]
        found.pop(number_of(table) or "", None)
        return json.dumps([name, found], sort_keys=True)

    return Counter(seen(name, row) for name, each in rows.items() for row in each)


@pytest.fixture(params=["sqlite to postgres", "postgres to sqlite"])
def both(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The addresses of two migrated databases of different kinds."""
    urls = [request.getfixturevalue(f"migrated_{kind}_url") for kind in ("sqlite", "postgres")]
    return (urls[0], urls[1]) if request.param.startswith("sqlite") else (urls[1], urls[0])


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=communities(), taken=st.booleans())
async def test_a_server_arrives_as_it_was_in_the_other_kind_of_database_and_back(
    both: tuple[str, str], rows: dict[str, list[Row]], taken: bool
) -> None:
    async with opened(both[0]) as source, opened(both[1]) as target:
        await empty(source)
        await empty(target)
        await fill(source, rows)
        before = await out(source, HERE)
        others: dict[str, list[Row]] = {}
        if taken:
            await fill(target, {"standup": [STANDUP | {"id": 7, SERVER: ELSEWHERE}]})
            others = await out(target, ELSEWHERE)
        kept = await into(target, before)
        after = await out(target, HERE)
        assert shape(after) == shape(before)
        assert (after == before) if kept else taken
        assert await out(target, ELSEWHERE) == others
        await target.write(lambda tx: remove_server(tx, HERE))
        assert not await target.read(lambda tx: knows_server(tx, HERE))
        assert await out(target, ELSEWHERE) == others
        await source.write(lambda tx: remove_server(tx, HERE))
        await into(source, after)
        assert shape(await out(source, HERE)) == shape(before)


STANDUP: Row = {
    "channel_id": 5,
    "name": "Daily",
    "at": time(9),
    "zone": "UTC",
    "days": [0, 1],
    "questions": [],
    "summary": "none",
    "country": "",
    "region": "",
    "unanswered": 0,
    "paused": False,
    "made_at": NOW,
}
DAY: Row = {
    "channel_id": 5,
    "date": date(2026, 7, 28),
    "opened_at": NOW,
    "closes_at": NOW,
    "quiet": False,
    "late": False,
}
DRAFT: Row = {"user_id": 3, "answers": [], "typed_at": NOW}
DELIVERY: Row = {
    "part": 0,
    "channel_id": 5,
    "state": "sent",
    "attempt": 0,
    "fence": 1,
    "first_claimed_at": NOW,
    "give_up_at": NOW,
}


def community(guild_id: int, start: int) -> dict[str, list[Row]]:
    """A standup with a day, a draft for it and one for a day that is gone, and the prompt; numbered from `start`."""
    of = {SERVER: guild_id}
    return {
        "standup": [STANDUP | of | {"id": start}],
        "standup_day": [DAY | of | {"id": start, "standup_id": start}],
        "standup_draft": [
            DRAFT | of | {"id": start, "standup_id": start, "day_id": start, "user_id": 1},
            DRAFT | of | {"id": start + 1, "standup_id": start, "day_id": 40, "user_id": 2},
            DRAFT | of | {"id": start + 2, "standup_id": start, "day_id": 0, "user_id": 3},
        ],
        "delivery": [
            DELIVERY | of | {"id": start, "kind": "standups.prompt", "subject_id": start, "message_id": 77},
            DELIVERY | of | {"id": start + 1, "kind": "removed", "subject_id": start + 1},
            DELIVERY | of | {"id": start + 2, "kind": "test", "subject_id": guild_id + 5},
        ],
    }


async def test_numbers_are_kept_when_nobody_has_one_of_them(both: tuple[str, str]) -> None:
    async with opened(both[0]) as source, opened(both[1]) as target:
        await fill(source, community(HERE, 10))
        await fill(target, community(ELSEWHERE, 20))
        rows = await out(source, HERE)
        assert await into(target, rows) is True
        assert await out(target, HERE) == rows


@pytest.mark.parametrize("start", [10, 40], ids=["numbers of ours", "a number that ours only speak of"])
async def test_new_numbers_are_nobodys_and_no_reference_reaches_another_server(
    both: tuple[str, str], start: int
) -> None:
    async with opened(both[0]) as source, opened(both[1]) as target:
        await fill(source, community(HERE, 10))
        await fill(target, community(ELSEWHERE, start))
        others = await out(target, ELSEWHERE)
        rows = await out(source, HERE)
        assert await into(target, rows) is False
        new = await out(target, HERE)
        assert await out(target, ELSEWHERE) == others
    assert shape(new) == shape(rows)
    (day,) = new["standup_day"]
    of_the_day, of_one_gone, of_none = (draft["day_id"] for draft in new["standup_draft"])
    assert of_the_day == day["id"]
    assert of_none == 0
    assert of_one_gone not in (0, 10, 40, day["id"])
    prompt, removed, test = new["delivery"]
    assert prompt["subject_id"] == day["id"]
    assert removed["subject_id"] == removed["id"]
    assert test["subject_id"] == HERE + 5
    assert prompt["message_id"] == 77


async def test_lists_of_numbers_follow_the_rows_they_name(both: tuple[str, str]) -> None:
    topics = [{SERVER: HERE, "id": each, "key": f"t{each}", "name": "", "position": each} for each in (3, 4)]
    wish = {"role": "peers", "topics": [4, 9, 3], "level": "new", "places": 1, "since": NOW}
    async with opened(both[0]) as source, opened(both[1]) as target:
        await fill(
            source, {"topic": topics, "mentoring_wish": [wish | {SERVER: HERE, "user_id": 1, "id": 1}]}
        )
        await fill(target, {"topic": [topics[0] | {SERVER: ELSEWHERE}]})
        assert await into(target, await out(source, HERE)) is False
        new = await out(target, HERE)
    of = {row["key"]: row["id"] for row in new["topic"]}
    first, gone, last = new["mentoring_wish"][0]["topics"]
    assert (first, last) == (of["t4"], of["t3"])
    assert gone not in (3, 4, 9, *of.values())


async def test_a_number_given_out_later_is_not_one_that_was_written(migrated_url: str) -> None:
    async with opened(migrated_url) as db:
        await fill(db, community(ELSEWHERE, 1))
        await into(db, community_as_json(HERE, 1))
        new = await out(db, HERE)
        await into(db, community_as_json(ELSEWHERE + 1, 1))
        newest = await out(db, ELSEWHERE + 1)
    assert not {row["id"] for row in new["standup_draft"]} & {row["id"] for row in newest["standup_draft"]}
    assert new["standup_draft"][1]["day_id"] not in {
        newest["standup_draft"][1]["day_id"],
        newest["standup_day"][0]["id"],
    }


def community_as_json(guild_id: int, start: int) -> dict[str, list[Row]]:
    """The same as it stands in an export."""
    rows = {
        name: [
            {column.name: None for column in metadata.tables[name].c} | DEFAULTS.get(name, {}) | row
            for row in each
        ]
        for name, each in community(guild_id, start).items()
    }
    as_json: dict[str, list[Row]] = json.loads(json.dumps(rows, default=lambda value: value.isoformat()))
    return as_json


DEFAULTS: dict[str, Row] = {"delivery": {"dirty": False, "reason": "", "code": 0}}


async def test_all_of_it_or_nothing(migrated_url: str) -> None:
    async with opened(migrated_url) as db:
        rows = community_as_json(HERE, 1)
        rows["delivery"].append(dict(rows["delivery"][0]))  # the same number twice
        with pytest.raises(Exception, match=r"(?i)unique"):
            await into(db, rows)
        assert not await db.read(lambda tx: knows_server(tx, HERE))


async def test_while_a_server_is_moved_nobody_else_writes(migrated_postgres_url: str) -> None:
    async with opened(migrated_postgres_url) as db:

        def held(tx: Tx) -> list[Any]:
            lock_servers(tx)
            tables = (
                "SELECT relname FROM pg_locks JOIN pg_class ON pg_class.oid = relation WHERE mode = :mode"
            )
            return list(tx.execute(text(tables), {"mode": "ShareRowExclusiveLock"}).scalars())

        assert {*await db.write(held)} == {table.name for table in server_tables()}


async def test_a_kind_that_nobody_declared_is_not_let_go_of(migrated_url: str) -> None:
    async with opened(migrated_url) as db:
        strange = DELIVERY | {SERVER: HERE, "id": 1, "kind": "chess.move", "subject_id": 4}
        await fill(db, {"delivery": [strange]})
        with pytest.raises(LookupError, match=r"chess\.move"):
            await out(db, HERE)
