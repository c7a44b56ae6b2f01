"""How gateway messages travel: as text, or as one compressed stream per connection, as the bot asked.

Source: Discord reference, "Gateway: Transport compression".
"""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Callable
from typing import Any

Encoder = Callable[[str], str | bytes]


def encoder(compress: str | None) -> Encoder | None:
    """Return what turns one message into a frame; None when this server cannot compress that way."""
    if compress is None:
        return _plain
    return {"zlib-stream": _zlib_stream, "zstd-stream": _zstd_stream}.get(compress, _unknown)()


def _plain(text: str) -> str:
    return text


def _zlib_stream() -> Encoder:
    stream = zlib.compressobj()
    return lambda text: stream.compress(text.encode()) + stream.flush(zlib.Z_SYNC_FLUSH)


def _zstd_stream() -> Encoder | None:
    """Return a zstd stream by the module discord.py would use to read it; None where there is none."""
    module = _import("compression.zstd")
    if module is not None:
        compressor = module.ZstdCompressor()
        return lambda text: bytes(compressor.compress(text.encode(), mode=compressor.FLUSH_BLOCK))
    module = _import("zstandard")
    if module is not None:
        stream = module.ZstdCompressor().compressobj()
        block = module.COMPRESSOBJ_FLUSH_BLOCK
        return lambda text: bytes(stream.compress(text.encode()) + stream.flush(block))
    return None


def _unknown() -> None:
    return None


def _import(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
