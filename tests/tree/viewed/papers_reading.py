"""Owns what the views of finding, reading and keeping papers are given: results, a paper's card, the first card, one's own."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from bot.papers.model import refusals as model
from bot.papers.model.saved import Saved
from bot.papers.model.values import (
    Digest,
    Entry,
    EntryKind,
    EntryState,
    Found,
    Paper,
    Reason,
    Settings,
    Truth,
    Why,
)
from bot.papers.service.finding import Outcome, Post, Results
from bot.papers.service.publishing import Own
from bot.papers.service.reading import Hub, PaperView
from bot.papers.service.saving import MyPapers
from bot.shell.cards import Button, Card
from bot.shell.directory import Section
from cogs.papers.views import digests, finding, hub, mine, more, refusals, ways
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.papers_shown import IDS, papers

URL = "https://discord.com/channels/1/2/3"
WHYS = (
    *("month", "year", "ended", "digits", "five", "four", "zero", "letter", "future", "dot", "slash", "bare"),
    *("archive", "address"),
)
urls = st.sampled_from(("", URL))
entries = st.builds(
    Entry,
    st.integers(1, 9),
    nasty.ids(),
    st.sampled_from(IDS),
    st.just(nasty.AUTHOR),
    st.sampled_from(EntryKind),
    st.sampled_from(EntryState),
    st.tuples(nasty.texts(300), nasty.texts(50), nasty.texts(50)),
    practised_at=st.sampled_from((None, nasty.NOW)),
)
some_entries = st.lists(entries, max_size=6, unique_by=lambda each: each.id).map(tuple)
posts = st.builds(Post, entries, papers(), urls)
# Three hundred authors with the longest names, a title beyond all measure.
crowded = st.builds(
    Paper,
    st.just("quant-ph/0201082"),
    nasty.texts(3000),
    nasty.texts(60).map(lambda name: (name or "Å",) * 300),
    nasty.texts(4000),
    st.just(("cs.LG", "stat.ML", "hep-th", "math.GT", "q-bio.NC", "cond-mat.mes-hall")),
    published_at=st.just(nasty.NOW),
)
shown = st.one_of(papers(), crowded)
whys = st.builds(Why, st.sampled_from(Reason), nasty.names(80))
views = st.builds(
    PaperView,
    nasty.ids(),
    shown,
    st.one_of(st.none(), whys),
    st.booleans(),
    st.one_of(st.none(), entries),
    some_entries,
    st.booleans(),
    st.one_of(st.none(), st.builds(Settings, nasty.ids(), nasty.ids(), on=st.booleans())),
    st.booleans(),
    st.sampled_from(({}, dict.fromkeys(range(1, 10), URL))),
    st.booleans(),
)
results = st.builds(
    Results,
    nasty.texts(300),
    st.builds(
        Found, st.lists(shown, max_size=4, unique_by=lambda each: each.arxiv_id).map(tuple), st.integers(0, 9)
    ),
    st.lists(posts, max_size=5).map(tuple),
    st.sampled_from(Outcome),
)
hubs = st.builds(
    Hub,
    st.sampled_from((None, nasty.NOW.date())),
    st.sampled_from(Truth),
    st.one_of(
        st.none(),
        st.builds(
            Digest,
            nasty.ids(),
            nasty.ids(),
            st.sampled_from((nasty.NOW.date(), nasty.NOW.date() - timedelta(days=3))),
            st.just(()),
        ),
    ),
    st.just(URL),
    st.one_of(st.none(), posts),
)
kept = st.lists(
    st.builds(Saved, nasty.ids(), papers(), st.just(nasty.NOW)),
    max_size=4,
    unique_by=lambda each: each.guild_id,
)
wrote = st.lists(st.builds(Own, entries, papers()), max_size=4, unique_by=lambda own: own.entry.id)
own = st.builds(
    MyPapers,
    kept.map(tuple),
    wrote.map(tuple),
    st.integers(0, 99),
    st.integers(0, 99),
    st.booleans(),
    st.booleans(),
)
typed = nasty.texts(300)
refused = st.one_of(
    st.builds(model.NoPapers, st.booleans()),
    st.builds(model.BadArxivId, typed, st.sampled_from(WHYS), st.sampled_from(("", *IDS))),
    st.builds(model.UnknownPaper, st.sampled_from(IDS)),
    st.builds(model.NothingFound, typed),
    st.builds(model.NoAnswer, typed, st.booleans()),
    st.builds(model.PaperGone, st.sampled_from(IDS)),
)
cards = st.sampled_from(
    (Card("Nothing found."), Card("No id.", ((ways.more("2606.26612", "Show it", first=True),),)))
)
ids = st.sampled_from(IDS)

VIEWS: Views = {
    finding.find_form: (),
    finding.look_again: (cards,),
    finding.found_card: (results,),
    finding.kind_name: (st.sampled_from(EntryKind),),
    finding.paper_option: (shown,),
    more.back: (ids,),
    more.paper_card: (views,),
    more.abstract: (nasty.texts(3000), st.integers(60, 900)),
    more.saved: (),
    more.unsaved: (),
    hub.hub_card: (hubs, st.sampled_from((None, Section(("A line.",), (Button("Vote", "papers:vote:1"),))))),
    mine.help_line: (),
    mine.mine: (),
    mine.my_papers: (own, st.just({1: "Learners"}), st.sampled_from(("", ways.MINE))),
    refusals.refusal: (refused,),
    digests.why_line: (whys,),
    ways.home: (),
    ways.opener: (),
    ways.more: (ids, nasty.names(80)),
}
