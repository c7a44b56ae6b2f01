"""Setting: paragraphs become lines of a width, and lines become runs that are drawn one after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from PIL import ImageFont

from bot.showcase.drawing import breaking, direction, fonts
from bot.showcase.drawing.fonts import Faces, Font
from bot.showcase.drawing.letters import Letter

ELLIPSIS = Letter("…", "…", fonts.LATIN)
_RULER = 64  # the size that letters are measured in
_EMOJI_SIZE = 0.92  # of the letters beside them
_EMOJI_WEIGHT = 100  # more than theirs, as outlines are thin
_IN_PLACE = 0.3  # of a line must be free for a word that fits no line to begin there
_SHORT = 0.3  # of the width: a last line below it looks forgotten
_LONGEST = 250  # letters of a line, however narrow
_WORD = 12  # letters that are given up so that an ellipsis follows a whole word


@dataclass(frozen=True)
class Run:
    """Letters of one face and direction. `way`: the direction as Pillow wants it said, None where it cannot be said."""

    text: str
    face: ImageFont.FreeTypeFont
    way: str | None
    width: float
    is_emoji: bool


@dataclass(frozen=True)
class Line:
    """Runs from left to right; `rtl` is how its paragraph is read."""

    runs: tuple[Run, ...]
    rtl: bool

    @property
    def width(self) -> float:
        """From the first letter's origin to the last one's end, in pixels."""
        return sum(run.width for run in self.runs)

    @cached_property
    def ink(self) -> tuple[float, float]:
        """How far it goes above and below the baseline, in pixels."""
        boxes = [run.face.getbbox(run.text, direction=run.way, anchor="ls") for run in self.runs]
        return max([0.0, *(-box[1] for box in boxes)]), max([0.0, *(box[3] for box in boxes)])


@dataclass(frozen=True)
class Block:
    """Lines below each other. `size` is that of the letters in pixels, `leading` the height of a line in sizes.

    `cut`: something is missing at the end; `torn`: a word is divided between lines.
    """

    lines: tuple[Line, ...]
    size: int
    leading: float
    cut: bool = False
    torn: bool = False

    @cached_property
    def pitch(self) -> float:
        """From baseline to baseline: as the leading says, or more where signs are so tall that lines would touch."""
        touching = [upper.ink[1] + lower.ink[0] for upper, lower in pairwise(self.lines)]
        return max([self.size * self.leading, *(ink + self.size * 0.08 for ink in touching)])

    @property
    def above(self) -> float:
        """From its top to the first baseline."""
        return max(self.size * 0.8, self.lines[0].ink[0]) if self.lines else 0

    @property
    def height(self) -> float:
        """From its top to its bottom."""
        if not self.lines:
            return 0
        below = max(self.size * 0.25, self.lines[-1].ink[1])
        return self.above + (len(self.lines) - 1) * self.pitch + below


@dataclass(frozen=True)
class _Piece:
    """Letters that stay together if they can. Widths in pixels: `ink` of the letters, `space` of the spaces after."""

    start: int
    end: int
    ink: float
    space: float


class Paragraph:
    """A paragraph of a weight: measured once, then divided into lines and set in any size.

    `phrases`: lines about as long as each other, and Japanese divided between its phrases, as suits a title.
    """

    def __init__(
        self, letters: Sequence[Letter], weight: int, faces: Faces, *, phrases: bool = False
    ) -> None:
        self._letters, self._weight, self._faces, self.phrases = list(letters), weight, faces, phrases
        text = "".join(letter.typed for letter in letters)
        self.rtl = direction.is_rtl(text)
        levels = direction.levels(text, rtl=self.rtl)
        starts = [0]
        for letter in letters:
            starts.append(starts[-1] + len(letter.typed))
        self._levels = [levels[start] for start in starts[:-1]]
        self._typed = [letter.typed for letter in letters]
        self._divided: dict[float, tuple[list[tuple[int, int]], bool]] = {}
        self._known: dict[tuple[str, Font, bool], float] = {}
        self._starts, self._sums = self._spans()
        self._breaks = breaking.breaks(self._typed, phrases=phrases)
        edges = [0, *self._breaks, len(letters)]
        self._pieces = [
            _Piece(*edge, *self._measured(*edge)) for edge in pairwise(edges) if edge[0] < edge[1]
        ]

    def lines(self, width: float) -> tuple[list[tuple[int, int]], bool]:
        """Returns from where to where each line goes, and whether a word had to be divided; width in sizes."""
        if width not in self._divided:
            self._divided[width] = self._lines(width)
        return self._divided[width]

    def _lines(self, width: float) -> tuple[list[tuple[int, int]], bool]:
        found: list[tuple[int, int]] = []
        torn = False
        start, used = 0, 0.0  # of the line that is being filled
        for piece in self._pieces:
            if used + piece.ink > width and piece.start > start:
                in_place = piece.ink > width and width - used > width * _IN_PLACE
                if not in_place:
                    found.append((start, piece.start))
                    start, used = piece.start, 0.0
            torn |= piece.ink > width
            at = piece.start
            while used + self._rest(at, piece) > width and piece.end - at > 1:
                cut = breaking.nearest(self._typed, self._reach(at, piece.end, width - used), at + 1)
                found.append((start, cut))
                start = at = cut
                used = 0.0
            used += self._rest(at, piece) + piece.space
        if start < len(self._letters):
            found.append((start, len(self._letters)))
        return found, torn

    def balanced(self, width: float) -> tuple[list[tuple[int, int]], bool]:
        """As `lines`, with lines about as long as each other, and no more of them."""
        best = self.lines(width)
        low, high = 0.5 * width, width
        while len(best[0]) > 1 and high - low > 0.1:
            middle = (low + high) / 2
            tried = self.lines(middle)
            if len(tried[0]) == len(best[0]) and tried[1] == best[1]:
                best, high = tried, middle
            else:
                low = middle
        return best

    def has_short_end(self, width: float, lines: list[tuple[int, int]]) -> bool:
        """Whether the last of several lines holds next to nothing."""
        return len(lines) > 1 and self._measured(*lines[-1])[0] < width * _SHORT

    def set(self, start: int, end: int, size: int) -> Line:
        """Returns a line of the letters from `start` to `end`, without the spaces at its ends; size in pixels."""
        while end > start and self._letters[end - 1].is_space:
            end -= 1
        while start < end and self._letters[start].is_space:
            start += 1
        return self._line(self._letters[start:end], self._levels[start:end], size)

    def set_cut(self, start: int, size: int, width: float) -> Line:
        """Returns the line that begins at `start`, with an ellipsis where the width (in sizes) or the paragraph ends."""
        end = len(self._letters)
        room = width - self._wide([ELLIPSIS], [int(self.rtl)])
        if self._measured(start, end)[0] > room:
            end = self._reach(start, end, room)
            words = [at for at in self._breaks if start < at <= end and end - at <= _WORD]
            end = words[-1] if words else end
        while end > start and (self._letters[end - 1].is_space or self._typed[end - 1] in ".,;:…-–—"):
            end -= 1
        return self._line(
            [*self._letters[start:end], ELLIPSIS], [*self._levels[start:end], int(self.rtl)], size
        )

    def _measured(self, start: int, end: int) -> tuple[float, float]:
        """How wide the letters are, and the spaces after them, in sizes."""
        inked = end
        while inked > start and self._letters[inked - 1].is_space:
            inked -= 1
        return self._across(start, inked), self._across(inked, end)

    def _spans(self) -> tuple[list[int], list[float]]:
        """Where each run of the whole paragraph begins, and how wide all that is before it is, at the size of the ruler."""
        starts: list[int] = []
        kind = None
        for at, (letter, level) in enumerate(zip(self._letters, self._levels, strict=True)):
            if letter.shown and kind != (letter.font, level):
                kind = (letter.font, level)
                starts.append(at)
        edges = [*starts, len(self._letters)]
        return starts, [0.0, *accumulate(self._part(*edge) for edge in pairwise(edges))]

    def _across(self, start: int, end: int) -> float:
        """How wide the letters are, in sizes: only the runs that they divide are measured anew."""
        first, last = bisect_right(self._starts, start), bisect_left(self._starts, end)
        if first >= last:
            return self._part(start, end) / _RULER
        inner = self._sums[last - 1] - self._sums[first]
        around = self._part(start, self._starts[first]) + self._part(self._starts[last - 1], end)
        return (inner + around) / _RULER

    def _part(self, start: int, end: int) -> float:
        """How wide letters of one run are, at the size of the ruler."""
        shown = [at for at in range(start, end) if self._letters[at].shown]
        if not shown:
            return 0.0
        text = "".join(self._letters[at].shown for at in shown)
        font, level = self._letters[shown[0]].font, self._levels[shown[0]]
        key = (text, font, bool(level % 2))
        if key not in self._known:
            self._known[key] = self._run(text, font, level, _RULER).width
        return self._known[key]

    def _rest(self, at: int, piece: _Piece) -> float:
        return piece.ink if at == piece.start else self._measured(at, piece.end)[0]

    def _reach(self, start: int, end: int, width: float) -> int:
        """Returns the end of the longest piece from `start` that fits; at least one letter."""
        low, high = start + 1, min(end, start + _LONGEST)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._measured(start, middle)[0] <= width else (low, middle - 1)
        return low

    def _wide(self, letters: list[Letter], levels: list[int]) -> float:
        return sum(run.width for run, _ in self._runs(letters, levels, _RULER)) / _RULER

    def _runs(self, letters: list[Letter], levels: list[int], size: int) -> list[tuple[Run, int]]:
        """Runs in the order they were typed, each with its level."""
        found: list[tuple[Run, int]] = []
        text, kind = "", (fonts.LATIN, 0)
        for letter, level in zip(letters, levels, strict=True):
            if not letter.shown:
                continue
            if text and kind != (letter.font, level):
                found.append((self._run(text, *kind, size), kind[1]))
                text = ""
            text, kind = text + letter.shown, (letter.font, level)
        return [*found, (self._run(text, *kind, size), kind[1])] if text else found

    def _run(self, text: str, font: Font, level: int, size: int) -> Run:
        emoji, rtl = font == fonts.EMOJI, bool(level % 2)
        weight = self._weight + (_EMOJI_WEIGHT if emoji else 0)
        face = self._faces.face(font, round(size * _EMOJI_SIZE) if emoji else size, weight)
        way = ("rtl" if rtl else "ltr") if self._faces.shaping else None
        return Run(text, face, way, face.getlength(text, direction=way), emoji)

    def _line(self, letters: list[Letter], levels: list[int], size: int) -> Line:
        runs = self._runs(letters, levels, size)
        order = direction.visual_order([level for _, level in runs])
        return Line(tuple(runs[at][0] for at in order), self.rtl)


def fits(paragraphs: Sequence[Paragraph], size: int, width: float, most: int) -> bool:
    """Whether `set_block` would set them whole: told without setting them, which takes far longer."""
    left = most
    for paragraph in paragraphs:
        left -= len(paragraph.lines(width / size)[0])
        if left < 0:
            return False
    return True


def set_block(paragraphs: Sequence[Paragraph], size: int, leading: float, width: float, most: int) -> Block:
    """Returns the paragraphs in at most `most` lines of at most `width` pixels, the last with an ellipsis if need be."""
    lines: list[Line] = []
    torn = False
    sizes = width / size
    for number, paragraph in enumerate(paragraphs):
        pieces, divided = paragraph.lines(sizes)
        torn |= divided
        left = most - len(lines)
        more = number + 1 < len(paragraphs)
        if len(pieces) > left or (more and len(pieces) == left):
            lines += [paragraph.set(*piece, size) for piece in pieces[: left - 1]]
            lines.append(paragraph.set_cut(pieces[left - 1][0], size, sizes))
            return Block(tuple(lines), size, leading, cut=True, torn=torn)
        if paragraph.phrases or paragraph.has_short_end(sizes, pieces):
            pieces, _ = paragraph.balanced(sizes)
        lines += [paragraph.set(*piece, size) for piece in pieces]
    return Block(tuple(lines), size, leading, torn=torn)
