"""The demo's own days, played by the real bot: what a visitor finds, and what comes when they skip on."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import simcord

from bot.config import Settings
from bot.demo.competing import KAGGLE, LEAVES
from bot.demo.driven import MENTORING
from bot.demo.main import real_bot, require_simcord
from bot.demo.mentoring import MENTORS
from bot.demo.people import first_answer, labelled, newest, options, private_answer
from bot.demo.reading import GROUP, PAPERS
from bot.demo.seed import Script, play_history
from bot.demo.sharing import SHOWCASE
from bot.demo.world import World
from bot.mentoring.model.values import FOLLOW_UP_AFTER
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


async def finds_a_mentor(world: World) -> None:
    """A whole round in front of the visitor: Ana looks, Mei says no, Bashir and Ana say yes, and are asked how it went."""
    channel = world.community.channels[MENTORS]
    ana, mei, bashir, robin = (world.community.everyone[who] for who in ("ana", "mei", "bashir", "robin"))

    async def opened(who: simcord.MemberActor, *labels: str) -> simcord.ResponseMessage:
        card = first_answer(await who.slash(channel, "mentor"))
        for label in labels:
            card = private_answer(await who.click(card, label=label))
        return card

    async def skips_until(who: simcord.MemberActor, label: str) -> None:
        for _ in range(40):
            if labelled(await opened(who), label):
                return
            await world.skip()
        raise AssertionError(f"nothing says {label!r}")

    form = await ana.click(await opened(ana), label="Find a mentor")
    there = options(form)
    await ana.submit_modal(form, {"topics": [there["Python"]], "level": there["New to it"]})
    setup = private_answer(await robin.slash(channel, "setup"))
    preview = private_answer(await robin.click(setup, label="Mentors"))
    preview = private_answer(await robin.click(preview, label="What would be now"))
    assert "Python" in preview.content, "what a proposal would read, without a name"
    assert "Ana" not in preview.content
    await skips_until(ana, "A mentor for you?")
    for_ana, for_mei = await opened(ana, "A mentor for you?"), await opened(mei, "Somebody to mentor?")
    assert mei.mention not in for_ana.content
    assert ana.mention not in for_mei.content
    assert "a step ahead" in for_ana.content
    await mei.click(for_mei, label="No, thank you")
    await skips_until(ana, "A mentor for you?")
    await ana.click(await opened(ana, "A mentor for you?"), label="Yes, gladly")
    agreed = private_answer(
        await bashir.click(await opened(bashir, "Somebody to mentor?"), label="Yes, gladly")
    )
    assert ana.mention in private_answer(await bashir.click(agreed, label="Who is it?")).content
    introduced = await opened(ana, "With Bashir")
    assert bashir.mention in introduced.content
    await world.hurry_to(world.now() + FOLLOW_UP_AFTER + timedelta(minutes=1), *MENTORING)
    went = private_answer(await ana.click(await opened(ana, "How did it go?"), label="We met"))
    assert "Step out" not in went.content


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
        ballot = await ana.click(newest(world, GROUP, "Vote"), label="Vote")
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
        chosen = newest(world, GROUP, "I can lead").content
        assert "We read together:" in chosen, "the vote ended on Saturday"
        assert "Deep Residual Learning" in chosen, "two of two liked it"
        await finds_a_mentor(world)
    finally:
        await world.close()
