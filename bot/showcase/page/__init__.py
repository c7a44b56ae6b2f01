"""The showcase as a page to put anywhere: one HTML file and its pictures, accessible, without scripts or network (H10)."""

from bot.showcase.page.pictures import draw_cards
from bot.showcase.page.rendering import INDEX, render

__all__ = ["INDEX", "draw_cards", "render"]
