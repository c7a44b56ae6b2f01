"""Pointing discord.py at a loopback server instead of Discord, in this process.

A worker process of a crash test calls `point_at` before it starts its bot; tests use `pointed_at`, which
restores Discord's addresses afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


def point_at(api_url: str, gateway_url: str) -> None:
    """Send every REST request and gateway connection of this process to these addresses from now on."""
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


@contextmanager
def pointed_at(api_url: str, gateway_url: str) -> Iterator[None]:
    """Do so until the block ends."""
    before = Route.BASE, str(DiscordWebSocket.DEFAULT_GATEWAY)
    point_at(api_url, gateway_url)
    try:
        yield
    finally:
        point_at(*before)
