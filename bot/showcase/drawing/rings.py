"""Rings: the card's quiet picture, a tree's growth around a seed; every title grows its own."""

from __future__ import annotations

import math
import random
import zlib

from PIL import Image, ImageDraw

Color = tuple[int, int, int]
GROUND: Color = (18, 44, 40)  # deep pine: calm on Discord's dark and light themes
RING: Color = (44, 86, 75)  # the innermost; they fade into the ground
SEED: Color = (242, 192, 120)
_FINER = 2  # drawn larger and shrunk, so that lines are smooth
_FIRST, _GROWTH, _LAST = 32.0, 1.19, 640.0  # radii in pixels: each ring is a little wider than the one before
_POINTS = 180


def grow(size: tuple[int, int], seed: tuple[float, float], words: str) -> Image.Image:
    """Returns the ground with rings around the seed at a place in pixels; `words` decide how they are bent."""
    chance = random.Random(zlib.crc32(words.encode("utf-8", "replace")))
    waves = [
        (count, chance.uniform(0.012, 0.04) / math.sqrt(count), chance.uniform(0, math.tau))
        for count in (2, 3, 5)
    ]
    drift = chance.uniform(0.12, 0.3)
    picture = Image.new("RGB", (size[0] * _FINER, size[1] * _FINER), GROUND)
    pen = ImageDraw.Draw(picture)
    radius, number = _FIRST, 0
    while radius < _LAST:
        share = math.log(radius / _FIRST) / math.log(_LAST / _FIRST)
        color = tuple(round(g + (r - g) * (1 - share) ** 1.2) for g, r in zip(GROUND, RING, strict=True))
        points = []
        for step in range(_POINTS + 1):
            turn = math.tau * step / _POINTS
            bent = 1 + sum(high * math.sin(count * turn + at + drift * number) for count, high, at in waves)
            points.append(
                (
                    (seed[0] + radius * bent * math.cos(turn)) * _FINER,
                    (seed[1] + radius * bent * math.sin(turn)) * _FINER,
                )
            )
        pen.line(points, fill=color, width=round((1.6 + 2.2 * (1 - share)) * _FINER), joint="curve")
        radius, number = radius * _GROWTH, number + 1
    pen.circle((seed[0] * _FINER, seed[1] * _FINER), 9 * _FINER, fill=SEED)
    return picture.resize(size, Image.Resampling.BOX)
