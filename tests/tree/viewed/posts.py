"""Owns what the views of public posts of shares are given."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.core.lang import get_lang
from bot.showcase.drawing import Drawing
from bot.showcase.model.values import Settings
from bot.showcase.service.posting import SharePost
from cogs.showcase.views import posts, tags
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.sharing import shares

LANG = get_lang("en-US")
places = st.builds(Settings, nasty.ids(), nasty.ids(), st.booleans())
addresses = st.sampled_from(("", "https://discord.com/channels/" + "/".join(["9" * 19] * 3)))
shown = st.builds(
    SharePost,
    shares(),
    st.none() | places,
    st.just(""),
    st.just("UTC"),
    addresses,
    st.none() | nasty.deliveries(),
)
drawings = st.builds(Drawing, nasty.texts(), nasty.names(60), nasty.names(20), nasty.texts())
parents = st.builds(posts.parent_line, shares(), addresses, st.just(LANG))

VIEWS: Views = {
    posts.share_card: (shown,),
    posts.helped_id: (nasty.ids(),),
    posts.share_text: (shares(), parents),
    posts.parent_line: (shares(), addresses),
    posts.thread_name: (shares(),),
    posts.forum_post: (shares(),),
    posts.drawing: (shown, st.just(nasty.NOW)),
    posts.picture_name: (drawings,),
    posts.removed_name: (),
    tags.folded: (nasty.names(100),),
    tags.tags_of: (),
}
PARTS = (
    *(posts.helped_id, posts.thread_name, posts.forum_post, posts.drawing, posts.picture_name),
    *(tags.folded, tags.tags_of),
)
