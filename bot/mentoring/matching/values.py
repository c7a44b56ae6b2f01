"""What matching answers, as values."""

from __future__ import annotations

from dataclasses import dataclass


class MatchingFailed(Exception):
    """The process that matches could not be started, ended, was too slow, or could not match; the message says which."""


@dataclass(frozen=True)
class Groups:
    """A round: groups of two or three people by their ids, and who has nobody. Each person is in exactly one of them."""

    groups: tuple[tuple[int, ...], ...] = ()
    left: tuple[int, ...] = ()
