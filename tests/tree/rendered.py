"""Owns what must hold of everything that a view returns, whoever typed what: limits, and nothing that pings or hides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.core.lang import CATALOGUES, get_lang
from bot.core.text import clean, units
from bot.shell.cards import Button, Card, Option, Row, Select
from bot.shell.directory import Line, Section
from bot.shell.forms import Form
from tests.tree.nasty import AUTHOR

INTERACTION = 2**63 - 1  # the longest id
# The words of our own links in each language: "read", and of "Changed: [see it]({url})." as they stand in the catalogues.
LINKED = {
    *(get_lang(code).gettext(words) for code in ("en", "de", "es") for words in ("read", "write it here")),
    *(
        words
        for path in CATALOGUES.glob("*/LC_MESSAGES/compound.po")
        for words in re.findall(r"\[([^\[\]\n]+)\]\(\{", path.read_text(encoding="utf-8"))
    ),
}
OWN_LINK = re.compile(
    rf"\[(?:{'|'.join(sorted(map(re.escape, LINKED)))})\]\(https://discord\.com/channels/\d+/\d+/\d+\)"
)
# A title as arXiv or Kaggle has it leads to its own page there (P11), which cannot be mistaken for another address.
TITLE_LINK = re.compile(
    r"\[[^\[\]\n]+\]\(https://(?:arxiv\.org/abs/(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})"
    r"|www\.kaggle\.com/competitions/[\w.-]+)\)"
)
HIDDEN_LINK = re.compile(r"\]\(\s*<?\s*[A-Za-z][\w+.-]*:")
PING = re.compile(r"@(?:everyone|here)|<@[!&]?\d+>")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
# UTF-16 units: https://discord.com/developers/docs/components/reference
LIMITS = {"label": 80, "placeholder": 150, "description": 100, "custom_id": 100, "value": 100}


def check(result: object) -> None:
    """Fails with what is wrong with anything that a view returned."""
    match result:
        case Card():
            check_card(result)
        case Form():
            check_form(result)
        case Section():
            rows: tuple[Row, ...] = (result.select,) if result.select else ()
            rows += (result.buttons,) if result.buttons else ()
            check_card(Card("\n".join(result.lines) or "·", rows))
        case Line():
            check_card(Card(result.text, ((result.button,),) if result.button else ()))
        case Button():
            check_card(Card("·", ((result,),)))
        case Select():
            check_card(Card("·", (result,)))
        case Option():
            check_card(Card("·", (Select("feature:verb", "·", (result,)),)))
        case str():
            check_text(result)
        case list() | tuple():
            for each in result:
                check(each)
            assert primaries(each for each in result if isinstance(each, Card)) <= 1
        case _:
            raise AssertionError(f"what is {type(result).__name__} for?")


def check_text(text: str) -> None:
    """Nothing pings, hides a link, reorders or cannot be sent."""
    assert UNSEEN.search(text) is None, UNSEEN.findall(text)
    pings = {*PING.findall(text)} - {f"<@{AUTHOR}>"}
    assert not pings, pings
    hidden = HIDDEN_LINK.findall(TITLE_LINK.sub("", OWN_LINK.sub("", text)))
    assert not hidden, hidden


def primaries(cards: Iterable[Card]) -> int:
    """How many buttons ask to be pressed first."""
    buttons = [each for card in cards for row in card.rows if not isinstance(row, Select) for each in row]
    return sum(is_primary(each) for each in buttons)


def is_primary(button: Button) -> bool:
    """Whether the button stands out."""
    return button.style.name == "PRIMARY"


def check_card(card: Card) -> None:
    """As Discord will see it, within every limit."""
    assert 1 <= units(card.text) <= 2000
    assert clean(card.text), "nothing to see"
    check_text(card.text)
    assert primaries([card]) <= 1
    view = card.view()
    components = view.to_components() if view else []
    assert len(components) <= 5
    check_components(components)


def check_form(form: Form) -> None:
    """As Discord will see it, within every limit."""
    payload = form.modal(INTERACTION).to_dict()
    assert 1 <= units(payload["title"]) <= 45
    assert clean(payload["title"])
    assert UNSEEN.search(payload["title"]) is None
    assert len(payload["custom_id"]) <= 100
    assert 1 <= len(payload["components"]) <= 5
    for label in payload["components"]:
        assert clean(label["label"]), "a label that nobody sees"
        assert units(label["label"]) <= 45
        check_components([label["component"]])
        typed = label["component"].get("value")
        if label["component"]["type"] == 4 and typed is not None:
            assert units(typed) <= label["component"]["max_length"] <= 4000


def check_components(components: Sequence[Mapping[str, Any]]) -> None:
    """Every string that a component shows or carries."""
    json.dumps(components, ensure_ascii=False).encode()  # what cannot be encoded cannot be sent
    for component in nested(components):
        options = component.get("options")
        if options is not None:
            assert 1 <= len(options) <= 25
            assert len({each["value"] for each in options}) == len(options)
        for name, limit in LIMITS.items():
            text = component.get(name)
            if not isinstance(text, str) or (name == "value" and component.get("type") == 4):
                continue
            most = 100 if name == "label" and "value" in component else limit
            most = 100 if name == "placeholder" and component.get("type") == 4 else most
            assert 1 <= units(text) <= most, (name, text)
            if name != "value":
                assert UNSEEN.search(text) is None, (name, text)
                assert clean(text), f"a {name} that nobody sees: {text!r}"


def nested(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Every component and option of these, inside rows and labels too."""
    for component in components:
        yield component
        yield from nested(component.get("components", ()))
        yield from nested(component.get("options", ()))


def words_of(text: str) -> list[str]:
    """The words of what somebody wrote, without what making them harmless may change."""
    return [bare for word in clean(text).split() if (bare := squashed(word))]


def squashed(text: str) -> str:
    """Text without spaces, escapes and fences: those a view may add or take at the end of a message."""
    return re.sub(r"[\s\\`\u200b]|%40|@", "", text)
