"""Owns how members' text is shown inside a Discord message: formatted as meant, without effect beyond itself.

A small reader of Discord's markdown. What it finds closed (bold, code, spoilers and so on) stays; every sign
that would ping, hide a link, start a block or stay open for what follows is taken apart. The grammar is not
published; this follows what clients do: at each position the first rule that matches wins, and what is inside
is read again.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal, TypeAlias

from bot.core.text.cleaning import clean

_Kind: TypeAlias = Literal["plain", "code", "address"]
_Piece: TypeAlias = tuple[_Kind, str]

_DEEPEST = 12  # Discord nests lists eleven deep; nothing that people write comes near
# Zero-width space: unlike a backslash it cannot be undone by one before it, and code shows it as nothing.
_BREAK = "\u200b"

_INTERESTING = re.compile(r"[\\`<*_~|#>¯-]|(?:https?|steam)://|^(?= *(?:[*-]|\d+\.) )", re.MULTILINE)
_ESCAPED_OR_TICKS = re.compile(r"\\.|`+", re.DOTALL)
_EMOJI = re.compile(r"<a?:\w+:\d+>")
_SHRUG = "¯\\_(ツ)_/¯"
_ADDRESS = re.compile(r"(?:https?|steam)://[^\s<]+[^<.,:;\"'\]\s]|<[^: >]{1,60}:/[^ >]{1,2000}>")
_LIST_ITEM = re.compile(r"^( *(?:[*-]|\d+\.) +)([^\n]+(?:\n [^\n]*)*)", re.MULTILINE)
# A heading, subtext or quote; "#" alone makes one of the line that follows.
_BLOCK = re.compile(r"(?:#{1,3}|-#|>>>|>)(?=\s|$)")
_FENCE = re.compile(r"```(?:[\w+.-]*\n)?", re.ASCII)

_ITALIC = re.compile(r"\*(?!\s)(?P<inner>(?:\\.|\*\*|[^*\\])+?)(?<!\s) {0,2}\*(?!\*)", re.DOTALL)
_BOLD = re.compile(r"\*\*(?P<inner>(?:\\.|[^\\])+?)\*\*(?!\*)", re.DOTALL)
_SLANTED = re.compile(r"_(?P<inner>(?:\\.|__|[^_\\])+?)_(?![A-Za-z0-9_])", re.DOTALL)
_UNDERLINED = re.compile(r"__(?P<inner>(?:\\.|[^\\])+?)__(?!_)", re.DOTALL)
_STRUCK = re.compile(r"~~(?P<inner>.+?)~~(?!_)", re.DOTALL)
_SPOILER = re.compile(r"\|\|(?P<inner>.+?)\|\|", re.DOTALL)
_PAIRS = {"*": (_ITALIC, _BOLD), "_": (_SLANTED, _UNDERLINED), "~": (_STRUCK,), "|": (_SPOILER,)}
_FORMATTING = frozenset("*_~|`")

_PING = re.compile(r"(?<=@)(?=everyone|here)|(?<=<)(?=@[!&]?\d)")
_PING_IN_ADDRESS = re.compile(r"@(?=everyone|here)")
# Channels, commands, timestamps, pages of the server.
_REFERENCE = re.compile(r"(?<=<)(?=#\d|/[^<>\n]*:\d|t:-?\d|id:\w|sound:)")
_MASKED_LINK = re.compile(r"(?<=\])(?=\()")
_BRACKET = re.compile(r"\[|\]\(?")
_ADDRESS_FOLLOWS = re.compile(r"\s*<?\s*[A-Za-z][\w+.-]*:")


def inert(text: str) -> str:
    """`text` cleaned and in a form that a message can contain anywhere, for showing only, never for storing.

    Nobody is mentioned, addresses are seen as they are and stay clickable, and formatting ends where the text
    ends. Applying it twice changes nothing more.
    """
    pieces = _read(clean(text, sys.maxsize), 0)
    return "".join(
        _harmless(kind, "".join(part for _, part in group)) for kind, group in groupby(pieces, lambda p: p[0])
    )


def code_spans(text: str) -> list[tuple[int, int]]:
    """Where the closed code blocks of `text` are: (begin, end) of each, fences included."""
    spans = []
    position = 0
    while (found := _ESCAPED_OR_TICKS.search(text, position)) is not None:
        end = None if found[0][0] == "\\" else _code_end(text, found.start())
        if end is not None and found[0].startswith("```"):
            spans.append((found.start(), end))
        position = end or found.end()
    return spans


def _harmless(kind: _Kind, text: str) -> str:
    if kind == "code":
        return _without_links(_PING.sub(_BREAK, text))
    if kind == "address":
        return _MASKED_LINK.sub(_BREAK, _PING.sub(_BREAK, _PING_IN_ADDRESS.sub("%40", text)))
    return _MASKED_LINK.sub(_BREAK, _REFERENCE.sub(_BREAK, _PING.sub(_BREAK, text)))


def _without_links(code: str) -> str:
    """Code that ends no masked link: Discord looks for links first, so one may begin with a "[" before the code.

    `calls[0](1)` stays as it is: its brackets belong together, and no address follows.
    """
    kept, position, is_open = "", 0, 0
    for bracket in _BRACKET.finditer(code):
        if bracket[0] == "[":
            is_open += 1
            continue
        if bracket[0] == "](" and (not is_open or _ADDRESS_FOLLOWS.match(code, bracket.end())):
            kept += code[position : bracket.start() + 1] + _BREAK
            position = bracket.start() + 1
        is_open = max(0, is_open - 1)
    return kept + code[position:]


def _read(text: str, depth: int) -> Iterator[_Piece]:
    """`text` in pieces, the signs that nothing closes escaped."""
    position = 0
    while (found := _INTERESTING.search(text, position)) is not None:
        start = found.start()
        yield "plain", text[position:start]
        position, pieces = _next(text, start, depth)
        yield from pieces
    yield "plain", text[position:]


def _next(text: str, start: int, depth: int) -> tuple[int, Iterable[_Piece]]:
    """What begins at `start`: where it ends, and its pieces. Always at least one character."""
    sign = text[start]
    if sign == "\\":
        # A last backslash would escape what follows the text.
        return start + 2, [("plain", text[start : start + 2] if start + 1 < len(text) else "\\\\")]
    code_end = _code_end(text, start) if sign == "`" else None
    if code_end is not None:
        return code_end, [("code", text[start:code_end])]
    if depth < _DEEPEST:
        item = _LIST_ITEM.match(text, start)
        if item is not None:  # read by itself: nothing that begins in it ends after it
            return item.end(), _around(item[1], item[2], "", depth)
        pair = _pair(text, start)
        if pair is not None:
            opening = text[start : pair.start("inner")]
            return pair.end(), _around(opening, pair["inner"], text[pair.end("inner") : pair.end()], depth)
    block = _BLOCK.match(text, start)
    if block is not None and not text[text.rfind("\n", 0, start) + 1 : start].strip():
        return block.end(), [("plain", "\\" + block[0])]
    address = _ADDRESS.match(text, start)
    if address is not None:
        return address.end(), [("address", address[0])]
    emoji = _EMOJI.match(text, start)
    if emoji is not None:
        return emoji.end(), [("plain", emoji[0])]
    if text.startswith(_SHRUG, start):  # both arms meant as signs, as everybody writes it
        return start + len(_SHRUG), [("plain", "¯\\\\\\_(ツ)\\_/¯")]
    end = _run_end(text, start) if sign in _FORMATTING else start + 1
    return end, [("plain", ("\\" + sign if _may_open(text, start, end) else sign) * (end - start))]


def _around(opening: str, inner: str, closing: str, depth: int) -> Iterator[_Piece]:
    yield "plain", opening
    yield from _read(inner, depth + 1)
    yield "plain", closing


def _run_end(text: str, start: int) -> int:
    """Where the row of signs like the one at `start` ends."""
    end = start + 1
    while text.startswith(text[start], end):
        end += 1
    return end


def _code_end(text: str, start: int) -> int | None:
    """Where the code that begins with the backticks at `start` ends; None if they stay open.

    Stricter than Discord, which tries fewer backticks if all of them find no end: then a later backtick,
    in somebody else's words, could still change what this is.
    """
    inside = _run_end(text, start)
    count = inside - start
    if count >= 3:
        fence = _FENCE.match(text, start)
        inside = fence.end() if fence is not None else inside
        end = text.find("```", inside)
        return end + 3 if text[inside : max(end, inside)].strip("\n") else None
    closing = re.compile(rf"(?<!`)`{{{count}}}(?!`)").search(text, inside)
    return closing.end() if closing is not None else None


def _pair(text: str, start: int) -> re.Match[str] | None:
    """The formatting that begins at `start`: of two readings the double sign only if it reaches further.

    None also where signs of the same kind stand beside it: what belongs to what would depend on the rest.
    """
    best: re.Match[str] | None = None
    for pattern in _PAIRS.get(text[start], ()):
        match = pattern.match(text, start)
        if match is not None and (best is None or match.end() > best.end()):
            best = match
    if best is None:
        return None
    sign, inner = text[start], best["inner"]
    if best.start("inner") == start + 1 and _run_end(text, start) == start + 3:  # ***both***
        within = _pair(inner, 0)
        return best if within is not None and within.end() == len(inner) else None
    alone = sign not in (inner[:1], inner[-1:], text[best.end() : best.end() + 1])
    return best if alone else None


def _may_open(text: str, start: int, end: int) -> bool:
    """Whether the signs from `start`, closed by nothing in `text`, could be closed by what follows `text`."""
    sign, before, after = text[start], text[start - 1 : start], text[end : end + 1]
    if end - start > 1 or sign == "`":
        return True
    if sign == "*":
        return not (before.isspace() and after.isspace())  # 2 * 3
    snake_case = before.isalnum() and after.isalnum() and not _SLANTED.match(text, start)
    return sign == "_" and not snake_case
