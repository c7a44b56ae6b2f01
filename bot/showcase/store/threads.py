"""Queries of threads whose share is gone: each is renamed, or deleted when nobody talked there (promise 6)."""

from __future__ import annotations

from bot.deliveries.store.left import LeftThreads
from bot.showcase.tables import showcase_thread

_LEFT = LeftThreads(showcase_thread)
add, take_due, next_due, seen_to = _LEFT.add, _LEFT.take_due, _LEFT.next_due, _LEFT.seen_to
