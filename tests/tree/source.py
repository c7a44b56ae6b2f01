"""Owns how the whole-tree tests see the repository: its files, syntax trees, imports and sentences."""

from __future__ import annotations

import ast
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "cogs", "migrations", "tests")
# What a clone without git has beside the files of the project.
NOT_OURS = {".venv", ".venv-lock", ".git", "__pycache__", "data", "node_modules"}


@dataclass(frozen=True)
class Source:
    """One Python file of the repository."""

    path: Path

    @property
    def name(self) -> str:
        """The path from the repository's root, as people write it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def module(self) -> str:
        """The dotted name that it is imported by."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=str(self.path))

    @property
    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and dotted name of every import, inside functions too; `from a import b` is `a.b`."""
        package = self.module.split(".") if self.path.stem == "__init__" else self.module.split(".")[:-1]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                start = package[: len(package) - node.level + 1] if node.level else []
                base = ".".join([*start, *([node.module] if node.module else [])])
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)

    def within(self, *modules: str) -> bool:
        """Whether this file is one of `modules` or inside one of them."""
        return any(self.module == module or self.module.startswith(f"{module}.") for module in modules)


@cache
def sources(*packages: str) -> tuple[Source, ...]:
    """Returns every Python file of `packages`, of all of them when none is named."""
    return tuple(
        Source(path)
        for package in packages or PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "__pycache__" not in path.parts
    )


@cache
def features() -> tuple[str, ...]:
    """Returns the names of the features: the folders of bot/ with a model."""
    models = [*ROOT.glob("bot/*/model.py"), *ROOT.glob("bot/*/model/__init__.py")]
    return tuple(sorted({path.relative_to(ROOT).parts[1] for path in models}))


@cache
def project_files() -> tuple[Path, ...]:
    """Returns every file of the repository: what git knows or would take, or simply all without git."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = (
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
        )
        paths = [ROOT / name for name in listed if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not NOT_OURS & {*path.relative_to(ROOT).parts}]
    return tuple(sorted(path for path in paths if path.is_file()))


@dataclass(frozen=True)
class Sentence:
    """A text that people can read, and where it comes from."""

    where: str
    text: str


# The calls that hand text to people, and which of their arguments are text (gettext's names and Discord's).
SPOKEN = {
    "_": (0,),
    "gettext": (0,),
    "ngettext": (0, 1),
    "pgettext": (1,),
    "npgettext": (1, 2),
    "locale_str": (0,),
}
SPOKEN_KEYWORDS = {"description", "label", "placeholder", "title"}


def sentences(tree: ast.Module, name: str) -> Iterator[Sentence]:
    """Yields every text of the module `name` that goes through gettext, a command or a form."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        chosen = [node.args[index] for index in SPOKEN.get(called, ()) if index < len(node.args)]
        chosen += [keyword.value for keyword in node.keywords if keyword.arg in SPOKEN_KEYWORDS]
        for argument in chosen:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield Sentence(f"{name}:{argument.lineno}", argument.value)
