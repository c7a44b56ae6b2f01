"""Proves what a member meets in Discord with a log of their own, and with what they learned: cards, forms, a draft to share."""

from __future__ import annotations

import simcord

from bot.competitions.model.values import LEARNED
from bot.competitions.service.ending import Learned
from bot.core.lang import get_lang
from bot.shell.cards import Button, Card
from bot.showcase.model.values import Settings as Showcase
from bot.showcase.store import settings as showcases
from cogs.competitions.views import ending
from tests.bots import answer_of, labels_of, text_of
from tests.competitions.house import RAIN, TOMATO, House, house
from tests.showcase.test_discord import form_of
from tests.traces import in_discord, in_tables

__all__ = ["house"]

LOG, LEARN = f"competitions:log:{RAIN.slug}", f"competitions:learn:{TOMATO.slug}"


async def press(house: House, who: simcord.MemberActor, custom_id: str) -> simcord.InteractionResult:
    """Press a button that stands on another card: the id is all that a press carries."""
    channel = house.bot.get_partial_messageable(house.channel.id)
    message = await channel.send(**Card("a card", ((Button("x", custom_id),),)).send_fields())
    await house.env.settle()
    return await who.click(message, custom_id=custom_id)


async def test_a_log_tells_in_words_whether_both_scores_move_together(house: House) -> None:
    await house.as_member(house.ana.id, RAIN)
    empty = await press(house, house.ana, LOG)
    assert empty.ephemeral
    assert text_of(empty).startswith(f"**My log** · [{RAIN.title}]({RAIN.url}) · only you can see it\n")
    assert "ensembling last" in text_of(empty)
    assert labels_of(answer_of(empty)) == ["Log a tweak", "What I learned", "Back to the competition"]

    form = await house.ana.click(answer_of(empty), label="Log a tweak")
    asked = await house.ana.submit_modal(form, {"what": "the mean", "local": "1,234", "public": "1.3"})
    assert "higher or lower ones? I do not guess" in text_of(asked)
    assert "the mean · local 1234, public 1.3" in text_of(asked)
    assert labels_of(answer_of(asked))[-2:] == ["Higher is better", "Lower is better"]
    lower = await house.ana.click(answer_of(asked), label="Lower is better")
    assert text_of(lower).startswith("Noted: lower is better here.")
    assert "With both scores in two lines" in text_of(lower)
    assert labels_of(answer_of(lower))[-1] == "Higher is better"

    form = await house.ana.click(answer_of(lower), label="Log a tweak")
    told = await house.ana.submit_modal(form, {"what": "humidity", "local": "1,1", "public": "1.2"})
    assert "The last step made both scores better.\nBoth move in the same direction" in text_of(told)
    assert len(text_of(told).splitlines()) == 6
    turned = await house.ana.click(answer_of(told), label="Higher is better")
    assert "The last step made both scores worse" in text_of(turned)
    assert "Both move in the same direction" in text_of(turned)
    assert in_discord(house.env, "humidity") == []


async def test_a_line_is_changed_refused_kept_for_another_try_and_deleted(house: House) -> None:
    await house.as_member(house.ana.id, RAIN)
    form = await press(house, house.ana, f"competitions:tweak:{RAIN.slug}")
    kept = await house.ana.submit_modal(form, {"what": "quetzals **outside**", "local": "0.5"})
    (options,) = [
        item["options"]
        for row in answer_of(kept).components
        for item in row["components"]
        if "options" in item
    ]
    line = await house.ana.select(answer_of(kept), [options[0]["value"]])
    assert text_of(line).splitlines()[1:] == ["quetzals **outside**", "local 0.5"]

    form = await house.ana.click(answer_of(line), label="Edit")
    assert "quetzals **outside**" in form_of(form)
    refused = await house.ana.submit_modal(form, {"what": "quetzals inside", "local": "better"})
    assert "I cannot read “better” as a local score" in text_of(refused)
    form = await house.ana.click(answer_of(refused), label="Open the form again")
    assert "quetzals inside" in form_of(form)
    secret = "KGAT_" + "0123456789abcdef01234567"
    refused = await house.ana.submit_modal(form, {"what": f"quetzals with {secret}"})
    assert "This holds a secret key for Kaggle" in text_of(refused)
    form = await house.ana.click(answer_of(refused), label="Open the form again")
    assert "quetzals with" in form_of(form)
    assert secret not in form_of(form)
    changed = await house.ana.submit_modal(form, {"what": "quetzals inside", "local": "٠٫٦"})
    assert "Changed." in text_of(changed)
    assert "local 0.6" in text_of(changed)

    gone = await house.ana.click(answer_of(changed), label="Delete")
    assert text_of(gone).startswith("Deleted")
    assert "quetzals inside" in text_of(gone)
    assert in_tables(house.settings.database_url, "quetzals") == []
    again = await press(house, house.ana, "competitions:edit:1")
    assert "not there any more" in text_of(again)
    log = await house.ana.click(answer_of(gone), label="Back to my log")
    assert "Nothing here yet" in text_of(log)


async def test_nobody_sees_the_log_of_another(house: House) -> None:
    await house.as_member(house.ana.id, RAIN)
    await house.as_member(house.ben.id, RAIN)
    form = await press(house, house.ana, f"competitions:tweak:{RAIN.slug}")
    await house.ana.submit_modal(form, {"what": "quetzals", "local": "0.5"})
    for pressed in (LOG, "competitions:edit:1", "competitions:drop:1"):
        answer = await press(house, house.ben, pressed)
        assert answer.ephemeral
        assert "quetzals" not in text_of(answer)


async def test_what_was_learned_becomes_a_draft_that_its_author_sees(house: House) -> None:
    await house.as_member(house.ana.id, TOMATO)
    form = await press(house, house.ana, LEARN)
    kept = await house.ana.submit_modal(
        form, {"learned": "Quetzals need a split by plant.", "next_time": "Look first."}
    )
    assert kept.ephemeral
    assert "Kept, for you alone." in text_of(kept)
    assert labels_of(answer_of(kept)) == ["Share it", "Edit", "Delete", "Back to the competition"]
    nowhere = await house.ana.click(answer_of(kept), label="Share it")
    assert "There is no showcase here just now." in text_of(nowhere)

    place = house.guild.create_text_channel("showcase")
    await house.env.settle()
    await house.app.db.write(lambda tx: showcases.save(tx, Showcase(house.guild.id, place.id, False)))
    shown = await press(house, house.ana, LEARN)
    assert "Quetzals need a split by plant." in text_of(shown)
    draft = await house.ana.click(answer_of(shown), label="Share it")
    assert text_of(draft).startswith("It is a draft now, which only you can see.")
    preview = await house.ana.click(answer_of(draft), label="See the draft")
    for words in (f"What I learned in {TOMATO.title}", "Quetzals need", "Next time: Look first.", TOMATO.url):
        assert words in text_of(preview)
    assert "Post" in labels_of(answer_of(preview))
    assert in_discord(house.env, "Quetzals") == []


async def test_what_was_learned_is_edited_and_deleted(house: House) -> None:
    await house.as_member(house.ana.id, TOMATO)
    form = await press(house, house.ana, LEARN)
    kept = await house.ana.submit_modal(form, {"learned": "Quetzals."})
    form = await house.ana.click(answer_of(kept), label="Edit")
    assert "Quetzals." in form_of(form)
    refused = await house.ana.submit_modal(form, {"learned": "  ", "next_time": "Rest."})
    assert "There is nothing in it yet." in text_of(refused)
    form = await house.ana.click(answer_of(refused), label="Open the form again")
    assert "Rest." in form_of(form)
    kept = await house.ana.submit_modal(form, {"learned": "Quetzals, too.", "next_time": "Rest."})
    gone = await house.ana.click(answer_of(kept), label="Delete")
    assert "Deleted" in text_of(gone)
    assert "Quetzals, too." in text_of(gone)
    assert in_tables(house.settings.database_url, "Quetzals") == []


async def test_a_long_text_is_shown_whole_and_its_share_says_that_it_is_shorter(house: House) -> None:
    await house.as_member(house.ana.id, TOMATO)
    words = " ".join(f"word{number}" for number in range(150))
    assert 1000 < len(words) <= LEARNED
    found: Learned = await house.competitions.write_learned(
        house.guild.id, house.ana.id, TOMATO.slug, words, words
    )
    lang = get_lang("en-US")
    cards = ending.learned_cards(found, lang)
    assert [word for word in words.split() if word not in " ".join(card.text for card in cards)] == []
    assert len(cards) == 2
    assert [bool(card.rows) for card in cards] == [False, True]
    assert "the draft has its beginning" in ending.shared(found, 1, lang).text
