"""Owns what the lines of those who are in a competition are given: every change, whatever it is now."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.competitions.model.values import Change, Competition, Entrant, Phase
from cogs.competitions.views import lines
from tests.tree import nasty
from tests.tree.viewed import Views

moments = st.one_of(st.none(), st.just(nasty.NOW))
slugs = st.sampled_from(("titanic", "invented-" + "a" * 190))
competitions = st.one_of(
    st.none(),
    st.builds(
        Competition,
        slugs,
        nasty.texts(300),
        reward=nasty.texts(100),
        deadline=moments,
        entry_deadline=moments,
        merger_deadline=moments,
        phase=st.sampled_from(Phase),
    ),
)
entrants = st.builds(
    Entrant, nasty.ids(), nasty.ids(), st.just(nasty.AUTHOR), slugs, nasty.texts(300), st.just(nasty.NOW)
)
news = st.lists(st.sampled_from(Change), unique=True, max_size=len(Change))

VIEWS: Views = {
    lines.deadline_line: (entrants, competitions),
    lines.changed_line: (entrants, competitions, news),
    lines.ended_line: (entrants, competitions),
    lines.deadline_name: (),
    lines.changed_name: (),
    lines.ended_name: (),
}
