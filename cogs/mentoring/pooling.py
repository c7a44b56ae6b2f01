"""Offering, seeking, pairing up, "More", pausing and stopping in Discord."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.core.ids import number_of
from bot.mentoring.model.values import Background, Level, Part, Path, Role
from bot.mentoring.service.pooling import Own
from bot.shell.failures import Finished
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.mentoring.views import hub, more, pool

if TYPE_CHECKING:
    from bot.shell.client import Compound


class PoolingCog(FeatureCog, name="mentoring pool"):
    """Handlers convert, call one use case, and show one view."""

    feature = "mentoring"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._mentoring = bot.app.mentoring

    @route("offer")
    async def offer(self, request: Request) -> None:
        """Open the form to mentor."""
        await self._ask(request, Role.OFFER)

    @route("offered", reopen="offer")
    async def offered(self, request: Request) -> None:
        """They offer to mentor."""
        await self._wish(request, Role.OFFER)

    @route("seek")
    async def seek(self, request: Request) -> None:
        """Open the form to find a mentor."""
        await self._ask(request, Role.SEEK)

    @route("sought", reopen="seek")
    async def sought(self, request: Request) -> None:
        """They look for a mentor."""
        await self._wish(request, Role.SEEK)

    @route("peers")
    async def peers(self, request: Request) -> None:
        """Open the form to be paired with peers."""
        await self._ask(request, Role.PEERS)

    @route("joined", reopen="peers")
    async def joined(self, request: Request) -> None:
        """They are in the rounds."""
        await self._wish(request, Role.PEERS)

    async def _ask(self, request: Request, role: Role) -> None:
        choices = await self._mentoring.choices(*_about(request), role, organiser=request.is_organiser)
        await request.open(pool.wish_form(role, choices, request.lang))

    async def _wish(self, request: Request, role: Role) -> None:
        topics = [number_of(each) for each in request.values.get("topics", ())]
        level = next((each for each in Level if each.value == request.text("level")), Level.SAME)
        saved = await self._mentoring.wish(
            *_about(request), role, topics, level, organiser=request.is_organiser
        )
        await show(request, saved.own, pool.saved_line(saved, request.lang))
        self.bot.jobs.wake()

    @route("more")
    async def more(self, request: Request) -> None:
        """What one can say beside topics."""
        own = await self._mentoring.more(*_about(request))
        await request.update(more.more_card(own, request.lang))

    @route("about")
    async def about(self, request: Request) -> None:
        """Open the form about path and background."""
        own = await self._mentoring.more(*_about(request))
        await request.open(more.about_form(own.profile, request.lang))

    @route("abouted", reopen="about")
    async def abouted(self, request: Request) -> None:
        """It was filled in."""
        path, background = request.text("path"), request.text("background")
        own = await self._mentoring.say_about(
            *_about(request),
            path if path in list(Path) else "",
            background if background in list(Background) else "",
        )
        await request.update(more.more_card(own, request.lang, more.kept_line(request.lang)))

    @route("times")
    async def times(self, request: Request) -> None:
        """Open the form about time."""
        own = await self._mentoring.more(*_about(request))
        await request.open(more.time_form(own, request.lang))

    @route("timed", reopen="times")
    async def timed(self, request: Request) -> None:
        """It was filled in."""
        places = request.text("places")
        own = await self._mentoring.say_time(
            *_about(request),
            frozenset(each for each in Part if each.value in request.values.get("hours", ())),
            writing=request.text("writing") == more.WRITING,
            window=number_of(request.text("window")),
            places=number_of(places) if places else None,
        )
        await request.update(more.more_card(own, request.lang, more.kept_line(request.lang)))
        self.bot.jobs.wake()

    @route("pause")
    async def pause(self, request: Request) -> None:
        """Pause at once."""
        own = await self._mentoring.pause(*_about(request))
        await show(request, own, pool.paused_line(request.lang))
        self.bot.jobs.wake()

    @route("resume")
    async def resume(self, request: Request) -> None:
        """Go on."""
        await self._go_on(request, request.guild_id)

    @route("back_in")
    async def back_in(self, request: Request) -> None:
        """I'm back in: from the card, or from a line of the inbox, which may be read in the bot's own DM."""
        guild_id = request.route.number(0) or request.guild_id
        if request.guild_id not in (0, guild_id):
            raise Finished
        await self._go_on(request, guild_id)

    async def _go_on(self, request: Request, guild_id: int) -> None:
        own = await self._mentoring.go_on(guild_id, request.user_id)
        await show(request, own, pool.going_on_line(request.lang))
        self.bot.jobs.wake()

    @route("stop")
    async def stop(self, request: Request) -> None:
        """Ask what shall end."""
        own = await self._mentoring.more(*_about(request))
        await request.update(pool.stop_card(own, request.lang))

    @route("stopped")
    async def stopped(self, request: Request) -> None:
        """One wish ends, or all of them."""
        chosen = next(iter(request.route.args), pool.ALL)
        role = next((each for each in Role if each.value == chosen), None)
        own = await self._mentoring.stop(*_about(request), role)
        await show(request, own, pool.stopped_line(role, request.lang))
        self.bot.jobs.wake()

    @route("apart")
    async def apart(self, request: Request) -> None:
        """Open the form: with whom not?"""
        await request.open(more.apart_form(request.lang))

    @route("aparted", reopen="apart")
    async def aparted(self, request: Request) -> None:
        """They are not brought together with this person."""
        apart = await self._mentoring.keep_apart(*_about(request), number_of(request.text("person")))
        name = ""
        if apart.pair_id:
            name = await self.bot.poster.member_name(request.guild_id, apart.other_id)
        await request.update(more.apart_card(apart, name, request.lang))

    @route("together")
    async def together(self, request: Request) -> None:
        """With one person (undoing), or with everybody again."""
        other_id = request.route.number(0)
        own = await self._mentoring.with_everybody(*_about(request), other_id)
        line = more.undone_line(request.lang) if other_id else more.everybody_line(request.lang)
        await request.update(more.more_card(own, request.lang, line))
        self.bot.jobs.wake()


async def show(request: Request, own: Own | None, intro: str = "") -> None:
    """The first card of /mentor, `intro` before it; in the bot's own DM what somebody is in anywhere."""
    poster = request.bot.poster
    if own is not None and request.guild_id:
        guild_id = request.guild_id
        ids = sorted({other for pair in own.pairs for other in pair.others(request.user_id)})
        called = await asyncio.gather(*(poster.member_name(guild_id, each) for each in ids))
        await request.update(hub.hub_card(own, dict(zip(ids, called, strict=True)), request.lang, intro))
        return
    found = await request.app.mentoring.pools(request.user_id)
    servers = {each.profile.guild_id: await poster.server_name(each.profile.guild_id) for each in found}
    await request.update(hub.overview(found, servers, request.lang, intro))


def _about(request: Request) -> tuple[int, int]:
    if not request.guild_id:
        raise Finished  # nothing of this is ever shown in the bot's own DM
    return request.guild_id, request.user_id
