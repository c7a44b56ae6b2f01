"""Bundles: who gets one now and what is in it, claimed in one transaction; and what came of sending it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.attention.model.planning import Decision, decide, may_reach
from bot.attention.model.values import BUNDLE, Intent, Mailbox, Why
from bot.attention.service import planned
from bot.attention.store import bundles, intents, mailboxes
from bot.attention.store.bundles import Bundle
from bot.core.clock import local_date
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Outcome, State
from bot.people import store as people

BATCH = 500  # bundles claimed in one transaction
AT_ONCE = 200  # people planned at once: on PostgreSQL that is work of the event loop
LOOKS = 2000  # people looked at in one transaction, if nothing waits for most of them
EXPIRING = 2000  # intents expired in one transaction


@dataclass(frozen=True)
class BundlePost:
    """A claimed bundle to be sent as a direct message, and all that its words need.

    `intents` are in the order in which they are shown. `dm_channel` is 0 when the direct message has to be opened first. It
    is not sent any more when `claimed.is_over`: then it is only looked for, since it may have been sent before.
    """

    bundle_id: int
    user_id: int
    claimed: Delivery
    intents: tuple[Intent, ...]
    language: str
    dm_channel: int


class Sending:
    """Use cases of the job that sends bundles."""

    db: Database

    @use_case(claim=True)
    def claim_bundles(self, tx: Tx, limit: int = BATCH) -> list[BundlePost]:
        """Claim the bundles that are due, at most `limit`, and expire what is past its time.

        Empty also when nothing waited for those who were due; `next_bundle` says whether more is due.
        """
        intents.expire(tx, EXPIRING)
        posts: list[BundlePost] = []
        looked = 0
        while looked < LOOKS and (due := mailboxes.due(tx, min(AT_ONCE, limit - len(posts)))):
            looked += len(due)
            posts += _claim(tx, due)
        return posts

    @query
    def next_bundle(self, tx: Tx) -> datetime | None:
        """When the next bundle may be due, or the next intent expires (UTC)."""
        instants = (mailboxes.next_due(tx), intents.next_expiry(tx))
        return min((each for each in instants if each), default=None)

    @use_case(claim=True)
    def take_unfinished(self, tx: Tx, limit: int = BATCH) -> list[BundlePost]:
        """Claimed bundles whose lease is over, leased to the caller: they may have been sent or not.

        One that would break a law by now is over: its person is away or in a focus session, has another date where they
        are, or wants fewer.
        """
        taken = deliveries.take_due(tx, [BUNDLE], [State.SENDING], limit)
        there = bundles.get_many(tx, [each.subject_id for each in taken])
        posts = []
        for claimed in taken:
            if claimed.subject_id in there:
                posts.append(_again(tx, claimed, there[claimed.subject_id]))
            else:
                deliveries.forget(tx, claimed.id)
        return posts

    @query
    def next_unfinished(self, tx: Tx) -> datetime | None:
        """When the next such bundle is due (UTC)."""
        return deliveries.next_due(tx, [BUNDLE], [State.SENDING])

    @query
    def may_send(self, tx: Tx, user_id: int) -> bool:
        """Whether the person wants bundles and nothing holds them at this moment: to be asked right before one is sent."""
        box = mailboxes.get(tx, user_id)
        wanted = box.bundles > 0 and box.closed_at is None
        return wanted and may_reach(planned.person(tx, box), tx.now)

    @use_case
    def dm_opened(self, tx: Tx, user_id: int, bundle_id: int, channel_id: int) -> bool:
        """The channel of the person's direct messages is known now; False when the bundle was deleted meanwhile."""
        mailboxes.set_channel(tx, user_id, channel_id)
        there = deliveries.of_subject(tx, BUNDLE, bundle_id)
        for each in there:
            deliveries.point(tx, each.id, channel_id)
        return bool(there)

    @use_case
    def bundle_sent(
        self, tx: Tx, bundle_id: int, shown: Collection[int], settled: Collection[int] = ()
    ) -> None:
        """The bundle is there with these intents; those `settled` were no longer true, any other waits on.

        Without its message's id on record (`record_bundle` writes both) it cannot be removed from Discord later.
        """
        _sent(tx, bundle_id, shown, settled)
        for each in deliveries.of_subject(tx, BUNDLE, bundle_id):
            if each.message_id is None:
                deliveries.forget(tx, each.id)

    @use_case(claim=True)
    def record_bundle(
        self, tx: Tx, claimed: Delivery, outcome: Outcome, shown: Collection[int], settled: Collection[int]
    ) -> Delivery | None:
        """What came of sending a claimed bundle, and `bundle_sent` or `bundle_failed` if that decides it, in one transaction.

        Returns the delivery as it stands, None when it is gone or taken anew.
        """
        stands = deliveries.record(tx, claimed, outcome)
        if stands is not None and stands.state is State.SENT:
            _sent(tx, claimed.subject_id, shown, settled)
        elif stands is not None and stands.state is State.DROPPED:
            _failed(tx, claimed.subject_id, unsent=False)
        return stands

    @use_case
    def bundle_empty(self, tx: Tx, bundle_id: int, settled: Collection[int] = ()) -> None:
        """Nothing that the bundle was to say is true any more: it is not sent."""
        intents.drop(tx, settled, Why.SETTLED)
        intents.release(tx, bundle_id)
        let_go(tx, bundle_id, sent_perhaps=was_tried(tx, bundle_id))

    @use_case
    def bundle_failed(self, tx: Tx, bundle_id: int, *, unsent: bool = False) -> None:
        """The bundle was not sent in its time and cannot be found: what was in it waits for the next one.

        Its place among those of its date stays used, unless it cannot have been sent (`unsent`, or no channel was known): then
        it is planned anew.
        """
        _failed(tx, bundle_id, unsent=unsent)


def _sent(tx: Tx, bundle_id: int, shown: Collection[int], settled: Collection[int]) -> None:
    bundles.set_sent(tx, bundle_id)
    intents.set_shown(tx, bundle_id, shown)
    intents.drop(tx, settled, Why.SETTLED)
    intents.release(tx, bundle_id)


def _failed(tx: Tx, bundle_id: int, *, unsent: bool) -> None:
    value, rows = bundles.get(tx, bundle_id), deliveries.of_subject(tx, BUNDLE, bundle_id)
    if value is None or not rows:
        return  # that is decided
    intents.release(tx, bundle_id)
    unsent = unsent or not any(each.channel_id for each in rows)
    let_go(tx, bundle_id, sent_perhaps=not unsent)
    box = mailboxes.find(tx, value.user_id)
    if unsent and box is not None and box.next_at is not None:
        mailboxes.set_next(tx, [(value.user_id, tx.now)])


def was_tried(tx: Tx, bundle_id: int) -> bool:
    """Whether somebody had this bundle before who may have sent it; also when that is decided already."""
    rows = deliveries.of_subject(tx, BUNDLE, bundle_id)
    return not rows or any(each.attempt > 1 for each in rows)


def let_go(tx: Tx, bundle_id: int, *, sent_perhaps: bool) -> None:
    """A bundle is not sent any more; its place among those of its date stays used if it was sent perhaps."""
    deliveries.forget_subjects(tx, BUNDLE, [bundle_id])
    if not sent_perhaps:
        bundles.give_back(tx, bundle_id)


def _claim(tx: Tx, due: Sequence[Mailbox]) -> list[BundlePost]:
    ids = [box.user_id for box in due]
    waiting, taken = intents.waiting(tx, ids), bundles.taken(tx, ids)
    decisions: dict[int, Decision] = {}
    settings = people.get_many(tx, ids)
    for person in planned.persons(tx, due, settings):
        user_id = person.mailbox.user_id
        decisions[user_id] = decide(person, waiting.get(user_id, ()), taken.get(user_id, ()), tx.now)
    mailboxes.set_next(tx, [(user_id, each.next_at) for user_id, each in decisions.items()])
    wanted = [(user_id, each.slot) for user_id, each in decisions.items() if each.slot]
    made = bundles.add_many(tx, wanted)
    if not made:
        return []
    channels = {box.user_id: box.dm_channel for box in due}
    places = [
        deliveries.Place(bundle_id, 0, channels[user_id], decisions[user_id].until or tx.now)
        for user_id, bundle_id in made.items()
    ]
    claimed = deliveries.claim_many(tx, BUNDLE, places)
    intents.attach(
        tx, [(bundle_id, each.id) for user_id, bundle_id in made.items() for each in decisions[user_id].show]
    )
    spoken = planned.languages(tx, settings)
    return [
        BundlePost(
            bundle_id,
            user_id,
            claimed[bundle_id],
            decisions[user_id].show,
            spoken.get(user_id, ""),
            channels[user_id],
        )
        for user_id, bundle_id in made.items()
    ]


def _again(tx: Tx, claimed: Delivery, value: Bundle) -> BundlePost:
    box = mailboxes.get(tx, value.user_id)
    settings = people.get_many(tx, [value.user_id])
    (person,) = planned.persons(tx, [box], settings)
    of_its_date = sum(day == value.date for day, _number in bundles.taken(tx, [value.user_id])[value.user_id])
    wanted = of_its_date <= box.bundles and box.closed_at is None
    if not wanted or local_date(tx.now, person.zone) != value.date or not may_reach(person, tx.now):
        claimed = replace(claimed, give_up_at=min(claimed.give_up_at, tx.now))
    there = tuple(intents.of_bundles(tx, [value.id])[value.id])
    language = planned.languages(tx, settings).get(value.user_id, "")
    return BundlePost(value.id, value.user_id, claimed, there, language, box.dm_channel)
