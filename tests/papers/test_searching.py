"""Proves that what was posted about papers is found by its words, in many scripts, on both databases, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.db import Tx, open_database
from bot.core.db.transfer import read_server, remove_server, write_server
from bot.papers.model.values import Entry, EntryKind, EntryState
from bot.papers.store import entries, searching
from tests.papers.house import ANA, BEN, GUILD, LEAVES, OTHER_GUILD, START, Den, den

__all__ = ["den"]  # a fixture

ENGLISH = "A small classifier tells sick leaves from healthy ones. GPT-4 helped; state-of-the-art it is not."
GERMAN = "Die Bildklassifikation größerer Blätter gelingt über Umwege."
JAPANESE = "深層学習による画像認識モデルを公開鍵なしで試した。"
ARABIC = "هذا النموذج يتعلم تصنيف الصور بسرعة"


def entry(text: str, who: int = ANA, guild_id: int = GUILD, **changed: object) -> Entry:
    """What somebody posted about sick leaves."""
    values: dict[str, object] = {
        "kind": EntryKind.QUESTION,
        "state": EntryState.POSTED,
        "parts": (text, "", ""),
    }
    return Entry(0, guild_id, LEAVES.arxiv_id, who, **(values | {"posted_at": START} | changed))  # type: ignore[arg-type]


async def post(den: Den, *values: Entry) -> list[Entry]:
    """Keep these entries."""
    return await den.app.db.write(lambda tx: [entries.add(tx, each) for each in values])


async def found(den: Den, typed: str, guild_id: int = GUILD) -> list[str]:
    """The first part of what a search finds."""
    return [each.parts[0] for each in await den.papers.search(guild_id, typed)]


FOUND = {
    ENGLISH: (
        *("classifier", "CLASSI", "leaves sick", "gpt-4", "GPT", "4", "state of the art", "it", "t"),
        *("classifier classifier", "claſſiﬁer"),
    ),
    GERMAN: ("Bildklassifikation", "blatter", "BLÄTTER", "größerer", "grösserer", "über", "u"),
    JAPANESE: ("鍵", "学習", "画像認識", "深層学習に", "モデル", "ﾓﾃﾞﾙ", "公開 画像"),
    ARABIC: ("النموذج", "الصُّور", "النم", "هذا تصنيف"),
}
NOT_FOUND = (
    "",
    "  ",
    "…",
    "x",
    "assifie quantum",
    "classifier Blätter",
    "習深",
    "像学習",
    "画像識",
    "犬",
    "ножницы",
    "\x00",
    "🦊",
)
SIGNS = ('"', "*", ":", "&", "|", "'", ";", "\\", "%", "_", "(", ")", "!", "<->", "--", "^", "{}:", "?")
WORDS_OF_QUERIES = ("AND", "OR", "NEAR(a b)", "search:")


async def test_words_are_found_in_their_script(den: Den) -> None:
    await post(den, *(entry(text, who) for who, text in enumerate(FOUND, 20)))
    for meant, words in FOUND.items():
        for typed in words:
            assert await found(den, typed) == [meant], typed
    for typed in NOT_FOUND:
        assert await found(den, typed) == [], typed
    essence = entry("", kind=EntryKind.ESSENCE, tried="Works in forty lines.")
    await post(den, replace(essence, parts=("warmup", "could help my robots", "")))
    for typed in ("warmup", "robots", "forty lines", "warmup forty"):
        assert await found(den, typed) == ["warmup"], "every part is looked through"


async def test_signs_of_a_query_language_are_none_here(den: Den) -> None:
    await post(den, entry(ENGLISH))
    for sign in SIGNS:
        assert await found(den, sign) == [], sign
        for typed in (
            f"classifier {sign}",
            f"{sign}classifier",
            f"{sign} classifier{sign}",
            f"sick{sign}leaves",
        ):
            assert await found(den, typed) == [ENGLISH], typed
    for word in WORDS_OF_QUERIES:
        assert await found(den, f"classifier {word} leaves") == [], word
    assert await found(den, "pruning' OR '1'='1") == await found(den, 'leaves" OR "x') == []


async def test_the_best_comes_first_and_then_the_newest(den: Den) -> None:
    once = "One word of pruning, in a long sentence that goes on about many other things and has no end in sight."
    often = "Pruning, pruning, pruning."
    await post(den, entry(once), entry(often), entry(once, BEN))
    newest = await den.papers.search(GUILD, "pruning")
    assert [each.parts[0] for each in newest] == [often, once, once]
    assert [each.user_id for each in newest[1:]] == [BEN, ANA]
    assert [each.parts[0] for each in await den.papers.search(GUILD, "pruning", limit=1)] == [often]


async def test_nothing_private_and_nothing_of_another_server_is_found(den: Den) -> None:
    await post(den, entry("pruning", state=EntryState.PRIVATE), entry("pruning there", guild_id=OTHER_GUILD))
    assert await found(den, "pruning") == []
    assert await found(den, "pruning", OTHER_GUILD) == ["pruning there"]
    assert await found(den, "pruning", 999) == []


async def test_what_is_found_follows_what_is_edited_and_deleted(den: Den) -> None:
    first, second = await post(den, entry("pruning weights"), entry("pruning roses", BEN))
    changed = replace(second, parts=("watering 学習 roses", "", ""))
    await den.app.db.write(lambda tx: entries.save(tx, changed))
    assert await found(den, "pruning") == ["pruning weights"]
    assert await found(den, "watering") == await found(den, "学習") == ["watering 学習 roses"]
    await den.app.db.write(lambda tx: entries.remove(tx, [first.id]))
    assert await found(den, "pruning") == []
    assert await found(den, "weights") == []


async def test_nothing_is_found_of_who_was_forgotten(den: Den) -> None:
    await post(den, entry("pruning weights"), entry("pruning roses", BEN))
    await den.app.db.write(lambda tx: den.papers.erase(tx, ANA, GUILD))
    assert await found(den, "pruning") == ["pruning roses"]
    await den.app.forget_server(GUILD)
    assert await found(den, "pruning") == []
    (again,) = await post(den, entry("mulch"))
    assert await found(den, "pruning") == []
    assert [each.id for each in await den.papers.search(GUILD, "mulch")] == [again.id]


def all_rows(tx: Tx) -> dict[str, list[dict[str, object]]]:
    """A server's rows, as a file would hold them."""
    rows: dict[str, list[dict[str, object]]] = {}
    for name, row in read_server(tx, GUILD):
        rows.setdefault(name, []).append(row)
    return json.loads(json.dumps(rows))  # type: ignore[no-any-return]


async def test_what_moves_is_found_where_it_went(den: Den, other_url: str) -> None:
    await post(den, entry("pruning weights"), entry(JAPANESE, BEN))
    rows = await den.app.db.read(all_rows)
    async with open_database(other_url, lambda: START) as other:
        for _ in range(2):  # once more, with other numbers
            await other.write(lambda tx: write_server(tx, rows))
            for typed in ("pruning", "画像認識", "鍵"):
                (one,) = await other.read(lambda tx, typed=typed: searching.search(tx, GUILD, typed, 10))  # type: ignore[misc]
                assert one.guild_id == GUILD
            await other.write(lambda tx: remove_server(tx, GUILD))
            assert await other.read(lambda tx: searching.search(tx, GUILD, "pruning", 10)) == []


@pytest.fixture
def other_url(den: Den, request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> str:
    """An empty database of the other kind."""
    if type(den.app.db).__name__.startswith("Sqlite"):
        return str(request.getfixturevalue("migrated_postgres_url"))
    target = tmp_path / "other.sqlite3"
    target.write_bytes(migrated_file.read_bytes())
    return f"sqlite:///{target}"
