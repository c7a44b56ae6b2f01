"""Requests that are sent once only: after a 5xx discord.py sends by itself again, and what they make would be there twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord


class AskedOnceError(Exception):
    """discord.py was about to send it again."""


class Once(list[discord.File]):
    """Files that can be sent only once, or none: discord.py rewinds them before every try."""

    def __init__(self, files: Sequence[discord.File] = ()) -> None:
        super().__init__(files)
        self._sent = False

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[discord.File]:
        if self._sent:
            raise AskedOnceError
        self._sent = True
        return super().__iter__()
