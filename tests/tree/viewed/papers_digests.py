"""Owns what the views of digests and of papers' organisers are given."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from bot.attention.model.values import Notice
from bot.communities.model import AuditLine
from bot.papers.feed import Trouble
from bot.papers.model.refusals import BadWish
from bot.papers.model.taxonomy import codes
from bot.papers.model.values import (
    MOST_CAP,
    MOST_WISHES,
    REFUSED,
    SILENT,
    WISH,
    Chosen,
    Digest,
    Reason,
    Settings,
    Truth,
    Why,
)
from bot.papers.service.digests import DigestPost
from bot.papers.service.truths import Status
from cogs.papers.views import audits, digests, organiser, truths, wish_refusals
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.papers_shown import papers

on_off = st.booleans()
instants = st.none() | st.just(nasty.NOW)
category = st.sampled_from((*codes()[:9], "cs.LG", "cs.XX"))
whys = st.one_of(
    st.builds(Why, st.sampled_from((Reason.PHRASE, Reason.AUTHOR)), nasty.names(WISH)),
    st.just(Why(Reason.LIKED)),
    st.builds(Why, st.just(Reason.CATEGORY), category),
)
numbered = st.integers(10000, 99999).map(lambda number: f"2601.{number}")
shown = st.lists(
    st.builds(Chosen, papers(numbered), whys),
    min_size=1,
    max_size=MOST_CAP,
    unique_by=lambda each: each.paper.arxiv_id,
).map(tuple)
more = st.lists(st.integers(1000, 9999).map(lambda number: f"2602.0{number}"), max_size=120, unique=True)
made = st.builds(Digest, nasty.ids(), nasty.ids(), st.dates(), shown, more.map(tuple), instants)
post = st.builds(DigestPost, nasty.deliveries(), made, st.just(""))


def several(most: int = MOST_WISHES) -> st.SearchStrategy[tuple[str, ...]]:
    """Wishes of one kind."""
    return st.lists(nasty.names(WISH), max_size=most, unique=True).map(tuple)


settings = st.builds(
    Settings,
    nasty.ids(),
    nasty.ids(),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(("Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC")),
    on_off,
    st.integers(1, MOST_CAP),
    on_off,
    on_off,
    st.lists(st.sampled_from(codes()), min_size=1, max_size=MOST_WISHES, unique=True).map(tuple),
    several(),
    several(),
    several(),
    due_at=instants,
    truth=st.sampled_from(Truth),
).map(lambda each: replace(each, truth_at=None if each.truth is Truth.NONE else nasty.NOW))
quiet = st.sampled_from(("", "late", "weekend", "king", "new_year", "year_end"))
trouble = st.sampled_from(("", *Trouble, "new"))
status = st.builds(Status, settings, instants, trouble, instants, quiet)
lacking = st.none() | nasty.lacking()
many_papers = st.lists(papers(numbered), max_size=130, unique_by=lambda each: each.arxiv_id)
few = st.lists(papers(st.just("2603.00001")), max_size=1)
refused = st.one_of(
    st.builds(
        BadWish,
        st.sampled_from(("category", "many", "long", "time", "cap")),
        nasty.texts(200),
        st.lists(st.sampled_from(codes()), max_size=3).map(tuple),
    ),
)
audited = st.builds(
    AuditLine, st.just(nasty.NOW), st.just(nasty.AUTHOR), st.sampled_from(audits.DONE), st.just({})
)


def notices(kind: str) -> st.SearchStrategy[Notice]:
    """What organisers are told."""
    detail = st.fixed_dictionaries({"channel_id": nasty.ids()})
    return st.builds(Notice, nasty.ids(), nasty.ids(), st.just(kind), detail, st.just(nasty.NOW))


VIEWS: Views = {
    digests.digest_card: (post,),
    digests.paper_lines: (papers(), st.sampled_from(digests.ROOMS)),
    digests.why_line: (whys,),
    digests.category_name: (category,),
    digests.thanks: (),
    digests.digest_mark: (nasty.ids(),),
    digests.matched_card: (made, few),
    organiser.section: (st.none() | settings,),
    organiser.line: (settings,),
    organiser.chosen: (settings,),
    organiser.papers_card: (status, lacking),
    organiser.missing: (settings, lacking),
    organiser.status_lines: (status, lacking),
    organiser.set_up_form: (nasty.ids(), st.sampled_from(("UTC", "Pacific/Apia", ""))),
    organiser.where_form: (settings,),
    organiser.wishes_form: (settings,),
    truths.truth_line: (status,),
    truths.quiet_name: (quiet,),
    truths.next_line: (status,),
    truths.arxiv_line: (status,),
    truths.trouble_name: (trouble,),
    audits.did: (audited,),
    audits.refused: (notices(REFUSED),),
    audits.silent: (notices(SILENT),),
    wish_refusals.refusal: (refused,),
}
PARTS = (digests.digest_mark,)
