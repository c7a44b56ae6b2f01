"""Proves that all that is said is said in each language: extracted, translated in full, short enough, true to the English."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from bot.core.lang import CATALOGUES, Lang, get_lang
from bot.core.text import units
from tests.tree.conftest import Command
from tests.tree.source import ROOT, SPOKEN, Source, sentences, sources
from tests.tree.spoken import handed
from tests.tree.test_commands import kind

LANGUAGES = ("de", "es")
DISCORDS = {"de": ("de",), "es": ("es-ES", "es-419")}
MESSAGE = 3
# What a language writes around somebody's words; the English catalogue is the code.
FOREIGN_QUOTES = {"de": "”«»\"'", "es": "“”„\"'"}
SAID_IN = ("cogs", "bot.shell")
ONLY_OPERATORS = ("bot.shell.diagnosis", "bot.shell.run", "bot.shell.logs")  # they read English


def path_of(code: str) -> Path:
    """Returns where a language's catalogue is."""
    return CATALOGUES / code / "LC_MESSAGES" / "compound.po"


def catalogue(code: str) -> Catalog:
    """Returns a language's catalogue."""
    with path_of(code).open("rb") as file:
        return read_po(file, locale=code)


def forms(message: Message) -> list[tuple[str, str]]:
    """Returns each English form of a message with its translation."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return list(zip(message.id, message.string or (), strict=True))


def messages(code: str) -> list[Message]:
    """Returns all that a catalogue translates."""
    return [message for message in catalogue(code) if message.id]


def extracted() -> set[tuple[str, ...]]:
    """Returns what `make words` finds in the code, with the mapping of pyproject.toml."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (mapping,) = configuration["tool"]["babel"]["mappings"]
    keywords = DEFAULT_KEYWORDS | parse_keywords(mapping["keywords"])
    method = [(mapping["pattern"], mapping["method"])]
    found = set()
    for package in ("bot", "cogs"):
        for _file, _line, said, _comments, _context in extract_from_dir(
            ROOT / package, method_map=method, keywords=keywords
        ):
            found.add((said,) if isinstance(said, str) else tuple(said))
    return found


def placeholders(text: str) -> set[str]:
    """Returns the names in braces; ValueError when a brace is left open."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_language_of_the_catalogues_is_proved_here() -> None:
    assert {path.parts[-3] for path in CATALOGUES.glob("*/LC_MESSAGES/*.po")} == set(LANGUAGES)


def spoken_sources() -> Iterator[Source]:
    """Yields the modules that make what people read."""
    for source in sources("bot", "cogs"):
        if source.within(*SAID_IN) and not source.within(*ONLY_OPERATORS):
            yield source


def test_all_that_goes_through_gettext_is_extracted() -> None:
    # babel reads tokens: of a call inside an f-string it sees nothing before Python 3.12.
    plain = {said for each in extracted() for said in each}
    unseen = {
        sentence.where: sentence.text
        for source in sources("bot", "cogs")
        for sentence in sentences(source.tree, source.name)
        if sentence.text in translated_in(source.tree) and sentence.text not in plain
    }
    assert not unseen, f"give it a line of its own, outside the f-string: {unseen}"


def translated_in(tree: ast.Module) -> set[str]:
    """Returns the literals that a module hands to gettext."""
    return {
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for argument in translated_arguments(node)
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def translated_arguments(call: ast.Call) -> list[ast.expr]:
    """Returns the arguments of a call that gettext looks up."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return [call.args[place] for place in SPOKEN.get(name, ()) if place < len(call.args)]


def test_only_literals_are_translated() -> None:
    # What is put together first is in no catalogue.
    found = [
        f"{source.name}:{node.lineno}"
        for source in sources("bot", "cogs")
        if not source.within("bot.core.lang", "bot.shell.translator")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        for argument in translated_arguments(node)
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str))
    ]
    assert not found, f"translate the literal, then format it: {found}"


def test_nothing_is_shown_that_was_not_translated() -> None:
    found = [
        f"{where}: {sorted(texts.loose)}"
        for source in spoken_sources()
        for where, _limit, texts in handed(source.tree, source.name)
        if texts.loose
    ]
    assert not found, "\n".join(found)


def test_no_sentence_stands_in_a_view_outside_gettext() -> None:
    found = []
    for source in spoken_sources():
        if "views" not in source.module.split("."):
            continue
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        said = translated_in(source.tree)
        found += [
            f"{source.name}:{node.lineno}: {node.value!r}"
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
            if re.search(r"[^\W\d_]{2} +[^\W\d_]", node.value) and node.value not in said
        ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("code", LANGUAGES)
def test_everything_is_translated_and_nothing_else(code: str) -> None:
    there = {(each.id,) if isinstance(each.id, str) else tuple(each.id): each for each in messages(code)}
    wanted = extracted()
    assert {*there} == wanted, "run `make words`, then translate what is new"
    empty = [each.id for each in there.values() for _, text in forms(each) if not text.strip()]
    assert not empty
    assert not [each.id for each in there.values() if each.fuzzy]
    found = catalogue(code)
    assert not found.obsolete
    assert all(len(forms(each)) == found.num_plurals for each in there.values() if each.pluralizable)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_is_filled_in_as_the_english(code: str) -> None:
    for message in messages(code):
        everything = set().union(*(placeholders(text) for text, _ in forms(message)))
        for english, text in forms(message):
            # "one day" needs no number, and a language may leave it out or say it.
            plural = message.pluralizable
            assert placeholders(text) <= everything, (english, text)
            assert plural or placeholders(text) == everything, (english, text)
        last_english, last = forms(message)[-1]
        assert placeholders(last) == placeholders(last_english), (last_english, last)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_looks_as_the_english(code: str) -> None:
    for message in messages(code):
        for english, text in forms(message):
            for sign in ("**", "](", "`", "⚠", "\n", "-# "):
                assert text.count(sign) == english.count(sign), (sign, english, text)
            assert {*re.findall(r"(?<![\w/])/[a-z]+\b", text)} == {
                *re.findall(r"(?<![\w/])/[a-z]+\b", english)
            }, (english, text)
            assert text == text.strip() or english != english.strip(), text
            assert "  " not in text, text
            assert english.endswith(":") == text.endswith(":"), (english, text)
            assert not re.search(r"[*:_]innen\b|\w[*:_]in\b", text), text
            quoted = [sign for sign in FOREIGN_QUOTES[code] if sign in text]
            if code == "de" and quoted == ["”"]:
                quoted = []
            assert not quoted, (quoted, text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_a_text_calls_a_button_is_the_buttons_label(code: str) -> None:
    lang = get_lang(code)
    labels = labels_of_buttons()
    for message in messages(code):
        for english, text in forms(message):
            for quoted in re.findall(r"“([^”{}]+)”", english):
                if quoted in labels:
                    assert lang.gettext(quoted) in text, (quoted, text)


def labels_of_buttons() -> set[str]:
    """Returns the English labels of buttons and options."""
    return {
        message
        for source in spoken_sources()
        for where, _limit, texts in handed(source.tree, source.name)
        if where.endswith(" label")
        for message in texts.messages
    }


@pytest.mark.parametrize("code", ["en", *LANGUAGES])
def test_labels_titles_and_notes_are_short_enough(code: str) -> None:
    lang = get_lang(code)
    long = [
        f"{where}: {lang.gettext(message)!r}"
        for source in spoken_sources()
        for where, limit, texts in handed(source.tree, source.name)
        for message in texts.messages
        if units(re.sub(r"\{\w*\}", "", lang.gettext(message))) > limit
    ]
    assert not long, "\n".join(long)


def test_texts_are_found_wherever_they_come_from() -> None:
    tree = ast.parse(
        "def view(lang):\n"
        "    _ = lang.gettext\n"
        "    lines = [_('One')]\n"
        "    lines.append('two ' + lang.weekday(0))\n"
        "    note = _('Three {count}').format(count=3) if lines else f'four {lang}'\n"
        "    more = Option(label={1: _('Five')}[1], value='six', note=note)\n"
        "    return Card('\\n'.join(lines)), Button(lang.gettext('Seven'), 'eight:nine'), more\n"
    )
    found = {where: (limit, texts.messages, texts.loose) for where, limit, texts in handed(tree, "views.py")}
    assert found == {
        "views.py:6 Option label": (100, {"Five"}, set()),
        "views.py:6 Option note": (100, {"Three {count}"}, {"four "}),
        "views.py:7 Card text": (2000, {"One"}, {"two "}),
        "views.py:7 Button label": (80, {"Seven"}, set()),
    }


def test_texts_are_followed_into_functions() -> None:
    found = [
        (limit, message)
        for each in sources("cogs")
        if each.within("cogs.people.views", "cogs.standups.views.organiser")
        for _where, limit, texts in handed(each.tree, each.name)
        for message in texts.messages
    ]
    assert (45, "My time zone") in found
    assert (100, "⚠ stopped: I cannot post there") in found, "what `when` returns, as the note of an option"


@pytest.mark.parametrize("code", LANGUAGES)
def test_commands_are_described_in_each_language(code: str, commands: list[Command]) -> None:
    lang = get_lang(code)
    for command in commands:
        options = command.get("options", ())
        for part in (command, *options):
            names = part.get("name_localizations") or {}
            if kind(command) == MESSAGE:
                shown = [names.get(each) for each in DISCORDS[code]]
                assert shown == [lang.gettext(part["name"])] * len(shown)
                assert part["name"] not in shown
                assert all(1 <= len(each) <= 32 for each in shown if each)
            else:
                assert not names, "names are typed, and stand in our texts"
                said = part["description_localizations"]
                shown = [said.get(each) for each in DISCORDS[code]]
                assert shown == [lang.gettext(part["description"])] * len(shown)
                assert part["description"] not in shown, part["description"]
        for choice in [each for option in options for each in option.get("choices", ())]:
            assert set(DISCORDS[code]) <= set(choice["name_localizations"]), choice


def test_every_description_is_marked_for_translation() -> None:
    # A plain string would reach Discord, but no catalogue.
    found = []
    for source in sources("cogs"):
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"command", "ContextMenu", "describe", "Choice"} and "app_commands" in ast.unparse(
                node.func
            ):
                keywords = {"description"} if name == "command" else {each.arg for each in node.keywords}
                found += [
                    f"{source.name}:{each.lineno}"
                    for each in (word for word in node.keywords if word.arg in keywords)
                    if isinstance(each.value, ast.Constant) and isinstance(each.value.value, str)
                ]
    assert not found, f"locale_str(…) around it: {found}"


def test_each_language_says_something_of_its_own() -> None:
    for code in LANGUAGES:
        same = [
            m.id for m in messages(code) for english, text in forms(m) if english == text and len(text) > 30
        ]
        assert not same, same


def test_english_is_the_code_itself() -> None:
    assert Lang().gettext("Saved.") == "Saved."
    assert get_lang("en-GB").code == get_lang("en-US").code == "en"
