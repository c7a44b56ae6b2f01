"""Proves what holds for every Python file: its docstring, its length, and what only some files may touch."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

import pytest

from tests.tree.source import Source, features, sources

LONGEST = 320


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.name)
def test_every_module_begins_by_saying_what_it_owns(source: Source) -> None:
    docstring = ast.get_docstring(source.tree) or ""
    sentence = re.match(r"[`/]?[^\W\d_].*?[.:…](?=\s|$)", " ".join(docstring.split()))
    assert sentence, f"{source.name} begins with {docstring[:60]!r}, which is no sentence"


def test_no_file_is_too_long_to_read() -> None:
    lengths = {source.name: len(source.text.splitlines()) for source in sources("bot", "cogs")}
    long = {name: length for name, length in lengths.items() if length > LONGEST}
    assert not long, f"these become packages of the same name, with several files: {long}"


def reads_environment(source: Source) -> Iterator[int]:
    """Yields the lines that reach for the process's environment."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv"}:
            yield node.lineno
    yield from (line for line, name in source.imports if name in {"os.environ", "os.environb", "os.getenv"})


def test_only_the_settings_read_the_environment() -> None:
    found = [
        f"{source.name}:{line}"
        for source in sources("bot", "cogs", "migrations")
        if not source.within("bot.config")
        for line in reads_environment(source)
    ]
    assert not found, f"a setting belongs into bot/config: {found}"


def test_nothing_is_printed() -> None:
    found = [
        f"{source.name}:{node.lineno}"
        for source in sources("bot", "cogs", "migrations")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not found, f"the log or click.echo says it: {found}"


def importers(library: str, *packages: str) -> list[tuple[Source, int]]:
    """Returns the files of `packages` that import `library`, with the line."""
    return [
        (source, line)
        for source in sources(*packages)
        for line, name in source.imports
        if name.split(".")[0] == library
    ]


ONLY_HERE = {
    "discord": ("bot.shell", "bot.demo", "bot.__main__", "cogs"),
    "sqlalchemy": ("bot.core.db", "migrations"),
    "alembic": ("bot.core.db", "migrations"),
    "simcord": ("bot.demo",),
    "pydantic_settings": ("bot.config",),
    "httpx": ("bot.core.http",),
    "arxiv": ("bot.papers.feed",),
    "lxml": ("bot.papers.feed",),
    "rustworkx": ("bot.mentoring.matching",),
    "numpy": ("bot.mentoring.matching",),
    "scipy": ("bot.papers.ranking", "bot.mentoring.matching"),
}
# In every feature; they may be packages of the same name.
SQL_FILES = ("tables", "store")


@pytest.mark.parametrize("library", ONLY_HERE)
def test_a_library_is_known_only_where_it_belongs(library: str) -> None:
    places = ONLY_HERE[library]
    if library == "sqlalchemy":
        places += tuple(f"bot.{feature}.{file}" for feature in features() for file in SQL_FILES)
    found = [
        f"{source.name}:{line}"
        for source, line in importers(library, "bot", "cogs", "migrations")
        if not source.within(*places)
    ]
    assert not found, f"{library} belongs to {', '.join(places)}: {found}"


def test_views_know_no_discord() -> None:
    # They turn values into cards, which bot.shell renders and measures against Discord's limits.
    found = [
        f"{source.name}:{line}"
        for source, line in importers("discord", "cogs")
        if "views" in source.module.split(".")
    ]
    assert not found, found


def test_the_scheduler_only_wakes() -> None:
    # Its triggers are wrong on clock-change days and its job stores double, so it stays in one short file.
    (source,) = {source for source, _ in importers("apscheduler", "bot", "cogs")}
    assert source.within("bot.shell")
    lines = [line for line in source.text.splitlines() if line.strip()]
    assert len(lines) <= 40, f"{source.name} has {len(lines)} lines"


def test_a_model_knows_only_the_standard_library() -> None:
    # The clock, refusals and ids of core are values and plain functions themselves.
    allowed = {"core.refusals", "core.ids", "core.clock"}
    found = [
        f"{source.name}:{line} imports {name}"
        for feature in features()
        for source in sources("bot")
        if source.within(f"bot.{feature}.model")
        for line, name in source.imports
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith((f"bot.{feature}.model.", *(f"bot.{module}." for module in allowed)))
    ]
    assert not found, "\n".join(found)


def test_features_meet_only_through_model_and_store() -> None:
    # Who may import whom at all is the layers' contract in pyproject.toml; this is which files of it.
    found = []
    for source in sources("bot"):
        here = source.module.split(".")[1:2]
        for line, name in source.imports:
            there = name.split(".")[1:2]
            beyond = name.startswith("bot.") and {*here, *there} <= {*features()} and here != there
            if beyond and name.split(".")[2:3] not in (["model"], ["store"]):
                found.append(f"{source.name}:{line} imports {name}")
    assert not found, "\n".join(found)


def literals(node: ast.expr) -> Iterator[str]:
    """Yields the texts that an argument can be, as far as they are written out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def served() -> set[tuple[str, str]]:
    """Returns the feature and verb of every route of a cog."""
    found = set()
    for source in sources("cogs"):
        for cog in (node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)):
            names = [
                name
                for line in cog.body
                if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "feature"
                for name in literals(line.value)
            ]
            verbs = [
                verb
                for method in cog.body
                if isinstance(method, ast.AsyncFunctionDef)
                for mark in method.decorator_list
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "route"
                for verb in literals(mark.args[0])
            ]
            found |= {(name, verb) for name in names for verb in verbs}
    return found


def test_every_button_leads_somewhere() -> None:
    routes, calls = served(), 0
    dead = []
    for source in sources("bot", "cogs"):
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) != "custom_id" or len(node.args) < 2:
                continue
            for feature in literals(node.args[0]):
                for verb in literals(node.args[1]):
                    calls += 1
                    if (feature, verb) not in routes:
                        dead.append(f"{source.name}:{node.lineno} leads to {feature}:{verb}")
    assert calls > 100
    assert not dead, f"no cog serves these: {dead}"
