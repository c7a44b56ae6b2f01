"""Proves that members' words, shown in a message, cannot act: on people, on links, or on what stands after them.

The judge is a second reader of Discord's markdown, written another way: it says what a client would make of a text.
"""

from __future__ import annotations

import re
import time
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.text import clean, inert, units

# The judge: one alternation, tried from left to right, and each inside read again.

FORMAT = re.compile(
    r"""
      (?P<escape>\\.)
    | (?P<block>```(?:[a-zA-Z0-9_+.-]*\n)?.*?[^\n].*?```)
    | (?P<bold>\*\*(?P<b>(?:\\.|[^\\])+?)\*\*(?!\*))
    | (?P<italic>\*(?!\s)(?P<i>(?:\\.|\*\*|[^*\\])+?)(?<!\s)[ ]{0,2}\*(?!\*))
    | (?P<underline>__(?P<u>(?:\\.|[^\\])+?)__(?!_))
    | (?P<slanted>_(?P<e>(?:\\.|__|[^_\\])+?)_(?![a-zA-Z0-9_]))
    | (?P<struck>~~(?P<s>.+?)~~(?!_))
    | (?P<spoiler>\|\|(?P<p>.+?)\|\|)
    | (?P<code>(?P<ticks>`+)(?P<c>.+?)(?<!`)(?P=ticks)(?!`))
    | (?P<link>\[(?:\[[^\]]*\]|[^\[\]])*[^\[]*\]\(\s*<?(?:\([^)]*\)|[^\s\\]|\\[^\n])*?>?(?:\s+['"].*?['"])?\s*\))
    | (?P<emoji><a?:\w+:\d+>)
    | (?P<reference><(?:\#\d+|/[^<>\n]+:\d+|t:-?\d+(?::[tTdDfFR])?|id:\w+)>)
    | (?P<address>(?:https?|steam)://[^\s<]+[^<.,:;"'\]\s]|<[^:\ >]+:/[^\ >]+>)
    | (?P<heading>^[ ]*(?:-\#|\#{1,3})\s+)
    | (?P<quote>^[ ]*(?:>>>|>)[ ])
    | (?P<item>^[ ]*(?:[*-]|\d+\.)[ ]+(?P<t>[^\n]+(?:\n[ ][^\n]*)*))
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
INSIDES = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "slanted": "e",
    "struck": "s",
    "spoiler": "p",
    "item": "t",
}


class Node(NamedTuple):
    kind: str
    text: str
    inside: tuple[Node, ...] = ()


def judged(text: str, depth: int = 0) -> tuple[Node, ...]:
    nodes = []
    position = 0
    while (match := FORMAT.search(text, position)) is not None and depth < 11:
        kind = match.lastgroup or ""
        for single, double in (("italic", "bold"), ("slanted", "underline")):
            if kind == double:  # the single sign goes first where it reaches as far
                other = re.compile(
                    FORMAT.pattern.replace(f"(?P<{double}>", f"(?!)(?P<{double}>"), FORMAT.flags
                )
                again = other.match(text, match.start())
                if again is not None and again.lastgroup == single and again.end() >= match.end():
                    match, kind = again, single
        inside = judged(match[INSIDES[kind]], depth + 1) if kind in INSIDES else ()
        if kind != "escape":
            nodes.append(Node(kind, match[0], inside))
        position = max(match.end(), match.start() + 1)
    return tuple(nodes)


def kinds(nodes: tuple[Node, ...]) -> set[str]:
    return {node.kind for node in nodes}.union(*(kinds(node.inside) for node in nodes))


AFTER = (
    "**bold** ||spoiler|| ~~struck~~ __underline__ *italic* _slanted_ `code` ``two``\n```\nblock\n```\n- item"
)
PING = re.compile(r"@everyone|@here|<@[!&]?\d+>")
ADDRESSED = re.compile(r"\]\(\s*<?\s*[a-zA-Z][\w+.-]*:")

SIGNS = [
    *(
        "*",
        "**",
        "***",
        "_",
        "__",
        "~~",
        "~",
        "||",
        "|",
        "`",
        "``",
        "```",
        "\\",
        "[",
        "]",
        "(",
        ")",
        "](",
        "<",
        ">",
    ),
    *(
        "\n",
        " ",
        "  ",
        "a",
        "b1",
        "# ",
        "-# ",
        "> ",
        ">>> ",
        "- ",
        "* ",
        "1. ",
        "```py\n",
        "https://a.de/b_c",
        "x:/y",
    ),
    *(
        "[a](https://b.de)",
        "](<https://b.de>)",
        "<@1>",
        "<@!1>",
        "<@&1>",
        "<#1>",
        "</a b:1>",
        "<t:1:R>",
        "<id:home>",
    ),
    *("@everyone", "@here", "<:a_b:1>", "¯\\_(ツ)_/¯", "é", "😀", "קר", "\u200b", "\u202e"),
]
MARKUP = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)
ANY_TEXT = st.one_of(MARKUP, MARKUP, st.text(max_size=100))


@pytest.mark.row("RTL override, zero-width, zalgo, lone surrogates, NUL")
@given(ANY_TEXT)
@example("**a ||b** c||")
@example("- ```\nx\n```")
@example("[`](https://evil.example)`")
@example("```a\n``` b")
@example("*a **b* c**")
@example("||||")
@example("<x*:/y> z*")
@example("snake_case")
@example("#")
@example("\\b_c`\\__`")
@example("a\\")
@example("**_*******")
@example("***\n**")
@example("¯\\_(ツ)_/¯**¯\\_(ツ)_/¯**")
def test_nothing_acts_and_what_follows_is_untouched(text: str) -> None:
    shown = inert(text)
    assert not PING.search(shown)
    assert not ADDRESSED.search(shown)
    nodes = judged(shown)
    assert not kinds(nodes) & {"link", "reference", "heading", "quote"}
    after = judged(f"{shown}\n{AFTER}")
    assert after[-len(judged(AFTER)) :] == judged(AFTER)
    assert after[: -len(judged(AFTER))] == nodes


@given(ANY_TEXT)
@example("****")
@example("*** *")
@example("***_**_***")
@example("\\\\<@1>")
@example("||a\\||")
def test_making_inert_twice_changes_nothing_more(text: str) -> None:
    shown = inert(text)
    assert inert(shown) == shown
    assert units(shown) <= 2 * units(text) + 1


@given(st.text(alphabet=st.characters(categories=["L", "N", "Zs"]), max_size=200))
def test_plain_words_are_shown_as_they_are(text: str) -> None:
    assert inert(text) == clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "I **really** like *this* and ***that***, __so__ ~~not~~ ||spoiler||",
        "use `x[0](1)` or ``a`b`` in",
        "```py\n@dataclass\nclass A:\n    # a comment\n    b = x[0](y)  # **kw\n```",
        "two\n- items\n- here\n  - **deep**\n1. one\n2. two",
        "2 * 3 * 4 = 24, a | b, ~5 min, snake_case_name, 5 > 3, C#, #1, -1",
        "see https://docs.example.org/a_b/c_d?x=1*2&y=[3] and <https://example.org/x_y>",
        "**see https://example.org/a_b**",
        "<:party_parrot:123456789012345678> :thumbs_up:",
        "\\*not italic\\* and \\`not code\\`",
        "loss = 0.3 (was 0.5) [old]",
        "a <b> c, x < y, List<int>, me@example.org",
    ],
)
def test_ordinary_words_and_markdown_are_shown_as_written(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@everyone and @here", "@\u200beveryone and @\u200bhere"),
        ("<@123> <@!123> <@&123>", "<\u200b@123> <\u200b@!123> <\u200b@&123>"),
        ("\\<@123> \\\\<@123>", "\\<\u200b@123> \\\\<\u200b@123>"),
        ("`<@123>` ```\n@everyone\n```", "`<\u200b@123>` ```\n@\u200beveryone\n```"),
        ("<#1> </standup:1> </a b:1>", "<\u200b#1> <\u200b/standup:1> <\u200b/a b:1>"),
        ("<t:1:R> <t:-1> <id:customize>", "<\u200bt:1:R> <\u200bt:-1> <\u200bid:customize>"),
        ("[bank](https://evil.example)", "[bank]\u200b(https://evil.example)"),
        ("[bank](<https://evil.example> 'title')", "[bank]\u200b(<https://evil.example> 'title')"),
        ("[`a](https://evil.example)`", "[`a]\u200b(https://evil.example)`"),
        ("[`a](b)`", "[`a]\u200b(b)`"),
        ("x](https://evil.example) [y", "x]\u200b(https://evil.example) [y"),
        ("[x](javascript:alert(1))", "[x]\u200b(javascript:alert(1))"),
        ("https://medium.example/@everyone/a", "https://medium.example/%40everyone/a"),
        ("# big\n## b\n### c\n-# small", "\\# big\n\\## b\n\\### c\n\\-# small"),
        ("> q\n>>> all\n  > in", "\\> q\n\\>>> all\n  \\> in"),
        ("- # x\n- > y", "- \\# x\n- \\> y"),
        ("**# x**", "**\\# x**"),
        ("```py\nopen", "\\`\\`\\`py\nopen"),
        ("a `b", "a \\`b"),
        ("a ||b", "a \\|\\|b"),
        ("a **b", "a \\*\\*b"),
        ("a ~~b", "a \\~\\~b"),
        ("_a", "\\_a"),
        ("end\\", "end\\\\"),
        ("¯\\_(ツ)_/¯", "¯\\\\\\_(ツ)\\_/¯"),
        ("**** and ||||", "\\*\\*\\*\\* and \\|\\|\\|\\|"),
        ("<https://a.example/<@1>", "<https://a.example/<\u200b@1>"),
        ("\u202eevil\u202c\x00", "evil"),
    ],
)
def test_what_would_act_is_taken_apart(text: str, expected: str) -> None:
    assert inert(text) == expected


def test_the_judge_sees_what_would_act() -> None:
    seen = kinds(judged("# a\n> b\n[c](https://d.de) <t:1:R> **e *f* g**\n- `h`\n```\ni\n```"))
    assert seen == {"heading", "quote", "link", "reference", "bold", "italic", "item", "code", "block"}
    assert judged("a ||b " + AFTER) != judged(AFTER)


@pytest.mark.parametrize(
    "piece",
    [
        "*a ",
        "_a",
        "**a *b ",
        "`a``b```c",
        "- ",
        "||a",
        "[x](y)",
        "*",
        "`",
        "~~a~~_",
        "<",
        "</",
        "\n> a",
        "*a **",
        "[",
        "\\",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * 4000)[:4000]
    begin = time.process_time()
    inert(text)
    assert time.process_time() - begin < 0.5
