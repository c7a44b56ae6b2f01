"""Who we are to Kaggle: a token, or a user's name and key; read when they are needed, kept nowhere, shown to nobody (K7)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Credentials:
    """What the settings say. `token` is the token itself, or the path of a file that holds it."""

    token: str = field(default="", repr=False)
    username: str = field(default="", repr=False)
    key: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.token or (self.username and self.key))
