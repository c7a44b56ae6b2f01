"""Puts what waits into words: asks each feature for its lines, and Discord for the names of the servers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.core.text import units
from cogs.attention.views.items import Group, Item, listed

if TYPE_CHECKING:
    from bot.shell.client import Compound


@dataclass(frozen=True)
class Worded:
    """`items` in the order of what was asked; `settled` are the ids of what is no longer true."""

    items: tuple[Item, ...]
    settled: frozenset[int]


class Rendering:
    """Reads what features offer at the moment of showing."""

    def __init__(self, bot: Compound) -> None:
        self._bot = bot

    async def worded(self, intents: Sequence[Intent], lang: Lang) -> Worded:
        """These in words. What no feature words at present is left out, and still waits."""
        directory = self._bot.directory
        by_kind: defaultdict[str, list[Intent]] = defaultdict(list)
        for each in intents:
            by_kind[each.kind].append(each)
        found: dict[int, Item] = {}
        settled: set[int] = set()
        for kind, some in by_kind.items():
            offer = directory.lines.get(kind)
            if offer is None:
                continue
            lines = await offer(some, lang)
            found |= {
                each.id: Item(each, lines[each.id], self.name(kind, lang))
                for each in some
                if each.id in lines
            }
            settled |= {each.id for each in some if each.id not in lines}
        return Worded(tuple(found[each.id] for each in intents if each.id in found), frozenset(settled))

    def name(self, kind: str, lang: Lang) -> str:
        """What something of this kind is called."""
        offer = self._bot.directory.names.get(kind)
        return offer(lang) if offer else lang.gettext("Message")

    async def grouped(self, items: Sequence[Item], lang: Lang) -> list[Group]:
        """By server, in the order in which they come; what comes from no server has no heading."""
        by_server: defaultdict[int, list[Item]] = defaultdict(list)
        for item in items:
            by_server[item.intent.server].append(item)
        return [Group(await self.server(server, lang), tuple(some)) for server, some in by_server.items()]

    async def server(self, guild_id: int, lang: Lang) -> str:
        """A server's name; empty for none."""
        if not guild_id:
            return ""
        return await self._bot.poster.server_name(guild_id) or lang.gettext("A server")


def as_fits(groups: Sequence[Group], most: int, room: int) -> list[Group]:
    """As many lines, in their order, as there is room for: `most` lines, `room` UTF-16 units."""
    shown: list[Group] = []
    count = 0
    for group in groups:
        begun = Group(group.name, ())
        for item in group.items:
            longer = replace(begun, items=(*begun.items, item))
            if count == most or units("\n".join(listed([*shown, longer]))) > room:
                return [*shown, begun] if begun.items else shown
            begun, count = longer, count + 1
        shown.append(begun)
    return shown
