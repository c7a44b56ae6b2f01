"""/kaggle in Discord: its first card, what was typed behind find, one competition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.competitions.model.refusals import NothingFound
from bot.competitions.service.looking import Found
from bot.shell.cards import Card
from bot.shell.failures import Finished
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.competitions.asked import back, name_of
from cogs.competitions.views import hub, mine, ways
from cogs.competitions.views.one import one_card

if TYPE_CHECKING:
    from bot.shell.client import Compound


class CompetitionsCog(FeatureCog, name="competitions"):
    """Handlers convert, call one use case, and show one view."""

    feature = "competitions"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._competitions = bot.app.competitions

    async def cog_load(self) -> None:
        """Register routes and the line of /help."""
        await super().cog_load()
        self.bot.directory.help[self.feature] = mine.help_line

    @app_commands.command(
        name="kaggle", description=locale_str("Kaggle competitions: what is open, finding one, and your own.")
    )
    @app_commands.describe(find=locale_str("A few words, or an address at Kaggle."))
    @app_commands.guild_only()
    async def kaggle(
        self, interaction: discord.Interaction[Any], find: app_commands.Range[str, 1, hub.TYPED] | None = None
    ) -> None:
        """Open the first card, or look for what was typed."""

        async def start(request: Request) -> None:
            if find and find.strip():
                await self._look(request, find)
            else:
                await self.home(request)

        await self.handle(interaction, start)

    @route("home")
    async def home(self, request: Request) -> None:
        """The first card: what is open, what one is in."""
        found = await self._competitions.hub(
            request.guild_id, request.user_id, organiser=request.is_organiser
        )
        await request.update(hub.hub_card(found, request.lang))

    @route("find")
    async def find(self, request: Request) -> None:
        """Open the form; "Look again" shows what was typed before."""
        await request.open(hub.find_form(request.lang))

    @route("found")
    async def found(self, request: Request) -> None:
        """The form was submitted."""
        await self._look(request, request.text("find"))

    async def _look(self, request: Request, typed: str) -> None:
        """Show the competition that was meant, or what words found; otherwise the form opens again with what was typed."""
        about = (request.guild_id, request.user_id, typed)
        try:
            found = await self._competitions.find(*about, organiser=request.is_organiser)
        except NothingFound as refused:
            card = hub.look_again(self.bot.wordings.card(refused, request.lang), request.lang)
        else:
            if not isinstance(found, Found):
                await request.update(one_card(found, request.lang, back=ways.home(request.lang)))
                return
            card = hub.found_card(found, request.lang)
        self.bot.retype.keep(request.user_id, hub.FIND_AGAIN, {"find": (typed,)})
        await request.update(card)

    @route("show")
    async def show(self, request: Request) -> None:
        """A competition's card, from any message of ours that names it."""
        await request.update(await self._card(request, name_of(request)))

    @route("pick")
    async def pick(self, request: Request) -> None:
        """A competition was chosen from a list: a public one stays where it is."""
        if not request.chosen:
            raise Finished
        where = request.route.args[0] if request.route.args else None
        await request.update(await self._card(request, request.chosen[0], where))

    async def _card(self, request: Request, name: str, where: str | None = None) -> Card:
        looked = await self._competitions.view(request.guild_id, request.user_id, name)
        return one_card(looked, request.lang, back=back(request, where))
