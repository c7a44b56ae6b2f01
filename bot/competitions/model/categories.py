"""Kaggle's categories: one key for all its spellings of one, and those we know by name."""

from __future__ import annotations

COMMUNITY, GETTING_STARTED = "community", "gettingstarted"
KNOWN = ("featured", "research", "recruitment", "playground", "masters", "analytics", "simulation")
"""Keys of the categories that are on until an organiser switches them off; so is every one we do not know."""
ALL = (*KNOWN, GETTING_STARTED, COMMUNITY)
_ALIKE = {
    "inclass": COMMUNITY,
    "limitedparticipation": "masters",
    "master": "masters",
    "simulations": "simulation",
    "unspecified": "",
}
_ENUM = "HOST_SEGMENT_"  # as the API's own enumeration has them
_PREFIX = "hostsegment"


def key(category: str) -> str:
    """The key of a category as Kaggle writes it: "Getting Started", "gettingStarted", "HOST_SEGMENT_GETTING_STARTED" are one.

    Empty for none.
    """
    letters = "".join(each for each in category.casefold() if each.isalnum()).removeprefix(_PREFIX)
    return _ALIKE.get(letters, letters)


def as_read(category: str) -> str:
    """A category in words: HOST_SEGMENT_GETTING_STARTED as "Getting Started", any other as it is; empty for none."""
    if not key(category):
        return ""
    if not category.upper().startswith(_ENUM):
        return category
    return category[len(_ENUM) :].replace("_", " ").title()
