"""Refusal: why a backup, restore, export or import was not done."""

from __future__ import annotations


class NotMoved(Exception):
    """Nothing was done; the message is the sentence to show."""
