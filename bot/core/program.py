"""The program itself: which version of it runs."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def version() -> str:
    """The program's version, or "unknown" where its pyproject.toml is not beside it."""
    import tomllib  # not needed to start

    try:
        text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
        return str(tomllib.loads(text)["project"]["version"])
    except (OSError, ValueError, KeyError):
        return "unknown"
