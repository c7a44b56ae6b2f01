"""The public words of a share: all that was typed is there, its link as it is, whatever it was."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.core.lang import get_lang
from bot.core.text import units
from bot.showcase.model.refusals import TooLong
from bot.showcase.model.values import Content, Kind, Share, State, Unfurl
from bot.showcase.service.guarding import check_room
from bot.showcase.service.posting import SharePost
from cogs.showcase.views import posts
from tests.tree import nasty
from tests.tree.rendered import squashed, words_of
from tests.tree.viewed.sharing import shares

LANG = get_lang("en-US")
PARENT = "https://discord.com/channels/1/2/3"


def post(share: Share, parent_url: str = "") -> SharePost:
    return SharePost(share, None, "", "UTC", parent_url, None)


def made(**typed: object) -> Share:
    content = Content(**typed)  # type: ignore[arg-type]
    return Share(1, 100, 11, State.POSTED, content, author="Ana")


@given(shares(), st.sampled_from(("", PARENT)))
def test_nothing_is_cut_of_what_may_be_shared(share: Share, parent_url: str) -> None:
    try:
        check_room(share.content)
    except TooLong:
        return
    said = posts.share_card(post(share, parent_url), LANG).text
    assert squashed(share.content.link) in squashed(said)
    for typed in (share.content.title, share.content.text):
        assert not [word for word in words_of(typed) if word not in squashed(said)]


@given(shares())
def test_a_threads_name_is_short_and_can_be_sent(share: Share) -> None:
    name = posts.thread_name(share, LANG)
    assert 1 <= units(name) <= 100
    assert name == name.strip()
    name.encode()


def test_each_kind_is_said_in_words() -> None:
    firsts = {posts.share_text(made(kind=kind, text="It works."), "", LANG).splitlines()[0] for kind in Kind}
    assert len(firsts) == len(Kind)
    assert all(each.startswith("<@11> ") for each in firsts)


def test_a_link_alone_is_a_share() -> None:
    share = made(link="https://leaves.example/a_b_c")
    assert posts.share_text(share, "", LANG) == "<@11> shares something\nhttps://leaves.example/a_b_c"


def test_it_says_what_it_was_adapted_from() -> None:
    child = dataclasses.replace(made(text="Mine."), adapted=True)
    assert posts.share_card(post(child, PARENT), LANG).text.endswith(f"\nAdapted from {PARENT}")
    assert posts.share_card(post(child), LANG).text.endswith("\nAdapted from an earlier project")


def test_its_name_is_its_title_its_pages_its_words_its_link() -> None:
    page = Unfurl(title="Leaves")
    named = made(title="Tomato", text="Words here", link="https://x.example/")
    assert posts.thread_name(named, LANG) == "Tomato"
    untitled = made(text="Words\n here", link="https://x.example/")
    assert posts.thread_name(dataclasses.replace(untitled, unfurl=page), LANG) == "Leaves"
    assert posts.thread_name(untitled, LANG) == "Words here"
    assert posts.thread_name(made(link="https://x.example/"), LANG) == "https://x.example/"


def test_the_drawn_card_says_in_words_what_it_shows() -> None:
    share = made(title="Tomato", text="Sick or not?", kind=Kind.PROJECT)
    (file,) = posts.share_card(post(share), LANG, b"png").files
    assert file.alt == "A card for “Tomato” by Ana. Sick or not?"
    drawn = posts.drawing(post(share), nasty.NOW, LANG)
    assert (drawn.title, drawn.author, drawn.text) == ("Tomato", "Ana", "Sick or not?")


def test_a_card_says_the_same_sentence_once() -> None:
    now = datetime(2026, 1, 5, 12, tzinfo=UTC)
    words = made(kind=Kind.PROJECT, text="It tells\ndogs from cats")
    drawn = posts.drawing(post(words), now, LANG)
    assert (drawn.title, drawn.text) == ("It tells dogs from cats", "")
    card = posts.share_card(post(words), LANG, b"png")
    assert card.files[0].alt == "A card for “It tells dogs from cats” by Ana."
    named = dataclasses.replace(words, unfurl=Unfurl("ana/dogs"))
    assert posts.drawing(post(named), now, LANG).text == words.content.text
