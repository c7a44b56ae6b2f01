"""Owns the page's HTML: from what it shows to its files, with members' words as words and nothing else."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.core.lang import Lang
from bot.core.text import clean
from bot.showcase.model.pages import PageData, PageShare
from bot.showcase.naming import kind_words
from bot.showcase.page.words import readable

INDEX = "index.html"
_HERE = Path(__file__).parent
_WEB = ("https://", "http://")


def render(page: PageData, lang: Lang, drawings: Mapping[int, bytes], name: str = "") -> dict[str, bytes]:
    """The files of the page, by their paths in its folder: index.html, and the drawn cards (PNG, by the share's id) beside it.

    `lang` is the server's language, `name` what the server is called, "" if that is not to be said.
    """
    _ = lang.gettext
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    there = {share.id: readable(share.title, lang) or _("Without a title") for share in page.shares}
    pictures = {share.id: f"pictures/{share.id}.png" for share in page.shares if share.id in drawings}
    months = [
        {
            "id": f"month-{first.date:%Y-%m}",
            "name": lang.month(first.date),
            "shares": [_share(each, lang, there, pictures.get(each.id, "")) for each in (first, *others)],
        }
        for first, *others in (
            list(shares) for _month, shares in groupby(page.shares, key=lambda each: each.date.replace(day=1))
        )
    ]
    heading = _("Showcase of {name}").format(name=name) if name else _("Showcase")
    html = _template().render(
        lang=lang,
        policy=_policy(style),
        style=style,
        heading=heading,
        about=_("What members made and agreed to show here."),
        months=months,
        skip=_("Skip to what was shared"),
        months_label=_("Months"),
        written=_("Written on {date}.").format(date=lang.full_date(page.today)),
    )
    return {INDEX: html.encode(), **{path: drawings[share_id] for share_id, path in pictures.items()}}


def _share(share: PageShare, lang: Lang, there: Mapping[int, str], picture: str) -> dict[str, Any]:
    """A post as the template shows it."""
    _ = lang.gettext
    adapted = ""
    if share.adapted:
        adapted = _("Adapted from:") if share.adapted_from else _("Adapted from an earlier project")
    title = there[share.id]
    return {
        "id": f"share-{share.id}",
        "kind": kind_words(share.kind, lang),
        "title": title,
        "text": readable(share.text, lang),
        "link": share.link if share.link.startswith(_WEB) else "",
        "author": clean(share.author),
        "date": share.date.isoformat(),
        "day": lang.full_date(share.date),
        "adapted": adapted,
        "parent": f"share-{share.adapted_from}" if share.adapted_from else "",
        "parent_title": there.get(share.adapted_from, ""),
        "picture": picture,
        "alt": _("Drawn card: {title}, by {author}").format(title=title, author=share.author),
    }


def _policy(style: str) -> str:
    """What a browser may do with the page: show its own pictures in its own style, and nothing else."""
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; img-src 'self'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")
