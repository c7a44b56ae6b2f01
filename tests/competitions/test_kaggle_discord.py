"""Proves /kaggle as a member meets it: the first card, finding, I'm in, the first day, out and in again; in DM too."""

from __future__ import annotations

from datetime import timedelta

import simcord

from bot.attention.model.values import Mailbox, Message
from bot.attention.store import mailboxes, outbox
from bot.competitions.model.values import CHANGED, ENDED, Change, Entrant, Step
from bot.competitions.service.tweaking import Typed
from bot.core.db import Tx
from tests.attention.trial import inbox
from tests.bots import answer_of, labels_of, text_of
from tests.competitions.house import DIGITS, MAPS, RAIN, TOMATO, WHALES, House, house
from tests.papers.test_paper_discord import options_of
from tests.showcase.test_discord import press

__all__ = ["house"]

IN = ["First day", "My log", "Find a team", "I'm out", "Back"]
DAY = ["My log", "Find a team", "About it", "I'm out"]


async def enter(house: House, who: simcord.MemberActor | None = None) -> simcord.InteractionResult:
    """Somebody (ana) presses "I'm in" on the public card of the whales."""
    return await press(house, who or house.ana, f"competitions:in:{WHALES.slug}", house.place)


def chosen_of(result: simcord.InteractionResult) -> list[str]:
    """What is ticked in the card's select."""
    (select, *_) = [each for row in answer_of(result).components for each in row["components"]]
    return [str(each["label"]) for each in select["options"] if each.get("default")]


def values_of(result: simcord.InteractionResult) -> list[str]:
    """The values of the card's first select."""
    (select, *_) = [each for row in answer_of(result).components for each in row["components"]]
    return [str(each["value"]) for each in select["options"]]


async def test_from_the_first_card_to_ticks_that_outlive_a_restart_then_out_and_in_again(
    house: House,
) -> None:
    first = await house.ana.slash(house.channel, "kaggle")
    assert first.ephemeral
    assert f"New ones come to <#{house.place.id}>." in text_of(first)
    assert options_of(answer_of(first)) == [RAIN.title, WHALES.title]
    assert labels_of(answer_of(first))[-2:] == ["Find a competition", "My competitions"]

    card = await house.ana.select(answer_of(first), [WHALES.slug])
    assert f"**[{WHALES.title}]({WHALES.url})** · Featured" in text_of(card)
    assert labels_of(answer_of(card)) == ["I'm in", "Back"]

    joined = await house.ana.click(answer_of(card), label="I'm in")
    text = text_of(joined)
    assert text.startswith(f"You are in: [{WHALES.title}]({WHALES.url}).")
    assert "A week and a day before the end, a line about it waits in your inbox." in text
    assert f"It ends <t:{int(WHALES.deadline.timestamp()) if WHALES.deadline else 0}:R>." in text
    assert "- **Split chosen**: a validation split you trust matters most." in text
    assert len(text.splitlines()) == 6
    assert labels_of(answer_of(joined))[-4:] == DAY
    assert chosen_of(joined) == []

    ticked = await house.ana.select(answer_of(joined), ["data", "sample"])
    assert "- **Data in**: done" in text_of(ticked)
    assert chosen_of(ticked) == ["Data in", "Sample submission sent"]
    await house.restart()
    about = await house.ana.click(answer_of(ticked), label="About it")
    assert labels_of(answer_of(about)) == IN
    day = await house.ana.click(answer_of(about), label="First day")
    assert chosen_of(day) == ["Data in", "Sample submission sent"]
    assert len(text_of(day).splitlines()) == 6
    none = await house.ana.select(answer_of(day), [])
    assert chosen_of(none) == []
    every = await house.ana.select(answer_of(none), ["data", "read", "split", "sample", "notebook"])
    assert "All five are done" in text_of(every)

    home = await house.ana.slash(house.channel, "kaggle")
    assert f"You are in [{WHALES.title}]({WHALES.url}), which ends" in text_of(home)
    out = await house.ana.click(answer_of(every), label="I'm out")
    assert f"You are out of [{WHALES.title}]({WHALES.url})" in text_of(out)
    assert "“I'm in” brings it back" in text_of(out)
    stale = await press(house, house.ana, f"competitions:day:{WHALES.slug}")
    assert "You are not in this competition." in text_of(stale)
    again = await house.ana.click(answer_of(out), label="I'm in")
    assert len(chosen_of(again)) == 5, "what was written is kept"


async def test_im_in_on_the_public_card_is_private_and_once(house: House) -> None:
    before = house.messages(house.place)
    first = await enter(house)
    assert first.ephemeral
    assert "You are in: " in text_of(first)
    second = await enter(house)
    assert text_of(second).startswith("You are in already: ")
    ben = await house.ben.slash(house.channel, "kaggle")
    assert "You are in" not in text_of(ben)
    assert house.messages(house.place) == before, "nobody sees who is in"
    over = await press(house, house.ben, f"competitions:in:{TOMATO.slug}")
    assert f"{TOMATO.title} is over" in text_of(over)
    for id_ in ("competitions:in:nobody-knows", "competitions:in", "competitions:show"):
        gone = await press(house, house.ben, id_)
        assert "I do not know this competition" in text_of(gone)
    alone = await press(house, house.ben, f"competitions:in:{DIGITS.slug}")
    assert "Find a team" not in labels_of(answer_of(alone)), "one person a team"


async def test_find_by_words_by_address_and_what_was_typed_is_there_again(house: House) -> None:
    found = await house.ana.slash(house.channel, "kaggle", find="image")
    assert "Found for “image”" in text_of(found)
    assert options_of(answer_of(found)) == ["Reading [Old] Maps *by Machine*", DIGITS.title, TOMATO.title]
    card = await house.ana.select(answer_of(found), [MAPS.slug])
    assert "Opens <t:" in text_of(card)
    known = await house.ana.slash(house.channel, "kaggle", find=f"{TOMATO.url}/leaderboard")
    assert "It ended <t:" in text_of(known)
    assert labels_of(answer_of(known)) == ["Back"]
    nothing = await house.ana.slash(house.channel, "kaggle", find="@everyone lions")
    assert "@everyone" not in text_of(nothing)
    assert "among the competitions I know" in text_of(nothing)
    form = await house.ana.click(answer_of(nothing), label="Look again")
    assert "@everyone lions" in str(form.modal)
    rain = await house.ana.submit_modal(form, {"find": "weather"})
    assert f"**[{RAIN.title}]({RAIN.url})**" in text_of(rain)
    await house.asked(trouble="unreachable", failures=1)
    silent = await house.ana.slash(house.channel, "kaggle", find="lions")
    assert "It gave no answer since, so there may be more by now." in text_of(silent)
    assert "gave no answer since" in text_of(await house.ana.slash(house.channel, "kaggle"))


async def test_switched_off_says_who_can_change_that(house: House) -> None:
    await enter(house)
    await house.change(on=False)
    ben = await house.ben.slash(house.channel, "kaggle")
    assert "Somebody who manages the server can" in text_of(ben)
    assert "in /setup" in text_of(await house.organiser.slash(house.channel, "kaggle"))
    ana = await house.ana.slash(house.channel, "kaggle")
    assert "Somebody who manages the server can" in text_of(ana)
    assert f"You are in [{WHALES.title}]" in text_of(ana)
    listed = await house.ana.click(answer_of(ana), label="My competitions")
    assert options_of(answer_of(listed)) == [WHALES.title]


async def test_my_competitions_in_the_bots_own_dm_are_those_of_every_server(house: House) -> None:
    await enter(house)
    await house.as_member(house.ana.id, TOMATO)
    mine = await house.ana.user.slash("mine")
    listed = await house.ana.user.click(answer_of(mine), label="My competitions")
    assert options_of(answer_of(listed)) == [TOMATO.title, WHALES.title]
    assert "Learners" in str(answer_of(listed).components)
    card = await house.ana.user.select(answer_of(listed), [WHALES.slug])
    assert labels_of(answer_of(card)) == ["First day", "My log", "I'm out", "My competitions"]
    day = await house.ana.user.click(answer_of(card), label="First day")
    ticked = await house.ana.user.select(answer_of(day), ["data"])
    assert chosen_of(ticked) == ["Data in"]
    out = await house.ana.user.click(answer_of(card), label="I'm out")
    again = await house.ana.user.click(answer_of(out), label="I'm in")
    assert chosen_of(again) == ["Data in"]
    mine = await house.ana.user.slash("mine")
    listed = await house.ana.user.click(answer_of(mine), label="My competitions")
    over = await house.ana.user.select(answer_of(listed), [TOMATO.slug])
    assert labels_of(answer_of(over)) == ["What I learned", "My log", "My competitions"]
    back = await house.ana.user.click(answer_of(over), label="My competitions")
    assert labels_of(answer_of(back))[-1] == "Back"
    empty = await house.ben.user.click(answer_of(await house.ben.user.slash("mine")), label="My competitions")
    assert "You are in no competition yet." in text_of(empty)


async def test_lines_of_the_inbox_lead_to_the_card_and_to_the_form_and_go_when_one_is_out(
    house: House,
) -> None:
    def message(made: Entrant, kind: str, **words: list[str]) -> Message:
        expires_at = house.env.now() + timedelta(days=9)
        about = (made.user_id, made.guild_id, kind, made.id, f"{kind}:{made.id}")
        return Message(*about, expires_at=expires_at, words=words)

    whales = await house.as_member(house.ana.id, WHALES)
    tomato = await house.as_member(house.ana.id, TOMATO)

    def tell(tx: Tx) -> None:
        prize = message(whales, CHANGED, news=[Change.PRIZE.value])
        outbox.tell(tx, prize, message(tomato, ENDED))

    await house.app.db.write(tell)
    shown = await inbox(house, house.ana)
    assert "The prize is now $50,000." in text_of(shown)
    assert "has ended. What did you learn?" in text_of(shown)
    values = dict(zip(options_of(answer_of(shown)), values_of(shown), strict=True))
    item = await house.ana.select(answer_of(shown), [values["News of a competition"]])
    card = await house.ana.click(answer_of(item), label="Open it")
    assert labels_of(answer_of(card)) == IN
    shown = await inbox(house, house.ana)
    item = await house.ana.select(answer_of(shown), [values["The end of a competition"]])
    form = await house.ana.click(answer_of(item), label="What I learned")
    assert form.modal is not None
    await press(house, house.ana, f"competitions:out:{WHALES.slug}")
    assert "The prize is now" not in text_of(await inbox(house, house.ana))


async def test_in_the_dm_a_line_and_its_card_are_about_the_row_of_their_server(house: House) -> None:
    older = await house.as_member(house.ana.id, WHALES)
    await house.competitions.log_tweak(house.guild.id, house.ana.id, WHALES.slug, Typed("quetzals"))
    await house.as_member(house.ana.id, WHALES, 4242)
    expires_at = house.env.now() + timedelta(days=9)
    about = (house.ana.id, house.guild.id, CHANGED, older.id, "changed")
    told = Message(*about, expires_at=expires_at, words={"news": [Change.PRIZE.value]})
    await house.app.db.write(lambda tx: outbox.tell(tx, told))
    box = await house.ana.user.click(answer_of(await house.ana.user.slash("mine")), label="Inbox")
    line = await house.ana.user.select(answer_of(box), values_of(box)[:1])
    card = await house.ana.user.click(answer_of(line), label="Open it")
    log = await house.ana.user.click(answer_of(card), label="My log")
    assert "quetzals" in text_of(log)
    form = await house.ana.user.click(answer_of(log), label="Log a tweak")
    log = await house.ana.user.submit_modal(form, {"what": "here, too"})
    assert "quetzals" in text_of(log)
    card = await house.ana.user.click(answer_of(log), label="Back to the competition")
    day = await house.ana.user.click(answer_of(card), label="First day")
    ticked = await house.ana.user.select(answer_of(day), ["data"])
    kept = await house.entrant(house.ana.id, WHALES)
    assert kept is not None
    assert kept.ticked == {Step.DATA}
    out = await house.ana.user.click(answer_of(ticked), label="I'm out")
    assert "in every server" in text_of(out)
    await house.app.db.write(lambda tx: house.competitions.erase(tx, house.ana.id))
    gone = await house.ana.user.click(answer_of(out), label="I'm in")
    assert text_of(gone).startswith("You are not in this competition. /kaggle in a server")
    assert labels_of(answer_of(gone)) == []


async def test_a_broken_press_is_finished(house: House) -> None:
    await house.as_member(house.ana.id, WHALES)
    much = "9" * 20
    for id_ in ("pick", f"edit:{much}", f"greeting:{much}", f"show:={much}", "mine::-5"):
        answer = await press(house, house.ana, f"competitions:{id_}")
        assert "went wrong" not in text_of(answer), id_
        assert "no competition yet" not in text_of(answer), id_
    assert text_of(await press(house, house.ana, "competitions:pick")).startswith("This is finished.")


async def test_who_chose_bundles_is_told_that_reminders_come_there(house: House) -> None:
    await house.app.db.write(lambda tx: mailboxes.save(tx, Mailbox(house.ana.id, bundles=1)))
    assert "A week and a day before the end, your bundle has a line about it." in text_of(await enter(house))
