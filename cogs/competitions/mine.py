"""What somebody is in, behind /kaggle and /mine; what they are told in lines of their inbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.competitions.model.values import CHANGED, DEADLINE, ENDED, Change
from bot.competitions.service.looking import Own
from bot.core.lang import Lang
from bot.shell.directory import Line, LinesOf, Section
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.competitions.views import lines, mine
from cogs.competitions.views.ways import MINE

if TYPE_CHECKING:
    from bot.shell.client import Compound

Told = Callable[[Intent, Own, Lang], Line | None]
"""None: it is no longer true."""


def _deadline(_intent: Intent, own: Own, lang: Lang) -> Line | None:
    text = lines.deadline_line(own.entrant, own.competition, lang)
    return mine.line(text, own, lang) if text else None


def _changed(intent: Intent, own: Own, lang: Lang) -> Line | None:
    news = [each for each in Change if each.value in intent.words.get("news", ())]
    text = lines.changed_line(own.entrant, own.competition, news, lang)
    return mine.line(text, own, lang) if text else None


def _ended(_intent: Intent, own: Own, lang: Lang) -> Line | None:
    text = lines.ended_line(own.entrant, own.competition, lang)
    return mine.ended_line(text, own, lang) if text else None


LINES: dict[str, tuple[Callable[[Lang], str], Told]] = {
    DEADLINE: (lines.deadline_name, _deadline),
    CHANGED: (lines.changed_name, _changed),
    ENDED: (lines.ended_name, _ended),
}


class Mine(FeatureCog, name="competitions of mine"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM too, where bundles come."""

    feature = "competitions"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._competitions = bot.app.competitions

    async def cog_load(self) -> None:
        """Register routes, what this feature offers to /mine, and what waits in people's inboxes."""
        await super().cog_load()
        self.bot.directory.mine[self.feature] = self._mine
        for kind, (name, line) in LINES.items():
            self.bot.directory.names[kind] = name
            self.bot.directory.lines[kind] = self._lines_of(line)

    async def _mine(self, request: Request) -> Section:
        return mine.mine(request.lang)

    def _lines_of(self, line: Told) -> LinesOf:
        async def told(intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
            found = await self._competitions.told(intents)
            worded = {each.id: line(each, found[each.id], lang) for each in intents if each.id in found}
            return {id_: each for id_, each in worded.items() if each is not None}

        return told

    @route("mine")
    async def mine(self, request: Request) -> None:
        """What one is or was in, a page of it; in the bot's own DM over all servers."""
        found = await self._competitions.mine(
            request.user_id, request.guild_id or None, begins=request.route.number(1)
        )
        servers: dict[int, str] = {}
        if not request.guild_id:
            ids = sorted({each.entrant.guild_id for each in found.own})
            servers = {each: await self.bot.poster.server_name(each) for each in ids}
        where = MINE if not request.guild_id or MINE in request.route.args else ""
        await request.update(mine.my_competitions(found, servers, where, request.lang))
