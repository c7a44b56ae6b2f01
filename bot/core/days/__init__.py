"""Owns reading days as people type them: one day or a range, ahead or back, in their language or in English."""

from __future__ import annotations

from bot.core.days.pieces import Days, Unclear, Why
from bot.core.days.reading import read_days

__all__ = ["Days", "Unclear", "Why", "read_days"]
