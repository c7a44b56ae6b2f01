"""Proves that the bot never says a word that counts, compares or reproaches, in any of its languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.tree.source import ROOT, Sentence, sentences, sources
from tests.tree.words import NEVER_SAID, never_said

CATALOGUES = sorted((ROOT / "bot" / "locale").glob("*/LC_MESSAGES/*.po"))


def language_of(catalogue: Path) -> str:
    """Returns the language of a catalogue's folder without its region: `es_MX` is Spanish."""
    return catalogue.parents[1].name.partition("_")[0]


def translated(catalogue: Path) -> list[Sentence]:
    """Returns every translation of a catalogue."""
    with catalogue.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    return [
        Sentence(f"{catalogue.name}: {message.id!r}", text)
        for message in messages
        for text in ([message.string] if isinstance(message.string, str) else message.string or ())
    ]


def test_english_never_says_them() -> None:
    spoken = [
        sentence for source in sources("bot", "cogs") for sentence in sentences(source.tree, source.name)
    ]
    assert spoken, "no sentence found: does the bot still speak through gettext?"
    found = [
        f"{sentence.where} says {word!r}: {sentence.text!r}"
        for sentence in spoken
        for word in never_said(sentence.text, "en")
    ]
    assert not found, "\n".join(found)


def test_translations_never_say_them() -> None:
    found = [
        f"{sentence.where} says {word!r}: {sentence.text!r}"
        for catalogue in CATALOGUES
        for sentence in translated(catalogue)
        for word in never_said(sentence.text, language_of(catalogue))
    ]
    assert not found, "\n".join(found)


def test_every_translation_has_its_list() -> None:
    assert {language_of(catalogue) for catalogue in CATALOGUES} <= NEVER_SAID.keys()


def test_translations_are_read(tmp_path: Path) -> None:
    catalogue = tmp_path / "es" / "LC_MESSAGES" / "compound.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "Well done"\nmsgstr "¡Qué racha!"\n', encoding="utf-8")
    (sentence,) = translated(catalogue)
    assert never_said(sentence.text, language_of(catalogue)) == ["racha"]


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("You keep a streak", "en", ["streak"]),
        ("You still haven’t\nwritten", "en", ["still haven't"]),
        ("RANKED first", "en", ["ranked"]),
        ("Stop. A topic, a desktop, an optimiser; the mission goes on.", "en", []),
        ("Die SERIE hält", "de", ["Serie"]),
        ("Aún no has escrito", "es", ["aún no has"]),
    ],
)
def test_whole_words_are_found_and_nothing_else(text: str, language: str, words: list[str]) -> None:
    assert never_said(text, language) == words


def test_sentences_are_found_where_people_read_them() -> None:
    tree = ast.parse(
        "_('one'); lang.gettext('two'); lang.ngettext('three', 'four', n); pgettext('menu', 'five')\n"
        "Button(label='six'); command(description='seven'); log.info('never shown', title=name)\n"
    )
    assert [(sentence.where, sentence.text) for sentence in sentences(tree, "views.py")] == [
        *(("views.py:1", text) for text in ("one", "two", "three", "four", "five")),
        *(("views.py:2", text) for text in ("six", "seven")),
    ]
