"""Owns what the views of competitions' organisers are given: settings, how Kaggle answers, notices, the record of changes."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.attention.model.values import Notice
from bot.communities.model import AuditLine
from bot.competitions.model import categories
from bot.competitions.model.values import REFUSED, SILENT, Settings, Source, Trouble
from bot.competitions.service.truths import Status
from cogs.competitions.views import audits, organiser, truths
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.competitions_posts import category, instants

key = st.one_of(st.sampled_from(categories.ALL), nasty.names(100).map(categories.key))
settings = st.builds(
    Settings,
    nasty.ids(),
    nasty.ids(),
    st.booleans(),
    st.frozensets(key, max_size=12),
    st.none() | nasty.ids(),
    instants,
)
trouble = st.sampled_from(("", "new", *Trouble))
source = st.builds(Source, instants, instants, instants, st.integers(0, 9), trouble, instants)
status = st.builds(
    Status, settings, source, st.booleans(), st.lists(category, max_size=40, unique=True).map(tuple)
)
lacking = st.none() | nasty.lacking()
audited = st.builds(
    AuditLine, st.just(nasty.NOW), st.just(nasty.AUTHOR), st.sampled_from(audits.DONE), st.just({})
)


def notices(kind: str) -> st.SearchStrategy[Notice]:
    """What organisers are told."""
    detail = st.fixed_dictionaries({"channel_id": nasty.ids(), "trouble": trouble.map(str)})
    return st.builds(Notice, nasty.ids(), nasty.ids(), st.just(kind), detail, st.just(nasty.NOW))


VIEWS: Views = {
    organiser.section: (st.none() | settings,),
    organiser.line: (settings,),
    organiser.competitions_card: (status, lacking),
    organiser.missing: (settings, lacking),
    organiser.status_lines: (status, lacking),
    organiser.offered: (status,),
    organiser.offer_mark: (status,),
    organiser.shown_line: (status,),
    organiser.where_form: (nasty.ids(),),
    truths.source_line: (source,),
    truths.token_line: (),
    truths.trouble_name: (trouble,),
    audits.did: (audited,),
    audits.refused: (notices(REFUSED),),
    audits.silent: (notices(SILENT),),
}
# Kaggle's words by our keys.
PARTS = (organiser.offered, organiser.offer_mark)
