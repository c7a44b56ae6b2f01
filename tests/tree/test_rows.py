"""Proves that every fault which the bot promises to survive has a test that bears its name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.tree.source import ROOT, sources

TABLE = ROOT.parent / "shared" / "design" / "reliability.md"

# The beginning of each row of that table, as its tests name it.
ROWS = (
    "kill -9 between send and record",
    "kill -9 between claim and render",
    "two processes, split brain",
    "database locked",
    "one write of a batch fails",
    "two people with the same form open",
    "PostgreSQL restart",
    "disk full, read-only",
    "429 storm",
    "5xx, timeout, connection reset",
    "gateway drop, resume, re-identify, double on_ready",
    "clock jump",
    "downtime over the opening",
    "deleted channel, revoked permission, server outage",
    "DMs closed (50007/50278), opening too fast (40003)",
    "double click, form sent twice, form open across a restart or past the deadline",
    "3 s passed (10062)",
    "6000-character embeds, 2000 content, 4000 text in a layout, 40 components",
    "RTL override, zero-width, zalgo, lone surrogates, NUL",
    "@everyone, roles, users in text",
    "secrets in logs",
    "half-done migration, older code on newer schema",
    "malformed, cut, empty, HTML-with-200 feed",
)
# Rows about what is not built yet, and what they wait for.
LATER: dict[str, str] = {}


@dataclass(frozen=True)
class Mark:
    """One `pytest.mark.row(...)` and where it stands; `row` None: not a text that can be read here."""

    where: str
    row: str | None


def marks(tree: ast.Module, name: str) -> Iterator[Mark]:
    """Yields every row that the test file `name` names; a row may be a constant of the file."""
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.row":
            row = node.args[0]
            found = constants.get(row.id) if isinstance(row, ast.Name) else getattr(row, "value", None)
            yield Mark(f"{name}:{node.lineno}", found)


def all_marks() -> list[Mark]:
    """Returns the marks of every file that pytest collects."""
    files = [source for source in sources("tests") if source.path.name.startswith("test_")]
    return [mark for source in files for mark in marks(source.tree, source.name)]


def plain(text: str) -> str:
    """Returns a row's name without signs that only Markdown needs."""
    return text.replace("`", "").strip()


def rows_of_the_table(text: str) -> list[str]:
    """Returns the first column of the document's table."""
    table = re.findall(r"^\| (.+?) \| .+ \|$", text, re.MULTILINE)
    assert table[0] == "fault"
    return [plain(row) for row in table[1:]]


def test_every_row_has_a_test_that_names_it() -> None:
    named = {mark.row for mark in all_marks()}
    assert [row for row in ROWS if row not in named] == []


def test_no_test_names_a_row_that_is_none() -> None:
    assert [mark for mark in all_marks() if mark.row not in ROWS] == []


def test_the_list_is_that_of_the_design() -> None:
    if not TABLE.is_file():
        pytest.skip(f"recorded data: no file {TABLE}")
    written = rows_of_the_table(TABLE.read_text(encoding="utf-8"))
    ours = [*ROWS, *LATER]
    assert [row for row in written if not any(row.startswith(each) for each in ours)] == []
    assert [each for each in ours if not any(row.startswith(each) for row in written)] == []


def test_marks_are_found() -> None:
    text = 'NAME = "b"\npytestmark = pytest.mark.row("a")\n@pytest.mark.row(NAME)\ndef test(): ...\n'
    assert [mark.row for mark in marks(ast.parse(text), "made")] == ["a", "b"]
