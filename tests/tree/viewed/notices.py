"""Owns what the views of organisers' notices are given."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.attention.model.values import Notice, NoticePlace
from bot.communities.model import AuditLine
from bot.core.lang import get_lang
from bot.standups.model import NAME
from cogs.attention.views import notices
from cogs.standups.views import suspending
from tests.tree import nasty
from tests.tree.viewed import Views

LANG = get_lang("en-US")
settled = st.one_of(st.none(), st.just(nasty.NOW))


def given_notices(kind: str, detail: st.SearchStrategy[dict[str, object]]) -> st.SearchStrategy[Notice]:
    """Notices of a kind."""
    return st.builds(
        Notice,
        nasty.ids(),
        nasty.ids(),
        st.just(kind),
        detail,
        st.just(nasty.NOW),
        st.just(nasty.AUTHOR),
        settled,
    )


url = st.sampled_from(("", "https://discord.com/channels/1/2/3"))
REPORTED: st.SearchStrategy[dict[str, object]] = st.fixed_dictionaries(
    {"text": st.one_of(st.just(""), nasty.texts()), "url": url}, optional={"offer": st.just(True)}
)
reports = given_notices("attention.report", REPORTED)
stops = given_notices(
    "standups.suspend",
    st.fixed_dictionaries({"name": nasty.names(NAME), "standup_id": nasty.ids(), "channel_id": nasty.ids()}),
)
worded = st.one_of(
    reports.map(lambda each: (each, notices.report(each, LANG))),
    stops.map(lambda each: (each, suspending.notice(each, LANG))),
)
place = st.one_of(st.none(), st.builds(NoticePlace, nasty.ids(), nasty.ids(), settled))

VIEWS: Views = {
    notices.section: (st.booleans(),),
    notices.notices_card: (
        place,
        st.lists(worded, max_size=12, unique_by=lambda each: each[0].id),
    ),
    notices.channel_form: (place,),
    notices.posted: (reports, reports.map(lambda each: notices.report(each, LANG))),
    notices.unknown: (reports,),
    notices.seen: (),
    notices.report: (reports,),
    notices.place_changed: (
        st.builds(
            AuditLine,
            st.just(nasty.NOW),
            st.just(nasty.AUTHOR),
            st.just("attention.notices"),
            st.fixed_dictionaries({"channel": st.sampled_from(("", "12345"))}),
        ),
    ),
    suspending.notice: (stops,),
}
