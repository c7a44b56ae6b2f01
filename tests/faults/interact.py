"""People at work: slash commands, buttons, menus, forms and apps, sent to the bot through the gateway.

Each method sends one INTERACTION_CREATE with the whole payload Discord sends, waits for the bot's first
answer and returns the interaction; `TimeoutError` when none comes, `NotOfferedError` when Discord's app would
not have sent it. Call `await interaction.settled()` when the bot defers.
"""

from __future__ import annotations

from typing import Any

from tests.faults.api import Payload
from tests.faults.commands import Commands
from tests.faults.entities import Channel, Guild, User
from tests.faults.forms import MENUS, fill
from tests.faults.gateway import Gateway
from tests.faults.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    MODAL_SUBMIT,
    Interaction,
    Interactions,
)
from tests.faults.messages import EPHEMERAL, walk
from tests.faults.options import NotOfferedError, Resolved, command_options, inferred_options, menu_values
from tests.faults.world import World

Target = Interaction | Payload | int
_ADMINISTRATOR = 1 << 3


class Interact:
    """The driver. `guild` None means direct messages with the bot; `within` is the patience in seconds."""

    def __init__(
        self, world: World, commands: Commands, interactions: Interactions, gateway: Gateway
    ) -> None:
        self.world = world
        self.commands = commands
        self.interactions = interactions
        self.gateway = gateway

    async def slash(
        self,
        guild: Guild | None,
        channel: Channel,
        user: User,
        name: str,
        options: dict[str, Any] | None = None,
        *,
        registered: bool = True,
        within: float = 5.0,
    ) -> Interaction:
        """Use a slash command: `name` as typed, with subcommands ("standup create").

        `registered` false skips the check that the bot has synced the command, and infers option types.
        """
        resolved = Resolved(self.world, guild)
        first, *words = name.split()
        command = self._command(guild, user, first, 1) if registered else None
        if command is None:
            sent = inferred_options(options or {}, resolved)
            for word in reversed(words):
                sent = [{"name": word, "type": 1, "options": sent}]
        else:
            sent = command_options(command, words, options or {}, resolved)
        data = self._command_data(command, first, 1, resolved) | ({"options": sent} if sent else {})
        interaction = self.interactions.open(COMMAND, user, channel, name=name)
        return await self._send(guild, interaction, data, within)

    async def autocomplete(
        self,
        guild: Guild | None,
        channel: Channel,
        user: User,
        name: str,
        option: str,
        typed: str,
        options: dict[str, Any] | None = None,
        *,
        within: float = 5.0,
    ) -> list[Payload]:
        """Type into an option; returns the choices the bot offers (name and value)."""
        resolved = Resolved(self.world, guild)
        first, *words = name.split()
        command = self._command(guild, user, first, 1)
        sent = command_options(command, words, (options or {}) | {option: typed}, resolved, focused=option)
        data = self._command_data(command, first, 1, resolved) | {"options": sent}
        interaction = self.interactions.open(AUTOCOMPLETE, user, channel, name=name)
        done = await self._send(guild, interaction, data, within)
        return list(done.callback.get("choices") or [])

    async def app(
        self,
        guild: Guild | None,
        channel: Channel,
        user: User,
        name: str,
        on: Payload | User,
        *,
        within: float = 5.0,
    ) -> Interaction:
        """Use an app on a message or on a person (a context menu command)."""
        kind = 2 if isinstance(on, User) else 3
        resolved = Resolved(self.world, guild)
        command = self._command(guild, user, name, kind)
        target = resolved.value(on) if isinstance(on, User) else resolved.message(on)
        data = self._command_data(command, name, kind, resolved) | {"target_id": target}
        interaction = self.interactions.open(COMMAND, user, channel, name=name)
        return await self._send(guild, interaction, data, within)

    async def press(
        self,
        target: Target,
        custom_id: str,
        user: User | None = None,
        values: list[Any] | None = None,
        *,
        within: float = 5.0,
    ) -> Interaction:
        """Press a button, or choose `values` in a menu, of a message (given as such, as an answer, or by id).

        `user` may be left out for the person the message was an answer to.
        """
        shown_to, channel, message = self._locate(target)
        user = user or shown_to
        if user is None:
            raise ValueError("say which user presses: this message answers nobody")
        if message["flags"] & EPHEMERAL and user is not shown_to:
            raise NotOfferedError("an ephemeral message is seen by its person only")
        component = _find(message["components"], custom_id)
        guild = None if channel.guild_id is None else self.world.guilds[channel.guild_id]
        resolved = Resolved(self.world, guild)
        data: Payload = {"custom_id": custom_id, "component_type": component["type"], "id": component["id"]}
        if component["type"] in MENUS:
            data["values"] = menu_values(component, values or [], resolved)
        if resolved.data:
            data["resolved"] = resolved.data
        interaction = self.interactions.open(COMPONENT, user, channel, name=custom_id, source=message)
        return await self._send(guild, interaction, data, within)

    async def submit(
        self, shown: Interaction, values: dict[str, Any], user: User | None = None, *, within: float = 5.0
    ) -> Interaction:
        """Fill the form that `shown` was answered with, and send it; `values` are by custom id."""
        if shown.callback_type != MODAL:
            raise NotOfferedError(f"{shown.name} showed no form but answered with type {shown.callback_type}")
        channel = shown.channel
        guild = None if channel.guild_id is None else self.world.guilds[channel.guild_id]
        resolved = Resolved(self.world, guild)
        components = fill(shown.callback, values, resolved)
        data = {"custom_id": shown.callback["custom_id"], "components": components, "resolved": resolved.data}
        interaction = self.interactions.open(
            MODAL_SUBMIT,
            user or shown.user,
            channel,
            name=shown.callback["custom_id"],
            source=shown.source,
            opened_by=shown,
        )
        return await self._send(guild, interaction, data, within)

    async def _send(
        self, guild: Guild | None, interaction: Interaction, data: Payload, within: float
    ) -> Interaction:
        shard = next(
            (one for one in self.gateway.sessions.values() if one.wants("INTERACTION_CREATE", _id(guild))),
            None,
        )
        if shard is None:
            raise ConnectionError("no session of the bot listens to this guild's shard")
        self.world.emit("INTERACTION_CREATE", self.payload(guild, interaction, data), _id(guild))
        return await interaction.answered(within)

    def payload(self, guild: Guild | None, interaction: Interaction, data: Payload) -> Payload:
        """Return the whole INTERACTION_CREATE event."""
        channel, user = interaction.channel, interaction.user
        permissions = str(self.world.bot_permissions(channel))
        payload: Payload = {
            "id": str(interaction.id),
            "application_id": str(self.world.application_id),
            "type": interaction.kind,
            "token": interaction.token,
            "version": 1,
            "data": data,
            "channel_id": str(channel.id),
            "channel": channel.payload() | {"permissions": permissions},
            "app_permissions": permissions,
            "locale": user.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": self.interactions.owners(channel),
            "context": 1 if guild is None else 0,
            "attachment_size_limit": 10_485_760,
        }
        if guild is None:
            payload["user"] = user.payload()
        else:
            payload |= {"guild_id": str(guild.id), "guild_locale": guild.locale}
            payload["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
            payload["member"] = guild.members[user.id].payload(with_permissions=True)
        if interaction.source is not None:
            payload["message"] = interaction.source
        return payload

    def _command(self, guild: Guild | None, user: User, name: str, kind: int) -> Payload:
        command = self.commands.find(_id(guild), name, kind)
        if command is None:
            raise NotOfferedError(f"the bot has synced no command {name!r} for this place")
        needed = int(command["default_member_permissions"] or 0)
        held = 0 if guild is None else guild.members[user.id].permissions
        if guild is not None and needed & ~held and not held & _ADMINISTRATOR:
            raise NotOfferedError(f"{user.username} does not see /{name}: it needs more permissions")
        if guild is None and not (
            1 in (command.get("contexts") or [1]) and command.get("dm_permission", True)
        ):
            raise NotOfferedError(f"/{name} is not offered in direct messages")
        return command

    def _command_data(self, command: Payload | None, name: str, kind: int, resolved: Resolved) -> Payload:
        data: Payload = {"id": str(self.world.ids.new()) if command is None else command["id"], "name": name}
        data["type"] = kind
        if command is not None and "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        if resolved.data:
            data["resolved"] = resolved.data
        return data

    def _locate(self, target: Target) -> tuple[User | None, Channel, Payload]:
        """Return who a message answers (if anybody), its channel, and the message as it is now."""
        if isinstance(target, Interaction):
            target = target.original or {}
        message_id = target if isinstance(target, int) else int(target.get("id", 0))
        if message_id in self.interactions.hidden:
            interaction, message = self.interactions.hidden[message_id]
            return interaction.user, interaction.channel, message
        for channel in self.world.channels.values():
            if message_id in channel.messages:
                message = channel.messages[message_id]
                asked_by = message.get("interaction_metadata", {}).get("user", {}).get("id", "0")
                return self.world.users.get(int(asked_by), channel.recipient), channel, message
        raise NotOfferedError("there is no such message (any more)")


def _find(components: list[Payload], custom_id: str) -> Payload:
    """Return the component with this custom id; NotOfferedError when there is none or it cannot be used."""
    found = [one for one in walk(components) if one.get("custom_id") == custom_id]
    if not found:
        known = [one["custom_id"] for one in walk(components) if "custom_id" in one]
        raise NotOfferedError(f"the message has no component {custom_id!r}, only {known}")
    if found[0].get("disabled"):
        raise NotOfferedError(f"component {custom_id!r} is disabled")
    return found[0]


def _id(guild: Guild | None) -> int | None:
    return None if guild is None else guild.id
