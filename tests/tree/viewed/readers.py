"""Owns what the views of drafts before a few readers are given, and of what can be done about words that were sent."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.showcase.model.reading import NothingNoted, NotOffered
from bot.showcase.model.values import DRAFT_OFFER, NOTE, THANKS, WORD, Content, Kind, Said, Share, State, Word
from bot.showcase.service.reading import Noted, Offered
from cogs.showcase.views import readers
from tests.tree import nasty
from tests.tree.viewed import Views

LINKS = st.sampled_from(("", "https://example.org/", "https://example.org/" + "a" * 480))
name = nasty.texts(100)


def shares() -> st.SearchStrategy[Share]:
    """A share whose author typed the worst; it has a link or a word."""
    content = st.builds(Content, st.sampled_from(Kind), nasty.texts(150), nasty.names(1000), LINKS)
    return st.builds(
        Share,
        nasty.ids(),
        nasty.ids(),
        st.just(nasty.AUTHOR),
        st.sampled_from(State),
        content,
        st.just(""),
        nasty.texts(300),
    )


def said() -> st.SearchStrategy[Said]:
    """A note of the worst words."""
    people = (st.just(nasty.AUTHOR), st.just(nasty.AUTHOR))
    about = (nasty.ids(), nasty.ids(), nasty.ids())
    return st.builds(
        Said, *about, st.just(Word.NOTE), *people, nasty.names(WORD), st.just(""), st.just(nasty.NOW)
    )


noted = st.builds(Noted, said(), shares())
notes = st.lists(noted, max_size=30, unique_by=lambda each: each.said.id)

VIEWS: Views = {
    readers.offered_card: (shares(),),
    readers.unoffered_card: (shares(),),
    readers.draft_line: (shares(), name),
    readers.draft_button: (shares(),),
    readers.draft_name: (),
    readers.draft_cards: (st.builds(Offered, shares()), name),
    readers.passed_card: (nasty.ids(),),
    readers.unpassed_card: (shares(),),
    readers.note_form: (nasty.ids(),),
    readers.noted_card: (noted, name),
    readers.unwritten_cards: (said(),),
    readers.note_line: (noted,),
    readers.note_button: (noted,),
    readers.note_name: (),
    readers.note_cards: (noted, name),
    readers.notes_card: (shares(), notes),
    readers.guard_buttons: (st.sampled_from((DRAFT_OFFER, NOTE, THANKS)), nasty.ids(), nasty.ids()),
    readers.told_card: (st.sampled_from((DRAFT_OFFER, NOTE, THANKS)), st.booleans()),
    readers.reading_refusal: (st.sampled_from((NotOffered(), NotOffered(unseen=True), NothingNoted())),),
}
