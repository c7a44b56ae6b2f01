"""Rounds in Discord: the organisers' preview, sending it now, leaving it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.mentoring.model.refusals import RoundGone
from bot.mentoring.model.rounds import ALONE
from bot.mentoring.model.values import ROUND, SITS_OUT
from bot.shell.directory import Line
from bot.shell.jobs import Job
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.mentoring.views import notices
from cogs.mentoring.views import rounds as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class RoundsCog(FeatureCog, name="mentoring rounds"):
    """Handlers convert, call one use case, and show one view."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring

    async def cog_load(self) -> None:
        """Register routes, the notice of a round, and what waits for who has no partner."""
        await super().cog_load()
        self.bot.directory.notices[ROUND] = notices.ready
        self.bot.directory.lines |= {SITS_OUT: self._lines, ALONE: self._lines}
        self.bot.directory.names |= {SITS_OUT: views.name, ALONE: views.name}

    async def _lines(self, waiting: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
        true = await self._mentoring.still_without(waiting)
        return {
            each.id: Line(
                views.alone_line(lang) if each.kind == ALONE else views.sits_out_line(true[each.id], lang)
            )
            for each in waiting
            if each.id in true
        }

    @route("preview", organiser=True)
    async def preview(self, request: Request) -> None:
        """What the next round would be; from a notice only as long as its round is ready."""
        if request.route.args:
            await self._mentoring.known_round(request.guild_id, _instant(request))
        await request.defer()
        await request.update(
            views.preview_card(await self._mentoring.preview(request.guild_id), request.lang)
        )

    @route("send_now", organiser=True)
    async def send_now(self, request: Request) -> None:
        """A round goes out now."""
        _ = request.lang.gettext
        await request.defer()
        if await self._mentoring.send_now(request.guild_id, request.user_id, _instant(request)):
            done = _("Sent: each finds their partner in their inbox, and in their bundle if they chose one.")
            await self._over(request, done)
            return
        done = _("There are too few people to pair just now, so nothing was sent. It stays planned.")
        shown = await self._mentoring.preview(request.guild_id)
        await request.update(views.preview_card(shown, request.lang, done=done))

    @route("skip_round", organiser=True)
    async def skip_round(self, request: Request) -> None:
        """A round is left out."""
        await self._mentoring.skip_round(request.guild_id, request.user_id, _instant(request))
        await self._over(request, request.lang.gettext("Left out. Nobody was told anything."))

    async def _over(self, request: Request, done: str) -> None:
        settings = await self._mentoring.settings_of(request.guild_id)
        if settings is None:
            raise RoundGone
        self.bot.jobs.wake()
        await request.update(views.over_card(settings, done, request.lang))
        await self.bot.jobs.run(
            "attention.noticed"
        )  # a notice that was posted says so now, not at the next tick


def _instant(request: Request) -> datetime:
    return datetime.fromtimestamp(request.route.number(0), UTC)


def rounds_jobs(bot: Compound) -> list[Job]:
    """Their background work."""
    mentoring = bot.app.mentoring
    return [Job("mentoring.rounds", mentoring.rounds_due, mentoring.next_round)]
