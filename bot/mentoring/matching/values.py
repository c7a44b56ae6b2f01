"""What matching answers, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Groups:
    """A round: groups of two or three people by their ids, and who has nobody. Each person is in exactly one of them."""

    groups: tuple[tuple[int, ...], ...] = ()
    left: tuple[int, ...] = ()
