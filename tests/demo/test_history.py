"""The demo's own days, played by the real bot: what a visitor finds, and what comes when they skip on."""

from __future__ import annotations

import re
from pathlib import Path

from bot.config import Settings
from bot.demo.competing import KAGGLE, LEAVES
from bot.demo.main import real_bot, require_simcord
from bot.demo.people import options, private_answer
from bot.demo.reading import GROUP, PAPERS, newest
from bot.demo.seed import Script, play_history
from bot.demo.sharing import SHOWCASE
from bot.demo.world import World
from tests.e2e.browser import free_port

THANKS = "Thank you to arXiv"


async def sees_competitions(world: World) -> None:
    """Who looks into #kaggle finds a list, a new card, who looks for a team; Bashir finds his log."""
    ana, bashir = (world.community.everyone[who] for who in ("ana", "bashir"))
    listed, card = world.community.channels[KAGGLE].history()
    assert [listed.content.count(each) for each in ("Cassava Leaf", "Predict Future Sales", "Titanic")] == [
        1,
        1,
        0,
    ]
    assert "CommonLit Readability Prize" in card.content
    chosen = private_answer(await bashir.select(listed, [LEAVES]))
    log = private_answer(await bashir.click(chosen, label="My log"))
    for words in ("Photos turned and flipped", "local 0.812, public 0.803", "move in the same direction"):
        assert words in log.content
    chosen = private_answer(await ana.select(listed, [LEAVES]))
    joined = private_answer(await ana.click(chosen, label="I'm in"))
    teams = private_answer(await ana.click(joined, label="Find a team"))
    assert "finding wrong labels" in teams.content
    assert world.community.everyone["mei"].mention in teams.content


async def test_a_visitor_finds_what_was_shared_and_read_and_more_comes(tmp_path: Path) -> None:
    require_simcord()
    settings = Settings(database_url=f"sqlite+aiosqlite:///{tmp_path / 'demo.sqlite3'}", _env_file=None)  # type: ignore[call-arg]
    world = World(real_bot(settings), free_port())
    try:
        await world.start()
        await play_history(world, Script())
        await sees_competitions(world)
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

        digests = [
            item.content for item in world.community.channels[PAPERS].history() if THANKS in item.content
        ]
        assert len(digests) == 3
        assert len({title for each in digests for title in re.findall(r"abs/([\d.]+)", each)}) == 9
        assert "tried [Cyclical Learning Rates" in world.community.channels[PAPERS].history()[0].content
        group = world.community.channels[GROUP]
        session = next(item for item in group.history() if "We read together" in item.content)
        assert "We met" in session.content
        (thread,) = group.threads
        assert "The range test" in thread.history()[-1].content
        ana = world.community.everyone["ana"]
        ballot = await ana.click(newest(world, "Vote"), label="Vote")
        assert len(options(ballot)) == 3
        saved = private_answer(
            await ana.submit_modal(ballot, {"papers": [next(iter(options(ballot).values()))]})
        )
        assert "Deep Residual Learning" in saved.content

        for _ in range(25):
            posted = await world.skip()
            assert posted, "something is always to come"
            if f"#{SHOWCASE}" in posted:
                break
        roundup = showcase.history()[-1].content
        assert "Tomato leaves" in roundup
        assert "One plus sign" not in roundup, "she did not agree to be quoted"
        assert f"{world.now():%A %H:%M}" == "Monday 08:00"
        chosen = newest(world, "I can lead").content
        assert "We read together:" in chosen, "the vote ended on Saturday"
        assert "Deep Residual Learning" in chosen, "two of two liked it"
    finally:
        await world.close()
