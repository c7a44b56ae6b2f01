"""Owns what the views of mentors' organisers and of rounds are given: settings, previews, notices, the record of changes."""

from __future__ import annotations

from datetime import time

from hypothesis import strategies as st

from bot.attention.model.values import Notice
from bot.communities.model import AuditLine
from bot.mentoring.model.refusals import BadHour, RoundNotMade
from bot.mentoring.model.rounds import Left, Preview, Round
from bot.mentoring.model.values import ABSENT, REFUSED, ROUND, Reasons, Rhythm, Settings
from bot.mentoring.service.foreseeing import Shown
from bot.mentoring.service.organising import Status
from cogs.mentoring.views import audits, notices, organiser, round_refusals, rounds
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.topics import topics

instants = st.sampled_from((None, nasty.NOW))
zones = st.sampled_from(("", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"))
settings = st.builds(
    Settings,
    nasty.ids(),
    nasty.ids(),
    st.booleans(),
    st.sampled_from(Rhythm),
    st.integers(0, 6),
    st.sampled_from((time(), time(10), time(23, 59))),
    instants,
    instants,
    instants,
)
status = st.builds(Status, settings, zones, st.booleans())
lacking = st.none() | nasty.lacking()
yes = st.booleans()
reasons = st.builds(
    Reasons, st.lists(st.integers(1, 4), max_size=3, unique=True).map(tuple), yes, yes, yes, yes, yes, yes
)
prepared = st.none() | st.builds(Round, nasty.ids(), st.just(nasty.NOW), st.integers(0, 9))
left = st.lists(st.sampled_from(Left), max_size=9).map(tuple)
preview = st.builds(
    Preview,
    prepared,
    st.lists(st.tuples(st.sampled_from((2, 3)), reasons), max_size=30).map(tuple),
    left,
    st.lists(reasons, max_size=9).map(tuple),
    left,
)
shown = st.builds(Shown, preview, settings, st.dictionaries(st.integers(1, 4), topics(), max_size=4))
audited = st.builds(
    AuditLine, st.just(nasty.NOW), st.just(nasty.AUTHOR), st.sampled_from(audits.DONE), st.just({})
)


def notice(kind: str) -> st.SearchStrategy[Notice]:
    """What organisers are told."""
    detail = st.fixed_dictionaries({"channel_id": nasty.ids(), "goes_at": st.integers(0, 2**33)})
    return st.builds(Notice, nasty.ids(), nasty.ids(), st.just(kind), detail, st.just(nasty.NOW))


VIEWS: Views = {
    organiser.section: (st.none() | settings,),
    organiser.line: (settings,),
    organiser.rounds_line: (status,),
    organiser.absent_line: (),
    organiser.mentoring_card: (status, lacking),
    organiser.missing: (settings, lacking),
    organiser.status_lines: (status, lacking),
    organiser.where_form: (nasty.ids(), zones),
    organiser.rhythm_form: (status,),
    audits.did: (audited,),
    notices.ready: (notice(ROUND),),
    notices.refused: (notice(REFUSED),),
    notices.absent: (notice(ABSENT),),
    rounds.preview_card: (shown,),
    rounds.over_card: (settings, st.sampled_from(("Sent.", "Left out."))),
    rounds.name: (),
    rounds.sits_out_line: (settings,),
    rounds.alone_line: (),
    round_refusals.refusal: (st.builds(BadHour, nasty.texts(100)) | st.builds(RoundNotMade),),
}
