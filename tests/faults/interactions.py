"""Interactions between a person and the bot: tokens, the one callback each may get, what follows.

Source: Discord reference, "Receiving and Responding": three seconds for the first answer, fifteen minutes for
the token; a follow-up to a deferred answer fills it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.faults.api import ApiError, Payload, Upload, invalid_form, unknown
from tests.faults.entities import Channel, User
from tests.faults.messages import EPHEMERAL, LOADING, Messages
from tests.faults.world import World

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
_ALLOWED = {
    COMMAND: {MESSAGE, DEFERRED, MODAL},
    COMPONENT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL_SUBMIT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE},
}


@dataclass(eq=False)
class Interaction:
    """One thing a person did, and all that the bot answered to it.

    `callback_type` and `callback` are the recorded first answer (4 message, 5 and 6 deferred, 7 edit,
    8 choices, 9 form); `original` is the message it made or edited, as it is now; `followups` come later.
    """

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    created_at: datetime
    name: str = ""
    source: Payload | None = None
    opened_by: Interaction | None = None
    callback_type: int | None = None
    callback: Payload = field(default_factory=dict)
    original: Payload | None = None
    followups: list[Payload] = field(default_factory=list)
    edits: int = 0
    late: bool = False
    _waiting: list[asyncio.Future[None]] = field(default_factory=list)

    @property
    def content(self) -> str:
        """Return the text of the original answer, "" if there is none."""
        return "" if self.original is None else str(self.original["content"])

    @property
    def ephemeral(self) -> bool:
        """Return whether the original answer is seen by its person only."""
        return self.original is not None and bool(self.original["flags"] & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Return whether the person still sees "thinking ..."."""
        return self.original is not None and bool(self.original["flags"] & LOADING)

    async def answered(self, within: float = 5.0) -> Interaction:
        """Wait for the first answer and return this interaction.

        TimeoutError when none comes `within` seconds, or when one came after Discord's three seconds: the
        person was told that the application did not respond.
        """
        await self.until(lambda: self.callback_type is not None or self.late, within, "no answer")
        if self.late:
            raise TimeoutError(f"{self.name} of {self.user.username}: answered too late")
        return self

    async def settled(self, within: float = 5.0) -> Interaction:
        """Wait until nothing is pending: what was deferred has been filled, edited or followed."""

        def done() -> bool:
            if self.callback_type == DEFERRED_UPDATE:
                return bool(self.edits or self.followups)
            return self.callback_type is not None and not self.loading

        await self.until(done, within, "the answer was deferred and never filled")
        return self

    async def until(self, condition: Callable[[], bool], within: float, what: str) -> None:
        """Wait for `condition`, looked at after each change; TimeoutError after `within` seconds."""
        try:
            async with asyncio.timeout(within):
                while not condition():
                    future = asyncio.get_running_loop().create_future()
                    self._waiting.append(future)
                    await future
        except TimeoutError:
            raise TimeoutError(f"{self.name} of {self.user.username}: {what} in {within} s") from None

    def changed(self) -> None:
        """Wake whoever waits for news of this interaction."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    def metadata(self, owners: dict[str, str]) -> Payload:
        """Return `interaction_metadata` as messages carry it."""
        data: Payload = {
            "id": str(self.id),
            "type": self.kind,
            "user": self.user.payload(),
            "authorizing_integration_owners": owners,
        }
        if self.kind == COMPONENT and self.source is not None:
            data["interacted_message_id"] = self.source["id"]
        elif self.kind == MODAL_SUBMIT and self.opened_by is not None:
            data["triggering_interaction_metadata"] = self.opened_by.metadata(owners)
        return data


class Interactions:
    """The interactions so far, by token, and the rules for answering them."""

    def __init__(self, world: World, messages: Messages) -> None:
        self.world = world
        self.messages = messages
        self.first_answer_within = timedelta(seconds=3)
        self.token_lives = timedelta(minutes=15)
        self.by_token: dict[str, Interaction] = {}
        self.hidden: dict[int, tuple[Interaction, Payload]] = {}

    def open(self, kind: int, user: User, channel: Channel, **more: Any) -> Interaction:
        """Begin an interaction; returns it with a fresh token."""
        token = secrets.token_urlsafe(48)
        now = self.world.clock.now()
        interaction = Interaction(self.world.ids.new(), token, kind, user, channel, now, **more)
        self.by_token[token] = interaction
        return interaction

    def owners(self, channel: Channel) -> dict[str, str]:
        """Return `authorizing_integration_owners`: installed in the guild, or used in direct messages."""
        return {"0": "0" if channel.guild_id is None else str(channel.guild_id)}

    def answer(self, interaction_id: int, token: str, body: Payload, files: list[Upload]) -> Interaction:
        """Take the callback. 404/10062 if unknown or too late, 400/40060 the second time."""
        interaction = self.by_token.get(token)
        if interaction is None or interaction.id != interaction_id:
            raise unknown(10062, "interaction")
        if interaction.callback_type is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        if self.world.clock.now() - interaction.created_at > self.first_answer_within:
            interaction.late = True
            interaction.changed()
            raise unknown(10062, "interaction")
        kind = body.get("type")
        allowed = kind in _ALLOWED[interaction.kind]
        if not allowed or (kind in (DEFERRED_UPDATE, UPDATE) and interaction.source is None):
            raise invalid_form("type", "UNION_TYPE_CHOICES", 'Value of field "type" is not allowed here.')
        data: Payload = body.get("data") or {}
        if kind == MESSAGE:
            interaction.original = self._make(interaction, data, files)
        elif kind == DEFERRED:
            flags = int(data.get("flags", 0)) & EPHEMERAL | LOADING
            interaction.original = self._make(interaction, {"flags": flags}, [], empty=True)
        elif kind == UPDATE and interaction.source is not None:
            self.messages.edit(interaction.channel, interaction.source, data, files)
        elif kind == MODAL and not (data.get("custom_id") and data.get("title") and data.get("components")):
            raise invalid_form("data", "BASE_TYPE_REQUIRED", "This field is required")
        if kind in (DEFERRED_UPDATE, UPDATE):
            interaction.original = interaction.source
        interaction.callback_type = kind
        interaction.callback = data
        interaction.changed()
        return interaction

    def follow_up(self, token: str, body: Payload, files: list[Upload]) -> Payload:
        """Send another message, or fill a deferred answer. Returns the message."""
        interaction = self._live(token)
        if interaction.callback_type == DEFERRED and interaction.loading:
            # Whether it is ephemeral was settled when it was deferred.
            body = body | {"flags": int(body.get("flags") or 0) & ~EPHEMERAL}
            return self.edit(token, "@original", body, files)
        message = self._make(interaction, body, files)
        interaction.followups.append(message)
        interaction.changed()
        return message

    def get(self, token: str, message_id: str) -> Payload:
        """Return the original answer or a follow-up; 404/10008 when there is none."""
        interaction = self._live(token)
        if message_id == "@original":
            found = interaction.original
        else:
            found = next((one for one in self._all(interaction) if one["id"] == message_id), None)
        if found is None or not self._exists(interaction, int(found["id"])):
            raise unknown(10008, "Message")
        return found

    def edit(self, token: str, message_id: str, body: Payload, files: list[Upload]) -> Payload:
        """Edit the original answer or a follow-up; returns the message."""
        interaction = self._live(token)
        message = self.get(token, message_id)
        message["flags"] &= ~LOADING
        self.messages.edit(interaction.channel, message, body, files)
        interaction.edits += 1
        interaction.changed()
        return message

    def delete(self, token: str, message_id: str) -> None:
        """Delete the original answer or a follow-up, ephemeral ones too."""
        interaction = self._live(token)
        message = self.get(token, message_id)
        if self.hidden.pop(int(message["id"]), None) is None:
            self.messages.delete(interaction.channel, int(message["id"]), by_bot=False)
        interaction.changed()

    def _live(self, token: str) -> Interaction:
        """Return an answered interaction by its token: 404/10015 unknown, 401/50027 after fifteen minutes."""
        interaction = self.by_token.get(token)
        if interaction is None or interaction.callback_type is None:
            raise unknown(10015, "Webhook")
        if self.world.clock.now() - interaction.created_at > self.token_lives:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return interaction

    def _all(self, interaction: Interaction) -> list[Payload]:
        first = [] if interaction.original is None else [interaction.original]
        return first + interaction.followups

    def _exists(self, interaction: Interaction, message_id: int) -> bool:
        return message_id in interaction.channel.messages or message_id in self.hidden

    def _make(
        self, interaction: Interaction, body: Payload, files: list[Upload], *, empty: bool = False
    ) -> Payload:
        channel = interaction.channel
        message = self.messages.compose(channel, self.world.bot, body, files, empty=empty)
        app = str(self.world.application_id)
        message |= {"application_id": app, "webhook_id": app}
        message["interaction_metadata"] = interaction.metadata(self.owners(channel))
        if interaction.original is not None:
            message["interaction_metadata"]["original_response_message_id"] = interaction.original["id"]
        if interaction.kind == COMMAND:
            message["interaction"] = {"id": str(interaction.id), "type": COMMAND, "name": interaction.name}
            message["interaction"]["user"] = interaction.user.payload()
        if message["flags"] & EPHEMERAL:
            self.hidden[int(message["id"])] = (interaction, message)
        else:
            self.messages.publish(channel, message)
        return message
