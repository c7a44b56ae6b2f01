"""Owns what the views of answers and of the archive are given."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.mentoring.model.asking import ANSWER_MOST, MOST_UNITS, Answer, Question, QuestionState
from bot.mentoring.service.answering import Answered, AnswerPost, Consent, OwnAnswer, ToAnswer
from bot.mentoring.service.archiving import Archive, Kept
from bot.mentoring.service.hearing import Given, Heard
from cogs.mentoring.views import answers, archive, heard
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.stuck import URL
from tests.tree.viewed.topics import topics

asked = st.builds(
    Question,
    nasty.ids(),
    st.just(nasty.AUTHOR),
    st.one_of(st.just(""), nasty.names(MOST_UNITS)),  # none of what was asked in an AMA
    nasty.names(MOST_UNITS),
    nasty.names(MOST_UNITS),
    state=st.sampled_from(QuestionState),
    keep=st.sampled_from((None, False, True)),
    solved_at=st.sampled_from((None, nasty.NOW)),
    id=nasty.ids(),
)
given = st.builds(
    Answer,
    nasty.ids(),
    nasty.ids(),
    st.just(nasty.AUTHOR),
    nasty.names(ANSWER_MOST),
    st.booleans(),
    id=nasty.ids(),
)
address = st.sampled_from(("", URL))
delivered = st.one_of(st.none(), nasty.deliveries())
own = st.builds(OwnAnswer, given, st.one_of(st.none(), asked), delivered)
many_own = st.lists(own, max_size=25, unique_by=lambda each: each.answer.id)
read = st.builds(Heard, given, asked, address)
all_read = st.lists(read, max_size=30, unique_by=lambda each: each.answer.id).map(tuple)
kept = st.builds(
    Kept,
    asked,
    st.lists(given, min_size=1, max_size=9).map(tuple),
    address,
    st.one_of(st.none(), topics()),
)
found = st.lists(kept, max_size=10, unique_by=lambda each: each.question.id).map(tuple)
words = nasty.texts(archive.MOST_WORDS)
called = nasty.texts(100)

VIEWS: Views = {
    answers.post_of_answer: (st.builds(AnswerPost, given, st.just("")),),
    answers.shown: (nasty.names(ANSWER_MOST), st.integers(20, 2000)),
    answers.quoted: (nasty.names(ANSWER_MOST), st.integers(500, 2000)),
    answers.goal_of: (asked,),
    answers.title_of: (asked,),
    answers.answer_form: (st.builds(ToAnswer, asked, st.booleans(), nasty.ids()),),
    answers.edit_form: (own,),
    answers.answered_cards: (st.builds(Answered, given, asked), delivered, called),
    answers.keep_question: (),
    answers.keep_buttons: (nasty.ids(),),
    answers.standing: (delivered,),
    answers.own_card: (own,),
    answers.own_buttons: (own,),
    answers.changed_card: (own, delivered),
    answers.kept_card: (own,),
    answers.deleted_cards: (given, st.lists(nasty.deliveries(), max_size=3)),
    answers.deleted_meanwhile: (given,),
    answers.not_posted_line: (given,),
    answers.not_posted_name: (),
    answers.list_card: (many_own,),
    heard.answered_line: (read, called),
    heard.answered_button: (nasty.ids(),),
    heard.answered_name: (),
    heard.heard_card: (read, called),
    heard.answers_card: (st.builds(Given, asked, all_read, st.booleans()),),
    heard.consent_card: (st.builds(Consent, asked, st.booleans()),),
    archive.search_form: (),
    archive.archive_card: (st.builds(Archive, words, found),),
    archive.entry_card: (kept, st.sampled_from((nasty.AUTHOR, 0)), st.sampled_from((0, 7))),
}
PARTS = (answers.shown, answers.quoted, answers.goal_of, answers.title_of)
