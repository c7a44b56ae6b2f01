"""Owns what the views of being stuck, of lending a hand, of replies and of rhythm are given."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.shell.cards import Button, Card
from bot.standups.model import HELP
from bot.standups.model.blockers import (
    Blocker,
    BlockerOver,
    NobodyOffers,
    NothingStuck,
    NothingToShow,
    NotShown,
    Stage,
)
from bot.standups.model.rhythm import Rhythm
from bot.standups.service.blockers import SHOWN, Aftermath, Open, Routed
from bot.standups.service.hands import HandPost
from bot.standups.service.helping import Offered, Request
from cogs.standups.views import blockers, helping, rhythm
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.topics import lists, topics

URL = "https://discord.com/channels/9223372036854775807/9223372036854775807/9223372036854775807"
urls = st.sampled_from(("", URL))
topic = st.one_of(st.none(), topics())
answer = st.builds(Card, st.just("Posted."), st.just(((Button("Edit", "standups:edit:1"),),)))


def stuck() -> st.SearchStrategy[Blocker]:
    """Somebody who is stuck, with or without a thread."""
    thread = st.one_of(st.none(), nasty.ids())
    ids = [nasty.ids() for _ in range(2)]
    return st.builds(
        Blocker,
        *ids,
        nasty.ids(),
        st.just(nasty.AUTHOR),
        nasty.ids(),
        nasty.ids(),
        st.sampled_from(Stage),
        st.just(nasty.NOW),
        st.none(),
        thread,
    )


def still() -> st.SearchStrategy[Open]:
    """Something that is still open."""
    return st.builds(Open, stuck(), nasty.entries(1500), topic)


def aftermaths() -> st.SearchStrategy[Aftermath]:
    """All that can be said after somebody posted."""
    return st.builds(Aftermath, st.booleans(), st.booleans(), st.one_of(st.none(), still()))


def requests() -> st.SearchStrategy[Request]:
    """Somebody's words as those who are asked see them."""
    return st.builds(Request, stuck(), topic, nasty.answers(1500), urls, st.just(()), st.booleans())


def offers() -> st.SearchStrategy[Offered]:
    """Somebody can help."""
    return st.builds(Offered, stuck(), topic, st.just((nasty.AUTHOR,)))


def hands() -> st.SearchStrategy[HandPost]:
    """The message that opens a thread."""
    delivery = nasty.deliveries().filter(lambda each: each.kind != HELP)
    return st.builds(HandPost, delivery, stuck(), topic, nasty.standups(), st.just(""), urls)


REFUSED = [
    BlockerOver(),
    BlockerOver(own=True),
    NobodyOffers(),
    NotShown(),
    NotShown(unseen=True),
    NothingStuck(),
    NothingToShow(),
]
entries = st.lists(nasty.entries(300), max_size=15, unique_by=lambda each: each.id)

VIEWS: Views = {
    blockers.afterwards: (answer, nasty.ids(), aftermaths(), lists()),
    blockers.routed_card: (st.builds(Routed, still(), st.booleans()),),
    blockers.finished_card: (stuck(), st.sampled_from((Stage.SOLVED, Stage.DROPPED))),
    blockers.add_open: (answer, st.booleans()),
    blockers.open_cards: (st.lists(still(), max_size=SHOWN),),
    blockers.offered_cards: (offers(), st.dictionaries(nasty.ids(), nasty.texts(100), max_size=3)),
    blockers.offer_line: (offers(),),
    blockers.offer_button: (nasty.ids(),),
    blockers.offer_name: (),
    blockers.blocker_refusal: (st.sampled_from(REFUSED),),
    helping.help_line: (requests(),),
    helping.help_button: (nasty.ids(),),
    helping.help_name: (),
    helping.request_cards: (requests(), nasty.texts(100)),
    helping.thanks_card: (st.one_of(st.none(), nasty.ids()), nasty.ids(), nasty.ids()),
    helping.passed_card: (),
    helping.hand: (hands(),),
    helping.hand_thread_name: (hands(),),
    helping.reply_line: (st.just(nasty.NOW.date()), st.just(URL)),
    helping.reply_name: (),
    rhythm.mine_section: (),
    rhythm.rhythm_card: (st.sampled_from(Rhythm),),
    rhythm.look_back_card: (entries, st.booleans()),
}
