"""What Discord shows below a message of ours, as we keep it: cleaned, and no longer than a row of ours holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.text import clean, fit
from bot.showcase.model.values import Unfurl
from bot.showcase.service.looking import Unfurled

TITLE, TEXT, PICTURE, SITE = 300, 1000, 2000, 300  # UTF-16 units that are kept


def unfurls_of(embeds: Sequence[Mapping[str, Any]]) -> list[Unfurled]:
    """What these embeds say, each with the address that it is of."""
    return [(str(embed.get("url") or ""), _unfurl(embed)) for embed in embeds]


def _unfurl(embed: Mapping[str, Any]) -> Unfurl:
    picture = _part(embed, "image", "url") or _part(embed, "thumbnail", "url")
    return Unfurl(
        title=_line(embed.get("title"), TITLE),
        text=fit(clean(str(embed.get("description") or "")), TEXT),
        picture=picture if picture.startswith(("https://", "http://")) and len(picture) <= PICTURE else "",
        site=_line(_part(embed, "provider", "name"), SITE),
    )


def _part(embed: Mapping[str, Any], name: str, field: str) -> str:
    return str((embed.get(name) or {}).get(field) or "")


def _line(text: object, most: int) -> str:
    return fit(" ".join(clean(str(text or "")).split()), most)
