"""Round-ups of weeks: when they are due, whom they quote, and telling them anew when something changed (H6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Outcome
from bot.deliveries.model import State as Stands
from bot.showcase.model.values import ROUNDUP, ROUNDUP_LINES, SHARE, Kind, Share, State, Week
from bot.showcase.model.weeks import LATE, beside, monday_of, mondays_at, roundup_at, week_span
from bot.showcase.store import settings, shares, weeks

Lines = tuple[tuple[Share, Delivery], ...]
Changed = Callable[[Tx, int, datetime], None]
"""Takes the server and when (aware UTC) something was posted there that is to be told anew, in the same transaction."""

MOST_SHIPPED = 5  # projects that another summary names

also_told: tuple[Changed, ...] = ()
"""Who else tells of what was shared; `bot.app` assigns it whole, for features know nothing of each other."""


@dataclass(frozen=True)
class RoundupPost:
    """A claimed round-up: what it quotes, in time order with the message of each, and whether there is more.

    `channel_id` is the showcase channel that it is about, `language` the server's.
    """

    claimed: Delivery
    week: Week
    channel_id: int
    language: str
    lines: Lines
    more: bool


class Roundups:
    """Use cases of the job that rounds weeks up and brings round-ups up to date."""

    db: Database

    @use_case(claim=True)
    def open_roundups(self, tx: Tx, limit: int) -> list[RoundupPost] | None:
        """Claim the round-ups that are due, of at most `limit` weeks; None when no week was due.

        A week with nothing to quote gets none, nor does one that could not be posted within 48 hours, while the bot was down or
        the showcase off.
        """
        due = weeks.take_due(tx, limit)
        return [post for week in due if (post := _open(tx, week)) is not None] if due else None

    @query
    def next_roundup(self, tx: Tx) -> datetime | None:
        """When the next week is rounded up (UTC)."""
        return weeks.next_due(tx)

    @use_case(claim=True)
    def take_roundups(self, tx: Tx, limit: int) -> list[Delivery]:
        """Round-ups whose lease is over or whose words changed, leased to the caller."""
        return deliveries.take_due(tx, [ROUNDUP], [Stands.SENDING, Stands.SENT], limit)

    @query
    def next_unfinished_roundup(self, tx: Tx) -> datetime | None:
        """When the next such round-up is due (UTC)."""
        return deliveries.next_due(tx, [ROUNDUP], [Stands.SENDING, Stands.SENT])

    @query
    def roundup_post(self, tx: Tx, claimed: Delivery) -> RoundupPost | None:
        """A claimed round-up as it has to read now; None when nothing is left that it could quote."""
        week = weeks.get(tx, claimed.subject_id)
        return _post(tx, claimed, week) if week else None

    @use_case(claim=True)
    def record_roundup(self, tx: Tx, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of sending or editing it; in a forum, nothing is posted anew in its place."""
        return deliveries.record(tx, claimed, outcome, anew=not _is_forum_post(claimed))

    @use_case
    def drop_roundup(self, tx: Tx, week_id: int) -> list[int]:
        """A round-up with nothing left to quote goes, and comes back if there is something again, while it is not too late.

        Returns the deliveries to remove.
        """
        week = weeks.get(tx, week_id)
        until = roundup_at(week.monday, communities.get(tx, week.guild_id).zone) + LATE if week else tx.now
        if week is not None and tx.now < until:
            weeks.plan(tx, week.guild_id, week.monday, until)
        return deliveries.mark_removing(tx, ROUNDUP, [week_id])

    def shipped(self, tx: Tx, guild_id: int, since: datetime, until: datetime) -> list[tuple[int, str]]:
        """(member, address of the post) of projects that were shipped there in that time, in time order (S9).

        Only of members who may be quoted, are not stopped and have not left; within the caller's transaction.
        """
        found = weeks.quoted(tx, guild_id, since, until, MOST_SHIPPED, kind=Kind.PROJECT)
        return [(each.user_id, post.url) for each, post in _lines(tx, found)]

    def retell_of(self, tx: Tx, guild_id: int, user_id: int) -> None:
        """Whether somebody may be quoted there changed: what tells of them is due for an edit, in the caller's transaction."""
        retell(tx, shares.of_person(tx, user_id, guild_id=guild_id, states=[State.POSTED]))


def plan(tx: Tx, share: Share) -> None:
    """A post is in Discord: its week is rounded up the Monday after; at a week's end also the other, lest the zone changes."""
    _tell(tx, share, new=True)


def retell(tx: Tx, shares: Iterable[Share]) -> None:
    """Something of these changed, or they go: round-ups and other summaries that tell of them are due for an edit."""
    for share in shares:
        _tell(tx, share)


def _tell(tx: Tx, share: Share, *, new: bool = False) -> None:
    if share.posted_at is None:
        return
    zone = communities.get(tx, share.guild_id).zone
    for monday in mondays_at(share.posted_at):
        week, due_at = weeks.of_monday(tx, share.guild_id, monday), roundup_at(monday, zone)
        if week is None:
            if new:
                weeks.plan(tx, share.guild_id, monday, due_at)
        elif week.due_at is None:
            if not new or monday == monday_of(share.posted_at, zone):
                deliveries.mark_dirty(tx, ROUNDUP, week.id)
        elif due_at <= tx.now:
            weeks.plan(tx, share.guild_id, monday, due_at)  # one that had nothing left to quote may have now
    for changed in also_told:
        changed(tx, share.guild_id, share.posted_at)


def _open(tx: Tx, week: Week) -> RoundupPost | None:
    due_at = roundup_at(week.monday, communities.get(tx, week.guild_id).zone)
    if due_at != week.due_at:  # the server's zone was changed: what is at the ends is of another week now
        for each in (weeks.of_monday(tx, week.guild_id, monday) for monday in beside(week.monday)):
            if each is not None:
                deliveries.mark_dirty(tx, ROUNDUP, each.id)
    if due_at > tx.now:
        weeks.plan(tx, week.guild_id, week.monday, due_at)
        return None
    found = settings.get(tx, week.guild_id)
    until = due_at + LATE
    if found is None or not found.on or not found.roundup or tx.now >= until:
        return None
    if not _quoted(tx, week, found.channel_id, 1):
        return None
    where = {"guild_id": week.guild_id, "channel_id": found.channel_id}
    claimed = deliveries.claim_new(tx, ROUNDUP, week.id, **where, keep_for=until - tx.now)
    if claimed is None:
        deliveries.mark_dirty(tx, ROUNDUP, week.id)
    return _post(tx, claimed, week) if claimed else None


def _post(tx: Tx, claimed: Delivery, week: Week) -> RoundupPost | None:
    channel_id = _channel_of(tx, claimed, week)
    told = _quoted(tx, week, channel_id, ROUNDUP_LINES + 1) if channel_id else []
    lines = _lines(tx, told[:ROUNDUP_LINES])
    if not channel_id or not lines:
        return None
    language = communities.get(tx, week.guild_id).language
    return RoundupPost(claimed, week, channel_id, language, lines, len(told) > ROUNDUP_LINES)


def _is_forum_post(claimed: Delivery) -> bool:
    """A post's message is in a thread of its own, which has its id."""
    return claimed.message_id == claimed.channel_id


def _channel_of(tx: Tx, claimed: Delivery, week: Week) -> int | None:
    """The showcase channel that a round-up is about: what was shared elsewhere, before or since a move, is not told there.

    A forum's is where the newest share of its week is: without one there, it would not have been posted.
    """
    if not _is_forum_post(claimed):
        return claimed.channel_id
    newest = _quoted(tx, week, None, 1, newest=True)
    return newest[0].channel_id if newest else None


def _quoted(tx: Tx, week: Week, channel_id: int | None, limit: int, *, newest: bool = False) -> list[Share]:
    since, until = week_span(week.monday, communities.get(tx, week.guild_id).zone)
    return weeks.quoted(tx, week.guild_id, since, until, limit, channel_id=channel_id, newest=newest)


def _lines(tx: Tx, told: list[Share]) -> Lines:
    """These shares, each with its message."""
    posts = {each.subject_id: each for each in deliveries.of_subjects(tx, SHARE, [one.id for one in told])}
    return tuple((each, posts[each.id]) for each in told if each.id in posts)
