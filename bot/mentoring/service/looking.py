"""Looking for mentors: when, for whom, and the proposals that come of it (M2, M4)."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import structlog

from bot.attention.model.values import Message
from bot.attention.store import outbox
from bot.communities import store as communities
from bot.core.clock import next_occurrence
from bot.core.db import Database, Tx, query, use_case
from bot.mentoring.matching import Matching
from bot.mentoring.model.scoring import Candidate, can_meet, fits, reasons_for
from bot.mentoring.model.values import PROPOSAL, Proposal, Role
from bot.mentoring.service.gatekeeping import is_open
from bot.mentoring.service.snapshots import MentorPool, mentor_pool
from bot.mentoring.store import profiles, proposals, settings
from bot.people import store as people

log = structlog.stdlib.get_logger(__name__)

NOON, EVERY_DAY = time(12), frozenset(range(7))
TRIES = 3  # looks in a row while people come and go
SOON = timedelta(minutes=1)  # until the next look then
AT_ONCE = 100  # proposals in one transaction
SEEDS = 2**31


@dataclass(frozen=True)
class Look:
    """A server in which somebody looks for mentors now, until `until` (aware UTC): then whoever comes first does it again."""

    guild_id: int
    until: datetime


class Looking:
    """Use cases of the look for mentors: the snapshot, the matching off the event loop, the proposals."""

    db: Database
    matching: Matching
    serves: Callable[[int], bool]

    async def next_look(self) -> datetime | None:
        """When mentors are looked for next (UTC); None while nobody waits, or nothing is there that could match them."""
        return await self.next_match() if self.matching.is_there else None

    async def look_for_mentors(self) -> bool:
        """Look for mentors in one server where it is due; whether there was one."""
        look = await self.take_look() if self.matching.is_there else None
        if look is None:
            return False
        for _try in range(TRIES):
            seed = secrets.randbelow(SEEDS)
            found = await self._match(look.guild_id, seed)
            log.info("looked for mentors", guild=look.guild_id, seed=seed, proposals=len(found))
            right = [await self.propose(look, some, seed) for some in _parted(found)]
            if all(right):
                await self.end_look(look)
                break
        else:
            await self.end_look(look, soon=True)
        return True

    async def _match(self, guild_id: int, seed: int) -> list[tuple[int, int]]:
        """(learner, mentor) to be proposed, of all ways the best."""
        pool = await self.to_match(guild_id) if self.serves(guild_id) else MentorPool()
        free = [each for each in pool.mentors if each.places]
        if not pool.learners or not free:
            return []
        return await self.matching.assign(pool.learners, free, apart=pool.apart, met=pool.met, seed=seed)

    @query
    def next_match(self, tx: Tx) -> datetime | None:
        """When mentors are looked for next (UTC), anywhere."""
        return settings.next_match(tx)

    @use_case(claim=True)
    def take_look(self, tx: Tx) -> Look | None:
        """A server where mentors are looked for now, and nobody else does."""
        taken = settings.take_due_matches(tx, 1)
        return next((Look(each, tx.now + settings.LEASE) for each in taken), None)

    @query
    def to_match(self, tx: Tx, guild_id: int) -> MentorPool:
        """Who is to be matched; nobody where mentors are off."""
        return mentor_pool(tx, guild_id) if is_open(tx, guild_id) else MentorPool()

    @use_case
    def propose(self, tx: Tx, look: Look, found: Collection[tuple[int, int]], seed: int) -> bool:
        """Propose these (learner, mentor) to each other as far as that is still right; whether all of it was."""
        proposals.hold(tx, look.guild_id)
        if not is_open(tx, look.guild_id):
            return True
        right = _still_right(mentor_pool(tx, look.guild_id, {each for pair in found for each in pair}), found)
        people.ask_soon(tx, look.guild_id, {each.user_id for two in right for each in two})
        lines: list[Message] = []
        for learner, mentor in right:
            lines += _propose(tx, look.guild_id, learner, mentor, seed)
        outbox.tell(tx, *lines)
        return len(right) == len(found)

    @use_case
    def end_look(self, tx: Tx, look: Look, *, soon: bool = False) -> None:
        """A look is over; the next is at noon if somebody waits, or (`soon`) in a minute, or earlier if that was asked for."""
        proposals.hold(tx, look.guild_id)
        found = settings.get(tx, look.guild_id)
        if found is None or found.match_at != look.until:
            return
        at = None
        if found.on and (soon or _somebody_waits(tx, look.guild_id)):
            at = tx.now + SOON if soon else _noon(tx, look.guild_id)
        settings.set_match_at(tx, look.guild_id, at)


def look_at_noon(tx: Tx, guild_id: int) -> None:
    """Mentors are looked for at the server's next noon, or earlier if they are already."""
    if (found := settings.get(tx, guild_id)) is None:
        return
    noon = _noon(tx, guild_id)
    if found.match_at is None or noon < found.match_at:
        settings.set_match_at(tx, guild_id, noon)


def look_now(tx: Tx, guild_id: int) -> None:
    """Mentors are looked for at once."""
    found = settings.get(tx, guild_id)
    if found is not None and (found.match_at is None or found.match_at > tx.now):
        settings.set_match_at(tx, guild_id, tx.now)


def _parted(found: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    """As many as are proposed in one transaction, for which others wait."""
    return (found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE))


def _propose(tx: Tx, guild_id: int, learner: Candidate, mentor: Candidate, seed: int) -> list[Message]:
    """A new proposal, and what both sides are told of it."""
    sides = (learner.user_id, mentor.user_id)
    windows = [timedelta(days=profiles.get(tx, guild_id, each).window) for each in sides]
    new = Proposal(
        guild_id=guild_id,
        learner_id=learner.user_id,
        mentor_id=mentor.user_id,
        reasons=reasons_for(learner, mentor, Role.SEEK),
        made_at=tx.now,
        until=tx.now + min(windows),
    )
    made = proposals.add(tx, new, seed)
    return [line(made, each, tx.now + window) for each, window in zip(sides, windows, strict=True)]


def _noon(tx: Tx, guild_id: int) -> datetime:
    return next_occurrence(NOON, communities.get(tx, guild_id).zone, EVERY_DAY, tx.now)


def _somebody_waits(tx: Tx, guild_id: int) -> bool:
    """Whether a learner has no proposal, also one who is away today: it may be otherwise tomorrow."""
    asked = {each.learner_id for each in proposals.open_in(tx, guild_id)}
    said = profiles.all_of(tx, guild_id)
    return any(
        each.user_id not in asked and (each.user_id not in said or said[each.user_id].is_in)
        for each in profiles.wishes(tx, guild_id, Role.SEEK)
    )


def _still_right(pool: MentorPool, found: Collection[tuple[int, int]]) -> list[tuple[Candidate, Candidate]]:
    """Those of these (learner, mentor) who may be proposed to each other as things are now."""
    learners = {each.user_id: each for each in pool.learners}
    mentors = {each.user_id: each for each in pool.mentors}
    taken = Counter[int]()
    right = []
    for learner_id, mentor_id in found:
        learner, mentor = learners.pop(learner_id, None), mentors.get(mentor_id)
        if learner is None or mentor is None or (learner_id, mentor_id) in pool.apart:
            continue
        if taken[mentor_id] < mentor.places and fits(learner, mentor) and can_meet(learner, mentor):
            taken[mentor_id] += 1
            right.append((learner, mentor))
    return right


def line(proposal: Proposal, user_id: int, expires_at: datetime) -> Message:
    """What one side is told of a proposal."""
    return Message(
        user_id=user_id,
        server=proposal.guild_id,
        kind=PROPOSAL,
        subject_id=proposal.id,
        key=f"{PROPOSAL}:{proposal.id}",
        expires_at=expires_at,
    )
