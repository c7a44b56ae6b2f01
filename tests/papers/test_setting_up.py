"""Proves what organisers meet in /setup about papers, as they press it: set-up, wishes, hour, switches, what is missing."""

from __future__ import annotations

from datetime import UTC, datetime, time

import simcord

from bot.papers.model.values import Settings, Truth
from tests.bots import World, answer_of, labels_of, text_of
from tests.communities.setting_up import fill, setup
from tests.papers.house import House, chosen_settings, house
from tests.showcase.test_discord import press

__all__ = ["house"]


async def managed(house: House, *labels: str) -> simcord.InteractionResult:
    """The organiser opens the papers' card and presses these."""
    return await setup(house, "Papers", *labels)


async def kept(world: World) -> Settings:
    """The settings as they are kept."""
    found = await world.app.papers.settings_of(world.guild.id)
    assert found is not None
    return found


async def test_three_answers_set_papers_up_and_a_wrong_one_loses_nothing(world: World) -> None:
    card = await setup(world)
    assert "No papers yet." in text_of(card)
    form = await setup(world, "Set up papers")
    typed = {"channel": [world.channel], "city": "Berlin", "time": "8:30"}
    refused = await fill(world, form, categories="cs.CV, machine lerning", **typed)
    assert "“machine lerning”. Did you mean one of these: Machine Learning (cs.LG)?" in text_of(refused)
    again = await world.organiser.click(answer_of(refused), label="Open the form again")
    assert again.modal is not None
    assert "machine lerning" in str(again.modal)
    refused = await fill(world, again, categories="NLP, cs.cv", **{**typed, "time": "soon"})
    assert "“soon”" in text_of(refused)
    again = await world.organiser.click(answer_of(refused), label="Open the form again")
    done = await fill(world, again, categories="NLP, cs.cv", **typed)
    assert text_of(done).startswith("Done. The first digest comes at the next time")
    assert f"**Papers** · <#{world.channel.id}> · daily at 08:30 in Berlin" in text_of(done)
    assert (
        "From Computation and Language (cs.CL) and Computer Vision and Pattern Recognition (cs.CV)."
        in text_of(done)
    )
    assert labels_of(answer_of(done)) == [
        *("What comes", "When and where", "Send a test post"),
        *("Cross-lists too", "New versions too", "Switch it off", "Back to setup"),
    ]
    found = await kept(world)
    assert (found.categories, found.at, found.zone) == (("cs.CL", "cs.CV"), time(8, 30), "Europe/Berlin")
    assert found.due_at == datetime(2026, 1, 2, 7, 30, tzinfo=UTC)
    assert "set up papers" in text_of(await setup(world, "Status and changes"))


async def test_where_several_places_fit_everything_else_is_kept(world: World) -> None:
    form = await setup(world, "Set up papers")
    card = await fill(world, form, channel=[world.channel], categories="cs.LG", city="Portland", time="9")
    assert "Several places fit" in text_of(card)
    assert (await kept(world)).zone == "UTC"
    select = answer_of(card).components[0]["components"][0]
    zone = next(each["value"] for each in select["options"] if each["value"] == "America/Los_Angeles")
    done = await world.organiser.select(answer_of(card), custom_id=select["custom_id"], values=[zone])
    assert text_of(done).startswith("Saved.")
    assert (await kept(world)).zone == "America/Los_Angeles"


async def test_what_comes_is_one_form(house: House) -> None:
    wishes = {
        "categories": "cs.LG cs.CV\nrobotics",
        "phrases": "bird songs\n“owls”, Owls",
        "authors": "Yann LeCun; Gao Min",
        "exclusions": "survey",
        "cap": "3",
    }
    done = await fill(house, await managed(house, "What comes"), **wishes)
    assert text_of(done).startswith("Saved. The next digest is chosen so.")
    assert "Only with “bird songs” and “owls”, or by Yann LeCun and Gao Min." in text_of(done)
    assert "Never with “survey”. At most 3 papers a day." in text_of(done)
    found = await kept(house)
    assert found.categories == ("cs.LG", "cs.CV", "cs.RO")
    assert (found.phrases, found.cap) == (("bird songs", "owls"), 3)
    for wrong, words in (
        ({"cap": "11"}, "1 to 10 papers"),
        ({"phrases": ", ".join(f"word{n}" for n in range(26))}, "at most 25"),
        ({"authors": "x" * 81}, "80 characters is the most"),
        ({"categories": "cs.XX"}, "arXiv has no category “cs.XX”"),
    ):
        refused = await fill(house, await managed(house, "What comes"), **{**wishes, **wrong})
        assert words in text_of(refused)
        assert "nothing you typed is lost" in text_of(refused)
    assert await kept(house) == found
    opened = await managed(house, "What comes")
    assert "cs.XX" in str(opened.modal)  # what was refused last is there to be mended


async def test_switches_hour_and_channel(house: House) -> None:
    await house.change(due_at=datetime(2026, 1, 2, 8, tzinfo=UTC))
    assert "Cross-lists too." in text_of(await managed(house, "Cross-lists too"))
    assert "New versions too." in text_of(await managed(house, "New versions too"))
    other = house.guild.create_text_channel("elsewhere")
    done = await fill(
        house, await managed(house, "When and where"), channel=[other], city="Tokyo", time="21h"
    )
    assert "What is posted stays where it is." in text_of(done)
    found = await kept(house)
    assert (found.channel_id, found.at, found.zone) == (other.id, time(21), "Asia/Tokyo")
    assert found.due_at == datetime(2026, 1, 2, 12, tzinfo=UTC)
    off = await managed(house, "Switch it off")
    assert text_of(off).startswith("It is off, until you switch it on.")
    assert labels_of(answer_of(off)) == ["Switch it on", "What comes", "When and where", "Back to setup"]
    assert (await kept(house)).due_at is None
    on = await house.organiser.click(answer_of(off), label="Switch it on")
    assert "No digest yet. The next one comes" in text_of(on)
    status = text_of(await setup(house, "Status and changes"))
    assert "switched papers on" in status
    assert "arXiv was not asked yet; it is asked soon." in status


async def test_what_is_missing_is_named_and_members_change_nothing(house: House) -> None:
    before = await kept(house)
    for verb in ("switch_off", "crosses_on", "set_up", "wishes", "test", "manage"):
        refused = await press(house, house.ana, f"papers:{verb}")
        assert "Manage Server" in text_of(refused), verb
    assert await kept(house) == before == chosen_settings(house.guild.id, house.place.id)
    house.allow(house.place, create_public_threads=False)
    assert "I lack Create Public Threads: a question gets no thread" in text_of(await managed(house))
    house.env.backend.delete_channel(house.place.id)
    await house.env.settle()
    card = await managed(house)
    assert "The channel is gone, or I cannot see it." in text_of(card)
    assert labels_of(answer_of(card))[0] == "When and where"


async def test_the_status_says_what_became_of_the_last_digest(house: House) -> None:
    at = datetime(2026, 1, 1, 8, tzinfo=UTC)
    for truth, words in (
        (Truth.QUIET, "arXiv listed nothing in these categories"),
        (Truth.UNMATCHED, "Nothing matched"),
        (Truth.SILENT, "arXiv did not answer"),
        (Truth.BACK, "of more than a day"),
        (Truth.POSTED, "Last digest"),
    ):
        await house.change(truth=truth, truth_at=at, due_at=at.replace(day=3))
        assert words in text_of(await setup(house, "Status and changes"))
