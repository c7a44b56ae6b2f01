"""What members choose about sharing: to read drafts, to hear of shares, to be quoted, to be on the public page."""

from __future__ import annotations

from dataclasses import dataclass

from bot.attention.store import intents, outbox
from bot.communities.store import topics
from bot.core.db import Database, Tx, query, use_case
from bot.showcase.model.refusals import NoShowcase
from bot.showcase.model.values import DRAFT_OFFER, QUIET, Choices, State
from bot.showcase.service.roundups import retell
from bot.showcase.store import choices, settings, shares


@dataclass(frozen=True)
class Own:
    """What a member chose in a server, and whether they chose a topic there: without, they hear of no share."""

    choices: Choices
    has_topics: bool


class Choosing:
    """Use cases behind /mine → Settings; NoShowcase where there never was one, as in the bot's own DM."""

    db: Database

    @query
    def own_choices(self, tx: Tx, guild_id: int, user_id: int) -> Own | None:
        """What a member chose; None in a server that never had a showcase."""
        return _own(tx, guild_id, user_id) if settings.get(tx, guild_id) else None

    @use_case
    def read_drafts(self, tx: Tx, guild_id: int, user_id: int, *, wanted: bool) -> Own:
        """The member may be asked to read drafts from now on, or no more; what waits for them goes then (H4)."""
        _check(tx, guild_id)
        choices.change(tx, guild_id, user_id, reads_drafts=wanted)
        if not wanted:
            forget_waiting(tx, DRAFT_OFFER, user_id, guild_id)
        return _own(tx, guild_id, user_id)

    @use_case
    def hear_of_shares(self, tx: Tx, guild_id: int, user_id: int, *, wanted: bool) -> Own:
        """The member is told of shares about their topics from now on, or no more; what waits for them goes then (H9)."""
        _check(tx, guild_id)
        choices.change(tx, guild_id, user_id, reads_shares=wanted)
        if not wanted:
            forget_waiting(tx, QUIET, user_id, guild_id)
        return _own(tx, guild_id, user_id)

    @use_case
    def be_quoted(self, tx: Tx, guild_id: int, user_id: int, *, wanted: bool) -> Own:
        """The round-up may quote the member from now on, or not; those of weeks in which they shared are due for an edit (H6)."""
        _check(tx, guild_id)
        choices.change(tx, guild_id, user_id, quoted=wanted)
        retell(tx, shares.of_person(tx, user_id, guild_id=guild_id, states=[State.POSTED]))
        return _own(tx, guild_id, user_id)

    @use_case
    def be_on_page(self, tx: Tx, guild_id: int, user_id: int, *, wanted: bool) -> Own:
        """Whether a page that the organisers make may show the member's posts (H10)."""
        _check(tx, guild_id)
        choices.change(tx, guild_id, user_id, on_page=wanted)
        return _own(tx, guild_id, user_id)


def forget_waiting(tx: Tx, kind: str, user_id: int, guild_id: int | None = None) -> None:
    """What of this kind waits for a person is no longer wanted, everywhere or in one server."""
    waiting = [
        each.subject_id
        for each in intents.waiting_for(tx, user_id)
        if each.kind == kind and guild_id in (None, each.server)
    ]
    outbox.take_back(tx, kind, waiting, user_id=user_id)


def _check(tx: Tx, guild_id: int) -> None:
    if settings.get(tx, guild_id) is None:
        raise NoShowcase


def _own(tx: Tx, guild_id: int, user_id: int) -> Own:
    return Own(choices.get(tx, guild_id, user_id), bool(topics.helping(tx, guild_id, user_id)))
