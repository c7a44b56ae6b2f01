"""One request of one person: a command, a press or a submitted form, and the ways to answer it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import discord

from bot.core.ids import Route, parse
from bot.core.lang import Lang, get_lang, speaks
from bot.shell.cards import Button, Card, Style
from bot.shell.failures import NotServed
from bot.shell.forms import Form, Values, read_submit

if TYPE_CHECKING:
    from bot.shell.client import Compound


@dataclass(frozen=True)
class Place:
    """Where a request came from: ids only. `parent_id` is the channel a thread hangs in, else the channel itself."""

    guild_id: int
    channel_id: int
    parent_id: int


class Request:
    """What a handler is given. Answers are private unless said otherwise; every way to answer works once or many times."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        self.interaction = interaction
        self.bot: Compound = interaction.client
        self.app = self.bot.app
        self.user_id = interaction.user.id
        self.guild_id = interaction.guild_id or 0
        self.locale = str(interaction.locale)
        self.guild_locale = str(interaction.guild_locale or "")
        self.lang: Lang = get_lang(self.locale, self.guild_locale)
        self._public_lang: Lang | None = None
        self.route = Route("", ())
        self.chosen: tuple[str, ...] = ()
        self.values: Values = {}
        self._deferred = False
        data: Any = interaction.data or {}
        if interaction.type in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            self.route = parse(data["custom_id"])
        if interaction.type is discord.InteractionType.component:
            self.chosen = tuple(data.get("values") or ())
        if interaction.type is discord.InteractionType.modal_submit:
            # A form's custom id ends with the interaction that opened it, which keeps two open forms apart.
            self.route = replace(self.route, args=self.route.args[:-1])
            self.values = read_submit(data["components"])

    async def settle_language(self) -> None:
        """Answer in the language of the person's Discord if there is one, else in the server's (A10).

        In the bot's own DM that is the server whose language their bundles speak.
        """
        if speaks(self.locale):
            return
        if self.guild_id:
            self.lang = await self.public_language()
        elif home := (await self.app.people.person(self.user_id)).home_server:
            self.lang = get_lang((await self.app.communities.community(home)).language)

    async def public_language(self) -> Lang:
        """The server's language: what an organiser chose, else what Discord states; in the bot's own DM the person's."""
        if not self.guild_id:
            return self.lang
        if self._public_lang is None:
            community = await self.app.communities.community(self.guild_id)
            code = (
                community.language if community.language_chosen else self.guild_locale or community.language
            )
            self._public_lang = get_lang(code)
        return self._public_lang

    @property
    def place(self) -> Place:
        """Where the request came from."""
        channel = self.interaction.channel
        channel_id = self.interaction.channel_id or 0
        parent = channel.parent_id if isinstance(channel, discord.Thread) else channel_id
        return Place(self.guild_id, channel_id, parent or channel_id)

    @property
    def is_form(self) -> bool:
        """Whether a form was submitted."""
        return self.interaction.type is discord.InteractionType.modal_submit

    @property
    def is_organiser(self) -> bool:
        """Whether the person holds Manage Server, as Discord states it in this very request."""
        return bool(self.guild_id) and self.interaction.permissions.manage_guild

    def require_served(self) -> None:
        """Go on only where this bot may work: NotServed in a server that BOT_ALLOWED_SERVERS leaves out."""
        settings = self.app.settings
        if not settings.serves(self.guild_id):
            raise NotServed(settings.contact)

    @property
    def answered(self) -> bool:
        """Whether Discord already has an answer, a deferral included."""
        return self.interaction.response.is_done()

    @property
    def shows_form(self) -> bool:
        """Whether the answer was a form."""
        return self.interaction.response.type is discord.InteractionResponseType.modal

    @property
    def _on_message(self) -> bool:
        return self.interaction.message is not None

    def text(self, key: str) -> str:
        """What was typed or picked in the form's field `key`; empty when nothing was."""
        return next(iter(self.values.get(key, ())), "")

    @property
    def texts(self) -> list[str]:
        """What was typed or picked in the fields q1, q2 … of a form of questions."""
        return [self.text(f"q{number}") for number in range(1, len(self.values) + 1)]

    async def defer(self) -> None:
        """Tell Discord that the answer takes longer than its 3 seconds; does nothing when it was told before."""
        if self.answered:
            return
        self._deferred = True
        if self._on_message:
            await self.interaction.response.defer()
        else:
            await self.interaction.response.defer(ephemeral=True, thinking=True)

    async def answer(self, *cards: Card) -> None:
        """Answer privately with a message of its own (several cards: one message each)."""
        for card in cards:
            # What is behind links of ours (a paper, a post) would be shown larger than the answer itself.
            private: Any = {"ephemeral": True, "suppress_embeds": not card.unfurl}
            if not self.answered:
                await self.interaction.response.send_message(**private, **card.send_fields())
            elif self._deferred and not self._on_message:
                await self.interaction.edit_original_response(**card.edit_fields())
            else:
                await self.interaction.followup.send(**private, **card.send_fields())
            self._deferred = False

    async def update(self, card: Card, *more: Card) -> None:
        """Replace the private card that was pressed; a public message is never replaced, it gets a private answer."""
        message = self.interaction.message
        if message is None or not message.flags.ephemeral:
            await self.answer(card, *more)
            return
        if self.answered:
            await self.interaction.edit_original_response(**card.edit_fields())
        else:
            await self.interaction.response.edit_message(**card.edit_fields())
        self._deferred = False
        await self.answer(*more)

    async def open(self, form: Form) -> None:
        """Show a form, with what was typed into it before if it was refused.

        Discord takes a form only as the first answer: when we were slow and had to defer, a button opens it.
        """
        data: Any = self.interaction.data or {}
        opener = data.get("custom_id") or form.opener
        if self.answered:
            _ = self.lang.gettext
            button = Button(_("Open the form"), opener, Style.PRIMARY)
            await self.answer(Card(_("That took me a moment. Here is the form:"), ((button,),)))
            return
        form = form.filled(self.bot.retype.take(self.user_id, opener))
        await self.interaction.response.send_modal(form.modal(self.interaction.id))
