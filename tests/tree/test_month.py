"""Proves promises 1, 2 and 3 on everything that the bot says in a month of thirty people."""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.core.db import migrate
from tests.tree.month import Month, play
from tests.tree.test_words_said import NO_COUNT
from tests.tree.words import never_said

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """The month, played once."""
    url = f"sqlite:///{tmp_path_factory.mktemp('month') / 'compound.sqlite3'}"
    migrate(url)
    return asyncio.run(play(url))


def ours(text: str, month: Month) -> str:
    """A text without what members wrote."""
    for written in month.written:
        text = text.replace(written, "…")
    return text


def test_the_month_had_everything_in_it(month: Month) -> None:
    public = "\n".join(each.text for each in month.said if each.public)
    private = "\n".join(each.text for each in month.said if not each.public)
    for sign in (
        "A little is a full answer",
        "did a little today",
        "could use a hand with",
        "rests: it was quiet lately",
        "week",
    ):
        assert sign in public, sign
    for sign in ("finding it again", "Your inbox", "You are away until", "Thank you!", "Deleted"):
        assert sign in private, sign
    assert "Here is what came in for you" in public  # a direct message is a channel's, too


def test_nothing_public_has_a_number_about_anybody_or_a_word_of_the_list(month: Month) -> None:
    for each in month.said:
        for text in (each.text, *each.labels):
            plain = ours(text, month)
            assert not never_said(plain, "en"), plain
            if each.public:
                assert not re.search(r"\d", NO_COUNT.sub("", plain)), plain


def test_who_never_wrote_is_named_nowhere(month: Month) -> None:
    silent = {month.people[name] for name in month.silent}
    for each in month.said:
        found = {int(id_) for id_ in re.findall(r"<@(\d+)>", each.text)}
        assert not found & silent, each


def test_nobody_is_named_but_beside_what_they_did(month: Month) -> None:
    did = ("did a little", "could use a hand", "…")
    for each in month.said:
        if each.public:
            for line in ours(each.text, month).split("\n"):
                if "<@" in line and not any(sign in line for sign in did):
                    assert re.fullmatch(r"<@\d+>( · for \w+)?", line), each
