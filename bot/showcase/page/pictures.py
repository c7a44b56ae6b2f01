"""Owns the drawn cards of a page's shipped projects."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.showcase.drawing import Drawing, draw
from bot.showcase.model.pages import PageData
from bot.showcase.model.values import Kind
from bot.showcase.page.words import readable


def draw_cards(page: PageData, lang: Lang) -> dict[int, bytes]:
    """The card (PNG) of each shipped project that can be drawn, by the share's id; it blocks a tenth of a second for each."""
    cards = {}
    for share in page.shares:
        if share.kind is Kind.PROJECT:
            title, text = readable(share.title, lang), readable(share.text, lang)
            if title.endswith("…") and text.startswith(title[:-1]):  # it is called by its own words
                title, text = text, ""
            card = draw(Drawing(title, share.author, lang.full_date(share.date), text))
            if card is not None:
                cards[share.id] = card
    return cards
