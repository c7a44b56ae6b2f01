"""Owns splitting long texts: at paragraphs where possible, nothing lost, code blocks whole or re-opened."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from bot.core.text.cleaning import clean
from bot.core.text.markdown import code_spans, inert
from bot.core.text.measure import head, units

_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)*")
_PARAGRAPH = re.compile(r"[^\S\n]*\n(?:[^\S\n]*\n)+")
_LINE = re.compile(r"[^\S\n]*\n")
# Full stops of several scripts; Chinese and Japanese put no space after theirs.
_SENTENCE = re.compile(r"(?<=[.!?…।॥։؟۔።])[\"'”’»)\]]*\s+|(?<=[。！？｡])(?=\S)")
_SPACE = re.compile(r"\s+")
_FENCE = re.compile(r"```(?:[\w+.-]{0,20}\n)?", re.ASCII)
_CLOSING = "\n```"
# With less room than this, fences of their own would leave parts of a code block nothing to say.
_ROOM_FOR_FENCES = 64
_WHITE_SPACE = 1000  # how much of it is looked for at a cut


class _Cut(NamedTuple):
    """The part before ends at `left`, the one after begins at `right`, with `opening` before it."""

    left: int
    right: int
    opening: str = ""


class _Block(NamedTuple):
    """A code block: its place, the first and last character to see in it, and the line that opens it."""

    begin: int
    end: int
    first: int
    last: int
    opening: str


def split(text: str, limit: int) -> list[str]:
    """`text` in parts of at most `limit` UTF-16 units; none if blank. Raises ValueError below 2 units.

    Cut between paragraphs, else lines, sentences, words, at last between characters as people see them. Only
    white space at the cuts is left out; a code block that has to be cut is closed, and opened again.
    """
    if limit < 2:
        raise ValueError("a single character can take 2 units")
    if not text.strip():
        return []
    if units(text) <= limit:
        return [text]
    return list(_Splitter(text.rstrip(), limit).parts())


def inert_parts(text: str, limit: int) -> list[str]:
    """`text` in parts, each `inert` by itself and of at most `limit` UTF-16 units.

    Raises ValueError below 16 units.
    """
    if limit < 16:
        raise ValueError("signs made harmless need room")
    return list(_inert_parts(clean(text, units(text)), limit, limit))


def _inert_parts(text: str, room: int, limit: int) -> Iterator[str]:
    for part in split(text, room):
        shown = inert(part)
        if units(shown) <= limit:
            yield shown
        else:
            yield from _inert_parts(part, room // 2, limit)


class _Splitter:
    def __init__(self, text: str, limit: int) -> None:
        self.text = text
        self.limit = limit
        self.units = [0, *accumulate(units(character) for character in text)]
        self.blocks = [self._block(*span) for span in code_spans(text)] if limit >= _ROOM_FOR_FENCES else []

    def parts(self) -> Iterator[str]:
        start, opening = 0, ""
        while True:
            if not opening:
                blank = _BLANK_LINES.match(self.text, start)
                start = blank.end() if blank else start
            if len(opening) + self._between(start, len(self.text)) <= self.limit:
                yield opening + self.text[start:]
                return
            cut = self._cut(start, self.limit - len(opening))
            part = self.text[start : cut.left]
            if part.strip():  # nothing to see makes no code block
                yield opening + part + (_CLOSING if cut.opening else "")
            start, opening = cut.right, cut.opening

    def _cut(self, start: int, room: int) -> _Cut:
        """Where the part that begins at `start` and has `room` units ends."""
        reach = self._reach(start, room)
        for level in (_PARAGRAPH, _LINE, _SENTENCE):
            cuts = [cut for cut in self._cuts(level, start, reach) if self._block_at(cut.left) is None]
            if cuts and (self._between(start, cuts[-1].left) * 2 >= room or self._next_fits(level, cuts[-1])):
                return cuts[-1]
        for level in (_LINE, _SPACE):
            inside = [cut for cut in self._cuts(level, start, reach) if level is _SPACE or cut.opening]
            if inside:
                return inside[-1]
        return self._last_resort(start, reach)

    def _cuts(self, level: re.Pattern[str], start: int, reach: int) -> list[_Cut]:
        """The cuts of this level up to `reach`, in order; inside code only those leaving two blocks."""
        found = [match.span() for match in level.finditer(self.text, start + 1, reach + _WHITE_SPACE)]
        if level is _LINE:
            edges = {edge for block in self.blocks for edge in (block.begin, block.end)}
            in_line = {edge for edge in edges if "\n" not in self.text[edge - 1 : edge + 1]}
            found = sorted(found + [(edge, edge) for edge in in_line if start < edge <= reach])
        cuts = []
        for left, right in found:
            block = self._block_at(left)
            if left > reach or left <= start:
                continue
            if block is None:
                cuts.append(_Cut(left, right))
            elif self._leaves_code(block, start, left, right, reach):
                cuts.append(_Cut(left, right, block.opening))
        return cuts

    def _leaves_code(self, block: _Block, start: int, left: int, right: int, reach: int) -> bool:
        """Whether both sides of the cut keep some code, and the first one has room to be closed."""
        begin = max(start, block.first)
        room = self._between(left, reach) >= len(_CLOSING)
        return room and right <= block.last and bool(self.text[begin:left].strip())

    def _next_fits(self, level: re.Pattern[str], cut: _Cut) -> bool:
        """Whether what follows the cut is small enough to stay together in the next part."""
        reach = self._reach(cut.right, self.limit)
        return reach == len(self.text) or any(
            self._block_at(later.left) is None for later in self._cuts(level, cut.right, reach)
        )

    def _last_resort(self, start: int, reach: int) -> _Cut:
        block = self._block_at(reach)
        if block is not None:
            if start < block.begin and reach <= block.first:
                return _Cut(block.begin, block.begin)
            reach = min(self._reach(start, self._between(start, reach) - len(_CLOSING)), block.last)
        kept = len(head(self.text[start : reach + 64], self._between(start, reach)))
        end = start + kept if kept else max(reach, start + 1)  # a cluster that is longer than a whole part
        return _Cut(end, end, block.opening if block is not None else "")

    def _between(self, begin: int, end: int) -> int:
        return self.units[end] - self.units[begin]

    def _reach(self, start: int, room: int) -> int:
        """The furthest position that is at most `room` units after `start`."""
        return bisect_right(self.units, self.units[start] + room) - 1

    def _block(self, begin: int, end: int) -> _Block:
        fence = _FENCE.match(self.text, begin)
        opening = fence[0] if fence is not None else "```"
        code = self.text[begin + len(opening) : end - 3]
        first = begin + len(opening) + len(code) - len(code.lstrip())
        last = begin + len(opening) + len(code.rstrip()) - 1
        return _Block(begin, end, first, last, opening if opening.endswith("\n") else opening + "\n")

    def _block_at(self, position: int) -> _Block | None:
        """The code block that a cut at `position` would go through."""
        return next((block for block in self.blocks if block.begin < position < block.end), None)
