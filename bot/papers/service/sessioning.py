"""What follows for a session's card, thread and Discord event when its round goes on; for the use cases of rounds."""

from __future__ import annotations

from bot.core.db import Tx
from bot.papers.model.groups import Round


def announce(tx: Tx, value: Round) -> None:
    """A paper is chosen: the session's card is claimed, and Discord's event is to be made."""


def changed(tx: Tx, value: Round) -> None:
    """The leader, the time or the phase changed: card, event and calendar file follow."""


def met(tx: Tx, value: Round) -> None:
    """They met: the thread asks for notes, and the card offers to write them."""


def over(tx: Tx, value: Round) -> None:
    """The round is closed: the card offers nothing but what stays."""


def choose_leader(tx: Tx, value: Round) -> int | None:
    """Who leads: of those who would, who led longest ago or never; None when nobody would."""
    return None
