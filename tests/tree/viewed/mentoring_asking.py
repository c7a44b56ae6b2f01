"""Owns what the views of questions are given: the card of /ask, the form, the post, one's own, lines of an inbox, refusals."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.communities.model import REFUSED_WORD, Topic
from bot.core.lang import get_lang
from bot.mentoring.model import refusals as model
from bot.mentoring.model.asking import GOAL, Question, QuestionState
from bot.mentoring.service.archiving import Kept
from bot.mentoring.service.asked import AskedLine
from bot.mentoring.service.asking import QuestionPost, WithdrawnQuestion
from bot.mentoring.service.composing import MyQuestions, OwnQuestion, Typed
from cogs.mentoring.views import asking, asking_refusals, questions, ways
from tests.tree import nasty
from tests.tree.viewed import Views

LINKS = st.sampled_from(("", "https://example.org/", "https://medium.com/@everyone/" + "a" * 70))
ROOM = 255  # of each long field: with a goal and a link they make the longest question
languages = st.sampled_from([get_lang("en-US"), get_lang("de")])
moments = st.one_of(st.none(), st.just(nasty.NOW))
topics = st.builds(Topic, st.integers(1, 99), st.just(1), st.sampled_from(("", "python")), nasty.names(60))
several = st.lists(topics, max_size=25, unique_by=lambda each: each.id)
topic = st.one_of(st.none(), topics)
asked = st.builds(
    Question,
    st.just(1),
    st.just(nasty.AUTHOR),
    nasty.names(GOAL),
    nasty.names(ROOM),
    nasty.names(ROOM),
    LINKS,
    st.integers(0, 99),
    st.sampled_from(QuestionState),
    st.just(nasty.AUTHOR),
    st.sampled_from((0, 3)),
    made_at=st.just(nasty.NOW),
    solved_at=moments,
    id=nasty.ids(),
)
post = st.builds(QuestionPost, asked, topic, st.just(""))
delivered = st.one_of(st.none(), nasty.deliveries())
left = st.lists(nasty.deliveries(), max_size=2)
own = st.builds(
    OwnQuestion, asked, topic, delivered, st.sampled_from((0, nasty.AUTHOR)), nasty.ids(), st.just("en")
)
gone = st.builds(WithdrawnQuestion, asked)
typed = st.builds(Typed, nasty.texts(GOAL), nasty.texts(ROOM), nasty.texts(ROOM), LINKS, st.integers(0, 99))
kept = st.builds(Kept, asked, st.just(()), st.just("https://discord.com/channels/1/2/3"), topic)
alike = st.lists(kept, min_size=1, max_size=3, unique_by=lambda each: each.question.id)
pages = st.lists(asked, max_size=20, unique_by=lambda each: each.id).map(tuple)
mine = st.builds(MyQuestions, pages, st.sampled_from((0, 20)), st.booleans())
nobody: dict[int, str] = {}
servers = st.one_of(st.just(nobody), st.fixed_dictionaries({1: nasty.texts(100)}))
url = st.just("https://discord.com/channels/1/2/3")
told = st.builds(AskedLine, asked, st.booleans(), topic, url)
labels = nasty.names(40)
refused = st.one_of(
    st.builds(model.QuestionTooLong, st.integers(1, 4000)),
    st.builds(
        model.PartMissing,
        st.sampled_from(("goal", "tried", "question", "answer", "about", "need", "thanks", "name")),
    ),
    st.builds(model.WordsRefused, st.just("secret"), st.sampled_from(("GitHub", "private key"))),
    st.builds(model.WordsRefused, st.just("word"), nasty.names(REFUSED_WORD)),
    st.just(model.WordsRefused("stopped")),
    st.builds(
        model.LinkRefused,
        st.sampled_from(("scheme", "host", "length", "credentials", "invite", "broken")),
    ),
    st.sampled_from((model.QuestionGone(), model.AnswerGone(), model.TimedOut())),
)

VIEWS: Views = {
    ways.ask_home: (),
    ways.compose: (),
    ways.my_questions: (),
    ways.question: (nasty.ids(), labels),
    asking.help_line: (),
    asking.mine: (),
    asking.ask_card: (
        st.lists(own, max_size=3),
        st.lists(asked, max_size=30, unique_by=lambda each: each.id),
    ),
    asking.goal_text: (asked,),
    asking.question_form: (typed, several),
    asking.similar_card: (asked, alike),
    asking.my_questions_card: (mine, servers, st.sampled_from(("", ways.MINE))),
    asking.asked_line: (told, nasty.texts(100)),
    asking.asked_name: (),
    asking.not_posted_line: (asked,),
    asking.not_posted_name: (),
    asking.replied_line: (asked, url),
    asking.replied_name: (),
    asking.asked_card: (asked, topic, nasty.texts(100)),
    asking.talk_card: (nasty.ids(), st.one_of(st.none(), nasty.ids())),
    questions.post_of_question: (post,),
    questions.question_text: (post,),
    questions.thread_name: (post,),
    questions.removed_name: (),
    questions.own_question: (own, languages),
    questions.standing: (own,),
    questions.own_buttons: (own,),
    questions.composed: (),
    questions.kept: (),
    questions.hidden: (gone, left),
    questions.posted: (own,),
    questions.sent: (own, nasty.texts(100)),
    questions.changed: (own,),
    questions.change_text: (own,),
    questions.solved: (own,),
    questions.deleted: (gone, left),
    questions.deleted_meanwhile: (asked,),
    questions.given_back: (asked,),
    asking_refusals.refusal: (refused,),
}
# A thread's name, and what stands inside a card.
PARTS = (
    *(ways.ask_home, ways.compose, ways.my_questions, ways.question, asking.goal_text),
    *(questions.thread_name, questions.own_buttons),
)
