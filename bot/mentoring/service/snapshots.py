"""Who is to be matched in a server now, as values for `bot.mentoring.matching`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.attention.model.planning import Person
from bot.attention.model.values import Mailbox
from bot.attention.store import mailboxes, reach
from bot.communities import store as communities
from bot.communities.store import moderation, topics
from bot.core.clock import local_date
from bot.core.db import Database, Tx, query
from bot.mentoring.model.hours import week_of
from bot.mentoring.model.scoring import LONG_AGO, Candidate
from bot.mentoring.model.values import Profile, Proposal, Role, Wish
from bot.mentoring.store import exclusions, pairs, profiles, proposals, rounds
from bot.people import store as people


@dataclass(frozen=True)
class PeerPool:
    """Who takes part in a round: `apart` may not be brought together, `met` were partners so many rounds ago (1: the last)."""

    peers: tuple[Candidate, ...] = ()
    apart: frozenset[frozenset[int]] = frozenset()
    met: Mapping[frozenset[int], int] | None = None


@dataclass(frozen=True)
class MentorPool:
    """Learners who wait, in the order of the queue, and mentors, also those without a free place (`places` is 0).

    `apart`, `met` are (learner, mentor): who may not be proposed (one does not want to, it came to nothing for this wish, or
    they are a pair now), and who were a pair before.
    """

    learners: tuple[Candidate, ...] = ()
    mentors: tuple[Candidate, ...] = ()
    apart: frozenset[tuple[int, int]] = frozenset()
    met: frozenset[tuple[int, int]] = frozenset()


class Snapshots:
    """Who is to be matched in a server now, read in one transaction: candidates, who must not meet, who met before."""

    db: Database

    @query
    def peers_in(self, tx: Tx, guild_id: int) -> PeerPool:
        """Who would take part in a round of peers now."""
        return peer_pool(tx, guild_id)

    @query
    def mentors_in(self, tx: Tx, guild_id: int) -> MentorPool:
        """Which learners wait for a mentor now, and which mentors there are."""
        return mentor_pool(tx, guild_id)


def peer_pool(tx: Tx, guild_id: int, *, met: bool = True) -> PeerPool:
    """Who would take part in a round of peers now. Equal pools are equal values.

    `met` False: who were partners is not read, of which there is much.
    """
    pool = _Pool(tx, guild_id)
    peers = tuple(pool.candidate(each) for each in pool.wishes(Role.PEERS))
    there = {each.user_id for each in peers}
    apart = frozenset(exclusions.apart(tx, guild_id, there))
    return PeerPool(peers, apart, _partners(tx, guild_id, there) if met else None)


def peers_there(tx: Tx, guild_id: int) -> list[int]:
    """Who would take part in a round of peers now, and nothing of what they say."""
    return [each.user_id for each in _Pool(tx, guild_id).wishes(Role.PEERS)]


def couples(tx: Tx, guild_id: int, some: Collection[Proposal]) -> dict[int, tuple[Candidate, Candidate]]:
    """Learner and mentor of these proposals of a server by its id, also while one is away; not who is in the pool no more."""
    pool = _Pool(tx, guild_id, {who for each in some for who in (each.learner_id, each.mentor_id)}, away=True)
    seek, offer = (
        {each.user_id: pool.candidate(each) for each in pool.wishes(role)} for role in (Role.SEEK, Role.OFFER)
    )
    return {
        each.id: (seek[each.learner_id], offer[each.mentor_id])
        for each in some
        if each.learner_id in seek and each.mentor_id in offer
    }


def mentor_pool(tx: Tx, guild_id: int, only: Collection[int] | None = None) -> MentorPool:
    """Which learners wait for a mentor now, without those who have a proposal, and which mentors there are; `only` of these."""
    pool = _Pool(tx, guild_id, only)
    asked = {each.learner_id for each in proposals.open_in(tx, guild_id)}
    held = pairs.taken_places(tx, guild_id) + proposals.open_places(tx, guild_id)
    seeking = sorted(pool.wishes(Role.SEEK), key=lambda wish: (wish.since or tx.now, wish.id))
    waiting = [each for each in seeking if each.user_id not in asked]
    learners = tuple(pool.candidate(each) for each in waiting)
    mentors = tuple(
        pool.candidate(each, max(0, each.places - held[each.user_id])) for each in pool.wishes(Role.OFFER)
    )
    apart = _unwanted(tx, guild_id, waiting, mentors)
    now, before = _couples(tx, guild_id)
    return MentorPool(learners, mentors, frozenset(apart | now), frozenset(before))


class _Pool:
    """Everybody who may be matched in a server now, with what they say."""

    def __init__(
        self, tx: Tx, guild_id: int, only: Collection[int] | None = None, *, away: bool = False
    ) -> None:
        self._now = tx.now
        there = {each.id for each in topics.topics(tx, guild_id)}
        self._wishes: defaultdict[int, list[Wish]] = defaultdict(list)
        for each in profiles.all_wishes(tx, guild_id):
            if only is None or each.user_id in only:
                self._wishes[each.user_id].append(each)
        self._topics = {
            each.id: frozenset(each.topics) & there for some in self._wishes.values() for each in some
        }
        self._profiles = profiles.all_of(tx, guild_id)
        there_now = [each for each in sorted(self._wishes) if self._is_in(each)]
        self._people = _present(tx, guild_id, there_now, away=away)

    def _is_in(self, user_id: int) -> bool:
        own = self._profiles.get(user_id)
        return own is None or own.is_in

    def wishes(self, role: Role) -> list[Wish]:
        """The wishes of one kind that can be matched."""
        return [
            each
            for user_id in self._people
            for each in self._wishes[user_id]
            if each.role is role and self._topics[each.id]
        ]

    def candidate(self, wish: Wish, places: int = 1) -> Candidate:
        """A wish with all that is known of who has it."""
        person = self._people[wish.user_id]
        own = self._profiles.get(wish.user_id) or Profile(wish.guild_id, wish.user_id)
        box = person.mailbox
        every = frozenset[int]().union(*(self._topics[each.id] for each in self._wishes[wish.user_id]))
        return Candidate(
            user_id=wish.user_id,
            topics=self._topics[wish.id],
            level=wish.level,
            path=own.path,
            background=own.background,
            others=every - self._topics[wish.id],
            week=week_of(person.zone, box.quiet_from, box.quiet_to, own.hours, self._now),
            writing=own.writing,
            waited=self._waited(wish),
            places=places,
            sat_out=wish.sat_out,
            threes=wish.threes,
        )

    def _waited(self, wish: Wish) -> int:
        """It only matters of learners; a pool of others would change by itself each day."""
        return max(0, (self._now - (wish.since or self._now)).days) if wish.role is Role.SEEK else 0


def _present(tx: Tx, guild_id: int, user_ids: list[int], *, away: bool) -> dict[int, Person]:
    """Those of these people who are members, whose posts are not stopped, and who are not away today, or (`away`) are."""
    out = people.has_left(tx, guild_id, user_ids) | moderation.stopped_of(tx, guild_id, user_ids)
    ids = [each for each in user_ids if each not in out]
    boxes = mailboxes.get_many(tx, ids)
    known = [boxes.get(each) or Mailbox(each) for each in ids]
    zone = communities.get(tx, guild_id).zone
    return {
        each.mailbox.user_id: each
        for each in reach.persons(tx, known, zone=zone)
        if away or not is_away(tx, each)
    }


def is_away(tx: Tx, person: Person) -> bool:
    """Whether today, where they are, is a day on which they are away."""
    today = local_date(tx.now, person.zone)
    return any(each.covers(today) for each in person.aways)


def _partners(tx: Tx, guild_id: int, there: set[int]) -> dict[frozenset[int], int]:
    """Partners of before among these people, and how many rounds ago that was."""
    ago = {each.id: number for number, each in enumerate(rounds.latest(tx, guild_id, LONG_AGO - 1), start=1)}
    return {  # the oldest first: the newest counts
        frozenset((one, other)): ago.get(round_id, LONG_AGO)
        for one, other, round_id in pairs.partners(tx, guild_id)
        if one in there and other in there
    }


def _couples(tx: Tx, guild_id: int) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """(learner, mentor) of the pairs there are, and of those there were before."""
    there = pairs.couples(tx, guild_id)
    return {(a, b) for a, b, goes_on in there if goes_on}, {(a, b) for a, b, goes_on in there if not goes_on}


def _unwanted(
    tx: Tx, guild_id: int, waiting: Iterable[Wish], mentors: Iterable[Candidate]
) -> set[tuple[int, int]]:
    """(learner, mentor) of whom one does not want to be matched with the other, or who came to nothing for this wish."""
    since = {each.user_id: each.since or tx.now for each in waiting}
    if not since:
        return set()
    offering = {each.user_id for each in mentors}
    apart = set[tuple[int, int]]()
    for one, other in map(tuple, exclusions.apart(tx, guild_id, since.keys() | offering)):
        apart |= {(a, b) for a, b in ((one, other), (other, one)) if a in since and b in offering}
    refused = proposals.refused(tx, guild_id, min(since.values()))
    return apart | {
        pair
        for pair, at in refused.items()
        if pair[0] in since and pair[1] in offering and at >= since[pair[0]]
    }
