"""The program itself: which version of it runs, and how it introduces itself to others."""

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


def user_agent(contact: str) -> str:
    """Who asks, as sources want to be told (RFC 9110, 10.1.5): the program, its version, and how to reach who runs it."""
    reach = contact.encode("ascii", "ignore").decode().replace("(", "").replace(")", "").strip()
    return f"Compound/{version()} (Discord bot; {reach or 'its operator set no BOT_CONTACT'})"
