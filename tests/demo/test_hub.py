"""The hub over real sockets, with a toy bot: rooms, tabs, the clock, the restart, and who may ask for them."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.demo.errors import DemoError
from bot.demo.hub import reserve, serve
from bot.demo.main import require_simcord
from bot.demo.page import TRY
from bot.demo.rooms import Lobby
from bot.demo.seed import DAILY, GENERAL, STUDY_HALL, play_history
from bot.demo.world import World
from tests.demo.toy import TOY_SCRIPT, toy_opener
from tests.demo.visitor import OPENING, Visitor, toy_world
from tests.e2e.browser import ROOT, free_port


@pytest.fixture
async def visitor(tmp_path: Path) -> AsyncIterator[Visitor]:
    port = free_port()
    async with (
        toy_world(tmp_path, port) as world,
        serve(world, Lobby(world), reserve(port)),
        aiohttp.ClientSession() as session,
    ):
        yield Visitor(session, port, world)


def channel(visitor: Visitor, name: str) -> int:
    return visitor.world.community.channels[name].id


async def test_history_is_played_by_its_people(tmp_path: Path) -> None:
    world = World(toy_opener(tmp_path / "toy.json"), free_port())
    try:
        await world.start()
        await play_history(world, TOY_SCRIPT)
        assert OPENING - timedelta(minutes=2) < world.now() < OPENING
        assert world.next_due == OPENING
        threads = world.community.channels[DAILY].threads
        assert len(threads) == 4
        assert all(len(thread.history()) >= 3 for thread in threads)
        ana = world.community.people[0]
        everything = [message for room in world.community.channels.values() for message in room.history()]
        assert not [message for message in everything if message.flags.ephemeral]
        assert not [message for message in everything if message.author.id == ana.actor.id]
        said = {room.name: room.hint for room in Lobby(world).rooms(ana)}
        assert said["#general"].startswith("Mei: My sister tried the banana app")
        assert "@Tomás What did you do? Split by date." in said[threads[-1].name or ""]
        assert not [room for room in Lobby(world).rooms(ana) if room.new]
    finally:
        await world.close()


async def test_page_stands_on_its_own(visitor: Visitor) -> None:
    async with visitor.session.get(visitor.hub) as answer:
        page = await answer.text()
        policy = answer.headers["Content-Security-Policy"]
    assert answer.status == 200
    assert "default-src 'none'" in policy
    for piece in ('lang="en"', 'class="skip"', 'name="be" value="robin"', "#daily-standup", "/setup"):
        assert piece in page
    assert page.count("<li>") == len(TRY) + 10  # what to try; eight channels, a forum and the direct messages
    assert "http" not in page.replace("http-equiv", ""), "the page names no other address"
    for path in ("/static/hub.css", "/static/hub.js", "/static/icon.svg"):
        async with visitor.session.get(visitor.hub + path) as answer:
            assert answer.status == 200


async def test_skip_brings_the_prompt_and_marks_it_new_for_those_who_have_not_seen_it(
    visitor: Visitor,
) -> None:
    before = await visitor.state()
    assert before["next"] == "Next standup: today at 09:00"
    assert before["new"] == []
    said = await visitor.press("/skip")
    assert said == "It is now 09:00, Tuesday 27 January, Berlin. New in #daily-standup."
    after = await visitor.state()
    assert after["next"] == "Next standup: tomorrow at 09:00"
    assert after["new"] == ["#daily-standup"]
    assert (await visitor.open(channel(visitor, DAILY), "ana"))[0] == 303
    assert (await visitor.state("ana"))["new"] == []
    assert (await visitor.state("mei"))["new"] == ["#daily-standup"]


async def test_hints_are_words(visitor: Visitor) -> None:
    community = visitor.world.community
    general, daily = community.channels[GENERAL], community.channels[DAILY]
    ana, mei = community.people[0], community.everyone["mei"]
    await mei.send(
        general,
        f"> **See** {daily.mention} with {ana.actor.mention} <t:{int(OPENING.timestamp())}:R>, `or` "
        f"https://discord.com/channels/1/{daily.id}/2 [there](https://example.org) <b>",
    )
    page = (await visitor.state("bashir"))["rooms"]
    assert "Mei: See #daily-standup with @Ana Tue 09:00, or #daily-standup there &lt;b&gt;" in page


async def test_addresses_of_messages_are_shown_as_discord_shows_them(visitor: Visitor) -> None:
    community = visitor.world.community
    general, daily = community.channels[GENERAL], community.channels[DAILY]
    place = f"https://discord.com/channels/{community.guild.id}/{daily.id}"
    await community.everyone["mei"].send(general, f"See {place} and {place}/7, [there]({place}), {place}0")
    tab = await visitor.tab((await visitor.open(general.id, "ana"))[1])
    shown = json.dumps(tab.shown["messages"], ensure_ascii=False)
    for words in ("#daily-standup", "#daily-standup › message", "there", f"{place}0"):
        assert f'"content": "{words}"' in shown


async def test_prompt_comes_by_itself(visitor: Visitor) -> None:
    status, address = await visitor.open(channel(visitor, DAILY), "bashir")
    tab = await visitor.tab(address)
    assert status == 303
    await visitor.world.move_to(OPENING - timedelta(seconds=1))
    quiet = tab.shown["publishedRevision"]
    assert (await tab.look())["publishedRevision"] == quiet, "nothing happened, nothing was published"
    due = time.monotonic() + 1
    while not (await tab.look())["timeline"]:
        assert time.monotonic() < due + 10
        await asyncio.sleep(0.05)
    assert (await visitor.state())["new"] == ["#daily-standup"]


async def test_another_room_or_person_opens_a_new_tab_session_on_the_same_port(visitor: Visitor) -> None:
    status, first = await visitor.open(channel(visitor, DAILY), "ana")
    assert status == 303
    assert first.startswith(f"http://127.0.0.1:{visitor.port + 1}/#")
    old = await visitor.tab(first)
    assert old.shown["channel"]["name"] == DAILY
    assert old.shown["viewerId"] == str(visitor.world.community.people[0].actor.id)
    assert [viewer["name"] for viewer in old.shown["viewers"]] == ["Ana", "Bashir", "Mei", "Robin"]
    _, second = await visitor.open(channel(visitor, STUDY_HALL), "robin")
    new = await visitor.tab(second)
    assert new.site == old.site
    assert new.shown["channel"]["name"] == STUDY_HALL
    assert [viewer["name"] for viewer in new.shown["viewers"]] == ["Robin", "Ana", "Bashir", "Mei"]
    with pytest.raises(aiohttp.ClientResponseError, match="401"):
        await old.look()
    mei = visitor.world.community.people[2]
    _, third = await visitor.open(mei.actor.user.dm_channel.id, "mei")
    direct = await visitor.tab(third)
    assert direct.shown["channel"]["recipient"]["name"] == "Compound"
    assert [viewer["name"] for viewer in direct.shown["viewers"]] == ["Mei"]


async def test_nobody_opens_a_room_that_is_not_theirs(visitor: Visitor) -> None:
    ana, bashir = visitor.world.community.people[:2]
    for room in (bashir.actor.user.dm_channel.id, 12345):
        status, page = await visitor.open(room, ana.key)
        assert status == 404
        assert "Ana has no such room." in page


async def test_session_ended_in_the_tab_can_be_opened_again(visitor: Visitor) -> None:
    tab = await visitor.tab((await visitor.open(channel(visitor, DAILY), "ana"))[1])
    assert (await tab.act("close"))["settlement"] == "settled"
    await visitor.press("/skip")
    again = await visitor.tab((await visitor.open(channel(visitor, DAILY), "ana"))[1])
    assert len(again.shown["timeline"]) == 1


async def test_restart_is_a_new_bot_on_the_same_data(visitor: Visitor) -> None:
    world = visitor.world
    mei = world.community.everyone["mei"]
    daily = world.community.channels[DAILY]
    await visitor.press("/skip")
    before = world.env.bot
    form = await mei.slash(daily, "standup")
    assert "started again" in await visitor.press("/restart")
    assert world.env.bot is not before
    assert before.is_closed()
    sent = await mei.submit_modal(form, {"q1": "Opened before, sent after."})
    assert sent.response is not None
    assert "Posted in" in sent.response.content
    little = await world.community.everyone["bashir"].click(
        next(message for message in daily.history() if message.components), label="A little today"
    )
    assert little.response is not None
    assert len([room for room in (await visitor.state("ana"))["new"] if "Standup" in room]) == 1
    assert world.next_due is not None


async def test_click_during_a_restart_waits_for_the_new_bot(visitor: Visitor) -> None:
    await visitor.press("/skip")
    tab = await visitor.tab((await visitor.open(channel(visitor, DAILY), "ana"))[1])
    prompt = tab.shown["timeline"][-1]
    control = f"message:{prompt}:component:0.components.1"
    _, receipt = await asyncio.gather(
        visitor.press("/restart"), tab.act("click", target_id=prompt, control_key=control)
    )
    assert receipt["settlement"] == "settled", receipt
    assert receipt["rejected"] is False
    assert (await tab.look())["botGeneration"] == tab.shown["botGeneration"] == 1
    thread = visitor.world.community.channels[DAILY].threads[0]
    assert "did a little today" in thread.history()[-1].content


@pytest.mark.parametrize("path", ["/open", "/skip", "/restart"])
async def test_forms_of_other_pages_are_refused(visitor: Visitor, path: str) -> None:
    clock = visitor.world.next_due
    strangers: tuple[dict[str, str], ...] = (
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": f"http://127.0.0.1:{visitor.port + 1}"},
        {"Origin": f"http://evil.example:{visitor.port}", "Host": f"evil.example:{visitor.port}"},
    )
    for headers in strangers:
        async with visitor.session.post(visitor.hub + path, headers=headers, allow_redirects=False) as answer:
            assert answer.status == 403, headers
    async with visitor.session.get(visitor.hub, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403
    assert visitor.world.next_due == clock


async def test_taken_ports_are_one_sentence(visitor: Visitor, tmp_path: Path) -> None:
    sentence = rf"Port {visitor.port} is already in use: .* BOT_DEMO_PORT=\d+ make demo\."
    with pytest.raises(DemoError, match=sentence):
        reserve(visitor.port)
    port = visitor.port + 1
    await visitor.world.close()
    with reserve(port) as held:
        held.listen()
        async with toy_world(tmp_path, port - 1) as other:
            with pytest.raises(DemoError, match=f"Port {port} is already in use"):
                await other.open_preview(other.community.channels[DAILY], other.community.people[0])


def test_missing_extra_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "simcord", None)
    with pytest.raises(DemoError, match="`make demo` installs it"):
        require_simcord()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_the_demo_with_exit_code_0(stop: signal.Signals) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.demo.toy", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == f"Demo ready: http://127.0.0.1:{port}\n"
        process.send_signal(stop)
        assert process.wait(10) == 0
        assert process.stdout.read() == "", "and nothing more is said"
    finally:
        process.kill()
        process.communicate()
