"""How a competition is named in the id of a button: by its slug, or by a mark of one that is too long for that."""

from __future__ import annotations

from hashlib import sha256

LONGEST = 48  # characters of a name; an id has a hundred, with a verb and, of a form, the interaction that opened it
_MARK = "~"


def named(slug: str) -> str:
    """The name of a competition in ids."""
    return slug if len(slug) <= LONGEST else f"{_MARK}{sha256(slug.encode()).hexdigest()[:20]}"


def is_mark(name: str) -> bool:
    """Whether a name is a mark, by which its slug has to be looked for among those that are known."""
    return name.startswith(_MARK)
