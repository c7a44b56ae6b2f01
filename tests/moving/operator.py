"""Owns what the tests of moving share: commands as an operator runs them, and a community that was at work yesterday."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from click.testing import CliRunner, Result

from bot.__main__ import EXIT_REFUSED, main
from bot.core.db.database import parse_url
from bot.deliveries.model import State
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
    return standup.id, opened.day.id


async def due_now(there: House) -> tuple[list[Any], list[Any]]:
    """What a bot that starts would post, and what it would edit or look for."""
    return await there.standups.open_due(), await there.standups.take_unfinished(10)


def assert_settled(url: str) -> None:
    """A bot that starts posts nothing of the past; what was on its way is looked for only."""
    opened, unfinished = at(url, due_now)
    assert opened == []
    now = datetime.now(UTC)
    assert [(each.state, each.is_over(now)) for each in unfinished] == [(State.SENDING, True)]
