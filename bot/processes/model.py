"""The rule of turns at the gateway.

Discord lets max_concurrency shards identify every 5 seconds, one of each bucket (shard id modulo max_concurrency).
https://discord.com/developers/docs/events/gateway#sharding-max-concurrency
"""

from __future__ import annotations

from datetime import timedelta

PAUSE = timedelta(seconds=5.5)  # between two turns of a bucket; half a second allows for the way to Discord
STALE = timedelta(minutes=1)  # a turn further away was written by a clock that was wrong
