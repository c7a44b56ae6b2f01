"""Owns what the views of competitions that everybody sees are given: cards, lists, and how facts of one are told."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.competitions.model import categories
from bot.competitions.model.values import LISTED, METRIC, REWARD, TITLE, Competition, Form, Phase, Post
from bot.competitions.service.posting import PostWork
from bot.deliveries.model import Delivery
from cogs.competitions.views import facts, posts
from tests.tree import nasty
from tests.tree.viewed import Views

slugs = st.one_of(
    st.integers(0, 9).map(lambda number: f"invented-{number}"),
    st.integers(0, 9).map(lambda number: f"{number}-{'x' * 198}"),
)
instants = st.none() | st.just(nasty.NOW)
category = st.one_of(st.sampled_from(("", "Featured", "inClass", *categories.ALL)), nasty.names(100))


def competitions(slug: st.SearchStrategy[str] = slugs) -> st.SearchStrategy[Competition]:
    """What Kaggle may list at worst."""
    return st.builds(
        Competition,
        slug,
        nasty.names(TITLE),
        category,
        st.one_of(st.just(""), nasty.names(REWARD)),
        st.one_of(st.just(""), nasty.names(METRIC)),
        enabled_at=instants,
        deadline=instants,
        entry_deadline=instants,
        merger_deadline=instants,
        daily_submissions=st.none() | st.integers(0, 100),
        team_size=st.none() | st.integers(1, 100),
        notebooks_only=st.booleans(),
        submissions_closed=st.booleans(),
        id=nasty.ids(),
        phase=st.sampled_from(Phase),
    )


def _work(claimed: Delivery, form: Form, shown: list[Competition], more: bool) -> PostWork:
    post = Post(claimed.subject_id, claimed.guild_id, form, tuple(each.slug for each in shown), nasty.NOW)
    return PostWork(claimed, post, tuple(shown), more)


several = st.lists(competitions(), min_size=1, max_size=LISTED, unique_by=lambda each: each.slug)
lists = st.builds(_work, nasty.deliveries(), st.sampled_from((Form.FIRST, Form.MORE)), several, st.booleans())
cards = st.builds(
    _work, nasty.deliveries(), st.just(Form.CARD), competitions().map(lambda each: [each]), st.just(False)
)
works = st.one_of(lists, cards)

VIEWS: Views = {
    posts.post_card: (works,),
    posts.post_mark: (works.map(lambda each: each.post),),
    facts.title_link: (competitions(), st.sampled_from((facts.TITLE, 250))),
    facts.category_name: (category,),
    facts.heading: (competitions(),),
    facts.reward: (competitions(),),
    facts.lines: (competitions(),),
    facts.mark: (competitions(),),
    facts.plain_title: (competitions(),),
    facts.option: (competitions(), st.just("invented-1")),
}
PARTS = (posts.post_mark, facts.plain_title)
