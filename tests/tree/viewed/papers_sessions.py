"""Owns what the views of sessions are given: the card, what is told in its thread, who comes, who leads, lines of inboxes."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from bot.communities.model import AuditLine
from bot.papers.model.groups import REASON, Change, ChangeKind, Nomination, Part, Phase, Round
from bot.papers.service.leading import Led
from bot.papers.service.session_posts import ChangePost, EventWork, SessionPost
from bot.papers.service.sessions import Changed, Session
from bot.papers.store.sessions import TakenEvent
from cogs.papers.views import leaders, notes, sessions
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.papers_shown import papers

OPEN = (Phase.LEADING, Phase.READING)
SHOWN = (*OPEN, Phase.NOTING, Phase.CLOSED, Phase.CANCELLED)
instants = st.sampled_from((nasty.NOW, nasty.NOW + timedelta(days=9)))
me = st.just(nasty.AUTHOR)
language = st.just("en")
part = st.builds(
    Part, st.just(1), st.just(1), me, st.booleans(), st.booleans(), st.sampled_from((None, nasty.NOW))
)


def rounds(phases: tuple[Phase, ...] = SHOWN) -> st.SearchStrategy[Round]:
    """A round with a chosen paper."""
    return st.builds(
        Round,
        nasty.ids(),
        nasty.ids(),
        nasty.ids(),
        st.sampled_from(phases),
        instants,
        instants,
        st.one_of(st.none(), instants),
        st.just("2606.26612"),
        st.one_of(st.none(), me),
    )


def seen(phases: tuple[Phase, ...] = SHOWN) -> st.SearchStrategy[Session]:
    """A session as a member sees it."""
    return st.builds(
        Session,
        rounds(phases),
        papers(),
        part,
        st.one_of(st.none(), nasty.ids()),
        st.sampled_from(("UTC", "Pacific/Apia", "Europe/Berlin")),
        st.booleans(),
    )


nomination = st.builds(
    Nomination,
    nasty.ids(),
    nasty.ids(),
    nasty.ids(),
    st.just("2606.26612"),
    me,
    nasty.texts(REASON),
    instants,
)
change = st.builds(
    Change, nasty.ids(), nasty.ids(), nasty.ids(), st.sampled_from(ChangeKind), instants, instants, instants
)
post = st.builds(
    SessionPost, nasty.deliveries(), rounds(), papers(), st.one_of(st.none(), nomination), language
)
told = st.builds(
    ChangePost,
    nasty.deliveries(),
    change,
    rounds(),
    papers(),
    nasty.deliveries(),
    st.sampled_from((frozenset[int](), frozenset({nasty.AUTHOR}))),
    language,
)
changed = st.builds(Changed, seen(), st.booleans(), st.booleans())
comers = st.sampled_from(((), (nasty.AUTHOR,), (nasty.AUTHOR,) * 200))
audited = st.builds(
    AuditLine, st.just(nasty.NOW), me, st.sampled_from(sessions.AUDITS), st.just(dict[str, str]())
)
work = st.builds(
    EventWork,
    st.builds(TakenEvent, rounds(), instants, instants),
    papers(),
    nasty.ids(),
    nasty.ids(),
    language,
)

VIEWS: Views = {
    sessions.session_card: (post,),
    sessions.change_card: (told,),
    sessions.coming_card: (seen(OPEN),),
    sessions.not_coming_card: (seen(OPEN),),
    sessions.calendar_text: (seen(),),
    sessions.reminder_line: (seen(OPEN),),
    sessions.moved_line: (seen(),),
    sessions.leads_line: (seen(OPEN),),
    sessions.reminder_name: (),
    sessions.moved_name: (),
    sessions.leads_name: (),
    sessions.did: (audited,),
    sessions.calendar_id: (nasty.ids(), nasty.ids()),
    sessions.change_mark: (told,),
    sessions.thread_name: (papers(),),
    sessions.event: (work, nasty.texts(100)),
    leaders.offered_card: (seen(OPEN),),
    leaders.stepped_back_card: (seen(OPEN),),
    leaders.led_card: (st.builds(Led, seen(OPEN), comers, st.booleans()), st.booleans()),
    leaders.move_form: (seen(OPEN),),
    leaders.moved_card: (changed,),
    leaders.confirm_card: (seen(OPEN),),
    leaders.cancelled_card: (changed,),
    notes.notes_form: (seen(),),
}
PARTS = (sessions.calendar_id, sessions.change_mark, sessions.thread_name, sessions.event)
