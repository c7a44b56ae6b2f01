"""Owns what the views of pairs and of the question how it went are given: introductions, threads, answers, notices."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from bot.mentoring.model.icebreakers import ALL, Icebreaker
from bot.mentoring.model.values import LOOK, WRONG, FollowUp, Member, Pair, PairKind, Reasons, Role
from bot.mentoring.service.following import Told
from bot.mentoring.service.pairing import Together
from cogs.mentoring.views import follow_ups, icebreakers, pairs
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.competitions_teams import Everybody
from tests.tree.viewed.notices import given_notices
from tests.tree.viewed.topics import topics

READER = 777_777
PARTS_OF = {
    Role.SEEK: (PairKind.MENTOR, Role.OFFER),
    Role.OFFER: (PairKind.MENTOR, Role.SEEK),
    Role.PEERS: (PairKind.PEERS, Role.PEERS),
}
reasons = st.builds(
    Reasons,
    st.sampled_from(((), (1,), (1, 2, 3))),
    *(st.booleans() for _ in ("step", "path", "hours", "writing", "backgrounds", "others")),
)
known = st.dictionaries(st.integers(1, 3), topics(), max_size=3)
ids = nasty.ids()


def together(role: Role, why: Reasons, topic: dict[int, object], pair_id: int, icebreaker: int) -> Together:
    """A pair as one of it reads it; only the other may be mentioned."""
    kind, part = PARTS_OF[role]
    other = Member(nasty.AUTHOR, part)
    pair = Pair(
        pair_id, kind, (Member(READER, role), other), why, nasty.NOW, icebreaker=icebreaker, id=pair_id
    )
    return Together(pair, READER, (other,), topic)  # type: ignore[arg-type]


places = st.integers(0, len(ALL))  # also one that there is not any more
found = st.builds(together, st.sampled_from(Role), reasons, known, ids, places)
met = st.builds(
    lambda one, thread: replace(one, pair=replace(one.pair, thread_id=thread)), found, st.just(0) | ids
)
alone = found.map(lambda one: replace(one, others=()))
pair_values = met.map(lambda one: one.pair)
three = found.map(lambda one: replace(one, others=(Member(nasty.AUTHOR, Role.PEERS), Member(8, Role.PEERS))))
named = nasty.names(40).map(Everybody)
nobody: dict[int, str] = {}
names = st.one_of(st.just(nobody), named)
others = st.sampled_from(([], [nasty.AUTHOR], [nasty.AUTHOR, nasty.AUTHOR]))
kinds = st.sampled_from([each.value for each in PairKind])
wrongs = given_notices(
    WRONG, st.fixed_dictionaries({"pair": kinds, "others": others, "text": st.just("") | nasty.texts(500)})
)
looks = given_notices(LOOK, st.fixed_dictionaries({"pair": kinds, "about": st.just(nasty.AUTHOR)}))

VIEWS: Views = {
    icebreakers.icebreaker: (st.sampled_from(Icebreaker),),
    pairs.whom: (found, names),
    pairs.headline: (found, names),
    pairs.because: (found,),
    pairs.pair_line: (found, names),
    pairs.pair_name: (),
    pairs.pair_button: (pair_values,),
    pairs.pair_card: (met, names),
    pairs.over_card: (st.one_of(found, alone), names),
    pairs.guards: (pair_values,),
    pairs.again_button: (pair_values,),
    pairs.which_card: (three, st.sampled_from(("not_again", "mute_pair", "report_pair")), names),
    pairs.confirm_end: (found, names),
    pairs.ended_card: (found, names),
    pairs.confirm_again: (found, st.just(Member(nasty.AUTHOR, Role.PEERS)), names),
    pairs.not_again_card: (),
    pairs.muted_card: (),
    pairs.reported_card: (),
    pairs.meet_line: (st.one_of(found, three.map(lambda one: one)), named),
    pairs.meet_name: (),
    pairs.end_line: (st.one_of(found, alone), names),
    pairs.end_name: (),
    pairs.thread_name: (pair_values,),
    pairs.thread_card: (pair_values,),
    pairs.met_card: (found, ids, names),
    pairs.later_card: (pair_values,),
    pairs.kept_out_card: (),
    follow_ups.how_line: (found, names),
    follow_ups.how_name: (),
    follow_ups.how_button: (pair_values,),
    follow_ups.how_card: (found, names),
    follow_ups.went_card: (
        found,
        st.sampled_from((FollowUp.MET, FollowUp.PLANNED, FollowUp.NOT, FollowUp.RATHER_NOT)),
    ),
    follow_ups.wrong_card: (found, named),
    follow_ups.wrong_form: (pair_values,),
    follow_ups.wronged_card: (st.builds(Told, found, st.booleans()),),
    follow_ups.unwronged_card: (ids,),
    follow_ups.wrong_notice: (wrongs,),
    follow_ups.look_notice: (looks,),
    follow_ups.rests_line: (),
    follow_ups.rests_name: (),
    follow_ups.rests_button: (ids,),
}
# A part of sentences, and rows of buttons.
PARTS = (pairs.whom, pairs.guards, pairs.again_button)
