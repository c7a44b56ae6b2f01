"""Proves the promises on everything that the bot says in a week: no reproach, no number about a person, few lines."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest

from bot.core.db import migrate
from tests.tree.week import WRITTEN, Said, Week, play
from tests.tree.words import never_said

MONTHS = "January|February|December|Jan|Feb|Dec"
NO_COUNT = re.compile(
    r"<t:\d+:\w>|<[@#]\d+>|https://discord\.com/channels/[\d/]+"  # times and ids
    rf"|\b\d{{1,2}} (?:{MONTHS})\b|\b\d\d:\d\d\b"
)
# Settings for organisers say more at once; nothing there is about a person.
LONGER = ("**Status**", "asks, in this order:")
LINES = 6


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    """The week, played once."""
    url = f"sqlite:///{tmp_path_factory.mktemp('week') / 'compound.sqlite3'}"
    migrate(url)
    return asyncio.run(play(url))


def ours(text: str) -> str:
    """A text without what its author wrote."""
    text = text.replace("\u200b", "")  # which takes a member's mention apart
    for line in sorted({line for written in WRITTEN for line in written.split("\n") if line}, key=len)[::-1]:
        text = text.replace(line, "…")
    return text


def texts(week: Week) -> Iterator[tuple[Said, str]]:
    """Every text with what said it, members' words taken out."""
    for said in week.said:
        for text in (said.text, *said.labels):
            yield said, ours(text)


def test_the_week_had_everything_in_it(week: Week) -> None:
    spoken = "\n".join(said.text for said in week.said)
    for sign in (
        "A little is a full answer", "did a little today", "This is how it would look", "Kept.", "Changed",
        "Deleted", "Discarded", "in short**", "for Monday", "One word in any field", "This is finished",
        "What I store about you", "Several places fit", "not a post of yours", "no standup here yet",
    ):  # fmt: skip
        assert sign in spoken, sign


def test_no_word_reproaches_counts_or_compares(week: Week) -> None:
    found = [f"{word}: {text!r}" for _, text in texts(week) for word in never_said(text, "en")]
    assert not found, "\n".join(found)


def test_no_number_about_anybody_is_public(week: Week) -> None:
    found = [
        f"{said.where}: {text!r}"
        for said, text in texts(week)
        if said.public and re.search(r"\d", NO_COUNT.sub("", text))
    ]
    assert not found, "\n".join(found)


def test_nobody_is_named_but_beside_what_they_wrote(week: Week) -> None:
    for said in week.said:
        if said.public:
            named = {name for name, id_ in week.people.items() if f"<@{id_}>" in said.text}
            lines = [line for line in said.text.split("\n") if "<@" in line]
            beside = any(line in said.text for written in WRITTEN for line in written.split("\n") if line)
            assert not named or beside or "did a little" in said.text, said
            assert "eve" not in named, said
            assert "robin" not in named, said
            assert all(line.count("<@") == 1 for line in lines), said


def test_a_private_answer_names_nobody_else(week: Week) -> None:
    for said in week.said:
        if not said.public:
            named = {name for name, id_ in week.people.items() if f"<@{id_}>" in said.text}
            assert len(named) <= 1, said
            assert "eve" not in named, said


def test_a_card_has_few_lines(week: Week) -> None:
    for said in week.said:
        lines = [
            line
            for line in ours(said.text).split("\n")
            # A member's own text, and the line that says whose it is.
            if line.strip() and "…" not in line and not re.fullmatch(r"(?:- )?<@\d+>.*", line)
        ]
        if not any(sign in said.text for sign in LONGER):
            assert len(lines) <= LINES, (said.where, said.text)


def test_one_button_matters_first(week: Week) -> None:
    for said in week.said:
        assert said.primary <= 1, said
