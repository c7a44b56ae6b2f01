"""Owns what shows a paper everywhere: its title as a link, its authors, its facts; and the papers that arXiv says at worst."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.papers.model.values import Paper
from bot.shell import titles
from cogs.papers.views import papers as views
from tests.tree import nasty
from tests.tree.viewed import Views

IDS = ("2606.26612", "2401.00001", "quant-ph/0201082", "math.GT/0309136")
room = st.integers(60, 400)


def papers(ids: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Paper]:
    """A paper whose authors typed the worst."""
    return st.builds(
        Paper,
        st.sampled_from(IDS) if ids is None else ids,
        nasty.texts(700),
        st.lists(nasty.texts(60), max_size=5).map(tuple),
        nasty.texts(2000),
        st.lists(st.sampled_from(("cs.LG", "stat.ML", "hep-th")), min_size=1, unique=True).map(tuple),
        nasty.texts(200),
        st.integers(1, 9),
        st.sampled_from((None, nasty.NOW)),
    )


VIEWS: Views = {
    views.linked: (papers(), room),
    titles.written: (nasty.texts(700), room),
    titles.linked: (nasty.texts(700), st.just("https://arxiv.org/abs/2601.01001"), room),
    views.authors_line: (papers(), room),
    views.facts: (papers(), room),
}
PARTS = ()
