"""Owns what the views of moderation are given."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.communities.model import MOST_WORDS, REFUSED_WORD, AuditLine, Moderation, WordsRefused
from cogs.communities.views import moderation
from tests.tree import nasty
from tests.tree.viewed import Views

words = st.lists(nasty.names(REFUSED_WORD), max_size=5).map(tuple)
found = st.builds(Moderation, words, st.lists(st.just(nasty.AUTHOR), max_size=12).map(tuple), st.booleans())
line = st.builds(
    AuditLine, st.just(nasty.NOW), st.just(nasty.AUTHOR), st.just("communities.stop"), st.just({})
)

VIEWS: Views = {
    moderation.section: (),
    moderation.moderation_card: (found,),
    moderation.stopped_card: (found, st.just(nasty.AUTHOR)),
    moderation.allowed_card: (found, st.just(nasty.AUTHOR)),
    moderation.words_form: (words,),
    moderation.stop_form: (),
    moderation.allow_form: (),
    moderation.moderation_refusal: (
        st.builds(WordsRefused, st.just(MOST_WORDS), st.one_of(st.just(""), nasty.texts())),
    ),
    moderation.words_changed: (line,),
    moderation.member_stopped: (line,),
    moderation.member_allowed: (line,),
}
