"""Proves the check against Discord's description: what discord.py sends passes, what is broken fails."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands, ui
from discord.ext import commands

from tests.openapi import KNOWN_DEVIATIONS, Description, Deviation, assert_valid

pytestmark = pytest.mark.usefixtures("discord_description")


@dataclass(frozen=True)
class Sent:
    """A request as `tests.openapi` takes it."""

    method: str
    path: str
    json: Any = None
    params: dict[str, Any] = field(default_factory=dict)


class EveryField(ui.Modal, title="Standup"):
    """A form with each kind of input that a form of ours may have."""

    said: ui.Label[Any] = ui.Label(
        text="What did you do?",
        description="One line is enough.",
        component=ui.TextInput(
            custom_id="q1", style=discord.TextStyle.paragraph, max_length=4000, default="read"
        ),
    )
    stuck: ui.Label[Any] = ui.Label(
        text="Stuck?",
        component=ui.RadioGroup(
            custom_id="q2",
            options=[
                discord.RadioGroupOption(label="Yes", value="y"),
                discord.RadioGroupOption(label="No", value="n"),
            ],
        ),
    )
    where: ui.Label[Any] = ui.Label(
        text="Where?",
        component=ui.ChannelSelect(
            custom_id="q3", channel_types=[discord.ChannelType.text], default_values=[discord.Object(5)]
        ),
    )
    days: ui.Label[Any] = ui.Label(
        text="Days",
        component=ui.Select(
            custom_id="q4", max_values=2, options=[discord.SelectOption(label="Monday", default=True)]
        ),
    )
    hint: ui.TextDisplay[Any] = ui.TextDisplay("All of this can be changed later.")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Thank you.", ephemeral=True)


class Layout(ui.LayoutView):
    """A message of Components V2."""

    box: ui.Container[Any] = ui.Container(
        ui.TextDisplay("# Today"),
        ui.Separator(),
        ui.Section("Read chapter 1", accessory=ui.Button(label="Edit", custom_id="standup:edit:1")),
        ui.ActionRow(ui.Button(label="Open the form", custom_id="standup:open:1")),
        accent_colour=0x5865F2,
    )


def controls() -> ui.View:
    """A row of buttons and each kind of select."""
    view = ui.View(timeout=None)
    view.add_item(
        ui.Button(label="Write", emoji="✍️", custom_id="standup:open:1", style=discord.ButtonStyle.primary)
    )
    view.add_item(ui.Button(label="The chapter", url="https://example.org"))
    view.add_item(
        ui.Select(custom_id="standup:zone", placeholder="Zone", options=[discord.SelectOption(label="UTC")])
    )
    view.add_item(ui.ChannelSelect(custom_id="standup:where", default_values=[discord.Object(5)]))
    view.add_item(ui.RoleSelect(custom_id="standup:role", default_values=[discord.Object(6)]))
    view.add_item(ui.UserSelect(custom_id="standup:who", default_values=[discord.Object(7)]))
    return view


def file(name: str) -> discord.File:
    return discord.File(io.BytesIO(b"words"), name, description="What you wrote")


def make_bot() -> commands.Bot:
    """A bot that sends, in its few commands, each kind of request that ours sends."""

    class Talker(commands.Bot):
        async def setup_hook(self) -> None:
            await self.tree.sync()

        async def on_interaction(self, interaction: discord.Interaction) -> None:
            if interaction.type is discord.InteractionType.component:
                await interaction.response.edit_message(content="Changed.", view=None, attachments=[])

    bot = Talker(
        "!",
        intents=discord.Intents(guilds=True, guild_messages=True),
        allowed_mentions=discord.AllowedMentions.none(),
    )

    @bot.tree.command(description="Public messages.")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def public(interaction: discord.Interaction, minutes: app_commands.Range[int, 5, 150] = 5) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        channel = interaction.channel
        assert isinstance(channel, discord.TextChannel)
        embed = discord.Embed(title="Week", description=f"{minutes}", colour=1).add_field(name="a", value="b")
        prompt = await channel.send("What did you do?", nonce="1", embed=embed, view=controls(), silent=True)
        await prompt.edit(content="Edited.", view=None, suppress=True)
        kept = await channel.send("A file", file=file("a.txt"))
        await kept.edit(attachments=[*kept.attachments, file("b.txt")])
        await channel.send(view=Layout())
        thread = await prompt.create_thread(name="Monday", auto_archive_duration=1440)
        post = await thread.send("Read chapter 1.")
        await post.reply("Well done.")
        named = discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=[post.author])
        await thread.send("It moved.", allowed_mentions=named)
        await thread.edit(archived=True)
        await thread.edit(archived=False, locked=False)
        await post.delete()
        assert [message.id async for message in channel.history(limit=5, after=prompt)]
        await interaction.user.send("As you asked.")
        await interaction.edit_original_response(content="Posted.")

    @bot.tree.command(description="Private messages.")
    async def private(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(
            "Only you.", view=controls(), file=file("a.txt"), ephemeral=True
        )
        more = await interaction.followup.send("More.", ephemeral=True, wait=True)
        await more.edit(content="Less.", view=controls())
        await more.delete()

    @bot.tree.command(description="A form.")
    async def form(interaction: discord.Interaction, zone: str | None = None) -> None:
        await interaction.response.send_modal(EveryField(custom_id="standup:form:1"))

    @form.autocomplete("zone")
    async def zones(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name="Berlin", value="Europe/Berlin")]

    @bot.tree.context_menu(name="Edit or remove mine")
    async def mine(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"{message.id}", ephemeral=True)

    return bot


@pytest.fixture
async def requests() -> list[Sent]:
    """Everything that the bot above sends while people use it."""
    async with simcord.run(make_bot()) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("general")
        organiser = guild.create_role("Organiser", permissions=discord.Permissions(manage_guild=True))
        alice = guild.add_member(env.create_user("alice"), roles=[organiser])
        await alice.slash(channel, "public")
        shown = (await alice.slash(channel, "private")).response
        assert shown is not None
        await alice.click(shown, label="Write")
        await alice.autocomplete(channel, "form", "zone", "Ber")
        form = await alice.slash(channel, "form")
        await alice.submit_modal(form, {"q1": "Read.", "q2": "n", "q3": [channel], "q4": ["Monday"]})
        await alice.context_menu(channel, "Edit or remove mine", await alice.send(channel, "hello"))
        return [Sent(sent.method, sent.path, sent.json, sent.params) for sent in env.http_requests]


def find(requests: list[Sent], wanted: Callable[[Any], object]) -> Sent:
    """Returns the first request whose body is wanted, free to be changed."""
    return copy.deepcopy(next(sent for sent in requests if isinstance(sent.json, dict) and wanted(sent.json)))


async def test_what_discord_py_sends_is_valid(requests: list[Sent]) -> None:
    assert len(requests) > 25
    assert_valid(requests)


async def test_every_known_deviation_is_still_needed(requests: list[Sent]) -> None:
    def silent_without(deviation: Deviation) -> bool:
        strict = Description([other for other in KNOWN_DEVIATIONS if other is not deviation])
        return not any(strict.problems(sent) for sent in requests)

    assert [deviation.at for deviation in KNOWN_DEVIATIONS if silent_without(deviation)] == []


def set_label(body: Any) -> None:
    body["components"][0]["components"][0]["label"] = "x" * 81


def set_option(body: Any) -> None:
    body["components"][1]["components"][0]["options"][0]["label"] = "x" * 101


def set_many(body: Any) -> None:
    body["components"] *= 41


def set_embed(body: Any) -> None:
    body["embeds"][0]["title"] = "x" * 257


def set_misspelt(body: Any) -> None:
    body["allowed_mention"] = body.pop("allowed_mentions")


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (set_label, r"components\[0\]\.components\[0\]\.label: '.*' is too long"),
        (set_option, r"components\[1\]\.components\[0\]\.options\[0\]\.label: '.*' is too long"),
        (set_many, r"components: .* is too long"),
        (set_embed, r"embeds\[0\]\.title: '.*' is too long"),
        (set_misspelt, r"the body: .*'allowed_mention' was unexpected"),
    ],
)
async def test_a_broken_message_fails(
    requests: list[Sent], spoil: Callable[[Any], None], complaint: str
) -> None:
    sent = find(requests, lambda body: body.get("embeds") and body.get("components"))
    assert_valid([sent])
    spoil(sent.json)
    with pytest.raises(AssertionError, match=complaint):
        assert_valid([sent])


async def test_a_broken_form_fails_at_the_field_that_is_broken(requests: list[Sent]) -> None:
    sent = find(requests, lambda body: body.get("type") == 9)
    sent.json["data"]["components"][0]["label"] = "x" * 46
    with pytest.raises(AssertionError, match=r"callback: data\.components\[0\]\.label: '.*' is too long"):
        assert_valid([sent])


async def test_a_broken_layout_fails(requests: list[Sent]) -> None:
    sent = find(requests, lambda body: str(body.get("components", "")).startswith("[{'type': 17"))
    sent.json["components"][0]["accent_color"] = 1 << 24
    with pytest.raises(
        AssertionError, match=r"components\[0\]\.accent_color: .* is greater than the maximum"
    ):
        assert_valid([sent])


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        (Sent("POST", "/channels/1/mesages", {"content": "hi"}), "no such operation"),
        (Sent("GET", "/channels/1/messages", params={"limits": 5}), "no such parameter: limits"),
        (Sent("DELETE", "/channels/1/messages/2", {"why": "old"}), "takes no body"),
        (Sent("POST", "/channels/1/messages", {"nonce": "1" * 26}), "nonce: .* is too long"),
        (
            Sent("PATCH", "/webhooks/1/token/messages/@original", {"flags": "64"}),
            "flags: '64' is not of type",
        ),
    ],
)
def test_other_broken_requests_fail(sent: Sent, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint):
        assert_valid([sent])
