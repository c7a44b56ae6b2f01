"""What has to be posted to servers: the first list, a card of each new competition, edits (K1-K3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.communities import store as communities
from bot.competitions.model import showing
from bot.competitions.model.showing import Planned
from bot.competitions.model.values import POST, POST_FOR, Competition, Form, Post, Settings
from bot.competitions.service import reaching
from bot.competitions.store import competitions, posts, settings
from bot.core.db import Database, Tx, query, use_case
from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Outcome, Sent, State


@dataclass(frozen=True)
class PostWork:
    """A claimed message and what it shows, as far as it is known here; `language` is the server's.

    `more`: the server's categories have more that is on than a first list shows. `is_late`: all of it is over, or nothing is
    posted there any more, so that it is not sent: it may only be looked for.
    """

    claimed: Delivery
    post: Post
    competitions: tuple[Competition, ...]
    more: bool = False
    language: str = ""
    is_late: bool = False


class Posting:
    """Use cases of the jobs that post competitions and keep the posts up to date."""

    db: Database
    serves: Callable[[int], bool]

    @use_case(claim=True)
    def make_posts(self, tx: Tx, limit: int) -> list[PostWork] | None:
        """Show servers what is new to them, in at most `limit` messages, which are claimed; None when nobody waits.

        A server that needs more goes on next time: its cursor moves as far as what was claimed.
        """
        waiting = settings.waiting(tx, limit)
        if not waiting:
            return None
        newest = competitions.newest(tx)
        plans = self._plans(tx, waiting, newest)
        claimed: list[tuple[Settings, Post, bool]] = []
        cursors: dict[int, list[int]] = {}
        for server, planned in plans:
            if len(planned) > limit - len(claimed) and claimed:
                continue  # cards are not parted from each other, nor lists, where it can be helped
            taken = planned[:limit]
            claimed += [
                (
                    server,
                    posts.add(tx, server.guild_id, each.form, each.slugs, each.others),
                    bool(each.others),
                )
                for each in taken
            ]
            seen = newest if len(taken) == len(planned) else taken[-1].seen
            cursors.setdefault(seen, []).append(server.guild_id)
        for seen, guild_ids in cursors.items():
            settings.set_seen(tx, guild_ids, seen)
        return _claim(tx, claimed)

    def _plans(
        self, tx: Tx, waiting: Sequence[Settings], newest: int
    ) -> list[tuple[Settings, list[Planned]]]:
        served = [each for each in waiting if self.serves(each.guild_id)]
        begun = [each.seen for each in served if each.seen is not None]
        found = competitions.after(tx, min(begun), newest) if begun else []
        shown = posts.shown_to(tx, [each.guild_id for each in served], [each.slug for each in found])
        new = [each.guild_id for each in served if each.seen is None]
        before = posts.have_posts(tx, new) if new else set()
        on = competitions.is_on(tx) if len(before) < len(new) else []
        # Whoever was shown some before is shown what comes from now on, whom we do not serve nothing: only their cursor moves.
        plans: dict[int, list[Planned]] = {each.guild_id: [] for each in waiting}
        for each in served:
            if each.seen is not None:
                known = shown.get(each.guild_id, set())
                plans[each.guild_id] = showing.news(each, found, known, newest, tx.now)
            elif each.guild_id not in before:
                plans[each.guild_id] = showing.first(each, on, newest, tx.now)
        return [(each, plans[each.guild_id]) for each in waiting]

    @query
    def next_post(self, tx: Tx) -> datetime | None:
        """When a server has to be shown something (UTC): now, or nobody knows."""
        return tx.now if settings.is_waiting(tx) else None

    @use_case(claim=True)
    def take_posts(self, tx: Tx, limit: int) -> list[Delivery]:
        """Posts whose lease is over or whose competitions changed, leased to the caller."""
        return deliveries.take_due(tx, [POST], [State.SENDING, State.SENT], limit)

    @query
    def next_unfinished_post(self, tx: Tx) -> datetime | None:
        """When the next such post is due (UTC)."""
        return deliveries.next_due(tx, [POST], [State.SENDING, State.SENT])

    @query
    def post_of(self, tx: Tx, claimed: Delivery) -> PostWork | None:
        """A claimed message as it has to read now; None when nothing is known of what it shows."""
        post = posts.get(tx, claimed.subject_id)
        known = competitions.get_many(tx, post.slugs) if post else {}
        if post is None or not known:
            return None
        shown = [known[slug] for slug in post.slugs if slug in known]
        server = settings.get(tx, post.guild_id)
        is_late = server is None or not server.on or not any(showing.is_on(each, tx.now) for each in shown)
        more = post.form is Form.FIRST and server is not None and _has_more(tx, server, post)
        language = communities.get(tx, post.guild_id).language
        return PostWork(claimed, post, tuple(shown), more, language, is_late)

    @use_case(claim=True)
    def record_post(self, tx: Tx, claimed: Delivery, outcome: Outcome) -> Delivery | None:
        """Write down what came of sending or editing it.

        What a moderator deleted is not posted again. What could not be posted in all its time, for the channel was closed or we
        were away, is new to the server again; what it was shown since is not.
        """
        new = claimed.state is State.SENDING
        if new and isinstance(outcome, Sent):
            reaching.within_reach(tx, claimed.guild_id, claimed.channel_id)
        stands = deliveries.record(tx, claimed, outcome, anew=False)
        in_full = (
            claimed.give_up_at - claimed.first_claimed_at == POST_FOR
        )  # not cut short by a restore (A11)
        reachable = claimed.code and not claimed.is_out_of_reach
        if new and stands is not None and stands.state is State.DROPPED and in_full and not reachable:
            _give_back(tx, claimed)
        return stands

    @use_case(claim=True)
    def leave_post(self, tx: Tx, claimed: Delivery) -> None:
        """Nothing is known here of what this message shows: it stays as it is, and one that was not sent is forgotten."""
        if claimed.message_id is not None:
            deliveries.record(tx, claimed, Sent(claimed.message_id), anew=False)
        else:
            _drop(tx, claimed)

    @use_case(claim=True)
    def drop_post(self, tx: Tx, claimed: Delivery) -> None:
        """This message was not sent, and is not sent any more."""
        _drop(tx, claimed)

    @use_case
    def post_out_of_reach(self, tx: Tx, guild_id: int, channel_id: int) -> None:
        """Discord says, not for the first time, that the channel is gone or closed to us: nothing more is posted for now."""
        reaching.out_of_reach(tx, guild_id, channel_id)


def _claim(tx: Tx, new: Sequence[tuple[Settings, Post, bool]]) -> list[PostWork]:
    places = [
        deliveries.Place(post.id, post.guild_id, server.channel_id, tx.now + POST_FOR)
        for server, post, _more in new
    ]
    claimed = deliveries.claim_many(tx, POST, places)
    languages = communities.languages(tx, {post.guild_id for _server, post, _more in new})
    known = competitions.get_many(tx, {slug for _server, post, _more in new for slug in post.slugs})
    return [
        PostWork(
            claimed[post.id],
            post,
            tuple(known[slug] for slug in post.slugs),
            more,
            languages.get(post.guild_id, ""),
        )
        for _server, post, more in new
    ]


def _has_more(tx: Tx, server: Settings, post: Post) -> bool:
    on = competitions.is_on(tx)
    return any(
        showing.is_on(each, tx.now) and showing.is_wanted(server, each) and each.slug not in post.slugs
        for each in on
    )


def _drop(tx: Tx, claimed: Delivery) -> bool:
    """Forget a message that was not sent and what it would have shown; False when somebody else has it."""
    row = deliveries.get(tx, claimed.id)
    if row is None or row.fence != claimed.fence or row.message_id is not None:
        return False
    deliveries.forget(tx, claimed.id)
    posts.remove(tx, claimed.subject_id)
    return True


def _give_back(tx: Tx, claimed: Delivery) -> None:
    """What a post would have shown is new to its server again, which begins again if it was its first list."""
    post, server = posts.get(tx, claimed.subject_id), settings.get(tx, claimed.guild_id)
    known = competitions.get_many(tx, post.slugs) if post else {}
    if not _drop(tx, claimed) or post is None or server is None or not server.on or server.seen is None:
        return
    numbers = [each.number for each in known.values() if each.number and showing.is_on(each, tx.now)]
    if post.form is Form.FIRST and not posts.have_posts(tx, [server.guild_id]):
        settings.set_seen(tx, [server.guild_id], None)
    elif numbers:
        settings.set_seen(tx, [server.guild_id], min(server.seen, min(numbers) - 1))
