"""What somebody is in the pool for, and how it changes (M1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.attention.store import outbox
from bot.communities.model import Topic
from bot.communities.store import topics as topic_store
from bot.core.db import Database, Tx, query, use_case
from bot.core.refusals import Refusal
from bot.mentoring.matching import Matching
from bot.mentoring.model.refusals import NoMatching, NoMentoring, NotInPool, NoTopicChosen, NotWithYourself
from bot.mentoring.model.values import (
    MOST_PLACES,
    MOST_TOPICS,
    RESTS,
    WINDOWS,
    Level,
    Pair,
    PairKind,
    Part,
    Profile,
    Proposal,
    Role,
    Said,
    Settings,
    Wish,
)
from bot.mentoring.service.gatekeeping import open_in
from bot.mentoring.service.naming import topic_names
from bot.mentoring.service.proposing import look_at_noon, make_room, retell, withdraw
from bot.mentoring.store import exclusions, pairs, profiles, proposals, settings

LAST_FOR = timedelta(days=30)  # after it ended, a pair is in reach on the card, for what was not right in it


@dataclass(frozen=True)
class Own:
    """All that somebody is in a server's pool for, as only they see it.

    `topics`: those of their wishes that are still there. `pairs`: that go on. `proposals`: open ones that they are a side of;
    `how`: pairs that they are asked about; `last`: of those that ended lately the newest. `excludes`: they are not brought
    together with somebody. `closed` says why nobody is matched here now.
    """

    profile: Profile
    settings: Settings | None = None
    wishes: Mapping[Role, Wish] = field(default_factory=dict)
    topics: Mapping[int, Topic] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    how: tuple[int, ...] = ()
    last: Pair | None = None
    excludes: bool = False
    closed: Refusal | None = None

    @property
    def unanswered(self) -> tuple[Proposal, ...]:
        """Proposals that wait for their yes or no."""
        return tuple(each for each in self.proposals if each.said(self.profile.user_id) is Said.NOTHING)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of theirs here."""
        return not (self.wishes or self.pairs or self.proposals)


@dataclass(frozen=True)
class Choices:
    """What the form of a wish is filled with: the server's topics, and the wish if there is one."""

    topics: tuple[Topic, ...]
    wish: Wish | None = None


@dataclass(frozen=True)
class Saved:
    """A wish was saved; `is_new`: it was not there before."""

    role: Role
    own: Own
    is_new: bool = False


@dataclass(frozen=True)
class Apart:
    """Somebody is not brought together with another person any more; `pair_id`: they are a pair now, which goes on (0: none)."""

    other_id: int
    own: Own
    pair_id: int = 0


class Pooling:
    """Use cases of /mentor: its card, offering, seeking, pairing up, "More", pausing, being back in, exclusions."""

    db: Database
    matching: Matching

    @query
    def pool(self, tx: Tx, guild_id: int, user_id: int, *, organiser: bool = False) -> Own:
        """What /mentor shows. NoMentoring, NoMatching; who has something there is shown that instead."""
        found = self._own(tx, guild_id, user_id, organiser=organiser)
        if found.closed is not None and found.is_empty and found.last is None:
            raise found.closed
        return found

    @query
    def more(self, tx: Tx, guild_id: int, user_id: int) -> Own:
        """What somebody said about themselves."""
        return self._own(tx, guild_id, user_id)

    @query
    def pools(self, tx: Tx, user_id: int) -> list[Own]:
        """The same of every server where they are in a pool or a pair: for the bot's own DM."""
        _profiles, wishes = profiles.of_person(tx, user_id)
        together = pairs.of_person(tx, user_id, going_on=True)
        ids = sorted({each.guild_id for each in wishes} | {each.guild_id for each in together})
        return [self._own(tx, each, user_id) for each in ids]

    @use_case
    def choices(self, tx: Tx, guild_id: int, user_id: int, role: Role, *, organiser: bool = False) -> Choices:
        """What the form of a wish shows; a server without topics begins with twelve. NoMentoring, NoMatching."""
        self._require(tx, guild_id, organiser=organiser)
        there = topic_store.start_topics(tx, guild_id)
        return Choices(tuple(there), profiles.wishes_of(tx, guild_id, user_id).get(role))

    @use_case
    def wish(
        self,
        tx: Tx,
        guild_id: int,
        user_id: int,
        role: Role,
        topic_ids: Sequence[int],
        level: Level,
        *,
        organiser: bool = False,
    ) -> Saved:
        """They are in the pool for this from now on, or for these topics; a wish that is changed keeps its date.

        Who rested is back in; who paused still pauses. NoMentoring, NoMatching, NoTopicChosen.
        """
        self._require(tx, guild_id, organiser=organiser)
        there = {each.id for each in topic_store.topics(tx, guild_id)}
        chosen = tuple(dict.fromkeys(each for each in topic_ids if each in there))[:MOST_TOPICS]
        if not chosen:
            raise NoTopicChosen(role)
        before = profiles.wishes_of(tx, guild_id, user_id).get(role)
        new = replace(before or Wish(guild_id, user_id, role, ()), topics=chosen, level=level)
        profiles.save_wish(tx, new)
        if before is not None and _is_told_otherwise(tx, before, new):
            withdraw(tx, guild_id, user_id, role)
        _wake(tx, guild_id, user_id)
        look_at_noon(tx, guild_id)
        return Saved(role, self._own(tx, guild_id, user_id), is_new=before is None)

    @use_case
    def say_about(self, tx: Tx, guild_id: int, user_id: int, path: str, background: str) -> Own:
        """What they work through and where they come from; empty: they would rather not say."""
        known = profiles.get(tx, guild_id, user_id)
        profiles.save(tx, replace(known, path=path, background=background))
        retell(tx, guild_id, user_id)
        look_at_noon(tx, guild_id)
        return self._own(tx, guild_id, user_id)

    @use_case
    def say_time(
        self,
        tx: Tx,
        guild_id: int,
        user_id: int,
        hours: frozenset[Part],
        *,
        writing: bool,
        window: int,
        places: int | None = None,
    ) -> Own:
        """When they have time, whether writing is fine, how many days they take to answer, and (mentors) for how many learners.

        Who is their learner already stays it, also with fewer places.
        """
        known = profiles.get(tx, guild_id, user_id)
        days = min(max(window, WINDOWS[0]), WINDOWS[-1])
        profiles.save(tx, replace(known, hours=hours, writing=writing, window=days))
        offered = profiles.wishes_of(tx, guild_id, user_id).get(Role.OFFER)
        if offered is not None and places is not None:
            profiles.save_wish(tx, replace(offered, places=min(max(places, 0), MOST_PLACES)))
            make_room(tx, guild_id, user_id)
        retell(tx, guild_id, user_id)
        look_at_noon(tx, guild_id)
        return self._own(tx, guild_id, user_id)

    @use_case
    def pause(self, tx: Tx, guild_id: int, user_id: int) -> Own:
        """Nobody is proposed to them and no round has them until they go on; what was open ends kindly. At once (M1)."""
        known = profiles.get(tx, guild_id, user_id)
        if known.paused_at is None:
            profiles.save(tx, replace(known, paused_at=tx.now))
        withdraw(tx, guild_id, user_id)
        return self._own(tx, guild_id, user_id)

    @use_case
    def go_on(self, tx: Tx, guild_id: int, user_id: int) -> Own:
        """They pause no more and rest no more; their wishes have kept their dates."""
        known = profiles.get(tx, guild_id, user_id)
        profiles.save(tx, replace(known, paused_at=None))
        _wake(tx, guild_id, user_id)
        look_at_noon(tx, guild_id)
        return self._own(tx, guild_id, user_id)

    @use_case
    def stop(self, tx: Tx, guild_id: int, user_id: int, role: Role | None = None) -> Own:
        """They are in the pool for this (None: for anything) no more. Pairs go on. NotInPool for who was not."""
        roles = tuple(Role) if role is None else (role,)
        stopped = [each for each in roles if profiles.remove_wish(tx, guild_id, user_id, each)]
        if not stopped:
            raise NotInPool(role or "")
        for each in stopped:
            withdraw(tx, guild_id, user_id, each)
        if not profiles.wishes_of(tx, guild_id, user_id):  # whoever begins anew neither pauses nor rests
            known = profiles.get(tx, guild_id, user_id)
            if not known.is_in:
                profiles.save(tx, replace(known, paused_at=None))
            _wake(tx, guild_id, user_id)
        return self._own(tx, guild_id, user_id)

    @use_case
    def keep_apart(self, tx: Tx, guild_id: int, user_id: int, other_id: int) -> Apart:
        """They are never brought together with this person from now on, who is not told. NotWithYourself.

        A proposal that is open stays so: whether it ended would say who it is. It becomes no pair.
        """
        if other_id == user_id:
            raise NotWithYourself
        exclusions.exclude(tx, guild_id, user_id, other_id)
        going_on = pairs.of_person(tx, user_id, guild_id, going_on=True)
        pair = next((each.id for each in going_on if each.member(other_id)), 0)
        return Apart(other_id, self._own(tx, guild_id, user_id), pair)

    @use_case
    def with_everybody(self, tx: Tx, guild_id: int, user_id: int, other_id: int = 0) -> Own:
        """They may be brought together with this person again, or (0) with everybody."""
        exclusions.include(tx, guild_id, user_id, other_id or None)
        look_at_noon(tx, guild_id)
        return self._own(tx, guild_id, user_id)

    def _require(self, tx: Tx, guild_id: int, *, organiser: bool) -> None:
        open_in(tx, guild_id, organiser)
        if not self.matching.is_there:
            raise NoMatching

    def _own(self, tx: Tx, guild_id: int, user_id: int, *, organiser: bool = False) -> Own:
        closed: Refusal | None = None
        try:
            self._require(tx, guild_id, organiser=organiser)
        except (NoMentoring, NoMatching) as refused:
            closed = refused
        wishes = profiles.wishes_of(tx, guild_id, user_id)
        every = pairs.of_person(tx, user_id, guild_id)
        going_on = [each for each in every if each.over_for(user_id) is None]
        once = [each for each in every if len(each.everybody) > 1]
        over = {at: each for each in once if (at := each.over_for(user_id)) and at > tx.now - LAST_FOR}
        return Own(
            profile=profiles.get(tx, guild_id, user_id),
            settings=settings.get(tx, guild_id),
            wishes=wishes,
            topics=topic_names(tx, guild_id, {id_ for each in wishes.values() for id_ in each.topics}),
            pairs=tuple(sorted(going_on, key=lambda each: (each.kind is not PairKind.MENTOR, each.id))),
            proposals=tuple(proposals.open_of(tx, user_id, guild_id)),
            how=tuple(each.id for each in every if each.asks(user_id)),
            last=over[max(over)] if over else None,
            excludes=exclusions.excludes_somebody(tx, guild_id, user_id),
            closed=closed,
        )


def _is_told_otherwise(tx: Tx, before: Wish, new: Wish) -> bool:
    """Whether an open proposal of theirs names what they do not say any more: that would not be a reason (M3)."""
    open_now = proposals.open_of(tx, new.user_id, new.guild_id)
    side = [each for each in open_now if (each.mentor_id == new.user_id) is (new.role is Role.OFFER)]
    gone = set(before.topics) - set(new.topics)
    if new.role is Role.PEERS:
        return False
    return any(gone & set(each.reasons.topics) or new.level is not before.level for each in side)


def _wake(tx: Tx, guild_id: int, user_id: int) -> None:
    """Whoever rested is back in, and what waits about that is settled."""
    known = profiles.get(tx, guild_id, user_id)
    if known.rests_at is not None or known.silences:
        profiles.save(tx, replace(known, rests_at=None, silences=0))
    outbox.take_back(tx, RESTS, [guild_id], user_id=user_id)
