"""The line that tells a reader of a share about their topic (H9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.shell.directory import Line
from bot.shell.jobs import Job
from bot.shell.router import FeatureCog
from bot.showcase.model.values import QUIET
from cogs.showcase.views import quiet as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Quiet(FeatureCog, name="quiet shares"):
    """The job that tells a few readers, and what they read."""

    feature = "showcase"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._showcase = bot.app.showcase

    async def cog_load(self) -> None:
        """Register the job and the line of an inbox."""
        await super().cog_load()
        self.bot.directory.lines[QUIET] = self._lines
        self.bot.directory.names[QUIET] = views.quiet_name
        self.bot.jobs.add(Job("showcase.quiet", self._tell, self._showcase.next_quiet))

    async def _tell(self) -> bool:
        did = False
        while await self._showcase.tell_of_quiet():
            did = True
        return did

    async def _lines(self, intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        found = await self._showcase.suggested(intents)
        return {id_: Line(views.quiet_line(each, lang)) for id_, each in found.items()}
