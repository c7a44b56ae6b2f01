"""Apps on a message: "Share this" and "This helped me"."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.core.links import first_link
from bot.core.text import clean, fit
from bot.shell.directory import Written
from bot.shell.request import Request
from bot.shell.router import FeatureCog
from bot.showcase.model.refusals import NotThanked, NotYours
from bot.showcase.model.typing import Typed
from bot.showcase.model.values import LINK, TEXT
from cogs.showcase.thanks import open_for_share
from cogs.showcase.views.apps import OPENER, message_share_form
from cogs.showcase.views.thanks import message_form

SHARE_THIS = locale_str("Share this")
HELPED_ME = locale_str("This helped me")
_AROUND = "<>()[]{}*_~|\"'“”.,:;!?"  # what may surround an address in a sentence


class Apps(FeatureCog, name="showcase apps"):
    """Two commands of the message menu."""

    feature = "showcase"

    async def cog_load(self) -> None:
        """Add the two to the menu."""
        await super().cog_load()
        for name, callback in ((SHARE_THIS, self.share_this), (HELPED_ME, self.helped_me)):
            self.bot.tree.add_command(app_commands.ContextMenu(name=name, callback=callback))

    async def cog_unload(self) -> None:
        """Take them off it."""
        for name in (SHARE_THIS, HELPED_ME):
            self.bot.tree.remove_command(name.message, type=discord.AppCommandType.message)
        await super().cog_unload()

    @app_commands.guild_only
    async def share_this(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Open the form of /share with what one's own message says."""

        async def handler(request: Request) -> None:
            if card := await self.bot.directory.own_message[self.feature](request, message.id):
                await request.answer(card)  # it is shared already
                return
            written = await self._written(request, message)
            if written is None or written.author_id != request.user_id:
                raise NotYours
            await self._showcase_is_there(request)
            await self._open(request, written.text)

        await self.handle(interaction, handler)

    @app_commands.guild_only
    async def helped_me(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Open the form of a thank-you to who wrote a message."""

        async def handler(request: Request) -> None:
            share = await self.app.showcase.behind_message(request.guild_id, message.id)
            if share is not None:
                await open_for_share(request, share.id)
                return
            written = await self._written(request, message)
            if written is None:
                raise NotThanked("nobody" if message.is_system() else "bot")
            if written.author_id == request.user_id:
                raise NotThanked("self")
            await self._showcase_is_there(request)
            await request.open(message_form(written.author_id, message.channel.id, message.id, request.lang))

        await self.handle(interaction, handler)

    async def _written(self, request: Request, message: discord.Message) -> Written | None:
        """Which member wrote a message, also one of ours; None for the words of a bot, a webhook or Discord."""
        if not message.author.bot and message.webhook_id is None:
            return None if message.is_system() else Written(message.author.id, message.content)
        for author_of in self.bot.directory.authors.values():
            if written := await author_of(request, message.id):
                return written
        return None

    async def _showcase_is_there(self, request: Request) -> None:
        await self.app.showcase.showcase(request.guild_id, organiser=request.is_organiser)

    async def _open(self, request: Request, words: str) -> None:
        link = first_link(words)
        link = link if len(link) <= LINK else ""
        text = without_link(clean(words), link)
        typed = Typed(link=link, text=fit(text, TEXT))
        # If Discord waits no longer, a button opens the form: it shows the same.
        self.bot.retype.keep(request.user_id, OPENER, {"link": (typed.link,), "text": (typed.text,)})
        topics = await self.app.communities.topics(request.guild_id)
        await request.open(message_share_form(typed, topics, typed.text != text, request.lang))


def without_link(text: str, link: str) -> str:
    """The text without the word that is this link (normalised), for the link has a field of its own."""
    if not link:
        return text
    for word in text.split():
        if word.strip(_AROUND).lower().startswith(("http://", "https://")) and first_link(word) == link:
            before, _word, after = text.partition(word)
            space = "" if before.endswith("\n") or after.startswith("\n") else " "
            return clean(before.rstrip(" ") + space + after.lstrip(" "))
    return text
