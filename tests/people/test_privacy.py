"""Owns promise 6 and the export: what is stored about a person is shown, handed out and erased, column by column."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import simcord

from bot.core.lang import get_lang
from bot.core.privacy import Words
from tests.bots import World, answer_of, labels_of, text_of
from tests.communities.setting_up import options_of
from tests.traces import in_discord, in_tables

FRIDAY_NINE = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)  # 9:00 in Berlin
SECRET = "zanzibar-loss-curve"
KEPT = "kept-to-myself-words"
DRAFT = "half-a-thought"


async def busy(world: World) -> None:
    """Robin organises, posts, keeps, drafts, chooses; Ben posts beside; the summary of Friday is out."""
    card = await world.set_up()
    choice = await world.organiser.click(answer_of(card), label="Summary: weekly")
    await world.organiser.click(answer_of(choice), label="Daily")
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    await world.write(world.organiser, SECRET)
    await world.write(world.ben, "Ben's own words")
    await world.work_until(FRIDAY_NINE + timedelta(days=1, minutes=1))
    await privately(world, "Settings", "Always preview")
    preview = await world.write(world.organiser, KEPT, post=False)
    await world.organiser.click(answer_of(preview), label="Keep to myself")
    await world.work_until(FRIDAY_NINE + timedelta(days=3, minutes=1))
    await world.write(world.organiser, DRAFT, post=False)
    form = await privately(world, "Settings", "My time zone")
    await world.organiser.submit_modal(form, {"city": "Kathmandu"})


async def privately(world: World, *labels: str) -> simcord.InteractionResult:
    """Robin opens /mine and presses these buttons one after the other."""
    result = await world.organiser.slash(world.channel, "mine")
    for label in labels:
        result = await world.organiser.click(answer_of(result), label=label)
    return result


def places(world: World) -> list[str]:
    """Where the database holds Robin's id or anything Robin wrote."""
    return in_tables(world.settings.database_url, world.organiser.id, SECRET, KEPT, DRAFT, "Kathmandu")


async def test_the_card_says_in_words_what_is_stored(world: World) -> None:
    await busy(world)
    shown = text_of(await privately(world, "Privacy"))
    for sentence in (
        "Your time zone: Kathmandu.",
        "As an organiser: which settings you changed, and when.",
        "Your standup posts, the first from",
        "Standup entries you kept to yourself.",
        "A standup draft you have not posted.",
        "Whether you want a preview before posting.",
    ):
        assert sentence in shown
    assert len(shown.splitlines()) <= 6


async def test_the_terms_say_how_long_who_else_and_what_stays(world: World) -> None:
    shown = await privately(world, "Privacy", "For how long, and who can see it")
    lines = text_of(shown).splitlines()
    assert len(lines) <= 6
    for word in (
        *("90 days", "30 days", "180 days", "leave a server", "notifications", "screenshots", "downloads"),
        *("backups", "a code that protects others", "a former organiser", "read its database", "no tracking"),
    ):
        assert word in text_of(shown), word
    assert "Take it along" not in labels_of(answer_of(shown))
    assert "What I store about you" in text_of(
        await world.organiser.click(answer_of(shown), label="Back to privacy")
    )


async def test_who_left_no_trace_reads_that_and_is_offered_nothing(world: World) -> None:
    card = await world.ana.slash(world.channel, "mine")
    shown = await world.ana.click(answer_of(card), label="Privacy")
    assert "Nothing at all." in text_of(shown)
    assert labels_of(answer_of(shown)) == ["For how long, and who can see it", "Back"]


async def test_the_download_holds_everything_to_read_and_as_data(world: World) -> None:
    await busy(world)
    export = await privately(world, "Privacy", "Take it along")
    assert answer_of(export).ephemeral
    (attachment,) = answer_of(export).attachments
    with zipfile.ZipFile(io.BytesIO(await attachment.read())) as zipped:
        files = {name: zipped.read(name).decode() for name in zipped.namelist()}
    names = {"standups", "standup-drafts", "standup-choices", "settings", "settings-i-changed", "servers"}
    assert set(files) == {f"{name}.{kind}" for name in names for kind in ("md", "json", "csv")}
    for kind in ("md", "json", "csv"):
        assert SECRET in files[f"standups.{kind}"]
        assert KEPT in files[f"standups.{kind}"]
        assert DRAFT in files[f"standup-drafts.{kind}"]
        assert "Asia/Kathmandu" in files[f"settings.{kind}"]
    assert [row["date"] for row in json.loads(files["standups.json"])] == ["2026-01-02", "2026-01-03"]
    assert next(csv.DictReader(io.StringIO(files["standups.csv"])))["did"] == SECRET
    assert "Ben's own words" not in str(files)
    read = {name: text for name, text in files.items() if name.endswith(".md")}
    assert "You see a preview before every standup post. You are not reminded" in read["standup-choices.md"]
    assert "added Daily standup" in read["settings-i-changed.md"]
    for text in read.values():
        assert text.startswith("# ")
        assert "{" not in text
        assert "standups." not in text, "a code is nothing to read"


async def test_the_download_names_the_topic_that_was_asked_about(world: World) -> None:
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    posted = await world.write(world.ana, "trained", q3="the loss is nan")
    await world.ana.select(answer_of(posted), [options_of(posted)[2]["value"]])
    result = await world.ana.slash(world.channel, "mine")
    for label in ("Privacy", "Take it along"):
        result = await world.ana.click(answer_of(result), label=label)
    (attachment,) = answer_of(result).attachments
    with zipfile.ZipFile(io.BytesIO(await attachment.read())) as zipped:
        assert "2026-01-02 08:01 UTC: data and cleaning, still open" in zipped.read("stuck.md").decode()
        assert json.loads(zipped.read("stuck.json"))[0]["topic"] == "data"


async def test_what_is_to_read_is_in_ones_own_language_and_the_data_are_alike(world: World) -> None:
    await busy(world)
    robin, people = world.organiser.id, world.app.people
    data = (await world.app.communities.topics(world.guild.id))[2].id
    await world.app.communities.help_with(world.guild.id, robin, [data])
    await world.app.attention.choose(robin, guild_id=world.guild.id, language="de", bundles=1)
    english = {each.name: each for each in await people.documents(robin)}
    german = {each.name: each for each in await people.documents(robin, Words(get_lang("de")))}
    assert {name: each.rows for name, each in english.items()} == {
        name: each.rows for name, each in german.items()
    }
    assert german["standups"].markdown.startswith("# Meine Standups\n")
    assert "**Gemacht**\n\nzanzibar" in german["standups"].markdown
    assert "Du siehst vor jedem Standup eine Vorschau." in german["standup-choices"].markdown
    assert "Daten" in german["topics-i-help-with"].markdown
    assert "Bundles a day: 1, the first at 12:00." in english["how-i-am-reached"].markdown
    assert "Days off: Sat and Sun." in english["how-i-am-reached"].markdown


async def test_deleting_everything_leaves_neither_the_persons_id_nor_a_word(world: World) -> None:
    await busy(world)
    assert places(world) == [
        "audit_line.actor_id",
        "membership.user_id",
        "person.user_id",
        "person.zone",
        "standup_draft.answers",
        "standup_draft.user_id",
        "standup_entry.answers",
        "standup_entry.user_id",
        "standup_member.user_id",
    ]
    asked = await privately(world, "Privacy", "Delete…")
    assert "cannot be undone" in text_of(asked)
    done = await world.organiser.select(answer_of(asked), ["all"])
    assert text_of(done) == "Deleted, here and in Discord."
    assert places(world) == []
    assert in_discord(world.env, SECRET, KEPT, DRAFT, world.organiser.mention) == []
    assert in_discord(world.env, "Ben's own words"), "others' posts stay"
    mine = await world.app.standups.mine(world.ben.id, guild_id=None, before=None, limit=5)
    assert [entry.answers[0].text for entry in mine] == ["Ben's own words"]
    status = await world.organiser.click(
        answer_of(await world.organiser.slash(world.channel, "setup")), label="Status and changes"
    )
    assert "a former organiser added Daily standup" in text_of(status)


async def test_one_area_can_be_deleted_alone(world: World) -> None:
    await busy(world)
    asked = await privately(world, "Privacy", "Delete…")
    await world.organiser.select(answer_of(asked), ["people"])
    assert "person.user_id" not in places(world)
    assert "standup_entry.answers" in places(world)
    asked = await privately(world, "Privacy", "Delete…")
    await world.organiser.select(answer_of(asked), ["standups"])
    assert places(world) == ["audit_line.actor_id"]
    assert in_discord(world.env, SECRET) == []


async def test_what_discord_does_not_let_go_is_named_and_goes_later(world: World) -> None:
    await busy(world)
    (friday,) = [each for each in world.channel.threads if each.name and "2 Jan" in each.name]
    (post,) = [each for each in friday.history() if SECRET in each.content]
    world.env.inject_error("DELETE", f"/channels/*/messages/{post.id}", status=403, code=50013, times=1)
    asked = await privately(world, "Privacy", "Delete…")
    done = await world.organiser.select(answer_of(asked), ["all"])
    assert "Discord did not let me delete this yet" in text_of(done)
    assert post.jump_url in text_of(done)
    assert places(world) == []
    await world.work_until(world.env.now() + timedelta(minutes=20))
    assert in_discord(world.env, SECRET) == []


async def test_keep_everything_deletes_nothing(world: World) -> None:
    await busy(world)
    before = places(world)
    asked = await privately(world, "Privacy", "Delete…")
    back = await world.organiser.click(answer_of(asked), label="Keep everything")
    assert "What I store about you" in text_of(back)
    assert places(world) == before


async def test_the_download_and_the_delete_work_in_the_dm_too(world: World) -> None:
    await busy(world)
    robin = world.organiser.user
    privacy = await robin.click(answer_of(await robin.slash("mine")), label="Privacy")
    export = await robin.click(answer_of(privacy), label="Take it along")
    assert len(answer_of(export).attachments) == 1
    asked = await robin.click(answer_of(privacy), label="Delete…")
    await robin.select(answer_of(asked), ["all"])
    assert places(world) == []
    assert in_discord(world.env, SECRET) == []
