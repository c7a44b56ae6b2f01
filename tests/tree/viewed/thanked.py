"""Owns what the views of thank-yous, of talk about shares and of shares one may like are given."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.showcase.model.typing import Typed
from bot.showcase.model.values import WORD, Content, Kind, Said, Share, State, Unfurl, Word
from bot.showcase.service.quiet import Suggested
from bot.showcase.service.thanking import Thanks
from cogs.showcase.views import apps, quiet, talking, thanks
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.stuck import URL, urls
from tests.tree.viewed.topics import lists, topics


def said() -> st.SearchStrategy[Said]:
    """A thank-you; its sender is the one person whom a view may name."""
    return st.builds(
        Said,
        id=nasty.ids(),
        guild_id=nasty.ids(),
        share_id=st.one_of(st.none(), nasty.ids()),
        word=st.just(Word.THANKS),
        from_id=st.just(nasty.AUTHOR),
        to_id=st.just(nasty.AUTHOR),
        text=nasty.names(WORD),
        url=urls,
        at=st.just(nasty.NOW),
    )


def shared() -> st.SearchStrategy[Share]:
    """A post of which only what it is called matters."""
    content = st.builds(Content, st.sampled_from(Kind), nasty.texts(150), nasty.texts(1000), nasty.texts(512))
    ids = [nasty.ids() for _ in range(2)]
    unfurl = st.builds(Unfurl, nasty.texts(300))
    return st.builds(
        Share,
        *ids,
        st.just(nasty.AUTHOR),
        st.just(State.POSTED),
        content,
        channel_id=nasty.ids(),
        unfurl=unfurl,
    )


page = st.lists(said(), max_size=20, unique_by=lambda each: each.id)

typed = st.builds(Typed, nasty.texts(512), nasty.texts(1000))

VIEWS: Views = {
    apps.message_share_form: (typed, lists(), st.booleans()),
    thanks.share_form: (nasty.ids(),),
    thanks.message_form: (nasty.ids(), nasty.ids(), nasty.ids()),
    thanks.sent_card: (said(),),
    thanks.unsaid_card: (nasty.names(WORD),),
    thanks.line: (nasty.texts(100), said()),
    thanks.read_button: (nasty.ids(),),
    thanks.thanks_name: (),
    thanks.thanks_card: (st.builds(Thanks, said(), urls), nasty.texts(100)),
    thanks.quoted: (nasty.texts(WORD),),
    thanks.list_button: (),
    thanks.mine: (st.booleans(),),
    thanks.list_card: (page, st.booleans()),
    talking.talk_card: (shared(), st.one_of(st.none(), nasty.ids())),
    talking.reply_line: (shared(), st.just(URL)),
    talking.reply_name: (),
    quiet.quiet_line: (st.builds(Suggested, topics(), st.just(URL)),),
    quiet.quiet_name: (),
}
