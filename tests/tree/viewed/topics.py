"""Owns what the views of topics are given."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.communities.model import (
    MOST_TOPICS,
    STARTING_TOPICS,
    TOPIC_NAME,
    AuditLine,
    LastTopic,
    Topic,
    TopicGone,
    TopicRefused,
    TopicsFull,
)
from bot.communities.service.topics import Helping
from bot.core.lang import get_lang
from cogs.communities.views import topics as views
from tests.tree import nasty
from tests.tree.viewed import Views


def topics() -> st.SearchStrategy[Topic]:
    """A topic that came with the bot, or one of the server's own."""
    key = st.builds(Topic, nasty.ids(), nasty.ids(), st.sampled_from(STARTING_TOPICS))
    own = st.builds(Topic, nasty.ids(), nasty.ids(), st.just(""), nasty.names(TOPIC_NAME))
    return st.one_of(key, own)


def lists() -> st.SearchStrategy[list[Topic]]:
    """A server's topics."""
    return st.lists(topics(), min_size=1, max_size=MOST_TOPICS, unique_by=lambda each: each.id)


def helping() -> st.SearchStrategy[Helping]:
    """All of them chosen, or none."""
    everything = lists().map(lambda found: Helping(tuple(found), frozenset(each.id for each in found)))
    return st.one_of(everything, lists().map(lambda found: Helping(tuple(found), frozenset())))


def lines() -> st.SearchStrategy[AuditLine]:
    """A line of the record about a topic."""
    named = st.fixed_dictionaries({"name": nasty.names(TOPIC_NAME)})
    keyed = st.fixed_dictionaries({"name": st.just(""), "key": st.sampled_from(STARTING_TOPICS)})
    detail = st.one_of(named, keyed)
    return st.builds(
        AuditLine, st.just(nasty.NOW), st.just(nasty.AUTHOR), st.just("communities.topic"), detail
    )


languages = st.sampled_from([get_lang("en-US"), get_lang("de")])
refused = st.one_of(
    st.sampled_from([LastTopic(), TopicGone(), TopicsFull(MOST_TOPICS)]),
    st.builds(TopicRefused, nasty.texts(), st.booleans()),
)

VIEWS: Views = {
    views.setup_section: (),
    views.topics_card: (lists(),),
    views.topic_card: (topics(),),
    views.topic_form: (st.one_of(st.none(), topics()), languages),
    views.mine_section: (),
    views.helping_card: (helping(), st.booleans()),
    views.helping_elsewhere: (st.booleans(),),
    views.topic_added: (lines(),),
    views.topic_renamed: (lines(),),
    views.topic_removed: (lines(),),
    views.topic_refusal: (refused,),
}
