"""The router: one place where every press, choice and submitted form finds its handler by custom id, also after a restart.

discord.py would keep views in memory and swallow errors of dynamic items; here nothing is stored, stale ids answer "this is
finished", and every failure goes through `answer_failure`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord.ext import commands

from bot.core.db import DatabaseTrouble
from bot.core.refusals import Refusal
from bot.shell.failures import Finished, NotAllowed, answer_failure
from bot.shell.metrics import FAILED, OK, OTHER, REFUSED
from bot.shell.request import Request

if TYPE_CHECKING:
    from bot.shell.client import Compound

PATIENCE = 1.8  # seconds until we defer by ourselves; Discord waits 3

Handler = Callable[[Request], Awaitable[None]]
M = TypeVar("M", bound=Callable[..., Awaitable[None]])


@dataclass(frozen=True)
class Served:
    """A route's handler. `reopen` is the verb that opens its form again after a refusal."""

    handler: Handler
    reopen: str = ""
    organiser: bool = False


def route(verb: str, *, reopen: str = "", organiser: bool = False) -> Callable[[M], M]:
    """Mark a cog's method as the handler of `feature:verb`; `organiser` re-checks Manage Server at every press."""

    def mark(method: M) -> M:
        method.__route__ = (verb, reopen, organiser)  # type: ignore[attr-defined]
        return method

    return mark


class Router:
    """The table of routes and the dispatch of component and form interactions."""

    def __init__(self) -> None:
        self._served: dict[str, Served] = {}

    def add(self, name: str, served: Served) -> None:
        """Serve `feature:verb`; ValueError when it is served already."""
        if name in self._served:
            raise ValueError(f"{name} is served twice")
        self._served[name] = served

    def forget(self, feature: str) -> None:
        """Stop serving every route of `feature`."""
        self._served = {k: v for k, v in self._served.items() if not k.startswith(f"{feature}:")}

    def names(self) -> frozenset[str]:
        """All served routes."""
        return frozenset(self._served)

    async def dispatch(self, interaction: discord.Interaction[Any]) -> None:
        """Find and run the handler of a press, choice or submit; answers every failure itself."""
        if interaction.type not in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            return
        request = Request(interaction)
        name = request.route.name
        if name in self._served:
            await serve(request, self._served[name], name)
        else:
            await serve(request, Served(_finished), OTHER)


async def _finished(request: Request) -> None:
    raise Finished


async def serve(request: Request, served: Served, name: str) -> None:
    """Run a handler; defers by itself when it takes long, answers every failure, and measures it all under `name`."""
    with request.bot.jobs.answering():
        await _serve(request, served, name)


async def _serve(request: Request, served: Served, name: str) -> None:
    began = time.perf_counter()
    task = asyncio.ensure_future(_guarded(request, served))
    done, _pending = await asyncio.wait({task}, timeout=PATIENCE)
    try:
        if not done:
            await request.defer()
            await task
        error = task.exception()
    except Exception as caught:  # the funnel takes everything
        error = caught
        if not task.done():  # Discord no longer waits, but what was begun is finished
            request.bot.jobs.look_after(task)
    outcome = OK if error is None else REFUSED if isinstance(error, Refusal) else FAILED
    try:
        if error is not None:
            await answer_failure(request, error, reopen=served.reopen)
    finally:
        request.bot.metrics.interaction(name, time.perf_counter() - began, outcome)


async def _guarded(request: Request, served: Served) -> None:
    await request.settle_language()
    request.require_served()
    if served.organiser and not request.is_organiser:
        raise NotAllowed
    await served.handler(request)


async def _note(request: Request) -> None:
    """What a command tells about a person: that they are a member here, after all, and which language they read."""
    people, about = request.app.people, (request.guild_id, request.user_id, request.locale)
    try:
        if await people.has_news(*about):
            await people.seen(*about)
    except DatabaseTrouble as error:  # the person has their answer, and the next command tells it as well
        request.bot.alarm.trouble(error, "commands")


async def _tell_more(request: Request) -> None:
    """What else the person has to know, below the answer to a command; not below a form, which nothing may follow at once."""
    if not request.answered or request.shows_form:
        return
    try:
        for offer in list(request.bot.directory.afterwards.values()):
            if card := await offer(request):
                await request.answer(card)
    except DatabaseTrouble as error:  # the person has their answer, and the next command tells it
        request.bot.alarm.trouble(error, "commands")


class FeatureCog(commands.Cog):
    """A feature's cog: registers its marked methods as routes when it loads and takes all its offers back when it unloads."""

    feature: str

    def __init__(self, bot: Compound) -> None:
        self.bot = bot
        self.app = bot.app

    async def cog_load(self) -> None:
        """Register the routes."""
        for name in dir(type(self)):
            method = getattr(type(self), name, None)
            if mark := getattr(method, "__route__", None):
                verb, reopen, organiser = mark
                self.bot.router.add(f"{self.feature}:{verb}", Served(getattr(self, name), reopen, organiser))

    async def cog_unload(self) -> None:
        """Take back routes, jobs and offers."""
        self.bot.router.forget(self.feature)
        self.bot.directory.forget(self.feature)
        await self.bot.jobs.forget(self.feature)

    async def handle(
        self, interaction: discord.Interaction[Any], handler: Handler, *, organiser: bool = False
    ) -> None:
        """Serve a slash or menu command like a press: same deferral, same funnel; then what else the person has to know."""

        async def command(request: Request) -> None:
            await handler(request)
            await _note(request)
            await _tell_more(request)

        name = interaction.command.qualified_name if interaction.command else OTHER
        await serve(Request(interaction), Served(command, organiser=organiser), name)
