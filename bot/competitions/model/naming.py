"""How a competition is named in the id of a button: by its slug, by a mark of one that is too long for that, or by who is in.

The last is a member's own row, so that a button means the same server wherever it is pressed, also in the bot's own DM.
"""

from __future__ import annotations

from hashlib import sha256

from bot.core.ids import number_of

LONGEST = 48  # characters of a name; an id has a hundred, with a verb and, of a form, the interaction that opened it
_MARK, _ROW = "~", "="


def named(slug: str) -> str:
    """The name of a competition in ids."""
    return slug if len(slug) <= LONGEST else f"{_MARK}{sha256(slug.encode()).hexdigest()[:20]}"


def is_mark(name: str) -> bool:
    """Whether a name is a mark, by which its slug has to be looked for among those that are known."""
    return name.startswith(_MARK)


def own(row_id: int) -> str:
    """The name of the competition that somebody is in by this row of theirs."""
    return f"{_ROW}{row_id}"


def row_of(name: str) -> int:
    """The row by which a name means a competition; 0 for any other name."""
    return number_of(name.removeprefix(_ROW)) if name.startswith(_ROW) else 0
