"""Kaggle's categories: one key for all its spellings of one, and those we know by name."""

from __future__ import annotations

COMMUNITY, GETTING_STARTED = "community", "gettingstarted"
KNOWN = ("featured", "research", "recruitment", "playground", "masters", "analytics", "simulation")
"""Keys of the categories that are on until an organiser switches them off; so is every one we do not know."""
ALL = (*KNOWN, GETTING_STARTED, COMMUNITY)
_ALIKE = {"inclass": COMMUNITY, "limitedparticipation": "masters", "simulations": "simulation"}
_PREFIX = "hostsegment"


def key(category: str) -> str:
    """The key of a category as Kaggle writes it: "Getting Started", "gettingStarted", "HOST_SEGMENT_GETTING_STARTED" are one.

    Empty for none.
    """
    letters = "".join(each for each in category.casefold() if each.isalnum()).removeprefix(_PREFIX)
    return _ALIKE.get(letters, letters)
