"""Owns what the tests of sessions share: a paper that is chosen, and a Discord that takes what is posted of its session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.attention.model.values import Intent
from bot.attention.store import intents
from bot.core.db import Tx
from bot.deliveries import store as deliveries
from bot.deliveries.model import Outcome, Sent, State
from bot.papers.model.groups import Part, Round
from bot.papers.model.values import SESSION, Paper
from bot.papers.service.session_posts import ChangePost, EventWork, SessionPost
from bot.papers.store import groups, parts
from tests.papers.circle import NEXT_MONDAY, SATURDAY, THURSDAY, Circle
from tests.papers.house import ANA, GUILD, LEAVES, Den

EVENT = 777


class Meeting:
    """A session of a den's reading group; message ids are made up: a delivery's id times a thousand."""

    def __init__(self, den: Den) -> None:
        self.den = den
        self.papers = den.papers
        self.circle = Circle(den)
        self.told: list[ChangePost] = []
        self.edited: list[ChangePost] = []
        self.id = 0

    async def choose(self, paper: Paper = LEAVES, reason: str = "It fits my garden.") -> Round:
        """A paper is nominated and chosen; its card is in Discord, and so is its event."""
        if not self.id:
            await self.circle.found()
        await self.circle.until(NEXT_MONDAY)
        await self.circle.nominate(ANA, paper, reason)
        await self.circle.until(THURSDAY)
        value = await self.circle.round()
        self.id = value.id
        await self.post()
        await self.events(Sent(EVENT))
        return await self.round()

    async def vote(self) -> Round:
        """A paper is chosen by a vote; its card is not in Discord yet."""
        await self.circle.found()
        await self.circle.two()
        await self.circle.until(SATURDAY)
        value = await self.circle.round()
        self.id = value.id
        return value

    async def round(self) -> Round:
        """The round as it is kept."""
        found = await self.den.app.db.write(lambda tx: groups.get_round(tx, self.id))
        assert found is not None
        return found

    async def part(self, who: int) -> Part:
        """What somebody said about it."""
        return await self.den.app.db.write(lambda tx: parts.get(tx, GUILD, self.id, who))

    async def come(self, *people: int, ping: bool = False) -> None:
        """These come; with `ping` they want to be mentioned when it moves."""
        for each in people:
            await self.papers.come(GUILD, each, self.id)
            if ping:
                await self.papers.mention_me(GUILD, each, self.id, wanted=True)

    async def lead(self, *people: int) -> None:
        """These would lead, one after the other."""
        for each in people:
            self.den.clock.forward(minutes=1)
            await self.papers.volunteer(GUILD, each, self.id)

    async def move(self, who: int, *, organiser: bool = True, **by: float) -> Round:
        """Somebody moves it by so much."""
        at = (await self.round()).meets_at + timedelta(**by)
        await self.papers.move_session(GUILD, who, self.id, at, organiser=organiser)
        return await self.round()

    async def post(self) -> list[SessionPost]:
        """Discord takes all that is to be posted or edited now; cards as they read then."""
        cards = []
        while taken := await self.papers.take_session_posts(50):
            for claimed in taken:
                sent = Sent(claimed.message_id or claimed.id * 1000)
                if claimed.kind == SESSION:
                    card = await self.papers.session_post(claimed)
                    assert card is not None
                    cards.append(card)
                    await self.papers.record_session(claimed, sent)
                elif (post := await self.papers.change_post(claimed)) is not None:
                    (self.told if claimed.state is State.SENDING else self.edited).append(post)
                    await self.papers.record_change(post, claimed, sent)
                else:
                    await self.papers.forget_post(claimed.id)
        return cards

    async def events(self, outcome: Outcome | None) -> list[EventWork]:
        """What has to be done about Discord's event now; Discord answers all of it so."""
        taken = await self.papers.take_events(50)
        for each in taken:
            await self.papers.record_event(each, outcome)
        return taken

    async def waits(self, who: int) -> list[str]:
        """The kinds of what waits for somebody."""
        return [each.kind for each in await self.inbox(who)]

    async def inbox(self, who: int) -> Sequence[Intent]:
        """What waits for somebody."""
        return await self.den.app.db.write(lambda tx: intents.waiting_for(tx, who))

    async def thread(self) -> int:
        """The session's thread."""

        def look(tx: Tx) -> int:
            (card,) = deliveries.of_subject(tx, SESSION, self.id)
            assert card.message_id is not None
            return card.message_id

        return await self.den.app.db.write(look)
