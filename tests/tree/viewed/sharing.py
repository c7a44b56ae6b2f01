"""Owns what the views of sharing are given: the form, the preview, one's own shares, what is refused."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.communities.model import REFUSED_WORD, Topic
from bot.shell.cards import Card
from bot.showcase.model import refusals as model
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import DONE_WHEN, TEXT, TITLE, Content, Kind, Share, State, Unfurl
from bot.showcase.service.adapting import Adaptable
from bot.showcase.service.publishing import Removed, Updated
from cogs.showcase.views import adapting, gone, member, mine, refusals
from tests.tree import nasty
from tests.tree.viewed import Views

LINKS = st.sampled_from(("", "https://example.org/", "https://example.org/" + "a" * 492))
draft = st.one_of(st.just(0), nasty.ids())
delivered = st.one_of(st.none(), nasty.deliveries())
# A title alone, a text alone or a link alone is a share; here each has a text.
contents = st.builds(
    Content, st.sampled_from(Kind), nasty.texts(TITLE), nasty.names(TEXT), LINKS, nasty.ids()
)
typed = st.builds(
    Typed,
    link=nasty.texts(512),
    text=nasty.texts(TEXT),
    title=nasty.texts(TITLE),
    kind=st.one_of(st.none(), st.sampled_from(Kind)),
    topic_id=st.integers(0, 4),
)
topics = st.lists(
    st.builds(Topic, st.integers(1, 99), st.just(1), st.sampled_from(("", "python")), nasty.names(60)),
    max_size=25,
    unique_by=lambda each: each.id,
)


def shares() -> st.SearchStrategy[Share]:
    """A share whose author typed the worst."""
    return st.builds(
        Share,
        nasty.ids(),
        nasty.ids(),
        st.just(nasty.AUTHOR),
        st.sampled_from(State),
        contents,
        author=nasty.names(32),
        done_when=nasty.texts(DONE_WHEN),
        adapted=st.booleans(),
        channel_id=nasty.ids(),
        unfurl=st.builds(Unfurl, nasty.texts(300)),
        posted_at=st.just(nasty.NOW),
    )


listed = st.builds(
    Share,
    nasty.ids(),
    st.just(1),
    st.just(nasty.AUTHOR),
    st.sampled_from(State),
    st.builds(Content, title=nasty.texts(TITLE), text=nasty.names(300)),
    author=nasty.names(32),
)
several = st.lists(listed, max_size=5, unique_by=lambda each: each.id)
post = st.builds(Card, st.sampled_from(("A short post", "x" * 2000)))
left = st.lists(nasty.deliveries(), max_size=2)
refused = st.one_of(
    st.builds(model.NoShowcase, st.booleans()),
    st.builds(model.NothingShared, draft),
    st.builds(
        model.LinkRefused,
        st.sampled_from(("scheme", "host", "length", "credentials", "invite", "broken")),
        draft,
    ),
    st.builds(model.SecretFound, st.sampled_from(("Hugging Face", "private key")), draft, st.booleans()),
    st.builds(model.TooLong, draft),
    st.builds(model.WordRefused, nasty.names(REFUSED_WORD), draft, st.booleans()),
    st.builds(model.SharesStopped, draft, st.booleans()),
    st.builds(model.MayNotShare, nasty.ids(), draft),
    st.builds(model.SharedBefore, nasty.ids(), nasty.ids()),
    st.builds(model.NoReaders, draft),
    st.builds(model.Circular, draft),
    st.builds(model.NoSuchPost, draft),
    st.builds(model.NotThanked, st.sampled_from(("self", "bot", "nobody", "left", "recently", "empty"))),
    st.builds(model.ShareGone, st.booleans()),
    st.sampled_from([model.TimedOut(), model.NotYours(), model.NothingToReport()]),
)

VIEWS: Views = {
    member.kind_name: (st.sampled_from(Kind),),
    member.share_form: (st.just("showcase:typed"), typed, topics),
    member.done_form: (shares(),),
    member.preview: (shares(), post),
    member.own_card: (shares(), post, delivered, topics),
    member.own_buttons: (shares(),),
    member.posted: (shares(), delivered),
    member.welcome: (nasty.ids(), st.booleans()),
    member.changed: (shares(), delivered),
    member.kept: (),
    member.changed_before_readers: (),
    gone.confirm_unpost: (shares(),),
    gone.unposted: (left,),
    gone.deleted: (st.builds(Removed, shares(), st.just(()), st.booleans()), left),
    gone.replaced: (st.builds(Updated, shares(), shares(), st.just(())),),
    gone.deleted_meanwhile: (shares(),),
    gone.given_back: (contents, nasty.texts(DONE_WHEN)),
    mine.help_line: (),
    mine.mine: (),
    mine.my_shares: (several, st.booleans(), st.just({1: "Learners"})),
    refusals.refusal: (refused,),
    refusals.kept_for_later: (post.map(lambda card: Card(card.text[:100])), nasty.ids()),
    adapting.choose_card: (st.builds(Adaptable, shares(), several.map(tuple)),),
    adapting.paste_form: (nasty.ids(),),
    adapting.adapted: (shares(),),
}
