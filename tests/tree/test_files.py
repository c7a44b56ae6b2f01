"""Proves what holds for every file of the repository, whatever it is written in."""

from __future__ import annotations

import re
import tomllib

from tests.tree.source import ROOT, project_files

PINNED = ("requirements.txt", "requirements-dev.txt")
# Written so that this file does not name them either.
REGISTRIES = re.compile(
    r"py[p]i\.(org|python)|files\.python[h]osted|conda\.[a]naconda|registry\.np[m]js|--(extra-)?index-[u]rl"
    r"|--find-[l]inks|--trusted-[h]ost",
    re.IGNORECASE,
)


def test_no_file_names_where_packages_come_from() -> None:
    # Where to install from is the machine's affair; an address in a file would bind everyone to one registry.
    found = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # a picture
            continue
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in REGISTRIES.finditer(text)]
    assert not found, "\n".join(found)


def canonical(name: str) -> str:
    """Returns a package's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file: str) -> dict[str, str]:
    """Returns package and version of every line of a pinned requirements file."""
    lines = re.findall(r"^([\w.-]+)==([^\s;\\]+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    return {canonical(name): version for name, version in lines}


def named(requirements: list[str]) -> set[str]:
    """Returns the packages that a list of pyproject.toml names, without extras and versions."""
    return {canonical(re.split(r"[^\w.-]", requirement, maxsplit=1)[0]) for requirement in requirements}


def test_every_pin_has_its_hashes() -> None:
    for file in PINNED:
        text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
        for line in filter(None, text.splitlines()):
            assert re.fullmatch(r"[\w.-]+==\S+( ; .+?)?(\s+--hash=sha256:[0-9a-f]{64})+", line), line


def test_developers_run_what_users_run() -> None:
    runtime, everything = (pins(file) for file in PINNED)
    assert runtime.items() <= everything.items()


def test_every_named_dependency_is_pinned() -> None:
    # Whether the pins are those that pyproject.toml leads to is compared in CI, which has the tool for it.
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = configuration["project"]
    runtime = named(project["dependencies"])
    demo = named(project["optional-dependencies"]["demo"])
    dev = named(configuration["dependency-groups"]["dev"])
    assert runtime <= pins("requirements.txt").keys()
    assert runtime | demo | dev <= pins("requirements-dev.txt").keys()
