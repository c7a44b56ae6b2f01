"""The demo: the whole real bot against a simulated Discord in the browser; no token, no network."""

from __future__ import annotations

from bot.demo.errors import DemoError
from bot.demo.main import run_demo

__all__ = ["DemoError", "run_demo"]
