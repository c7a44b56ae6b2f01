"""HTTP to the outside world: one place where sources are asked, with a deadline and a cap on size; knows no source.

A client is made at the first request: a start needs none.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Http:
    """Asks servers by GET as `agent`, which says who we are and how to reach whoever runs this bot."""

    def __init__(self, agent: str) -> None:
        self.agent = agent

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what is open."""
