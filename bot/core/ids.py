"""Custom ids: how a button, select or form remembers what it is about (`feature:verb:arg:arg`)."""

from __future__ import annotations

from dataclasses import dataclass

LIMIT = 100  # characters, Discord's limit for every custom_id


@dataclass(frozen=True)
class Route:
    """A parsed custom id: `name` is `feature:verb`, `args` are the parts that follow."""

    name: str
    args: tuple[str, ...]

    def number(self, index: int) -> int:
        """The argument at `index` as an integer; 0 when it is absent or no number (`number_of`)."""
        return number_of(self.args[index]) if index < len(self.args) else 0


def number_of(text: str) -> int:
    """The integer of up to 63 bits that stands here; 0 where none does, which is never a row's id."""
    try:
        number = int(text)
    except ValueError:
        return 0
    return number if abs(number) < 2**63 else 0


def custom_id(feature: str, verb: str, *args: int | str) -> str:
    """The custom id for these parts; ValueError when a part holds a colon or the whole exceeds 100 characters."""
    parts = [feature, verb, *map(str, args)]
    if any(":" in part for part in parts):
        raise ValueError(f"a custom id's parts may hold no colon: {parts}")
    joined = ":".join(parts)
    if len(joined) > LIMIT:
        raise ValueError(f"custom id longer than {LIMIT} characters: {joined}")
    return joined


def parse(raw: str) -> Route:
    """The route of a custom id; an id that is not ours gives a name nobody serves."""
    feature, _, rest = raw.partition(":")
    verb, *args = rest.split(":")
    return Route(f"{feature}:{verb}", tuple(args))
