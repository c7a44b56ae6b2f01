"""What becomes of proposals: yes and no, nobody's answer, somebody who pauses; the next candidate, the waiting list (M4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.attention.model.values import Message
from bot.attention.store import outbox
from bot.communities.store import moderation
from bot.core.db import Database, Tx, query, use_case
from bot.mentoring.model.refusals import ProposalGone
from bot.mentoring.model.scoring import can_meet, reasons_for
from bot.mentoring.model.values import (
    OVER,
    PROPOSAL,
    Member,
    PairKind,
    Proposal,
    ProposalState,
    Role,
    Said,
)
from bot.mentoring.service import resting
from bot.mentoring.service.gatekeeping import is_open, open_in
from bot.mentoring.service.looking import Looking, line
from bot.mentoring.service.looking import look_at_noon as look_at_noon
from bot.mentoring.service.looking import look_now as look_now
from bot.mentoring.service.pairing import bring_together
from bot.mentoring.service.proposed import PART, Proposed, SeesProposals, Stands, own, part_of, seen
from bot.mentoring.service.snapshots import couples
from bot.mentoring.store import exclusions, pairs, profiles, proposals
from bot.people import store as people

OVER_FOR = timedelta(days=14)  # how long the line waits that a proposal came to nothing, at most
LATE = timedelta(hours=2)  # a proposal that could not be ended for longer than that waits another day:
ANOTHER = timedelta(days=1)  # while we were down, nobody could answer


class Proposing(Looking, SeesProposals):
    """Use cases of mentors for learners: whom to ask next, yes and no, what happens when nobody answers (M4)."""

    db: Database

    @use_case(claim=True)  # many wait for a mentor's places in a row
    def say_yes(self, tx: Tx, user_id: int, proposal_id: int) -> Proposed:
        """This side would like to; with the other's yes they are a pair, if the mentor has a place.

        ProposalGone when it is over or somebody else's; NoMentoring.
        """
        known = _held(tx, user_id, proposal_id)
        open_in(tx, known.guild_id)
        if known.state is ProposalState.AGREED:
            return seen(tx, known, user_id)
        resting.note_answer(tx, known.guild_id, user_id)
        outbox.take_back(tx, PROPOSAL, [known.id], user_id=user_id)
        said = _with(known, user_id, Said.YES)
        both = (said.learner_id, said.mentor_id)
        # Who is kept apart waits, too, until the time to answer is over: any other end would say who it is.
        if said.said(said.other(user_id)) is not Said.YES or exclusions.apart(tx, said.guild_id, both):
            window = timedelta(days=profiles.get(tx, said.guild_id, said.other(user_id)).window)
            said = replace(said, until=max(said.until, said.made_at + window))
            proposals.save(tx, said)
            return seen(tx, said, user_id)
        if not _is_possible(tx, said):
            _forget(tx, said, but=user_id)
            return replace(seen(tx, said, user_id), stands=Stands.TAKEN)
        return seen(tx, _agree(tx, said), user_id)

    @use_case(claim=True)
    def say_no(self, tx: Tx, user_id: int, proposal_id: int) -> Role:
        """This side would rather not, whatever it said before; no reason is asked, and the next is looked for at once.

        Returns as what they were asked. ProposalGone when it is over, both said yes, or it is somebody else's.
        """
        known = _held(tx, user_id, proposal_id)
        if known.state is not ProposalState.OPEN:
            raise ProposalGone
        resting.note_answer(tx, known.guild_id, user_id)
        said = replace(_with(known, user_id, Said.NO), state=ProposalState.OVER)
        proposals.save(tx, said)
        _tell_over(tx, said, but=user_id)
        return part_of(said, user_id)

    @query
    def next_overdue(self, tx: Tx) -> datetime | None:
        """When the next proposal ends by itself (UTC)."""
        return proposals.next_overdue(tx)

    @use_case(claim=True)
    def end_overdue(self, tx: Tx, limit: int) -> bool:
        """End proposals that nobody answered in time, some of one server at once; whether there were any."""
        guild_id = proposals.overdue_server(tx)
        if guild_id is None:
            return False
        proposals.hold(tx, guild_id)
        for each in proposals.overdue(tx, guild_id, limit):
            _overdue(tx, each.id)
        return True


def withdraw(tx: Tx, guild_id: int | None, user_id: int, role: Role | None = None) -> None:
    """Somebody pauses, stops, rests or leaves: their open proposals end kindly, and mentors are looked for again.

    `guild_id` None: in every server. `role` OFFER or SEEK: only those in which they are the mentor or the learner. Who is on the
    other side may be proposed to them again, for nobody declined.
    """
    there = proposals.open_of(tx, user_id, guild_id)
    theirs = [each for each in there if role in (None, part_of(each, user_id))]
    for server in sorted({each.guild_id for each in theirs}):
        proposals.hold(tx, server)
    for each in theirs:
        _forget(tx, each, but=user_id)


def make_room(tx: Tx, guild_id: int, mentor_id: int) -> None:
    """A mentor has no more open proposals than free places: the newest end kindly, those that the learner said yes to last."""
    offer = profiles.wishes_of(tx, guild_id, mentor_id).get(Role.OFFER)
    theirs = [each for each in proposals.open_of(tx, mentor_id, guild_id) if each.mentor_id == mentor_id]
    free = max(0, offer.places - _learners(tx, guild_id, mentor_id)) if offer else 0
    theirs.sort(key=lambda each: (each.learner_said is not Said.YES, each.id))
    for each in theirs[free:]:
        _forget(tx, each, but=mentor_id)


def retell(tx: Tx, guild_id: int, user_id: int) -> None:
    """What somebody says about themselves is other now: so are the reasons of their open proposals (M3).

    Where the two cannot meet any more it ends kindly.
    """
    if not (theirs := proposals.open_of(tx, user_id, guild_id)):
        return
    proposals.hold(tx, guild_id)
    both = couples(tx, guild_id, theirs)
    for each in theirs:
        if each.id not in both:
            continue
        if can_meet(*both[each.id]):
            proposals.set_reasons(tx, each.id, reasons_for(*both[each.id], Role.SEEK))
        else:
            _forget(tx, each, but=user_id)


def _held(tx: Tx, user_id: int, proposal_id: int) -> Proposal:
    """The same, for who changes it: it is read again once nobody else does."""
    proposals.hold(tx, own(tx, user_id, proposal_id).guild_id)
    return own(tx, user_id, proposal_id)


def _with(proposal: Proposal, user_id: int, said: Said) -> Proposal:
    if user_id == proposal.mentor_id:
        return replace(proposal, mentor_said=said)
    return replace(proposal, learner_said=said)


def _is_possible(tx: Tx, proposal: Proposal) -> bool:
    """Whether both are in the pool for this still, and the mentor has a place."""
    guild_id, both = proposal.guild_id, (proposal.learner_id, proposal.mentor_id)
    offer = profiles.wishes_of(tx, guild_id, proposal.mentor_id).get(Role.OFFER)
    if offer is None or Role.SEEK not in profiles.wishes_of(tx, guild_id, proposal.learner_id):
        return False
    if _learners(tx, guild_id, proposal.mentor_id) >= offer.places:
        return False
    return not people.has_left(tx, guild_id, both) | moderation.stopped_of(tx, guild_id, both)


def _learners(tx: Tx, guild_id: int, mentor_id: int) -> int:
    """How many learners a mentor has now."""
    there = pairs.of_person(tx, mentor_id, guild_id, going_on=True)
    sides = (each.member(mentor_id) for each in there)
    return sum(side is not None and side.part is Role.OFFER for side in sides)


def _agree(tx: Tx, proposal: Proposal) -> Proposal:
    """Both said yes: they are a pair, and the learner is in the queue no more."""
    agreed = replace(proposal, state=ProposalState.AGREED)
    proposals.save(tx, agreed)
    outbox.take_back(tx, PROPOSAL, [agreed.id])
    profiles.remove_wish(tx, agreed.guild_id, agreed.learner_id, Role.SEEK)
    members = (Member(agreed.mentor_id, Role.OFFER), Member(agreed.learner_id, Role.SEEK))
    bring_together(tx, agreed.guild_id, PairKind.MENTOR, members, agreed.reasons, seed=agreed.id)
    make_room(tx, agreed.guild_id, agreed.mentor_id)
    return agreed


def _forget(tx: Tx, proposal: Proposal, *, but: int) -> None:
    """A proposal ends though nobody declined it: the same two may be proposed to each other again."""
    proposals.remove(tx, proposal.id)
    _tell_over(tx, proposal, but=but)


def _tell_over(tx: Tx, proposal: Proposal, *, but: int = 0) -> None:
    """Nobody is asked any more; who said yes (`but` for this one) hears so, and the next is looked for at once."""
    outbox.take_back(tx, PROPOSAL, [proposal.id])
    sides = (proposal.learner_id, proposal.mentor_id)
    told = [each for each in sides if each != but and proposal.said(each) is Said.YES]
    outbox.tell(tx, *(_over(tx, proposal, each) for each in told))
    look_now(tx, proposal.guild_id)


def _over(tx: Tx, proposal: Proposal, user_id: int) -> Message:
    part = part_of(proposal, user_id)
    return Message(
        user_id=user_id,
        server=proposal.guild_id,
        kind=OVER,
        subject_id=proposal.id,
        key=f"{OVER}:{proposal.guild_id}:{part.value}",
        expires_at=tx.now + OVER_FOR,
        words={PART: part.value},
    )


def _overdue(tx: Tx, proposal_id: int) -> None:
    """A proposal's time to answer has passed."""
    found = proposals.get(tx, proposal_id)
    if found is None or found.state is not ProposalState.OPEN:
        return  # it ended with another one
    asked = [each for each in (found.learner_id, found.mentor_id) if found.said(each) is Said.NOTHING]
    if not is_open(tx, found.guild_id):
        _forget(tx, found, but=0)
        return
    if tx.now - found.until > LATE:
        later = replace(found, until=tx.now + ANOTHER)
        proposals.save(tx, later)
        outbox.tell(tx, *(line(later, each, later.until) for each in asked))
        return
    proposals.save(tx, replace(found, state=ProposalState.OVER))
    _tell_over(tx, found)
    for each in asked:
        window = timedelta(days=profiles.get(tx, found.guild_id, each).window)
        if found.made_at + window > tx.now:
            continue  # the other's time was over first
        if resting.note_silence(tx, found.guild_id, each, found.made_at, found.until):
            withdraw(tx, found.guild_id, each)
