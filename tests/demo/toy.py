"""A toy bot with the shape of the real one: the hub's tests need prompts, forms and a restart, no more.

`python -m tests.demo.toy PORT` runs the demo with it.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.ext import commands

from bot.demo.driven import Clock, OpenBot, Running
from bot.demo.history import Choice, Entry, Made, Thanks
from bot.demo.main import serve_until_stopped
from bot.demo.seed import DAILY, STANDUP_AT, ZONE, Script, answer
from bot.demo.world import World

QUESTIONS = ("What did you do?", "What is next?", "Stuck on anything?")


class Journal:
    """What the toy remembers across restarts: a JSON file, written at every change."""

    def __init__(self, file: Path) -> None:
        self.file = file
        loaded = json.loads(file.read_text()) if file.exists() else {}
        self.standups: dict[str, dict[str, Any]] = loaded.get("standups", {})
        self.entries: dict[str, dict[str, Any]] = loaded.get("entries", {})

    def save(self) -> None:
        self.file.write_text(json.dumps({"standups": self.standups, "entries": self.entries}))


class ToyJobs:
    """One prompt a standup at its local time on working days."""

    def __init__(self, bot: ToyBot) -> None:
        self.bot = bot

    def _due(self, standup: dict[str, Any]) -> datetime:
        zone = ZoneInfo(standup["zone"])
        day = date.fromisoformat(standup["last"]) + timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
        return datetime.combine(day, time.fromisoformat(standup["at"]), zone).astimezone(UTC)

    async def next_due(self, *_names: str) -> datetime | None:
        return min((self._due(item) for item in self.bot.journal.standups.values()), default=None)

    async def run_due(self) -> bool:
        done = False
        for key, standup in self.bot.journal.standups.items():
            due = self._due(standup)
            if due <= self.bot.clock():
                day = due.astimezone(ZoneInfo(standup["zone"])).date()
                sent = await self.bot.get_partial_messageable(int(key)).send(
                    f"**Standup for {day:%A}**\nWhat moves today? A sentence is plenty.",
                    view=prompt_buttons(),
                )
                standup.update(last=day.isoformat(), prompt=sent.id)
                self.bot.journal.save()
                done = True
        return done


def button(label: str, custom_id: str, style: discord.ButtonStyle) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(label=label, custom_id=custom_id, style=style)


def prompt_buttons() -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    view.add_item(button("Answer", "toy:answer", discord.ButtonStyle.primary))
    view.add_item(button("A little today", "toy:little", discord.ButtonStyle.secondary))
    return view


def entry_buttons(message_id: int) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    view.add_item(button("Edit", f"toy:edit:{message_id}", discord.ButtonStyle.secondary))
    view.add_item(button("Delete", f"toy:delete:{message_id}", discord.ButtonStyle.danger))
    return view


def form(custom_id: str, answers: list[str]) -> discord.ui.Modal:
    modal = discord.ui.Modal(title="Today's standup", custom_id=custom_id)
    for index, question in enumerate(QUESTIONS):
        modal.add_item(
            discord.ui.Label(
                text=question,
                component=discord.ui.TextInput(
                    custom_id=f"q{index + 1}",
                    style=discord.TextStyle.paragraph,
                    required=index == 0,
                    default=answers[index] if answers else None,
                ),
            )
        )
    return modal


class ToyBot(commands.AutoShardedBot):
    """Answers /setup and /standup; every button and form is routed by its custom id."""

    def __init__(self, file: Path, clock: Clock) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            intents=discord.Intents(guilds=True, guild_messages=True),
            shard_ids=[0],
            shard_count=1,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.journal = Journal(file)
        self.clock = clock
        self.jobs = ToyJobs(self)

    async def setup_hook(self) -> None:
        @app_commands.command(name="standup", description="Write today's standup")
        async def standup(interaction: discord.Interaction) -> None:
            await interaction.response.send_modal(form(f"toy:form:{interaction.id}", []))

        @app_commands.command(name="setup", description="Start a standup in this channel")
        @app_commands.default_permissions(manage_guild=True)
        async def setup(interaction: discord.Interaction, zone: str, at: str) -> None:
            today = self.clock().astimezone(ZoneInfo(zone)).date()
            last = today - timedelta(days=1) if self.clock() < self._at(today, zone, at) else today
            self.journal.standups[str(interaction.channel_id)] = {
                "zone": zone, "at": at, "last": last.isoformat(), "prompt": None,
            }  # fmt: skip
            self.journal.save()
            await interaction.response.send_message(f"The standup opens at {at}.", ephemeral=True)

        self.tree.add_command(standup)
        self.tree.add_command(setup)
        await self.tree.sync()

    @staticmethod
    def _at(day: date, zone: str, at: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone)).astimezone(UTC)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        data: dict[str, Any] = dict(interaction.data or {})
        verb, _, rest = str(data.get("custom_id", "")).removeprefix("toy:").partition(":")
        if verb == "answer":
            await interaction.response.send_modal(form(f"toy:form:{interaction.id}", []))
        elif verb == "little":
            await self._post(interaction, "did a little today.", [])
        elif verb == "form":
            answers = [row["component"].get("value", "") for row in data["components"]]
            await self._post(
                interaction,
                "\n".join(f"**{q}** {a}" for q, a in zip(QUESTIONS, answers, strict=True) if a),
                answers,
            )
        elif verb == "edit":
            answers = self.journal.entries[rest]["answers"] or [""] * len(QUESTIONS)
            await interaction.response.send_modal(form(f"toy:save:{rest}:{interaction.id}", answers))
        elif verb == "save":
            answers = [row["component"].get("value", "") for row in data["components"]]
            key = rest.split(":")[0]
            entry = self.journal.entries[key]
            text = "\n".join(f"**{q}** {a}" for q, a in zip(QUESTIONS, answers, strict=True) if a)
            await self._message(entry, int(key)).edit(content=f"<@{interaction.user.id}>\n{text}")
            entry["answers"] = answers
            self.journal.save()
            await interaction.response.send_message("Changed.", view=entry_buttons(int(key)), ephemeral=True)
        elif verb == "delete":
            await self._message(self.journal.entries.pop(rest), int(rest)).delete()
            self.journal.save()
            await interaction.response.send_message("Deleted.", ephemeral=True)

    def _message(self, entry: dict[str, Any], message_id: int) -> discord.PartialMessage:
        return self.get_partial_messageable(entry["thread"]).get_partial_message(message_id)

    async def _post(self, interaction: discord.Interaction, text: str, answers: list[str]) -> None:
        key = next((k for k in self.journal.standups if k == str(interaction.channel_id)), None)
        standup = self.journal.standups[key or next(iter(self.journal.standups))]
        channel = int(key or next(iter(self.journal.standups)))
        if standup.get("thread") != standup["prompt"]:
            await self.http.start_thread_with_message(
                channel, standup["prompt"], name=f"Standup {standup['last']}", auto_archive_duration=1440
            )
            standup["thread"] = standup["prompt"]
        sent = await self.get_partial_messageable(standup["thread"]).send(f"<@{interaction.user.id}>\n{text}")
        self.journal.entries[str(sent.id)] = {"thread": standup["thread"], "answers": answers}
        self.journal.save()
        await interaction.response.send_message(
            f"Posted in <#{standup['thread']}>.", view=entry_buttons(sent.id), ephemeral=True
        )


def toy_opener(file: Path) -> OpenBot:
    """Opens the toy on `file` as often as it is asked to."""

    @asynccontextmanager
    async def open_toy(clock: Clock) -> AsyncIterator[Running]:
        bot = ToyBot(file, clock)
        try:
            yield Running(bot, bot.jobs)
        finally:
            await bot.close()

    return open_toy


async def set_up_toy(world: World) -> None:
    """The organiser sets the toy's standup up."""
    robin, daily = world.community.everyone["robin"], world.community.channels[DAILY]
    await robin.slash(daily, "setup", zone=ZONE, at=f"{STANDUP_AT:%H:%M}")


async def choose_nothing(_choice: Choice, _world: World) -> None:
    """The toy has nothing to choose."""


async def share_nothing(_item: Made | Thanks, _world: World) -> None:
    """Nor a showcase."""


async def answer_without_asking(entry: Entry, world: World) -> None:
    """Nor does it know of topics."""
    await answer(replace(entry, topic=""), world)


TOY_SCRIPT = Script(
    set_up=set_up_toy,
    answer=answer_without_asking,
    choose=choose_nothing,
    share=share_nothing,
    thank=share_nothing,
    read=(),
    compete=(),
    mentor=(),
)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        opener = toy_opener(Path(folder) / "toy.json")
        asyncio.run(serve_until_stopped(opener, int(sys.argv[1]), TOY_SCRIPT))
