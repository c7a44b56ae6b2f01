"""Owns what the wordings of a post's hindrances are given."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.communities.model import REFUSED_WORD
from bot.standups.model import MayNotPost, PostsStopped, WordRefused
from cogs.standups.views import guards
from tests.tree import nasty
from tests.tree.viewed import Views

draft = st.one_of(st.just(0), nasty.ids())

VIEWS: Views = {
    guards.refusal: (
        st.one_of(
            st.builds(WordRefused, nasty.names(REFUSED_WORD), draft),
            st.builds(PostsStopped, draft),
            st.builds(MayNotPost, nasty.ids(), draft),
        ),
    ),
}
