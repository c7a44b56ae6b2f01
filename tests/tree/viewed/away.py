"""Owns what the views of being away are given."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from bot.attention.model.refusals import UnclearDays
from bot.attention.model.values import Away
from bot.core.days import Why
from cogs.attention.views import away
from tests.tree import nasty
from tests.tree.viewed import Views

TODAY = date(2026, 1, 15)
days = st.dates(date(2026, 1, 1), date(2026, 2, 1))
ranges = st.builds(
    lambda one, other, ends, id_: Away(min(one, other), max(one, other) if ends else None, id_),
    days,
    days,
    st.booleans(),
    nasty.ids(),
)
zone = st.sampled_from(("UTC", "Asia/Kathmandu", "Pacific/Apia"))
given_days = st.builds(
    UnclearDays,
    nasty.texts(),
    st.sampled_from(Why).map(lambda why: why.value),
    st.one_of(st.just(()), st.tuples(days, days)),
)

VIEWS: Views = {
    away.help_line: (),
    away.mine: (st.one_of(st.none(), ranges), zone),
    away.until: (ranges, zone),
    away.away_card: (
        st.one_of(st.none(), ranges),
        st.lists(ranges, max_size=30, unique_by=lambda each: each.id),
        zone,
    ),
    away.went: (ranges, st.one_of(st.none(), ranges), st.just(TODAY), zone),
    away.back: (),
    away.taken_back: (st.booleans(),),
    away.dates_form: (),
    away.unclear: (given_days,),
    away.refusal: (given_days,),
}
