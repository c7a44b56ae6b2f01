"""Owns an extension that fails in every place a feature can fail in, and one button that takes its time."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from discord import app_commands

from bot.core.ids import custom_id
from bot.shell.cards import Button, Card, Option, Select
from bot.shell.client import Compound
from bot.shell.forms import Form, Text
from bot.shell.request import Request
from bot.shell.router import PATIENCE, FeatureCog, route


class Boom(Exception):
    """What goes wrong here."""


def _refuse(interaction: discord.Interaction[Any]) -> bool:
    raise app_commands.CheckFailure("the check broke")


class Broken(FeatureCog, name="broken"):
    """Each handler but `slow` and `fine` raises."""

    feature = "broken"

    @app_commands.command(name="bare", description="Raises before any handler of ours runs.")
    async def bare(self, interaction: discord.Interaction[Any]) -> None:
        """Raise in the callback itself."""
        raise Boom("bare")

    @app_commands.command(name="handled", description="Raises in its handler.")
    async def handled(self, interaction: discord.Interaction[Any]) -> None:
        """Raise in a handler."""
        await self.handle(interaction, self.press)

    @app_commands.command(name="checked", description="Raises in its check.")
    @app_commands.check(_refuse)
    async def checked(self, interaction: discord.Interaction[Any]) -> None:
        """Never reached."""

    @app_commands.command(name="card", description="Shows a card to press.")
    async def card(self, interaction: discord.Interaction[Any]) -> None:
        """Show every way to fail."""
        await self.handle(interaction, self._card)

    async def _card(self, request: Request) -> None:
        verbs = ("press", "form", "slow", "late", "fine")
        buttons = tuple(Button(verb, custom_id("broken", verb)) for verb in verbs)
        choose = Select(custom_id("broken", "select"), "choose", (Option("one", "1"), Option("two", "2")))
        await request.answer(Card("Press something.", (buttons, choose)))

    @route("press")
    async def press(self, request: Request) -> None:
        """Raise."""
        raise Boom("press")

    @route("select")
    async def select(self, request: Request) -> None:
        """Raise."""
        raise Boom("select")

    @route("form")
    async def form(self, request: Request) -> None:
        """Open a form."""
        fields = (Text("q1", "One"), Text("q2", "Two", long=True))
        await request.open(Form(custom_id("broken", "submit"), "A form", fields))

    @route("submit", reopen="form")
    async def submit(self, request: Request) -> None:
        """Raise."""
        raise Boom("submit")

    @route("slow")
    async def slow(self, request: Request) -> None:
        """Answer after the patience is over."""
        await asyncio.sleep(PATIENCE * 1.5)
        await request.answer(Card("Here after all."))

    @route("late")
    async def late(self, request: Request) -> None:
        """Raise after the patience is over."""
        await asyncio.sleep(PATIENCE * 1.5)
        raise Boom("late")

    @route("fine")
    async def fine(self, request: Request) -> None:
        """Answer."""
        await request.update(Card("Fine."))


async def setup(bot: Compound) -> None:
    """Load it."""
    await bot.add_cog(Broken(bot))
