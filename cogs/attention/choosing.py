"""How a person chooses their bundles, and what they say when Discord did not let one through."""

from __future__ import annotations

from datetime import time

from bot.attention.model.refusals import NotUnderstoodTime
from bot.core.when import parse_time
from bot.shell.cards import Card
from bot.shell.directory import Section
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.attention.ahead import away_now, next_bundle
from cogs.attention.views import bundles, settings

NO_QUIET = (time(0), time(0))


class Choosing(FeatureCog, name="attention settings"):
    """Handlers convert, call one use case, and show one card."""

    feature = "attention"

    async def cog_load(self) -> None:
        """Register routes, this feature's settings, and what it says after a command."""
        await super().cog_load()
        self.bot.directory.settings[self.feature] = self._settings
        self.bot.directory.afterwards[self.feature] = self._afterwards

    async def _settings(self, request: Request) -> Section:
        box = await self.app.attention.inbox(request.user_id, request.guild_id)
        return settings.section(box.mailbox, box.zone, request.lang)

    async def _afterwards(self, request: Request) -> Card | None:
        mailbox = await self.app.attention.mailbox(request.user_id)
        if mailbox.closed_at is None or mailbox.told_at is not None:
            return None
        await self.app.attention.told_closed(request.user_id)
        return bundles.closed_card(request.lang)

    @route("fewer")
    async def fewer(self, request: Request) -> None:
        """A bundle's own button: what is chosen, and what can be chosen instead."""
        box = await self.app.attention.inbox(request.user_id, request.guild_id)
        await request.update(settings.fewer_card(box.mailbox, box.zone, request.lang))

    @route("bundles")
    async def bundles(self, request: Request) -> None:
        """Open the form."""
        mailbox = await self.app.attention.mailbox(request.user_id)
        await request.open(settings.bundles_form(mailbox, request.lang))

    @route("chosen", reopen="bundles")
    async def chosen(self, request: Request) -> None:
        """The form was submitted."""
        await self.app.attention.choose(
            request.user_id,
            guild_id=request.guild_id,
            language=request.locale,
            bundles=int(request.text(settings.HOW_MANY)),
            bundle_at=_time(request.text(settings.AT)),
            quiet=_quiet(request.text(settings.QUIET_FROM), request.text(settings.QUIET_TO)),
            days_off=frozenset(int(day) for day in request.values.get(settings.DAYS_OFF, ())),
        )
        await self._show_chosen(request)

    @route("none")
    async def none(self, request: Request) -> None:
        """No bundles any more."""
        language = request.locale
        await self.app.attention.choose(
            request.user_id, guild_id=request.guild_id, language=language, bundles=0
        )
        await self._show_chosen(request)

    async def _show_chosen(self, request: Request) -> None:
        box = await self.app.attention.inbox(request.user_id, request.guild_id)
        now = self.app.clock()
        card = settings.chosen_card(
            box.mailbox, box.zone, next_bundle(box, now), away_now(box, now), request.lang
        )
        await request.update(card)

    @route("again")
    async def again(self, request: Request) -> None:
        """Try direct messages again: with the next bundle."""
        await self.app.attention.reopen(request.user_id)
        box = await self.app.attention.inbox(request.user_id, request.guild_id)
        await request.update(
            settings.again_card(box.mailbox, next_bundle(box, self.app.clock()), request.lang)
        )

    @route("leave")
    async def leave(self, request: Request) -> None:
        """Leave it in the inbox."""
        await request.update(bundles.left_card(request.lang))


def _time(typed: str) -> time:
    """NotUnderstoodTime when no time can be read from it."""
    at = parse_time(typed)
    if at is None:
        raise NotUnderstoodTime(typed)
    return at


def _quiet(begin: str, end: str) -> tuple[time, time]:
    """Both empty: no quiet hours; NotUnderstoodTime when one is."""
    if not begin.strip() and not end.strip():
        return NO_QUIET
    if not begin.strip() or not end.strip():
        raise NotUnderstoodTime("")
    return _time(begin), _time(end)
