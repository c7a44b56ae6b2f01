"""Owns reading the Compose and Kubernetes files, and what the bot has that they may name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from bot.__main__ import main
from bot.config import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "docker"

SETTINGS = {f"BOT_{name.upper()}" for name in Settings.model_fields}
COMMANDS = set(main.commands)

Document = dict[str, Any]


def documents(path: Path) -> list[Document]:
    """Every YAML document of a file; a key that comes twice fails."""
    return list(yaml.load_all(path.read_text(encoding="utf-8"), Loader=_Strict))


def image_settings() -> dict[str, str]:
    """The BOT_… variables that the Dockerfile sets."""
    text = (DOCKER / "Dockerfile").read_text(encoding="utf-8")
    return dict(re.findall(r"\b(BOT_\w+)=(\S+)", text))


def pages() -> set[str]:
    """The paths of the health page."""
    text = (ROOT / "bot" / "shell" / "health.py").read_text(encoding="utf-8")
    return set(re.findall(r'web\.get\("([^"]+)"', text))


class _Strict(yaml.SafeLoader):  # type: ignore[misc]
    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """A mapping in which every key was written once."""
        keys = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        assert len(keys) == len(set(keys)), f"a key is there twice: {keys}{node.start_mark}"
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made
