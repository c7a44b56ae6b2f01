"""The bots that the loopback Discord's own tests run: discord.py alone, silent or answering in every way."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands


class BareBot(commands.AutoShardedBot):
    """discord.py as the real bot uses it, without anything of ours; remembers what it was told."""

    def __init__(
        self, shard_id: int = 0, shard_count: int = 1, intents: discord.Intents | None = None
    ) -> None:
        super().__init__(
            commands.when_mentioned,
            intents=intents or discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            shard_count=shard_count,
            shard_ids=[shard_id],
            guild_ready_timeout=0.1,
        )
        self.heard: list[tuple[str, Any]] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once: discord.py waits five seconds, for a limit that is not simulated."""

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(("message", message))

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        self.heard.append(("edit", event))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        self.heard.append(("delete", event))

    async def on_thread_create(self, thread: discord.Thread) -> None:
        self.heard.append(("thread", thread))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        self.heard.append(("channel gone", channel))

    async def on_resumed(self) -> None:
        self.heard.append(("resumed", None))

    def told(self, what: str) -> list[Any]:
        """Return what came with each event of this kind."""
        return [data for kind, data in self.heard if kind == what]


class Form(discord.ui.Modal, title="Your update"):
    done: discord.ui.Label[Form] = discord.ui.Label(
        text="Done", component=discord.ui.TextInput(custom_id="q1", max_length=20)
    )
    more: discord.ui.Label[Form] = discord.ui.Label(
        text="Next", component=discord.ui.TextInput(custom_id="q2", required=False)
    )
    mood: discord.ui.Label[Form] = discord.ui.Label(
        text="Mood",
        component=discord.ui.RadioGroup(
            custom_id="mood",
            options=[discord.RadioGroupOption(label=one, value=one.lower()) for one in ("Good", "Stuck")],
        ),
    )
    topic: discord.ui.Label[Form] = discord.ui.Label(
        text="Topic",
        component=discord.ui.Select(
            custom_id="topic", options=[discord.SelectOption(label=one) for one in ("vision", "language")]
        ),
    )
    helper: discord.ui.Label[Form] = discord.ui.Label(
        text="Helper", component=discord.ui.UserSelect(custom_id="helper", required=False, min_values=0)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        text, empty, radio, menu, people = (
            part.component for part in (self.done, self.more, self.mood, self.topic, self.helper)
        )
        assert isinstance(text, discord.ui.TextInput)
        assert isinstance(empty, discord.ui.TextInput)
        assert isinstance(radio, discord.ui.RadioGroup)
        assert isinstance(menu, discord.ui.Select)
        assert isinstance(people, discord.ui.UserSelect)
        values = [text.value, empty.value, radio.value, *menu.values, *(one.name for one in people.values)]
        await interaction.response.send_message("|".join(map(str, values)), ephemeral=True)


class Buttons(discord.ui.View):
    @discord.ui.button(label="Write", custom_id="write")
    async def write(self, interaction: discord.Interaction, button: discord.ui.Button[Buttons]) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.button(label="Done", custom_id="done")
    async def done(self, interaction: discord.Interaction, button: discord.ui.Button[Buttons]) -> None:
        button.disabled = True
        await interaction.response.edit_message(content="finished", view=self)

    @discord.ui.select(custom_id="pick", options=[discord.SelectOption(label=one) for one in ("a", "b")])
    async def pick(self, interaction: discord.Interaction, menu: discord.ui.Select[Buttons]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"picked {menu.values}")


class TalkingBot(BareBot):
    """Answers commands in every way that Discord has."""

    async def setup_hook(self) -> None:
        group = app_commands.Group(name="standup", description="Standups")

        @group.command(description="Make one")
        @app_commands.choices(kind=[app_commands.Choice(name="Daily", value="daily")])
        async def create(
            interaction: discord.Interaction,
            name: app_commands.Range[str, 1, 10],
            host: discord.Member,
            where: discord.TextChannel,
            kind: str = "daily",
            days: app_commands.Range[int, 1, 7] = 5,
        ) -> None:
            told = f"{name} {host.name} {where.name} {kind} {days} {interaction.permissions.manage_guild}"
            await interaction.response.send_message(told)

        @create.autocomplete("name")
        async def names(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"{typed}!", value=typed)]

        @app_commands.command(description="Takes its time")
        async def think(interaction: discord.Interaction) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.followup.send("thought")
            await interaction.followup.send("and more", ephemeral=True)

        @app_commands.command(description="Shows buttons")
        async def buttons(interaction: discord.Interaction, private: bool = False) -> None:
            await interaction.response.send_message("choose", view=Buttons(), ephemeral=private)

        @app_commands.command(description="Never answers")
        @app_commands.default_permissions(manage_guild=True)
        async def silent(interaction: discord.Interaction) -> None:
            self.heard.append(("silent", interaction))

        @app_commands.context_menu(name="Share this")
        async def share(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(f"{message.author.name} {message.id}")

        made: list[Any] = [group, think, buttons, silent, share]
        for command in made:
            self.tree.add_command(command)
        await self.tree.sync()
