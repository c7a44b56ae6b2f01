"""Fonts: the files of the Noto family, which letters each of them has, and faces of a size and weight to draw with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import manimgx_fonts  # type: ignore[import-untyped]
import manimgx_fonts_cjk  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import ImageFont, features


@dataclass(frozen=True)
class Font:
    """A variable font: its file, which of the file's faces it is, and how heavy and light it can be."""

    path: Path
    index: int = 0
    lightest: int = 400
    heaviest: int = 700


def _noto(name: str, lightest: int = 400) -> Font:
    return Font(Path(manimgx_fonts.__file__).with_name(f"{name}[wght].ttf"), lightest=lightest)


def _cjk(index: int) -> Font:
    path = Path(manimgx_fonts_cjk.__file__).with_name("NotoSansCJK-VF.otf.ttc")
    return Font(path, index, lightest=100, heaviest=900)


LATIN = _noto("NotoSans")
SYMBOLS = _noto("NotoSansSymbols")
EMOJI = _noto("NotoEmoji", lightest=300)
JAPANESE, KOREAN, SIMPLIFIED, TRADITIONAL = (_cjk(index) for index in range(4))
# By the script's name in Unicode. Latin, Greek and Cyrillic are in LATIN; Chinese, Japanese and Korean in their own.
SCRIPTS = {
    script: _noto(f"NotoSans{script}")
    for script in (
        *(
            "Arabic",
            "Armenian",
            "Bengali",
            "Devanagari",
            "Ethiopic",
            "Georgian",
            "Gujarati",
            "Gurmukhi",
            "Hebrew",
        ),
        *("Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thai"),
    )
}


@cache
def letters(path: Path) -> frozenset[int]:
    """Returns the code points that a file has glyphs for; all faces of a file have the same."""
    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap())


def can_shape() -> bool:
    """Whether letters can be joined, stacked and set from right to left here: Pillow's raqm, which needs fribidi."""
    return bool(features.check("raqm"))


class Faces:
    """The faces of one drawing. FreeType's are not to be shared with another thread, and opening one is cheap."""

    def __init__(self, *, shaping: bool) -> None:
        self.shaping = shaping
        self._engine = ImageFont.Layout.RAQM if shaping else ImageFont.Layout.BASIC
        self._faces: dict[tuple[Font, int, int], ImageFont.FreeTypeFont] = {}

    def face(self, font: Font, size: int, weight: int) -> ImageFont.FreeTypeFont:
        """Returns a font at a size in pixels, as near to the weight (400 plain, 700 bold) as it comes."""
        weight = min(max(weight, font.lightest), font.heaviest)
        key = (font, size, weight)
        if key not in self._faces:
            face = ImageFont.truetype(font.path, size, font.index, layout_engine=self._engine)
            face.set_variation_by_axes([weight])
            self._faces[key] = face
        return self._faces[key]
