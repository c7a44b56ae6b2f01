"""Proves what everybody sees of competitions in Discord: list, cards, edits; and the way through crashes and closed channels."""

from __future__ import annotations

from sqlalchemy import delete

from bot.competitions.model.values import POST_FOR, Change, Changed, Competition, Phase
from bot.competitions.service import telling
from bot.competitions.tables import competition_settings
from bot.core.db import Tx
from tests.bots import answer_of, labels_of, text_of
from tests.communities.setting_up import fill, later, options_of, setup
from tests.competitions.house import NO_TOKEN, WHALES, House, house, invented
from tests.showcase.test_discord import press

__all__ = ["house"]

FIRST = "**Competitions on Kaggle now**"


async def changed(house: House, one: Competition, *news: Change) -> None:
    """Kaggle lists it so by now."""
    await house.store(one)
    known = await house.known(one.slug)
    await house.app.db.write(lambda tx: telling.tell_changed(tx, [Changed(known, news)]))


def edits(house: House) -> int:
    """How often a message in #kaggle was edited."""
    there = f"/channels/{house.place.id}/messages/"
    return sum(each.method == "PATCH" and each.path.startswith(there) for each in house.env.http_requests)


async def forget(house: House) -> None:
    """Nobody ever set competitions up here."""

    def remove(tx: Tx) -> None:
        tx.execute(delete(competition_settings))

    await house.app.db.write(remove)


async def test_an_organiser_sets_it_up_and_a_list_comes_then_cards(house: House) -> None:
    await forget(house)
    card = await setup(house)
    assert "No competitions yet. New ones from Kaggle can come here when they open." in text_of(card)
    done = await fill(house, await setup(house, "Set up Kaggle"), channel=[house.place])
    assert text_of(done).splitlines() == [
        "Done. First comes one short list of what is open, then a card of each new competition.",
        f"**Kaggle** · <#{house.place.id}> · new competitions when they open",
        "Shown: Featured, Research, Recruitment, Playground, Masters, Analytics and Simulation. "
        "Not shown: Getting Started and Community.",
        "Kaggle answered last <t:1767265200:R>. I am due to ask again <t:1767286800:R>.",
        "I may do everything there that I need.",
    ]
    await house.work()
    assert house.messages(house.place) == [
        f"{FIRST}\n"
        "[Reading (Old) Maps \\*by Machine\\*](https://www.kaggle.com/competitions/invented-old-maps) · Research · "
        "opens <t:1768233600:R>\n"
        "[Will It Rain Tomorrow?](https://www.kaggle.com/competitions/invented-rain-tomorrow) · Playground · "
        "ends <t:1769903940:R>\n"
        "[Whose Song Is It? Telling Whales Apart by Ear](https://www.kaggle.com/competitions/invented-whale-songs) · "
        "Featured · ends <t:1774310340:R>"
    ]
    await house.store(invented(1, team_size=1, metric="F1", daily_submissions=1))
    await house.work()
    await house.work()
    message = house.place.history()[-1]
    assert message.content.splitlines() == [
        "**[Invented Competition 1](https://www.kaggle.com/competitions/invented-1)** · Featured",
        "Opened <t:1767052800:R>, ends <t:1774915140:R>: <t:1774915140:F>.",
        "Measured by F1. Up to 1 submission a day. Everybody takes part alone, without a team.",
    ]
    assert labels_of(message) == ["I'm in", "More"]
    assert len(house.messages(house.place)) == 2
    status = text_of(await setup(house, "Status and changes"))
    assert "set up Kaggle's competitions" in status
    assert "Kaggle answered last" in status


async def test_a_card_follows_what_changes_once_each_and_ends(house: House) -> None:
    await house.store(invented(1))
    await house.work()
    (message,) = house.place.history()
    assert labels_of(message) == ["I'm in", "Find a team", "More"]
    before = edits(house)
    longer = invented(1, deadline=WHALES.deadline, reward="$1,000")
    await changed(house, longer, Change.DEADLINE, Change.PRIZE)
    await house.work()
    (message,) = house.place.history()
    assert "ends <t:1774310340:R>" in message.content
    assert "prize: $1,000" in message.content
    assert edits(house) == before + 1
    await later(house, minutes=30)
    assert edits(house) == before + 1
    await changed(house, invented(1, phase=Phase.GONE), Change.GONE)
    await house.work()
    (message,) = house.place.history()
    assert "Kaggle does not list it any more." in message.content
    assert labels_of(message) == ["More"]
    await changed(house, invented(1, phase=Phase.ENDED))
    await house.work()
    (message,) = house.place.history()
    assert "It ended <t:1774915140:R>." in message.content
    assert labels_of(message) == ["What I learned", "More"]
    # A moderator deletes it: nothing comes in its place.
    house.env.backend.delete_message(house.place.id, message.id)
    await changed(house, invented(1))
    await later(house, minutes=30)
    assert house.place.history() == []


async def test_a_process_that_ends_before_it_sends_or_records_loses_and_doubles_nothing(house: House) -> None:
    await house.store(invented(1), invented(2))
    works = await house.competitions.make_posts(100)
    assert works is not None
    await house.restart()
    await later(house, minutes=2)
    assert len(house.messages(house.place)) == 2
    # What ends while it waits to be sent is not sent.
    await house.store(invented(3), invented(4))
    await house.competitions.make_posts(100)
    await house.store(invented(3, phase=Phase.ENDED))
    await later(house, minutes=2)
    texts = house.messages(house.place)
    assert (len(texts), "Competition 4" in texts[-1]) == (3, True)


async def test_a_closed_channel_is_told_once_and_a_test_post_brings_everything(house: House) -> None:
    house.allow(house.place, send_messages=False, view_channel=True)
    await house.store(invented(1))
    await later(house, minutes=30)
    (notice,) = await house.app.attention.open_notices(house.guild.id)
    assert (notice.kind, notice.detail["channel_id"]) == ("competitions.refused", house.place.id)
    card = text_of(await setup(house, "Kaggle"))
    assert "Nothing comes until I can post in the channel again" in card
    assert "I lack Send Messages: nothing can be posted" in card
    assert "Discord does not let me post in" in text_of(await setup(house, "Notices"))
    await house.store(*(invented(number) for number in range(2, 15)))
    await later(house, minutes=10)
    refused = await setup(house, "Kaggle", "Send a test post")
    assert "Discord did not let me post in" in text_of(refused)
    house.allow(house.place, send_messages=True)
    done = await setup(house, "Kaggle", "Send a test post")
    assert "The test post is in" in text_of(done)
    assert await house.app.attention.open_notices(house.guild.id) == []
    await later(house, hours=2)
    texts = house.messages(house.place)
    assert len([each for each in texts if each.startswith("**New competitions on Kaggle**")]) == 2
    assert sum(each.count("Invented Competition") for each in texts) == 14


async def test_a_closed_channel_is_left_for_another_one(house: House) -> None:
    house.env.backend.delete_channel(house.place.id)
    await house.env.settle()
    await house.store(invented(1))
    await later(house, minutes=30)
    card = await setup(house, "Kaggle")
    assert "The channel is gone, or I cannot see it." in text_of(card)
    assert labels_of(answer_of(card))[0] == "Choose the channel"
    form = await house.organiser.click(answer_of(card), label="Choose the channel")
    done = await fill(house, form, channel=[house.channel])
    assert "Saved. What is posted stays where it is." in text_of(done)
    assert await house.app.attention.open_notices(house.guild.id) == []
    await house.work()
    assert len(house.messages(house.channel)) == 1


async def test_categories_are_chosen_from_what_kaggle_has_by_now(house: House) -> None:
    await house.store(invented(1, category="Brand New"))
    card = await setup(house, "Kaggle")
    options = options_of(card)
    assert len(options) == 10
    assert [each["label"] for each in options if not each.get("default")] == ["Getting Started", "Community"]
    await house.store(invented(2, category="Newer"))
    refused = await house.organiser.select(answer_of(card), ["featured"])
    assert "Choose again" in text_of(refused)
    done = await house.organiser.select(answer_of(refused), ["featured", "community", "newer"])
    assert "Shown: Featured, Community and Newer." in text_of(done)
    found = await house.chosen()
    assert found.muted == {
        *("research", "recruitment", "playground", "masters", "analytics", "simulation"),
        *("gettingstarted", "brandnew"),
    }
    assert "changed which competitions come" in text_of(await setup(house, "Status and changes"))


async def test_off_is_quiet_and_on_again_brings_no_backlog(house: House) -> None:
    await house.store(invented(1))
    await house.work()
    off = await setup(house, "Kaggle", "Switch it off")
    assert "It is off, until you switch it on." in text_of(off)
    await house.store(invented(2))
    await later(house, minutes=5)
    on = await house.organiser.click(answer_of(off), label="Switch it on")
    assert "It is on. What opens from now on comes." in text_of(on)
    await house.work()
    await house.store(invented(3))
    await house.work()
    texts = house.messages(house.place)
    assert [each[: len("**[Invented Competition 1")][-1] for each in texts] == ["1", "3"]


async def test_what_waits_for_a_closed_channel_is_given_up_when_it_is_switched_off(house: House) -> None:
    house.allow(house.place, view_channel=False)
    await house.store(invented(1))
    await later(house, minutes=30)
    await setup(house, "Kaggle", "Switch it off")
    await later(house, minutes=30)
    house.allow(house.place, view_channel=True, send_messages=True)
    await later(house, minutes=30)
    assert house.messages(house.place) == []
    assert await house.competitions.next_unfinished_post() is None


async def test_what_waits_for_a_channel_that_nobody_sees_is_forgotten_in_the_end(house: House) -> None:
    await house.store(invented(1))
    await house.competitions.make_posts(100)
    house.allow(house.place, view_channel=False)
    await house.change(on=False)
    await later(house, minutes=5)
    assert await house.competitions.next_unfinished_post() is not None
    await house.until(house.env.now() + POST_FOR)
    await house.work()
    assert await house.competitions.next_unfinished_post() is None


async def test_only_organisers_may(house: House) -> None:
    for verb in ("manage", "set_up", "where", "kinds", "switch_on", "switch_off", "test"):
        refused = await press(house, house.ana, f"competitions:{verb}")
        assert "Manage Server" in text_of(refused), verb


async def test_without_a_token_it_is_said_who_can_give_one(migrated_sqlite_url: str) -> None:
    house = House(migrated_sqlite_url, NO_TOKEN)
    await house.start()
    try:
        card = await setup(house, "Kaggle")
        assert "whoever runs this bot has to give it one first (KAGGLE_API_TOKEN)" in text_of(card)
        await forget(house)
        card = await setup(house)
        assert "whoever runs this bot has to give it one first (KAGGLE_API_TOKEN)" in text_of(card)
        assert "Set up Kaggle" not in labels_of(answer_of(card))
        refused = await press(house, house.organiser, "competitions:set_up")
        assert refused.modal is None
        await house.work()
    finally:
        await house.stop()
