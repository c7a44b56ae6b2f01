"""What the background does so that Discord shows a session: its card, what is told in its thread, its scheduled event (P10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.attention.store import intents, outbox
from bot.attention.store.reach import reachable
from bot.communities import store as communities
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Gone, Outcome, Refused, Sent, State, Unknown
from bot.papers.model.groups import Change, ChangeKind, Nomination, Phase, Round
from bot.papers.model.values import CHANGE, MOVED, SESSION, Paper
from bot.papers.service import reaching, sessioning
from bot.papers.service.rounds import nominated_in, paper_of
from bot.papers.store import groups, parts, sessions
from bot.papers.store.sessions import TakenEvent

KINDS = (SESSION, CHANGE)
MOST_PINGS = 50  # mentioned in one message; whoever is beyond that has it in their inbox
EVENT_AGAIN = timedelta(minutes=5)  # without an answer
EVENT_REFUSED = timedelta(hours=6)  # Discord said no: somebody may allow it meanwhile


@dataclass(frozen=True)
class SessionPost:
    """A session's card and all that it says. `nomination` is how its paper came up, without words that may not be shown.

    `language` is the server's.
    """

    claimed: Delivery
    round: Round
    paper: Paper
    nomination: Nomination | None
    language: str

    @property
    def wants_thread(self) -> bool:
        """Whether there is something to talk about yet."""
        return not self.round.phase.is_over


@dataclass(frozen=True)
class ChangePost:
    """Something to be told in a session's thread. `pings`: who asked to be mentioned, and may be reached at this moment.

    Nobody is once it is there.
    """

    claimed: Delivery
    change: Change
    round: Round
    paper: Paper
    card: Delivery
    pings: frozenset[int]
    language: str


@dataclass(frozen=True)
class EventWork:
    """Discord's event of a session that has to be made, changed or called off."""

    taken: TakenEvent
    paper: Paper
    thread_id: int
    channel_id: int
    language: str

    @property
    def round(self) -> Round:
        """The session's round."""
        return self.taken.round


class SessionPosts:
    """Use cases of the jobs that post sessions and see to Discord's events."""

    db: Database

    @use_case(claim=True)
    def take_session_posts(self, tx: Tx, limit: int) -> list[Delivery]:
        """Cards of sessions and what is to be told in threads, unsent or changed, leased to the caller."""
        return deliveries.take_due(tx, KINDS, [State.SENDING, State.SENT], limit)

    @query
    def next_session_post(self, tx: Tx) -> datetime | None:
        """When the next of them is due (UTC)."""
        return deliveries.next_due(tx, KINDS, [State.SENDING, State.SENT])

    @query
    def session_post(self, tx: Tx, claimed: Delivery) -> SessionPost | None:
        """A session's card as it has to read now; None when its round is gone."""
        value = groups.get_round(tx, claimed.subject_id)
        paper = paper_of(tx, value) if value else None
        if value is None or paper is None:
            return None
        chosen = [
            each.nomination
            for each in nominated_in(tx, value.guild_id, value.id)
            if each.nomination.arxiv_id == value.arxiv_id
        ]
        language = communities.get(tx, value.guild_id).language
        return SessionPost(claimed, value, paper, next(iter(chosen), None), language)

    @use_case(claim=True)
    def record_session(self, tx: Tx, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of sending or editing a card. Once it is there, its thread and Discord's event are due.

        It is never posted anew, for people talk about it where it is.
        """
        stands = deliveries.record(tx, claimed, outcome, anew=False)
        value = groups.get_round(tx, claimed.subject_id)
        if stands is None or value is None or stands.state is not State.SENT or stands.reason:
            return stands
        reaching.within_reach(tx, claimed.guild_id, claimed.channel_id)
        if claimed.state is State.SENDING:
            deliveries.mark_dirty(tx, SESSION, value.id)
            if value.phase in sessioning.OPEN and sessions.has_event(tx, value.id) is None:
                sessions.plan_event(tx, value.id, value.meets_at)
        return deliveries.get(tx, claimed.id)

    @query
    def change_post(self, tx: Tx, claimed: Delivery) -> ChangePost | None:
        """What is to be told as it has to read now; None when something newer says it, or nobody can be told any more.

        Whoever knows by now, for their inbox told them, is not mentioned. Once it is there nobody is: see `record_change`.
        """
        change = sessions.get_change(tx, claimed.subject_id)
        value = groups.get_round(tx, change.round_id) if change else None
        card = sessioning.card_of(tx, value.id) if value else None
        paper = paper_of(tx, value) if value else None
        if change is None or value is None or card is None or card.message_id is None or paper is None:
            return None
        new = claimed.state is State.SENDING
        if new and sessions.changes_of(tx, value.id)[-1].id != change.id:
            return None
        pings: set[int] = set()
        if new and change.kind is not ChangeKind.MET:
            waits = {
                each.user_id
                for each in intents.waiting_in(tx, value.guild_id, MOVED)
                if each.subject_id == value.id
            }
            asked = {each.user_id for each in parts.of_round(tx, value.id) if each.comes and each.ping}
            pings = reachable(tx, value.guild_id, asked & waits)
        language = communities.get(tx, value.guild_id).language
        named = frozenset(sorted(pings)[:MOST_PINGS])
        return ChangePost(claimed, change, value, paper, card, named, language)

    @use_case(claim=True)
    def record_change(self, tx: Tx, post: ChangePost, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of telling it; who was mentioned there is not told again by their inbox.

        An earlier try may have got through with other mentions, or none: then their inbox tells them, too. Discord notifies
        people at once, so their names go from the text right afterwards (promise 6: nothing of them has to be looked for later).
        """
        stands = deliveries.record(tx, claimed, outcome, anew=False)
        if stands is None or claimed.state is not State.SENDING or stands.state is not State.SENT:
            return stands
        first = claimed.attempt <= 1
        for each in sorted(post.pings) if first else ():
            outbox.take_back(tx, MOVED, [post.round.id], user_id=each)
        if post.pings or (not first and post.change.kind is not ChangeKind.MET):
            deliveries.mark_dirty(tx, CHANGE, post.change.id)
        return stands

    @use_case
    def tell_in_channel(self, tx: Tx, claimed: Delivery, channel_id: int) -> Delivery:
        """There is no thread, for Discord does not let us open one: it is told in the channel."""
        deliveries.point(tx, claimed.id, channel_id)
        return replace(claimed, channel_id=channel_id)

    @use_case
    def forget_post(self, tx: Tx, delivery_id: int) -> None:
        """There is nothing left that this message could say."""
        deliveries.forget(tx, delivery_id)

    @use_case
    def session_out_of_reach(self, tx: Tx, guild_id: int, channel_id: int) -> None:
        """Discord says that the channel of sessions is gone or closed to us: organisers are told once."""
        reaching.out_of_reach(tx, guild_id, channel_id)

    @use_case(claim=True)
    def take_events(self, tx: Tx, limit: int) -> list[EventWork]:
        """Discord's events that have to be made, changed or called off, leased to the caller.

        One whose time has passed is let be.
        """
        found = []
        for taken in sessions.take_events(tx, limit):
            value = taken.round
            paper, thread_id = paper_of(tx, value), sessioning.thread_of(tx, value.id)
            if paper is None or thread_id is None or taken.until <= tx.now:
                sessions.record_event(tx, taken, value.event_id, None)
                continue
            language = communities.get(tx, value.guild_id).language
            found.append(EventWork(taken, paper, thread_id, value.channel_id, language))
        return found

    @query
    def next_event(self, tx: Tx) -> datetime | None:
        """When the next of them has to be seen to (UTC)."""
        return sessions.next_event(tx)

    @use_case
    def record_event(self, tx: Tx, work: EventWork, outcome: Outcome | None) -> None:
        """Write down what came of it; None: there is nothing to be done.

        What Discord refuses is tried again a few times a day until they meet: somebody may allow it meanwhile, and without an
        event they meet as well. One that somebody deleted by hand is not made again.
        """
        value = work.round
        event_id, again = value.event_id, None
        match outcome:
            case Sent(made):
                event_id = made
            case Unknown():
                again = tx.now + max(outcome.wait, EVENT_AGAIN)
            case Refused():
                again = tx.now + EVENT_REFUSED
            case Gone():
                event_id = None
        if value.phase is Phase.CANCELLED and again is None:
            event_id = None
        sessions.record_event(tx, work.taken, event_id, again)
