"""What somebody learned, in Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.competitions.service.ending import Learned, Words
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.competitions.views import ending as views

if TYPE_CHECKING:
    from bot.shell.client import Compound


class Ending(FeatureCog, name="competition ends"):
    """Handlers convert, call one use case, and show one view, always in private."""

    feature = "competitions"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._competitions = bot.app.competitions

    @route("learn")
    async def learn(self, request: Request) -> None:
        """What I learned: what was written, or the form."""
        found = await self._found(request)
        if found.entrant.learned:
            await request.update(*views.learned_cards(found, request.lang))
        else:
            await request.open(views.learned_form(found, request.lang))

    @route("relearn")
    async def relearn(self, request: Request) -> None:
        """Open the form, with what was written before."""
        await request.open(views.learned_form(await self._found(request), request.lang))

    @route("learned", reopen="relearn")
    async def learned(self, request: Request) -> None:
        """It is kept, for its author alone."""
        found = await self._competitions.write_learned(
            request.guild_id,
            request.user_id,
            _name(request),
            request.text("learned"),
            request.text("next_time"),
        )
        await request.update(*views.learned_cards(found, request.lang, views.kept(request.lang)))

    @route("share")
    async def share(self, request: Request) -> None:
        """It becomes a draft of the showcase, which has the rest of the way."""

        def wording(found: Learned) -> Words:
            return views.draft_words(found, request.lang)

        found, share_id = await self._competitions.share_learned(
            request.guild_id, request.user_id, _name(request), wording
        )
        await request.update(views.shared(found, share_id, request.lang))

    @route("unlearn")
    async def unlearn(self, request: Request) -> None:
        """Delete it; the words are given back once."""
        gone = await self._competitions.drop_learned(request.guild_id, request.user_id, _name(request))
        await request.update(*views.deleted(gone, request.lang))

    async def _found(self, request: Request) -> Learned:
        return await self._competitions.learned(request.guild_id, request.user_id, _name(request))


def _name(request: Request) -> str:
    return next(iter(request.route.args), "")
