"""Card: where title, text, name and day stand on the picture, how large they are, and the finished PNG."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import ImageDraw

from bot.core.text import clean
from bot.showcase.drawing import Drawing, fonts, letters
from bot.showcase.drawing.fonts import Faces
from bot.showcase.drawing.letters import Letter
from bot.showcase.drawing.rings import SEED, Color, grow
from bot.showcase.drawing.setting import Block, Paragraph, fits, set_block

SIZE = WIDTH, HEIGHT = 1200, 630
SIDE, TOP, BOTTOM = 84, 72, 66  # margins in pixels
_WIDE = WIDTH - 2 * SIDE
SAFE = (SIDE - 24, TOP - 30, WIDTH - SIDE + 24, HEIGHT - BOTTOM + 24)  # no ink of a letter is outside of it
TITLE: Color = (250, 245, 232)
TEXT: Color = (206, 219, 209)
DAY: Color = (186, 205, 195)
PICTURE = SEED  # emoji
_SEED_AT = (112, 112)  # from the bottom corner at the end of the lines
# From what a few words get to what 150 letters need: size, most lines.
_TITLES = ((120, 1), (104, 1), (88, 2), (76, 2), (66, 3), (58, 3), (52, 4), (46, 4), (40, 5), (34, 6))
_TEXTS = ((38, 2), (34, 3), (30, 4), (28, 4))
_TEXTS_ALONE = ((60, 3), (50, 4), (42, 5), (36, 6))
_NAMES = ((32, 1), (28, 1))
_DAYS = ((26, 1),)
_BASMALA = ("\ufdfd", "بسم الله الرحمن الرحيم")  # one sign for four words, more than FreeType can draw
_GAP = 30  # between title and text


def paint(drawing: Drawing, *, shaping: bool | None = None) -> bytes | None:
    """Returns the card as a PNG; None when its words cannot be shown. `shaping` False draws as if fribidi was missing."""
    title, author, date = (_line(words) for words in (drawing.title, drawing.author, drawing.date))
    text = [_line(line) for line in clean(drawing.text).split("\n")]
    text = [line for line in text if line][: _TEXTS_ALONE[-1][1] + 1]
    words = [title, author, date, *text]
    shaping = fonts.can_shape() if shaping is None else shaping
    if not shaping and any(map(letters.needs_shaping, words)):
        return None
    east = letters.chinese(" ".join(words))
    read = [letters.read(each, east, shaping=shaping) for each in words]
    if any(map(letters.is_strange, read)):
        return None
    return _Card(read[0], read[1], read[2], read[3:], Faces(shaping=shaping)).png("\n".join(words))


def _line(words: str) -> str:
    return " ".join(clean(words).replace(*_BASMALA).split())


class _Card:
    """A card being made: each part takes the room that the ones before it left."""

    def __init__(
        self,
        title: list[Letter],
        author: list[Letter],
        date: list[Letter],
        text: list[list[Letter]],
        faces: Faces,
    ) -> None:
        self._faces = faces
        beside = _WIDE - 2 * _SEED_AT[0] + SIDE  # the seed
        self._author = self._set([author], _NAMES, 600, beside, 80)
        self._date = self._set([date], _DAYS, 400, beside, 60)
        foot = self._author.height + self._date.height + 8
        room = HEIGHT - TOP - BOTTOM - foot - _GAP
        self._title = self._set([title], _TITLES, 700, _WIDE, room * 0.72 if text else room, phrases=True)
        left = room - self._title.height - (_GAP if self._title.lines else 0)
        smaller = [each for each in _TEXTS if each[0] * 1.3 < self._title.pitch] or _TEXTS[-1:]
        sizes = smaller if self._title.lines else _TEXTS_ALONE
        self._text = self._set(text, sizes, 400, _WIDE, left, leading=1.4)
        self._room = room
        lines = (*self._title.lines, *self._author.lines, *self._text.lines)
        self._rtl = bool(lines) and lines[0].rtl

    def png(self, words: str) -> bytes:
        """Returns the finished picture; `words` give the rings their shape."""
        across = _SEED_AT[0] if self._rtl else WIDTH - _SEED_AT[0]
        ground = grow(SIZE, (across, HEIGHT - _SEED_AT[1]), words)
        inked = ground.copy()
        pen = ImageDraw.Draw(inked)
        gap = _GAP if self._title.lines and self._text.lines else 0
        spare = self._room - self._title.height - self._text.height - gap
        top = TOP + spare * 0.42
        self._draw(pen, self._title, top, TITLE)
        self._draw(pen, self._text, top + self._title.height + gap, TEXT)
        foot = HEIGHT - BOTTOM - self._date.height
        # Both opposite the seed, however the name itself is read.
        self._draw(pen, self._date, foot, DAY, rtl=self._rtl)
        self._draw(pen, self._author, foot - 8 - self._author.height, TITLE, rtl=self._rtl)
        ground.paste(inked.crop(SAFE), SAFE[:2])
        file = BytesIO()
        ground.save(file, "PNG")
        return file.getvalue()

    def _set(
        self,
        paragraphs: Sequence[Sequence[Letter]],
        sizes: Sequence[tuple[int, int]],
        weight: int,
        width: float,
        height: float,
        *,
        leading: float = 1.2,
        phrases: bool = False,
    ) -> Block:
        """The largest of the sizes at which all is there; else one with a divided word; else the last, cut."""
        measured = [Paragraph(each, weight, self._faces, phrases=phrases) for each in paragraphs]
        whole = None
        for size, most in sizes:
            if size != sizes[-1][0] and not fits(measured, size, width, most):
                continue
            block = set_block(measured, size, leading, width, most)
            if not block.cut and block.height <= height:
                if not block.torn:
                    return block
                whole = whole or block
        while not whole and block.height > height and most > 1:
            most -= 1
            block = set_block(measured, size, leading, width, most)
        return whole or block

    def _draw(
        self, pen: ImageDraw.ImageDraw, block: Block, top: float, color: Color, *, rtl: bool | None = None
    ) -> None:
        """Draws a block below `top`; its lines begin where they are read from, or where `rtl` says."""
        baseline = top + block.above
        for line in block.lines:
            at = WIDTH - SIDE - line.width if (line.rtl if rtl is None else rtl) else SIDE
            for run in line.runs:
                ink = PICTURE if run.is_emoji else color
                pen.text((at, round(baseline)), run.text, ink, run.face, anchor="ls", direction=run.way)
                at += run.width
            baseline += block.pitch
