"""Threads as Discord has them, where SimCord's differ: a message has one at most."""

from __future__ import annotations

from typing import Any

import simcord
from simcord.backend.errors import BackendError
from simcord.backend.models import Channel

THREAD_EXISTS = 160004


def one_a_message(env: simcord.Env) -> None:
    """Refuse a second thread on a message, as Discord does; SimCord would put another one in its place."""
    backend = env.backend
    create_thread = backend.create_thread

    def create_first(*args: Any, message_id: int | None = None, **options: Any) -> Channel:
        if message_id in backend.channels:
            raise BackendError(400, THREAD_EXISTS, "A thread has already been created for this message")
        return create_thread(*args, message_id=message_id, **options)

    backend.create_thread = create_first  # type: ignore[method-assign]
