"""Sessions in Discord: who comes, the calendar file, moving and cancelling, and the lines of inboxes about them (P10)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.attention.model.values import Intent
from bot.core.lang import Lang
from bot.papers.model.values import LEADS, MOVED, REMINDER
from bot.papers.service.sessions import Changed, Session, read_meeting
from bot.shell.cards import Card
from bot.shell.directory import Line, LinesOf
from bot.shell.request import Request
from bot.shell.router import FeatureCog, route
from cogs.papers.ics import calendar_file
from cogs.papers.session_posts import SessionPosts
from cogs.papers.views import leaders, sessions

if TYPE_CHECKING:
    from bot.shell.client import Compound

LINES: dict[str, tuple[Callable[[Lang], str], Callable[[Session, Lang], Line]]] = {
    REMINDER: (sessions.reminder_name, sessions.reminder_line),
    MOVED: (sessions.moved_name, sessions.moved_line),
    LEADS: (sessions.leads_name, sessions.leads_line),
}


class Sessions(FeatureCog, name="sessions"):
    """Handlers convert, call one use case, and show one view. All work in the bot's own DM too, where bundles come."""

    feature = "papers"

    def __init__(self, bot: Compound) -> None:
        super().__init__(bot)
        self._papers = bot.app.papers
        self._posts = SessionPosts(bot)

    async def cog_load(self) -> None:
        """Register routes, jobs, what waits in people's inboxes, and audit lines."""
        await super().cog_load()
        for job in self._posts.jobs:
            self.bot.jobs.add(job)
        for kind, (name, line) in LINES.items():
            self.bot.directory.names[kind] = name
            self.bot.directory.lines[kind] = self._lines_of(line)
        self.bot.directory.audits |= dict.fromkeys(sessions.AUDITS, sessions.did)

    def _lines_of(self, line: Callable[[Session, Lang], Line]) -> LinesOf:
        async def lines(intents: Sequence[Intent], lang: Lang) -> Mapping[int, Line]:
            found = await self._papers.session_lines(intents)
            return {id_: line(session, lang) for id_, session in found.items()}

        return lines

    @route("come")
    async def come(self, request: Request) -> None:
        """I'm coming."""
        session = await self._papers.come(*_about(request))
        await request.update(sessions.coming_card(session, request.lang))

    @route("not_coming")
    async def not_coming(self, request: Request) -> None:
        """Not coming after all."""
        session = await self._papers.not_coming(*_about(request))
        await request.update(sessions.not_coming_card(session, request.lang))

    @route("ping_on")
    async def ping_on(self, request: Request) -> None:
        """Mention me if it moves."""
        session = await self._papers.mention_me(*_about(request), wanted=True)
        await request.update(sessions.coming_card(session, request.lang))

    @route("ping_off")
    async def ping_off(self, request: Request) -> None:
        """Do not; pressed on an old card it puts nobody back on the list."""
        session = await self._papers.mention_me(*_about(request), wanted=False)
        card = sessions.coming_card if session.part.comes else sessions.not_coming_card
        await request.update(card(session, request.lang))

    @route("calendar")
    async def calendar(self, request: Request) -> None:
        """The calendar file, in private; whoever wants it."""
        session = await self._papers.session(*_about(request))
        file = await asyncio.to_thread(calendar_file, session, self.app.clock(), request.lang)
        await request.answer(Card(sessions.calendar_text(session, request.lang), files=(file,)))

    @route("move")
    async def move(self, request: Request) -> None:
        """Open the form of another time, for who leads and for organisers."""
        session = await self._papers.changeable(*_about(request), organiser=request.is_organiser)
        await request.open(leaders.move_form(session, request.lang))

    @route("moved", reopen="move")
    async def moved(self, request: Request) -> None:
        """Another time was typed."""
        session = await self._papers.changeable(*_about(request), organiser=request.is_organiser)
        meets_at = await asyncio.to_thread(
            read_meeting,
            request.text(leaders.DAY),
            request.text(leaders.TIME),
            session.zone,
            self.app.clock(),
            request.locale,
            "en",
        )
        changed = await self._papers.move_session(*_about(request), meets_at, organiser=request.is_organiser)
        await self._at_once(request, leaders.moved_card(changed, request.lang), changed)

    @route("cancel")
    async def cancel(self, request: Request) -> None:
        """Ask once more: it cannot be undone."""
        session = await self._papers.changeable(*_about(request), organiser=request.is_organiser)
        await request.update(leaders.confirm_card(session, request.lang))

    @route("cancelled")
    async def cancelled(self, request: Request) -> None:
        """They do not meet."""
        changed = await self._papers.cancel_session(*_about(request), organiser=request.is_organiser)
        await self._at_once(request, leaders.cancelled_card(changed, request.lang), changed)

    async def _at_once(self, request: Request, card: Card, changed: Changed) -> None:
        """Answer; the jobs tell everybody else now rather than at their next look."""
        await request.update(card)
        if not changed.same:
            self.bot.jobs.wake()


def _about(request: Request) -> tuple[int, int, int]:
    """The server (0 in the bot's own DM), who asks, and the round that a button is about."""
    return request.guild_id, request.user_id, request.route.number(0)
