"""Members' words: cleaned, made inert, measured, shortened and split, as Discord counts and shows them."""

from bot.core.text.cleaning import clean
from bot.core.text.markdown import inert
from bot.core.text.measure import fit, units
from bot.core.text.parts import inert_parts, split
from bot.core.text.searching import pairs, parted_by_nothing, pieces, searchable, terms
from bot.core.text.words import found_word

__all__ = [
    "clean",
    "fit",
    "found_word",
    "inert",
    "inert_parts",
    "pairs",
    "parted_by_nothing",
    "pieces",
    "searchable",
    "split",
    "terms",
    "units",
]
