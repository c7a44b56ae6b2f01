"""What a person chooses: how many bundles a day, when, their quiet hours and days off; and DMs that Discord refuses."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, time

from bot.attention.model.values import MOST_BUNDLES, Mailbox
from bot.attention.service import planned
from bot.attention.service.sending import let_go, was_tried
from bot.attention.store import intents, mailboxes
from bot.core.db import Database, Tx, query, use_case
from bot.people import store as people


class Choosing:
    """Use cases of the Settings card, and of what a person is told when Discord refused a direct message to them."""

    db: Database

    @query
    def mailbox(self, tx: Tx, user_id: int) -> Mailbox:
        """How the person wants to be reached; without a choice no DM at all."""
        return mailboxes.get(tx, user_id)

    @use_case
    def choose(
        self,
        tx: Tx,
        user_id: int,
        *,
        guild_id: int,
        language: str,
        bundles: int | None = None,
        bundle_at: time | None = None,
        quiet: tuple[time, time] | None = None,
        days_off: Collection[int] | None = None,
    ) -> Mailbox:
        """Change what is given, keep the rest; `guild_id` is 0 in the bot's own DM, `language` that of the person's Discord.

        `bundles` a local day, 0 to 3; two equal times are no quiet hours; `days_off` are weekdays, Monday 0. ValueError for
        anything else.
        """
        box = mailboxes.get(tx, user_id)
        if bundles is not None:
            if not 0 <= bundles <= MOST_BUNDLES:
                raise ValueError(f"0 to {MOST_BUNDLES} bundles a day, not {bundles}")
            box = replace(box, bundles=bundles)
        if bundle_at is not None:
            box = replace(box, bundle_at=bundle_at)
        if quiet is not None:
            box = replace(box, quiet_from=quiet[0], quiet_to=quiet[1])
        if days_off is not None:
            if not set(days_off) <= set(range(7)):
                raise ValueError(f"weekdays are 0 (Monday) to 6, not {sorted(days_off)}")
            box = replace(box, days_off=frozenset(days_off))
        people.note_home(tx, user_id, guild_id, language)
        return planned.save(tx, box)

    @use_case
    def replan(self, tx: Tx, user_id: int) -> None:
        """Something changed that decides when the person's next bundle comes."""
        planned.replan(tx, user_id)

    def moved(self, tx: Tx, user_id: int) -> None:
        """The person has another zone now: their next bundle comes by it."""
        planned.replan(tx, user_id)

    @use_case
    def dm_closed(self, tx: Tx, user_id: int, bundle_id: int) -> None:
        """Discord refused a DM to the person: what was in it waits in the inbox, and none is tried until they say so."""
        intents.release(tx, bundle_id)
        let_go(tx, bundle_id, sent_perhaps=was_tried(tx, bundle_id))
        box = mailboxes.find(tx, user_id)
        if box is not None and box.closed_at is None:
            mailboxes.save(tx, replace(box, closed_at=tx.now, told_at=None, next_at=None))

    @use_case
    def told_closed(self, tx: Tx, user_id: int) -> None:
        """The person was told that Discord refused a DM to them."""
        mailboxes.set_told(tx, user_id)

    @use_case
    def reopen(self, tx: Tx, user_id: int) -> Mailbox:
        """The person says that DMs may be tried again."""
        box = mailboxes.get(tx, user_id)
        return planned.save(tx, replace(box, closed_at=None, told_at=None))

    @use_case
    def pause_dms(self, tx: Tx, until: datetime) -> None:
        """Discord says that DMs were opened too fast: none is opened until then (aware UTC); those that are open go on."""
        mailboxes.pause(tx, until)
