"""Owns what the views of proposals are given, and of why people fit."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.mentoring.model.values import Proposal, Reasons, Role
from bot.mentoring.service.proposed import Proposed, Stands
from cogs.mentoring.views import explaining, proposals
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.topics import topics

yes = st.booleans()
shared = st.lists(st.integers(1, 4), max_size=3, unique=True).map(tuple)
reasons = st.builds(Reasons, shared, yes, yes, yes, yes, yes, yes)
there = st.dictionaries(st.integers(1, 4), topics(), max_size=4)
made = st.builds(
    Proposal, nasty.ids(), nasty.ids(), nasty.ids(), reasons, st.just(nasty.NOW), st.just(nasty.NOW)
)
sides = st.sampled_from((Role.OFFER, Role.SEEK))
proposed = st.builds(Proposed, made, sides, st.sampled_from(Stands), there, nasty.ids())

VIEWS: Views = {
    explaining.why: (reasons, st.dictionaries(st.integers(1, 4), nasty.names(60), max_size=4)),
    explaining.named: (there,),
    proposals.proposal_name: (),
    proposals.proposal_line: (proposed,),
    proposals.proposal_button: (proposed,),
    proposals.proposal_card: (proposed,),
    proposals.declined_card: (sides,),
    proposals.over_name: (),
    proposals.over_line: (sides,),
}
# Names of topics, of which only `why` makes words.
PARTS = (explaining.named,)
