"""The demo's own days, played by the real bot: what a visitor finds, and what comes when they skip on."""

from __future__ import annotations

from pathlib import Path

from bot.config import Settings
from bot.demo.main import real_bot, require_simcord
from bot.demo.people import private_answer
from bot.demo.seed import Script, play_history
from bot.demo.sharing import SHOWCASE
from bot.demo.world import World
from tests.e2e.browser import free_port


async def test_people_shared_before_and_are_quoted_on_monday(tmp_path: Path) -> None:
    require_simcord()
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path / 'demo.sqlite3'}", _env_file=None)  # type: ignore[call-arg]
    world = World(real_bot(settings), free_port())
    try:
        await world.start()
        await play_history(world, Script())
        showcase = world.community.channels[SHOWCASE]
        parrot, quoted, notebook, leaves = showcase.history()
        assert "The parrot is a broccoli" in quoted.content
        for post in (parrot, notebook, leaves):
            assert len(post.embeds) == 1, "Discord shows each link"
            assert post.edited_at is None
        assert [file.content_type for file in leaves.attachments] == ["image/png"]

        bashir = world.community.everyone["bashir"]
        mine = private_answer(await bashir.slash(showcase, "mine"))
        inbox = private_answer(await bashir.click(mine, label="Inbox"))
        assert inbox.content.count("Mei") == 1, "a thank-you waits for him"

        for _ in range(10):
            if f"#{SHOWCASE}" in await world.skip():
                break
        roundup = showcase.history()[-1].content
        assert "Tomato leaves" in roundup
        assert "One plus sign" not in roundup, "she did not agree to be quoted"
        assert f"{world.now():%A %H:%M}" == "Monday 08:00"
    finally:
        await world.close()
