"""Proves finding a team as members meet it: the list, saying hello, the line of the inbox, and what can be done about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import simcord

from bot.competitions.model.values import WORDS
from tests.bots import answer_of, labels_of, text_of
from tests.competitions.house import DIGITS, WHALES, House
from tests.competitions.house import house as house
from tests.showcase.test_discord import press
from tests.standups.test_rights import time_out

NAME = WHALES.slug
TEAMS = f"competitions:teams:{NAME}"
LINE = "I know [spectrograms](https://evil.test) @everyone"


def options_of(message: Any) -> list[tuple[str, str]]:
    """The labels and notes of a message's select."""
    rows = message.components
    rows = rows if isinstance(message, simcord.ResponseMessage) else [row.to_dict() for row in rows]
    selects = [item for row in rows for item in row["components"] if item["type"] == 3]
    return [(str(each["label"]), str(each["description"])) for each in selects[0]["options"]]


async def listed(
    house: House, who: simcord.MemberActor, label: str = "I look for a team", **typed: str
) -> simcord.InteractionResult:
    """Somebody says that they look for a team, or that theirs has a place."""
    card = await press(house, who, TEAMS)
    form = await who.click(answer_of(card), label=label)
    return await who.submit_modal(form, typed)


async def inbox(who: Any, card: simcord.InteractionResult) -> simcord.InteractionResult:
    """Somebody opens what waits for them, and the hello in it, from /mine."""
    box = answer_of(await who.click(answer_of(card), label="Inbox"))
    rows = [item for row in box.components for item in row["components"] if item["type"] == 3]
    (waits,) = [each["value"] for each in rows[0]["options"] if "Somebody to team up" in str(each)]
    opened: simcord.InteractionResult = await who.select(box, [waits])
    return opened


async def test_two_find_each_other_and_one_finds_a_hello_in_the_inbox(house: House) -> None:
    first = await press(house, house.ana, TEAMS)
    assert first.ephemeral
    assert text_of(first).startswith(f"**Find a team** for [{WHALES.title}]({WHALES.url}), until <t:")
    assert labels_of(answer_of(first)) == ["I look for a team", "We have a place", "Back"]
    shown = await listed(house, house.ana, line=LINE)
    assert answer_of(shown).ephemeral
    assert "You are in the list" in text_of(shown)
    assert "You are in this competition now, too" in text_of(shown)
    assert "“I'm out” on its card undoes it. A week and a day before the end, a line" in text_of(shown)
    assert labels_of(answer_of(shown)) == ["Change my line", "We have a place", "Stop", "Back"]
    theirs = await listed(house, house.ben, "We have a place", size="3", line="Two cats and me.")
    said = f"{house.ana.mention} looks for a team · “"
    assert said in text_of(theirs)
    assert "](https" not in text_of(theirs).split(said)[1], "a hidden link"
    assert "enough common hours" in text_of(theirs)
    assert len(text_of(theirs).splitlines()) <= 6
    board = await press(house, house.ana, TEAMS)
    assert options_of(answer_of(board)) == [("ben", "has a place · enough common hours")]
    assert "3" not in text_of(board).split(house.ben.mention)[1]
    card = await house.ana.select(answer_of(board), [str(house.ben.id)])
    assert "> Two cats and me." in text_of(card)
    assert labels_of(answer_of(card)) == ["Say hello", "Find a team"]
    sent = await house.ana.click(answer_of(card), label="Say hello")
    assert text_of(sent).startswith(f"{house.ben.mention} finds your hello in their inbox")
    line = await inbox(house.ben, await house.ben.slash(house.channel, "mine"))
    assert f"ana would like to team up with you in [{WHALES.title}]({WHALES.url}). Write" in text_of(line)
    assert "their line: “I know" in text_of(line)
    opened = await house.ben.click(answer_of(line), label="Open it")
    assert text_of(opened).startswith(f"{house.ana.mention} would like to team up with you in")
    told = await house.ben.click(answer_of(opened), label="Tell the organisers")
    assert "not who told them" in text_of(told)
    (notice,) = await house.app.attention.open_notices(house.guild.id)
    assert notice.user_id == house.ana.id
    assert "spectrograms" in str(notice.detail["text"])
    muted = await house.ben.click(answer_of(opened), label="Nothing more from this person")
    assert "they are not told" in text_of(muted)
    assert "Nobody else is in the list" in text_of(await press(house, house.ben, TEAMS))
    assert house.ben.mention in text_of(await press(house, house.ana, TEAMS))


async def test_a_hello_is_taken_back_and_said_once(house: House) -> None:
    await listed(house, house.ana)
    board = await listed(house, house.ben)
    to_ana = await house.ben.select(answer_of(board), [str(house.ana.id)])
    sent = await house.ben.click(answer_of(to_ana), label="Say hello")
    again = await press(house, house.ben, f"competitions:said:{NAME}:{house.ana.id}")
    assert "once is enough" in text_of(again)
    assert labels_of(answer_of(again)) == ["Take it back"]
    assert "You said hello to them." in text_of(
        await press(house, house.ben, f"competitions:hello:{NAME}:{house.ana.id}")
    )
    gone = await house.ben.click(answer_of(sent), label="Take it back")
    assert text_of(gone).startswith("Taken back")
    assert "would like to team up" not in text_of(await house.ana.slash(house.channel, "mine"))
    assert "taken back" in text_of(await press(house, house.ana, "competitions:greeting:1"))


async def test_what_was_refused_is_in_the_form_again(house: House) -> None:
    refused = await listed(house, house.ana, "We have a place", size="five", line="Five of us.")
    assert "is a number from 1 to 5; “five” is something else" in text_of(refused)
    form = await house.ana.click(answer_of(refused), label="Open the form again")
    assert "Five of us." in str(form.modal)
    full = await house.ana.submit_modal(form, {"size": "5", "line": "Five of us."})
    assert "up to 5 people there" in text_of(full)
    done = await house.ana.submit_modal(
        await house.ana.click(answer_of(full), label="Open the form again"),
        {"size": "4", "line": "x" * WORDS},
    )
    assert "You are in the list" in text_of(done)
    stopped = await house.ana.click(answer_of(done), label="Stop")
    assert "You are not in the list any more." in text_of(stopped)
    assert "x" * WORDS in text_of(stopped), "their line is given back"
    assert "You are still in the competition; “I'm out” on its card changes that." in text_of(stopped)
    assert labels_of(answer_of(stopped))[0] == "I look for a team"


async def test_closed_where_everybody_goes_alone_and_a_day_before_teams_merge_no_more(house: House) -> None:
    alone = await press(house, house.ana, f"competitions:teams:{DIGITS.slug}")
    assert "Everybody goes alone here" in text_of(alone)
    assert labels_of(answer_of(alone)) == ["Back"]
    await listed(house, house.ben, line="Whale songs!")
    merge = house.env.now() + timedelta(hours=23)
    await house.store(replace(await house.known(NAME), merger_deadline=merge))
    closed = await press(house, house.ana, TEAMS)
    assert "Teams were found until <t:" in text_of(closed)
    assert house.ben.mention not in text_of(closed)
    assert "Whale songs!" not in text_of(closed)
    assert labels_of(answer_of(closed)) == ["Back"]
    for verb in ("look", "place", "said"):
        late = await press(house, house.ana, f"competitions:{verb}:{NAME}:{house.ben.id}")
        assert "Teams were found until" in text_of(late)


async def test_who_has_a_time_out_or_is_not_in_the_list_says_no_hello(house: House) -> None:
    await listed(house, house.ben)
    board = await press(house, house.ana, TEAMS)
    card = await house.ana.select(answer_of(board), [str(house.ben.id)])
    assert "be in the list first" in text_of(card)
    assert labels_of(answer_of(card)) == ["I look for a team", "We have a place", "Find a team"]
    hello = f"competitions:said:{NAME}:{house.ben.id}"
    assert "be in the list first" in text_of(await press(house, house.ana, hello))
    await listed(house, house.ana)
    time_out(house, house.ana, hours=1)
    await house.env.settle()
    assert "You have a time-out" in text_of(await press(house, house.ana, hello))


async def test_it_works_after_a_restart_and_in_the_bots_own_dm(house: House) -> None:
    await listed(house, house.ana, line="Evenings.")
    await listed(house, house.ben)
    await press(house, house.ben, f"competitions:said:{NAME}:{house.ana.id}")
    await house.as_member(house.ana.id, WHALES, 4242)
    await house.restart()
    line = await inbox(house.ana.user, await house.ana.user.slash("mine"))
    assert "ben would like to team up with you" in text_of(line)
    opened = await house.ana.user.click(answer_of(line), label="Open it")
    assert text_of(opened).startswith("ben would like to team up")
    board = await house.ana.user.click(answer_of(opened), label="Find a team")
    assert "ben looks for a team" in text_of(board)
    card = await house.ana.user.select(answer_of(board), [str(house.ben.id)])
    sent = await house.ana.user.click(answer_of(card), label="Say hello")
    assert text_of(sent).startswith("ben finds your hello")
    again = await house.ana.user.click(answer_of(sent), label="Find a team")
    form = await house.ana.user.click(answer_of(again), label="Change my line")
    changed = await house.ana.user.submit_modal(form, {"line": "At weekends."})
    stopped = await house.ana.user.click(answer_of(changed), label="Stop")
    assert "“At weekends.”" in text_of(stopped)
    assert house.ana.mention not in text_of(await press(house, house.ben, TEAMS))
    await house.app.people.ask_about([(house.guild.id, house.ana.id)])
    await house.app.people.went(house.guild.id, house.ana.id)
    refused = await house.ana.user.click(answer_of(stopped), label="I look for a team")
    assert text_of(refused).startswith("You are not in this competition.")


async def test_the_list_of_another_server_is_not_shown(house: House) -> None:
    ana, ben = house.ana.id, house.ben.id
    await house.change(4242)
    for who in (ana, ben):
        await house.competitions.look(4242, who, NAME, "Evenings.")
    said = (await house.competitions.hello(4242, ben, NAME, ana)).hello
    card = await press(house, house.ana, f"competitions:greeting:{said.id}")
    assert labels_of(answer_of(card)) == ["Nothing more from this person", "Tell the organisers"]


async def test_a_long_list_has_pages(house: House) -> None:
    for who in range(9000, 9026):
        await house.competitions.look(house.guild.id, who, NAME, "")
    first = await press(house, house.ana, TEAMS)
    assert text_of(first).endswith("Others are in the list below.")
    assert len(options_of(answer_of(first))) == 25
    assert labels_of(answer_of(first)) == ["More people", "I look for a team", "We have a place", "Back"]
    more = await house.ana.click(answer_of(first), label="More people")
    assert "<@9025> looks for a team" in text_of(more)
    assert "Others" not in text_of(more)
    assert len(options_of(answer_of(more))) == 1
    back = await house.ana.click(answer_of(more), label="Previous people")
    assert text_of(back) == text_of(first)


async def test_while_competitions_are_off_one_can_stop_and_what_was_said_is_given_back(house: House) -> None:
    await listed(house, house.ana, line="Evenings.")
    await listed(house, house.ben, line="Mornings.")
    await house.change(on=False)
    board = await press(house, house.ana, TEAMS)
    assert "You look for a team: “Evenings.”\nThere are no competitions here just now." in text_of(board)
    assert labels_of(answer_of(board)) == ["Stop", "Back"]
    stopped = await house.ana.click(answer_of(board), label="Stop")
    assert "You are not in the list any more." in text_of(stopped)
    assert labels_of(answer_of(stopped)) == ["Back"]
    out = await press(house, house.ben, f"competitions:out:{NAME}")
    assert "Only your line of its team list is gone. It said: “Mornings.”" in text_of(out)
    kept = await house.entrant(house.ben.id, WHALES)
    assert kept is not None
    assert kept.team_words == ""
