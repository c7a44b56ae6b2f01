"""Owns what the views of /mentor are given: what somebody is in the pool for, the forms, "More about me", what is refused."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.communities.model import Topic
from bot.mentoring.model import refusals as model
from bot.mentoring.model.values import (
    FOLLOW_UP_AFTER,
    MOST_PLACES,
    MOST_TOPICS,
    WINDOWS,
    Background,
    Level,
    Member,
    Pair,
    PairKind,
    Part,
    Path,
    Profile,
    Proposal,
    Reasons,
    Rhythm,
    Role,
    Said,
    Settings,
    Wish,
)
from bot.mentoring.service.pooling import Apart, Choices, Own, Saved
from cogs.mentoring.views import hub, more, pool, refusals
from tests.tree import nasty
from tests.tree.viewed import Views

ME, OTHER = 7, nasty.AUTHOR  # who reads, and whom they may read of
PLACE = 1
names = st.fixed_dictionaries({OTHER: nasty.texts(100)})
topic_ids = st.lists(st.integers(1, 6), min_size=1, max_size=MOST_TOPICS, unique=True).map(tuple)
topics = st.lists(
    st.builds(Topic, st.integers(1, 6), st.just(PLACE), st.just(""), nasty.names(60)),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each.id,
).map(tuple)
profiles = st.builds(
    Profile,
    st.just(PLACE),
    st.just(ME),
    st.sampled_from(("", *(each.value for each in Path))),
    st.sampled_from(("", *(each.value for each in Background))),
    st.frozensets(st.sampled_from(Part)),
    st.booleans(),
    st.sampled_from(WINDOWS),
    st.sampled_from((None, nasty.NOW)),
    st.sampled_from((None, nasty.NOW)),
)
chosen = st.builds(
    Settings,
    st.just(PLACE),
    st.just(2),
    st.just(True),
    st.sampled_from(Rhythm),
    next_at=st.sampled_from((None, nasty.NOW)),
)


def wishes(role: Role) -> st.SearchStrategy[Wish]:
    """A wish of this kind."""
    return st.builds(
        Wish,
        st.just(PLACE),
        st.just(ME),
        st.just(role),
        topic_ids,
        st.sampled_from(Level),
        st.integers(0, MOST_PLACES),
        st.just(nasty.NOW),
    )


every = st.fixed_dictionaries({}, optional={role: wishes(role) for role in Role})


def _pair(id_: int, mine: Role, *others: Member) -> Pair:
    kind = PairKind.PEERS if mine is Role.PEERS else PairKind.MENTOR
    return Pair(PLACE, kind, (Member(ME, mine), *others), Reasons(), nasty.NOW, id=id_)


PAIRS = (
    _pair(1, Role.SEEK, Member(OTHER, Role.OFFER)),
    _pair(2, Role.OFFER, Member(OTHER, Role.SEEK)),
    _pair(3, Role.PEERS, Member(OTHER, Role.PEERS), Member(OTHER, Role.PEERS)),
)
LAST = nasty.NOW + FOLLOW_UP_AFTER
PROPOSALS = (
    Proposal(PLACE, ME, OTHER, Reasons((1,)), nasty.NOW, LAST, id=1),
    Proposal(PLACE, OTHER, ME, Reasons((1,)), nasty.NOW, LAST, mentor_said=Said.YES, id=2),
)
pairs = st.lists(st.sampled_from(PAIRS), unique=True).map(tuple)
closed = st.sampled_from((model.NoMentoring(), model.NoMentoring(organiser=True), model.NoMatching()))
own = st.builds(
    Own,
    profiles,
    st.one_of(st.none(), chosen),
    every,
    topics.map(lambda some: {each.id: each for each in some}),
    pairs,
    st.lists(st.sampled_from(PROPOSALS), unique=True).map(tuple),
    st.sampled_from(((), (1,), (1, 3))),
    st.sampled_from((None, _pair(4, Role.PEERS, Member(OTHER, Role.PEERS)))),
    st.booleans(),
    st.one_of(st.none(), closed),
)
roles = st.sampled_from(Role)
refused = st.one_of(
    closed,
    st.builds(model.NoTopicChosen, roles),
    st.builds(model.NotInPool, st.sampled_from(("", *Role))),
    st.sampled_from((model.ProposalGone(), model.PairGone(), model.RoundGone(), model.NotWithYourself())),
)
intros = st.sampled_from(("", "Changed; your date stays."))

VIEWS: Views = {
    hub.help_line: (),
    hub.mine: (),
    hub.home_button: (),
    hub.hub_card: (own, names),
    hub.overview: (
        st.lists(own, max_size=4),
        st.builds(lambda name: {PLACE: name}, nasty.texts(100)),
    ),
    hub.ordered: (own,),
    hub.role_text: (roles,),
    hub.wish_line: (st.one_of(*(wishes(each) for each in Role)), own),
    hub.back_in_button: (st.just(PLACE),),
    hub.proposal_button: (st.sampled_from(PROPOSALS), own),
    hub.pair_button: (st.sampled_from(PAIRS), st.just(ME), names),
    hub.wish_button: (roles, own),
    pool.wish_form: (roles, st.builds(Choices, topics, st.one_of(st.none(), wishes(Role.SEEK)))),
    pool.saved_line: (st.builds(Saved, roles, own, st.booleans()),),
    pool.paused_line: (),
    pool.going_on_line: (),
    pool.stop_card: (own,),
    pool.stopped_line: (st.one_of(st.none(), roles),),
    more.more_card: (own,),
    more.about_form: (profiles,),
    more.time_form: (own,),
    more.kept_line: (),
    more.apart_form: (),
    more.apart_card: (
        st.builds(Apart, st.just(OTHER), own, st.sampled_from((0, 1, 9))),
        nasty.texts(100),
    ),
    more.undone_line: (),
    more.everybody_line: (),
    refusals.refusal: (refused,),
    refusals.closed_line: (closed,),
}
PARTS = (hub.ordered,)
