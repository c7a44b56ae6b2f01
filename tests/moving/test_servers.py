"""Owns export and import as an operator meets them: one server moves, whole, once, and without its past."""

from __future__ import annotations

import gzip
import json
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.db.schema import revisions
from bot.showcase.model.values import SHARE
from bot.standups.model import ENTRY, PROMPT, StandupGone
from tests.databases import run_sql
from tests.moving.operator import (
    assert_settled,
    at,
    bot,
    due_now,
    file_of,
    fine,
    live,
    refused,
    yesterday,
)
from tests.standups.service import ANA, GUILD, House

OTHER = 555
PARENTS = "SELECT child.title, parent.title FROM share child JOIN share parent ON parent.id = child.parent_id"
DUE = (
    "SELECT (SELECT count(*) FROM showcase_week WHERE due_at IS NOT NULL), "
    "(SELECT count(*) FROM share WHERE title = 'An older thing' AND look_at IS NOT NULL AND quiet_at IS NOT NULL)"
)
SEEN = "SELECT seen, (SELECT count(*) FROM competition_shown) FROM competition_settings"
LOGS = "SELECT t.what, e.slug FROM competition_tweak t JOIN competition_entrant e ON e.id = t.entrant_id"


@pytest.fixture(params=["sqlite to postgres", "postgres to sqlite"])
def both(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A database in which a community was at work yesterday, and an empty one of the other kind."""
    urls = [request.getfixturevalue(f"migrated_{kind}_url") for kind in ("sqlite", "postgres")]
    source, target = urls if request.param.startswith("sqlite") else urls[::-1]
    at(source, live, yesterday())
    return source, target


def lines(file: Path) -> list[Any]:
    """What an export says, line by line."""
    return [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]


def rewrite(file: Path, values: list[Any]) -> None:
    """Let an export say something else."""
    file.write_bytes(gzip.compress("\n".join(json.dumps(value) for value in values).encode()))


def test_a_server_moves_with_everything_and_without_its_past(both: tuple[str, str], tmp_path: Path) -> None:
    source, target = both
    file = tmp_path / "server.gz"
    said = fine(bot(source, "export", "--server", GUILD, file))
    assert f"Server {GUILD} is in {file}: " in said
    assert "standup_entry 2" in said
    for table in (
        "showcase 1",
        "share 3",
        "share_reader 1",
        "share_word 1",
        "showcase_member 2",
        "showcase_thread 1",
        *("competition_settings 1", "competition_post 1", "competition_shown 1"),
        *("competition_entrant 2", "competition_tweak 2", "competition_hello 1"),
    ):
        assert table in said
    assert "competition 2" not in said
    assert "never let two bots serve it" in said
    assert "People's own settings" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    head, *rows, end = lines(file)
    assert (head["server_id"], head["schema"]) == (GUILD, revisions()[-1])
    assert {row["guild_id"] for _table, row in rows} == {GUILD}
    assert "person" not in {table for table, _row in rows}
    assert sum(end["end"].values()) == len(rows)
    said = fine(bot(target, "import", file))
    assert "Its messages' buttons go on working, if the token is the same." in said
    assert "is not posted any more" in said
    assert run_sql(target, "SELECT count(*) FROM person") == [(0,)]
    again = tmp_path / "again.gz"
    fine(bot(target, "export", "--server", GUILD, again))
    assert run_sql(target, PARENTS) == run_sql(source, PARENTS) == [("An older thing", "A newer thing")]
    # Nothing is known there of what Kaggle lists: whoever was shown some before waits until it was read, and goes on from then.
    assert run_sql(target, SEEN) == [(None, 1)]
    assert run_sql(target, LOGS) == run_sql(source, LOGS) == [("more whales", "invented-whales")] * 2
    skipped = {"next_due_at", "next_due_date", "due_at", "give_up_at", "fence", "look_at", "quiet_at", "seen"}
    assert without(skipped, lines(again)) == without(skipped, lines(file))
    assert_settled(target)
    assert (run_sql(source, DUE), run_sql(target, DUE)) == ([(1, 1)], [(0, 0)])
    opened, _ = at(source, due_now)
    assert len(opened) == 2, "without the import, something would have been posted"
    assert at(target, lambda there: there.add("UTC")).id > 1_000_000


def without(names: set[str], exported: list[Any]) -> list[Any]:
    """The rows of an export without these columns."""
    return [
        [table, {name: value for name, value in row.items() if name not in names}]
        for table, row in exported[1:-1]
    ]


def test_where_its_numbers_are_taken_old_buttons_reach_nobody_elses_standup(
    both: tuple[str, str], tmp_path: Path
) -> None:
    source, target = both
    file = tmp_path / "server.gz"

    async def others(there: House) -> int:
        made = await there.standups.add(
            OTHER, 1, channel_id=1, name="Theirs", at=(yesterday() - timedelta(hours=2)).time(), zone="UTC"
        )
        return made.id

    theirs = at(target, others)
    (mine,) = run_sql(source, "SELECT id FROM standup")
    assert mine == (theirs,)
    fine(bot(source, "export", "--server", GUILD, file))
    assert "Buttons of its older messages say they are finished." in fine(bot(target, "import", file))
    assert_settled(target)

    async def press(there: House) -> list[str]:
        with pytest.raises(StandupGone):
            await there.standups.open(GUILD, ANA, theirs, 0)
        (moved,) = await there.standups.of_guild(GUILD)
        (other,) = await there.standups.of_guild(OTHER)
        return [moved.name, other.name]

    assert at(target, press) == ["Daily", "Theirs"]
    kinds = (
        f"SELECT count(*) FROM delivery d JOIN standup_day s ON s.id = d.subject_id WHERE d.kind = '{PROMPT}'"
    )
    assert run_sql(target, kinds) == [(1,)]
    kinds = f"SELECT count(*) FROM delivery d JOIN standup_entry e ON e.id = d.subject_id WHERE d.kind = '{ENTRY}'"
    assert run_sql(target, kinds) == [(2,)]
    kinds = f"SELECT count(*) FROM delivery d JOIN share s ON s.id = d.subject_id WHERE d.kind = '{SHARE}'"
    assert run_sql(target, kinds) == [(2,)]
    assert run_sql(target, PARENTS) == [("An older thing", "A newer thing")]
    words = "SELECT s.title FROM share_word w JOIN share s ON s.id = w.share_id"
    assert run_sql(target, words) == [("A newer thing",)]


def test_with_remove_it_is_in_one_place_at_a_time(lived: tuple[str, int, int], tmp_path: Path) -> None:
    url, file = lived[0], tmp_path / "server.gz"
    nowhere = tmp_path / "nowhere" / "server.gz"
    assert "cannot be written" in refused(bot(url, "export", "--server", GUILD, "--remove", nowhere))
    assert run_sql(url, "SELECT count(*) FROM standup_entry") == [(2,)]
    said = fine(bot(url, "export", "--server", GUILD, "--remove", file))
    assert "This database has nothing about it any more." in said
    for table in (
        "standup",
        "standup_day",
        "standup_entry",
        "standup_draft",
        "standup_member",
        *("showcase", "share", "share_reader", "share_word"),
        *("showcase_member", "showcase_week", "showcase_thread"),
        *("competition_settings", "competition_post", "competition_shown"),
        *("competition_entrant", "competition_tweak", "competition_hello"),
        "delivery",
        "community",
    ):
        assert run_sql(url, f"SELECT count(*) FROM {table}") == [(0,)], table
    assert run_sql(url, "SELECT count(*) FROM person") == [(1,)]
    assert "nothing about a server" in refused(bot(url, "export", "--server", GUILD, tmp_path / "more.gz"))
    fine(bot(url, "import", file))
    assert run_sql(url, "SELECT count(*) FROM standup_entry") == [(2,)]


def test_a_server_that_is_there_already_is_not_mixed(lived: tuple[str, int, int], tmp_path: Path) -> None:
    url, file = lived[0], tmp_path / "server.gz"
    fine(bot(url, "export", "--server", GUILD, file))
    assert "exists already" in refused(bot(url, "export", "--server", GUILD, file))
    assert f"knows server {GUILD} already" in refused(bot(url, "import", file))
    assert run_sql(url, "SELECT count(*) FROM standup") == [(1,)]


def test_a_server_that_this_bot_may_not_serve_is_named(
    lived: tuple[str, int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, file = lived[0], tmp_path / "server.gz"
    fine(bot(url, "export", "--server", GUILD, "--remove", file))
    monkeypatch.setenv("BOT_ALLOWED_SERVERS", "1")
    assert "BOT_ALLOWED_SERVERS does not name it yet" in fine(bot(url, "import", file))


def test_a_file_that_is_cut_off_anywhere_is_refused(lived_sqlite: str, tmp_path: Path) -> None:
    file, new = tmp_path / "server.gz", f"sqlite:///{tmp_path}/new/compound.sqlite3"
    fine(bot(lived_sqlite, "export", "--server", GUILD, file))
    whole = file.read_bytes()
    for length in [*range(0, len(whole), 97), len(whole) - 1]:
        file.write_bytes(whole[:length])
        assert "only a part of one" in refused(bot(new, "import", file)), length
    assert not file_of(new).exists()


def test_an_altered_file_is_refused(lived_sqlite: str, tmp_path: Path) -> None:
    file, new = tmp_path / "server.gz", f"sqlite:///{tmp_path}/new/compound.sqlite3"
    fine(bot(lived_sqlite, "export", "--server", GUILD, file))
    good = lines(file)
    table, row = good[1]
    strange: dict[str, list[Any]] = {
        "a row less": [*good[:1], *good[2:]],
        "another server's row": [good[0], [table, row | {"guild_id": OTHER}], *good[2:]],
        "a column more": [good[0], [table, row | {"rank": 1}], *good[2:]],
        "a table of nobody": [
            good[0],
            ["person", row],
            *good[2:-1],
            {"end": good[-1]["end"] | {"person": 1}},
        ],
        "no head": good[1:],
        "no end": good[:-1],
        "two ends": [*good, good[-1]],
        "words": ["Dear diary"],
        "nothing": [],
    }
    for what, values in strange.items():
        rewrite(file, values)
        assert "is no export of a server" in refused(bot(new, "import", file)), what
    file.write_text("Dear diary")
    assert "is no export of a server" in refused(bot(new, "import", file))
    assert "cannot be read" in refused(bot(new, "import", tmp_path / "nowhere"))
    assert not file_of(new).exists()


def test_different_versions_are_named(lived_sqlite: str, tmp_path: Path) -> None:
    file, new = tmp_path / "server.gz", f"sqlite:///{tmp_path}/new/compound.sqlite3"
    fine(bot(lived_sqlite, "export", "--server", GUILD, file))
    head, *rest = lines(file)
    rewrite(file, [head | {"schema": "0000", "program": "0.0.9"}, *rest])
    said = refused(bot(new, "import", file))
    assert "version 0.0.9 (schema 0000)" in said
    assert f"(schema {revisions()[-1]})" in said
    rewrite(file, [head | {"format": 2, "program": "9.1"}, *rest])
    assert "another version of this program (9.1)" in refused(bot(new, "import", file))
    run_sql(lived_sqlite, "UPDATE alembic_version SET version_num = '9999'")
    assert "newer version" in refused(bot(lived_sqlite, "export", "--server", GUILD, tmp_path / "b"))
    run_sql(lived_sqlite, f"UPDATE alembic_version SET version_num = '{revisions()[0]}'")
    assert "run `python -m bot migrate` first" in refused(
        bot(lived_sqlite, "export", "--server", GUILD, tmp_path / "b")
    )


def test_a_new_database_is_made_for_an_import(lived_sqlite: str, tmp_path: Path) -> None:
    file, new = tmp_path / "server.gz", f"sqlite:///{tmp_path}/new/compound.sqlite3"
    assert "no database of this program yet" in refused(bot(new, "export", "--server", GUILD, file))
    fine(bot(lived_sqlite, "export", "--server", GUILD, file))
    fine(bot(new, "import", file))
    assert_settled(new)
