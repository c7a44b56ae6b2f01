"""Owns what the tests of moving share: commands as an operator runs them, and a community that was at work yesterday."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from click.testing import CliRunner, Result
from sqlalchemy import update

from bot.__main__ import EXIT_REFUSED, main
from bot.competitions.model.values import POST, Competition, Form, Settings, Team
from bot.competitions.store import competitions, entrants, hellos, posts, tweaks
from bot.competitions.store import settings as kaggle
from bot.core.db import Tx
from bot.core.db.database import parse_url
from bot.deliveries import store as deliveries
from bot.deliveries.model import Sent, State
from bot.showcase.model.typing import Typed
from bot.showcase.store import shares
from bot.showcase.tables import showcase_week
from tests.standups.service import ANA, BEN, GUILD, House, house

T = TypeVar("T")


def bot(url: str, *arguments: object) -> Result:
    """Run one command on this database."""
    return CliRunner().invoke(main, [str(each) for each in arguments], env={"BOT_DATABASE_URL": url})


def fine(result: Result) -> str:
    """What a command said that went well."""
    assert result.exit_code == 0, result.output
    return result.output


def refused(result: Result, code: int = EXIT_REFUSED) -> str:
    """The one sentence of a command that did nothing."""
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    (line,) = result.output.splitlines()
    return line


def at(url: str, work: Callable[[House], Awaitable[T]], now: datetime | None = None) -> T:
    """The result of `work` in an open app on this database; `now` is the present when not given."""

    async def run() -> T:
        async with house(url, now or datetime.now(UTC)) as there:
            return await work(there)

    return asyncio.run(run())


def file_of(url: str) -> Path:
    """Where a SQLite database is."""
    return Path(parse_url(url).database or "")


def files(folder: Path) -> list[str]:
    """The names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def yesterday() -> datetime:
    """The day before, a little earlier: what opens every day then is due again by now."""
    return datetime.now(UTC) - timedelta(days=1, minutes=10)


async def live(there: House) -> tuple[int, int]:
    """A standup that opened yesterday, with an answer, a draft and a post on its way; returns its id and the day's."""
    soon = there.clock.now + timedelta(minutes=1)
    standup = await there.add("UTC", soon.time().replace(microsecond=0))
    await there.standups.reschedule(
        GUILD, 1, standup.id, at=standup.schedule.at, zone="UTC", days=frozenset(range(7))
    )
    there.clock.forward(minutes=2)
    (opened,) = await there.open()
    await there.write(ANA, standup, "a private sentence")
    await there.standups.publish(BEN, (await there.draft(BEN, standup, "on its way")).id)
    await there.draft(ANA + 100, standup, "half a thought", opened.day.id)
    await there.app.people.choose_zone(ANA, "Asia/Tokyo")
    await show(there)
    await compete(there)
    return standup.id, opened.day.id


async def show(there: House) -> None:
    """A showcase with two posts, the older adapted from the newer, a draft before a reader, a thank-you, a thread that is left.

    The posts' week is rounded up, and the older is to be looked at and told of, before the day after.
    """
    showcase = there.app.showcase
    await showcase.place(GUILD, 1, 300, forum=False)
    await showcase.be_quoted(GUILD, ANA, wanted=True)
    await showcase.read_drafts(GUILD, BEN, wanted=True)
    shared = []
    for title in ("An older thing", "A newer thing", "A thing that goes"):
        draft = await showcase.draft(GUILD, ANA, Typed(text="Look what I made", title=title))
        (claimed,) = (await showcase.publish(ANA, draft.id, author="ana", may_post=True)).claimed
        await showcase.record_share(claimed, Sent(claimed.id * 1000))
        await showcase.thread_opened(draft.id, GUILD, claimed.id * 1000, title)
        shared.append(draft.id)
    older, newer, gone = shared
    await showcase.delete(ANA, gone)
    offered = await showcase.draft(GUILD, ANA, Typed(text="Not finished yet"))
    await showcase.offer(ANA, offered.id)
    await showcase.thank(GUILD, BEN, newer, "It helped me")

    def connect(tx: Tx) -> None:
        shares.change(tx, older, adapted=True, parent_id=newer)
        soon = tx.now + timedelta(hours=1)
        shares.change(tx, older, look_at=soon, quiet_at=soon)
        tx.execute(update(showcase_week).values(due_at=soon))

    await there.app.db.write(connect)


WHALES, RAIN = (
    Competition(slug, title, "Featured", deadline=datetime(2100, 1, 1, tzinfo=UTC), team_size=3)
    for slug, title in (("invented-whales", "Whose Song Is It?"), ("invented-rain", "Will It Rain?"))
)


async def compete(there: House) -> None:
    """Two competitions of which one was shown and the other is new; Ana has a log of the first, and Ben said hello to her."""

    def begin(tx: Tx) -> None:
        competitions.add(tx, WHALES, WHALES.deadline)
        kaggle.save(tx, Settings(GUILD, 400, seen=competitions.newest(tx)))
        post = posts.add(tx, GUILD, Form.CARD, [WHALES.slug])
        until = timedelta(days=1)
        claimed = deliveries.claim_new(tx, POST, post.id, guild_id=GUILD, channel_id=400, keep_for=until)
        assert claimed is not None
        deliveries.record(tx, claimed, Sent(claimed.id * 1000))
        competitions.add(tx, RAIN, RAIN.deadline)
        for who in (ANA, BEN):
            own = entrants.join(tx, GUILD, who, WHALES.slug, WHALES.title)
            entrants.save(tx, replace(own, team=Team.LOOKING, team_words="evenings", team_at=tx.now))
            tweaks.add(tx, own, "more whales", "0.81", "0.79")
        hellos.add(tx, GUILD, WHALES.slug, BEN, ANA)

    await there.app.db.write(begin)


async def due_now(there: House) -> tuple[list[Any], list[Any]]:
    """What a bot that starts would post, and what it would edit or look for."""
    shared = await there.app.showcase.take_unfinished(10)
    new = await there.app.competitions.make_posts(10) or []
    return [*await there.standups.open_due(), *new], [*await there.standups.take_unfinished(10), *shared]


def assert_settled(url: str) -> None:
    """A bot that starts posts nothing of the past; what was on its way is looked for only."""
    opened, unfinished = at(url, due_now)
    assert opened == []
    now = datetime.now(UTC)
    assert [(each.state, each.is_over(now)) for each in unfinished] == [(State.SENDING, True)]
