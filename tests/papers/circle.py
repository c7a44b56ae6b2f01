"""Owns what the tests of the reading group share: a group of a den, its rounds as time passes, what was posted of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.deliveries import store as deliveries
from bot.deliveries.model import Delivery, Sent, State
from bot.papers.model.groups import Nomination, Round
from bot.papers.model.values import NOMINATIONS, VOTE, Paper
from bot.papers.service.rounds import RoundPost, Standing
from bot.papers.service.turning import Turned
from bot.papers.store import groups, nominations, votes
from tests.papers.house import ANA, BEN, CLEO, GUILD, LEAVES, ORGANISER, START, WARMUP, Den

CIRCLE = 300  # the group's channel, plus its server
NEXT_MONDAY = datetime(2026, 1, 12, 8, tzinfo=UTC)  # 9:00 in Berlin
THURSDAY, SATURDAY = NEXT_MONDAY + timedelta(days=3), NEXT_MONDAY + timedelta(days=5)
TUESDAY = NEXT_MONDAY + timedelta(days=8)
MEETS = datetime(2026, 1, 22, 17, tzinfo=UTC)  # the Thursday after, 18:00 in Berlin
ENDS = MEETS + timedelta(hours=1)
CLOSES = NEXT_MONDAY + timedelta(days=14)

__all__ = ["ANA", "BEN", "CLEO", "GUILD", "LEAVES", "ORGANISER", "START", "WARMUP"]


class Circle:
    """The reading group of a den's server."""

    def __init__(self, den: Den, guild_id: int = GUILD) -> None:
        self.den = den
        self.guild_id = guild_id
        self.papers = den.papers
        self.edits: dict[int, RoundPost] = {}

    async def found(self, **chosen: Any) -> None:
        """Organisers set the group up."""
        await self.papers.place_group(self.guild_id, ORGANISER, CIRCLE + self.guild_id, **chosen)

    async def until(self, instant: datetime) -> list[Turned]:
        """Time passes step by step, and all that is due on the way happens when it is due."""
        steps: list[Turned] = []
        while (due := await self.papers.next_round_due()) is not None and due <= instant:
            self.den.clock.now = max(due, self.den.clock.now)
            steps += await self.turn()
        self.den.clock.now = max(instant, self.den.clock.now)
        return steps

    async def after(self, instant: datetime) -> list[Turned]:
        """The bot was down until then: all that was due meanwhile happens now."""
        self.den.clock.now = instant
        return await self.turn()

    async def turn(self) -> list[Turned]:
        """All that is due now happens; Discord takes what is posted."""
        steps: list[Turned] = []
        while due := await self.papers.due_rounds():
            turned = await self.papers.turn_round(due[0])
            assert turned is not None
            steps.append(turned)
            await self.deliver()
        return steps

    async def begin_turn(self) -> Turned | None:
        """The round goes on; what is to be posted waits."""
        return await self.papers.turn_round((await self.round()).id)

    async def deliver(self) -> None:
        """Discord takes all that is to be posted or edited now; edits are remembered for `changed`."""
        for claimed in await self.papers.take_round_cards(50):
            post = await self.papers.round_post(claimed)
            assert post is not None
            if claimed.state is State.SENT:
                self.edits[claimed.id] = post
            await self.papers.record_round_card(claimed, Sent(claimed.message_id or claimed.id * 1000))

    async def nominate(self, who: int, paper: Paper, reason: str = "") -> Nomination:
        """Somebody nominates a paper."""
        made = await self.papers.nominate(self.guild_id, who, paper.arxiv_id, reason)
        await self.deliver()
        return made.nomination

    async def vote(self, who: int, *approved: Nomination) -> None:
        """Somebody approves of these."""
        value = await self.round()
        await self.papers.vote(self.guild_id, who, value.id, [each.id for each in approved])

    async def two(self) -> tuple[Nomination, Nomination]:
        """A round is on in which Ana and Ben nominated something."""
        await self.until(NEXT_MONDAY)
        first = await self.nominate(ANA, LEAVES, "It fits my garden.")
        self.den.clock.forward(hours=1)
        return first, await self.nominate(BEN, WARMUP)

    async def round(self) -> Round:
        """The round that is on or planned."""
        found = await self.den.app.db.write(lambda tx: groups.current(tx, self.guild_id))
        assert found is not None
        return found

    async def last(self) -> Round | None:
        """The newest round that is over."""
        return await self.den.app.db.write(lambda tx: groups.last(tx, self.guild_id))

    async def standing(self, who: int = ANA) -> Standing | None:
        """Where it stands, for somebody."""
        return await self.papers.standing(self.guild_id, who)

    async def open(self) -> list[str]:
        """The papers that are nominated and not chosen yet."""
        found = await self.den.app.db.write(lambda tx: nominations.open_in(tx, self.guild_id))
        return [each.arxiv_id for each in found]

    async def votes(self) -> set[tuple[int, int]]:
        """(server, member) of every vote that is kept."""
        return await self.den.app.db.write(votes.members)

    async def posted(self) -> list[str]:
        """The kinds of the cards that are in Discord, in order."""

        def look(tx: Any) -> list[Delivery]:
            rounds = range(1, 20)
            return [
                each
                for kind in (NOMINATIONS, VOTE)
                for each in deliveries.of_subjects(tx, kind, rounds)
                if each.state is State.SENT
            ]

        found = await self.den.app.db.write(look)
        return [each.kind for each in sorted(found, key=lambda each: each.id)]

    async def changed(self) -> list[RoundPost]:
        """The cards that were edited since this was asked last, as they read then."""
        await self.deliver()
        edits, self.edits = self.edits, {}
        return [edits[each] for each in sorted(edits)]
