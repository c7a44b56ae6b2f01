"""Who we are to Kaggle: a token, or a user's name and key; read when they are needed, kept nowhere, shown to nobody (K7).

A file is read anew at every poll, so that a token that was changed in it counts without a restart. It holds a token, or it
is the kaggle.json that Kaggle lets people download: {"username": …, "key": …}
(https://github.com/Kaggle/kaggle-cli, docs: "API credentials").
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path

from bot.competitions.model.values import Trouble, Troubled

LARGEST = 64 << 10  # bytes of such a file that are read
_WORD = re.compile(r"[!-~]+")  # what a header can hold in one piece
_LIKE_PATH = ("~", "./", "../", ".\\", "..\\")
_FILE = "the file that BOT_KAGGLE_API_TOKEN names"


@dataclass(frozen=True)
class Credentials:
    """What the settings say. `token` is the token itself, or the path of a file that holds it."""

    token: str = field(default="", repr=False)
    username: str = field(default="", repr=False)
    key: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.token or (self.username and self.key))

    def header(self) -> str | Troubled:
        """The Authorization header as it is now, or why there is none, in words without anything secret. Reads a file."""
        if not self:
            return _trouble("there is no token")
        if not self.token:
            return _basic(self.username, self.key, "BOT_KAGGLE_USERNAME or BOT_KAGGLE_KEY")
        path = _path(self.token)
        return _of_file(path) if path is not None else _bearer(self.token, "BOT_KAGGLE_API_TOKEN")


def _path(token: str) -> Path | None:
    """The file that a token's setting names, None where it is a token."""
    try:
        path = Path(token)
        if token.startswith("~"):
            return path.expanduser()
        named = path.is_absolute() or token.startswith(_LIKE_PATH) or token.endswith(".json")
        return path if named or path.is_file() else None
    except (OSError, ValueError, RuntimeError):  # too long for a path; no such user
        return Path(token) if token.startswith("~") else None


def _of_file(path: Path) -> str | Troubled:
    try:
        if not path.is_file():  # a pipe would be waited for
            return _trouble(f"{_FILE} is not there, or is no file")
        with path.open("rb") as file:
            text = file.read(LARGEST).decode("utf-8-sig").strip()
    except OSError as error:
        return _trouble(f"{_FILE} cannot be read ({error.strerror or type(error).__name__})")
    except ValueError:
        return _trouble(f"{_FILE} is no text")
    if not text:
        return _trouble(f"{_FILE} is empty")
    return _of_json(text) if text.startswith("{") else _bearer(text, _FILE)


def _of_json(text: str) -> str | Troubled:
    try:
        read = json.loads(text)
        username, key = read["username"], read["key"]
    except (ValueError, KeyError, RecursionError):
        username, key = None, None
    if not isinstance(username, str) or not isinstance(key, str):
        return _trouble(f"{_FILE} is no kaggle.json with username and key")
    return _basic(username.strip(), key.strip(), _FILE)


def _bearer(token: str, where: str) -> str | Troubled:
    if not _WORD.fullmatch(token):
        return _trouble(f"{where} holds a space, a line break or a sign that no token has")
    return f"Bearer {token}"


def _basic(username: str, key: str, where: str) -> str | Troubled:
    if not username or not key or ":" in username or not (username + key).isprintable():
        return _trouble(f"{where} holds no name and key that Kaggle gives")
    return f"Basic {b64encode(f'{username}:{key}'.encode()).decode('ascii')}"


def _trouble(words: str) -> Troubled:
    return Troubled(Trouble.TOKEN, words)
