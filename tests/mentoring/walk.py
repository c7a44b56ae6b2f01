"""Owns how the tests of mentors go through the bot as somebody does: by pressing what is on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
import simcord

from tests.bots import World, answer_of, labels_of, text_of


class Walk:
    """What somebody does next, and what they read then: `text`, `labels`, `form` are of the newest answer.

    `who` is a member, or their user: then all of it is in the bot's own DM.
    """

    last: simcord.InteractionResult

    def __init__(self, house: World, who: simcord.MemberActor | simcord.UserHandle) -> None:
        self.house = house
        self.who = who

    @property
    def text(self) -> str:
        """What the newest answer says."""
        return text_of(self.last)

    @property
    def labels(self) -> list[str]:
        """The labels of its buttons, in order."""
        return labels_of(answer_of(self.last))

    @property
    def form(self) -> str:
        """All that the open form shows."""
        assert self.last.modal is not None, f"no form: {self.last!r}"
        return str(self.last.modal)

    async def slash(self, name: str = "mentor", where: simcord.ChannelHandle | None = None) -> str:
        """Use a command; returns what is answered."""
        if isinstance(self.who, simcord.UserHandle):
            self.last = await self.who.slash(name)
        else:
            self.last = await self.who.slash(where or self.house.channel, name)
        return self._said()

    async def press(self, *labels: str) -> str:
        """Press these buttons one after the other, each on what the one before showed."""
        for label in labels:
            self.last = await self.who.click(answer_of(self.last), label=label)
        return self._said()

    async def press_id(self, custom_id: str) -> str:
        """Press a button with this id, as it stands below some older message of ours."""
        channel = self.house.bot.get_partial_messageable(self.house.channel.id)
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="x", custom_id=custom_id))
        message = await channel.send("forged", view=view)
        await self.house.env.settle()
        self.last = await self.who.click(message, custom_id=custom_id)
        await message.delete()
        return self._said()

    async def press_on(self, message: Any, label: str) -> str:
        """Press a button of a message that everybody sees."""
        self.last = await self.who.click(message, label=label)
        return self._said()

    async def fill(self, values: Mapping[str, Any] | None = None, **more: Any) -> str:
        """Send the open form: strings, lists of options, members; what is not named stays empty. Returns what is answered."""
        self.last = await self.who.submit_modal(self.last, {**(values or {}), **more})
        return self._said()

    async def select(self, *values: str) -> str:
        """Choose from the select of the newest answer."""
        self.last = await self.who.select(answer_of(self.last), list(values))
        return self._said()

    def options(self) -> dict[str, str]:
        """The labels of the newest answer's selects, each with its value."""
        rows: list[Any] = list(answer_of(self.last).components)
        selects = [item for row in rows for item in row.get("components", []) if item["type"] == 3]
        return {str(each["label"]): str(each["value"]) for item in selects for each in item["options"]}

    async def open_line(self, words: str) -> str:
        """Open the inbox and the line in it whose label holds these words."""
        await self.slash("mine")
        await self.press("Inbox")
        (value,) = [value for label, value in self.options().items() if words in label]
        return await self.select(value)

    def _said(self) -> str:
        return "" if self.last.modal is not None else self.text
