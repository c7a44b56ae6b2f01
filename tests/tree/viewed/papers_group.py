"""Owns what the views of the reading group's rounds are given: nominations, votes, where it stands, its organisers' cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import strategies as st

from bot.communities.model import AuditLine
from bot.papers.model import refusals as model
from bot.papers.model.groups import REASON, Group, Nomination, Part, Phase, Round
from bot.papers.model.values import Paper
from bot.papers.service.grouping import OwnGroup
from bot.papers.service.nominating import NewNomination, Nominations
from bot.papers.service.rounds import Nominated, RoundPost, Standing
from bot.papers.service.voting import Ballot
from cogs.papers.views import group_refusals, grouper, nominations, standing, votes
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.papers_shown import papers

IDS = tuple(f"2601.{number:05}" for number in range(1, 11))
LATER = nasty.NOW + timedelta(days=3)
MEETS = nasty.NOW + timedelta(days=10)
groups = st.builds(
    Group,
    nasty.ids(),
    nasty.ids(),
    st.booleans(),
    st.integers(0, 6),
    st.just(time(18)),
    st.sampled_from(("UTC", "Pacific/Apia", "America/Argentina/Buenos_Aires")),
)


def paper(arxiv_id: str) -> st.SearchStrategy[Paper]:
    """The paper with this id, the worst that arXiv can say of it."""
    return papers().map(lambda each: replace(each, arxiv_id=arxiv_id))


def rounds(*phases: Phase, due: bool = False) -> st.SearchStrategy[Round]:
    """A round in one of these phases; with `due`, one that goes on by itself."""
    return st.builds(
        Round,
        nasty.ids(),
        nasty.ids(),
        nasty.ids(),
        st.sampled_from(phases or tuple(Phase)),
        st.just(nasty.NOW),
        st.just(MEETS),
        st.just(LATER) if due else st.sampled_from((None, nasty.NOW, LATER)),
        leader_id=st.sampled_from((None, nasty.AUTHOR)),
    )


def made(arxiv_id: str) -> st.SearchStrategy[Nominated]:
    """A nomination of this paper, with the worst reasons."""
    nomination = st.builds(
        Nomination,
        nasty.ids(),
        nasty.ids(),
        nasty.ids(),
        st.just(arxiv_id),
        st.just(nasty.AUTHOR),
        nasty.texts(REASON),
        st.just(nasty.NOW),
    )
    return st.builds(Nominated, nomination, paper(arxiv_id))


def several(least: int = 0) -> st.SearchStrategy[tuple[Nominated, ...]]:
    """As many as there can be, and fewer."""
    some = st.integers(least, len(IDS)).flatmap(lambda count: st.tuples(*map(made, IDS[:count])))
    return some.filter(lambda found: len({each.nomination.id for each in found}) == len(found))


def posts(*phases: Phase) -> st.SearchStrategy[RoundPost]:
    """A card of a round, before and after the choice."""
    chosen = st.one_of(st.none(), paper(IDS[0]))
    value = rounds(*phases)
    return st.builds(RoundPost, nasty.deliveries(), value, st.booleans(), several(), chosen, st.just(""))


lists = several().flatmap(
    lambda found: st.integers(0, len(found)).map(lambda place: (found[:place], found[place:]))
)
listed = st.builds(
    lambda value, parts: Nominations(value, *parts),
    st.one_of(st.none(), rounds(Phase.NOMINATING), rounds(Phase.VOTING, due=True)),
    lists,
)
ballots = st.builds(
    lambda value, found, all_: Ballot(
        value, found, frozenset(each.nomination.id for each in found if all_ or each.nomination.id % 2)
    ),
    rounds(Phase.VOTING, due=True),
    several(1),
    st.booleans(),
)
new = st.builds(
    lambda each, value: NewNomination(each.nomination, each.paper, value),
    made(IDS[0]),
    rounds(Phase.NOMINATING),
)
chosen = st.one_of(st.none(), papers())
stands = st.builds(
    Standing,
    groups,
    st.one_of(st.none(), rounds(*(each for each in Phase if not each.is_over))),
    several(),
    several(),
    chosen,
    st.sampled_from((frozenset(), frozenset({1}))),
    st.one_of(st.none(), st.builds(Part, nasty.ids(), nasty.ids(), nasty.ids(), st.booleans())),
    st.sampled_from(("", "https://discord.com/channels/1/2/3")),
)
owned = st.builds(
    OwnGroup,
    groups,
    st.one_of(st.none(), rounds(*(each for each in Phase if not each.is_over))),
    chosen,
)
lacking = st.one_of(st.none(), nasty.lacking())
refused = st.one_of(
    st.builds(model.NoGroup, st.booleans()),
    st.builds(model.NominationsFull, st.just(10), st.booleans()),
    st.builds(model.NominatedBefore, st.booleans()),
    st.builds(model.NominationGone, st.booleans(), st.booleans()),
    st.builds(model.RoundOver, st.sampled_from(("nominate", "vote", "lead", "come", "move", "note"))),
    st.just(model.NotTheLeader()),
    st.builds(model.BadMeeting, nasty.texts(), st.sampled_from(("day", "time", "past"))),
)
room = st.integers(120, 1500)

VIEWS: Views = {
    nominations.nominations_card: (posts(),),
    nominations.mark_of: (nasty.ids(),),
    nominations.propose: (nasty.ids(),),
    nominations.more: (papers(),),
    nominations.reads: (rounds(), papers()),
    nominations.why_lines: (posts(),),
    nominations.nomination_lines: (several(1), st.just(1500)),
    nominations.title_of: (papers(),),
    nominations.nominations_list: (listed, st.just(nasty.AUTHOR)),
    nominations.nominate_form: (st.sampled_from(IDS),),
    nominations.propose_form: (),
    nominations.which_card: (several(1).map(lambda found: [each.paper for each in found]),),
    nominations.nominated_card: (new,),
    nominations.withdrawn_card: (made(IDS[0]),),
    votes.vote_card: (posts(Phase.VOTING, Phase.LEADING, Phase.CANCELLED),),
    votes.mark_of: (nasty.ids(),),
    votes.vote_form: (ballots,),
    votes.voted_card: (ballots,),
    standing.section: (stands,),
    standing.words: (
        st.one_of(st.none(), rounds(*(each for each in Phase if not each.is_over))),
        chosen,
    ),
    grouper.section: (st.one_of(st.none(), owned),),
    grouper.line: (owned,),
    grouper.status: (owned, lacking),
    grouper.group_card: (owned, lacking),
    grouper.missing: (owned, lacking),
    grouper.group_form: (st.one_of(st.none(), owned), nasty.ids()),
    grouper.did: (
        st.builds(AuditLine, st.just(nasty.NOW), st.none(), st.sampled_from(grouper.DONE), st.just({})),
    ),
    group_refusals.refusal: (refused,),
}
PARTS = (nominations.mark_of, votes.mark_of, nominations.title_of)
