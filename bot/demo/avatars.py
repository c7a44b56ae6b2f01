"""Draws the demo's pictures: of its people, of the bot, of its made-up pages; nothing is downloaded."""

from __future__ import annotations

import io
from collections.abc import Mapping

import simcord
from PIL import Image, ImageDraw, ImageFont
from simcord.backend.cdn import CDN_BASE

from bot.demo.unfurl import LEAF

SIZE = 128
BOT_COLOUR = "#2f6f5e"
COLOURS = {
    "ana": "#7c5cbf",
    "bashir": "#b4552d",
    "mei": "#2b6cb0",
    "robin": "#8a6d1d",
    "tomas": "#5b7a2e",
    "ifeoma": "#a8396b",
    "ingrid": "#4a5568",
    "jonas": "#3d7d8a",
}


def avatar_assets(env: simcord.Env) -> Mapping[str, tuple[str, bytes]]:
    """The pictures of everybody who has one, by the address under which the Preview asks for it."""
    assets = {}
    for user in env.backend.users.values():
        if user.avatar is not None:
            picture = _sprout() if user.bot else _initial(user.global_name or user.name, COLOURS[user.avatar])
            assets[f"{CDN_BASE}/avatars/{user.id}/{user.avatar}.png"] = (f"{user.name}.png", picture)
    return assets


def page_pictures() -> Mapping[str, tuple[str, bytes]]:
    """The pictures of the made-up pages, by their address."""
    return {LEAF: ("leaf.png", _leaf())}


def _leaf() -> bytes:
    """A tomato leaf with two brown spots, seen from above."""
    scale = 4
    picture = Image.new("RGB", (SIZE * scale, SIZE * scale), "#e8e2d2")
    draw = ImageDraw.Draw(picture)
    for left, top, right, bottom in ((40, 8, 88, 72), (12, 44, 64, 92), (64, 44, 116, 92)):
        draw.ellipse([part * scale for part in (left, top, right, bottom)], fill="#4f7d3a")
    draw.line([part * scale for part in (64, 18, 64, 120)], fill="#3b5f2b", width=4 * scale)
    for left, top in ((52, 34), (82, 60)):
        draw.ellipse([part * scale for part in (left, top, left + 12, top + 12)], fill="#8a5a2b")
    return _png(picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS))


def _initial(name: str, colour: str) -> bytes:
    picture = Image.new("RGB", (SIZE, SIZE), colour)
    font = ImageFont.load_default(size=SIZE * 0.52)
    ImageDraw.Draw(picture).text((SIZE / 2, SIZE / 2), name[0], font=font, fill="white", anchor="mm")
    return _png(picture)


def _sprout() -> bytes:
    """The bot: three steps that grow, drawn large and made smaller so that the edges are smooth."""
    scale = 4
    picture = Image.new("RGB", (SIZE * scale, SIZE * scale), BOT_COLOUR)
    draw = ImageDraw.Draw(picture)
    for left, height in ((30, 18), (54, 38), (78, 68)):
        box = [part * scale for part in (left, 98 - height, left + 18, 98)]
        draw.rounded_rectangle(box, radius=6 * scale, fill="#f4efe4")
    return _png(picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS))


def _png(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "PNG", optimize=True)
    return data.getvalue()
