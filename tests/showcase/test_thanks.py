"""Proves "This helped me" as people use it: a form, a line in the author's inbox, a card, and taking it back (H7)."""

from __future__ import annotations

import re

import simcord

from bot.communities.store import moderation
from bot.showcase.model.values import THANKS
from tests.attention.trial import bundles, choose, inbox, later
from tests.bots import answer_of, labels_of, text_of
from tests.showcase.house import House, either_house, forum_house, house
from tests.showcase.test_discord import press
from tests.standups.test_rights import time_out

__all__ = ["either_house", "forum_house", "house"]

SENTENCE = "I finally understood why the **learning rate** matters, @everyone."
NOTHING = "Nothing waits for you."


async def thanked(
    house: House, who: simcord.MemberActor | None = None, text: str = SENTENCE
) -> tuple[int, simcord.InteractionResult]:
    """Ana shared something, and somebody (ben) says what it helped with: the share's id, and their answer."""
    share, delivered = await house.share(link="")
    post = house.shown(delivered)
    assert post is not None
    form = await (who or house.ben).click(post, label="This helped me")
    assert form.modal is not None
    return share.id, await (who or house.ben).submit_modal(form, {"helped": text})


async def read(house: House, who: simcord.MemberActor) -> simcord.InteractionResult:
    """Somebody opens the only thing that waits for them."""
    shown = await inbox(house, who)
    (menu,) = [each for row in answer_of(shown).components for each in row["components"] if each["type"] == 3]
    opened = await who.select(answer_of(shown), [menu["options"][0]["value"]])
    return await who.click(answer_of(opened), label="Read it")


async def test_the_author_finds_a_line_and_reads_the_sentence(either_house: House) -> None:
    world = either_house
    share_id, answer = await thanked(world)
    posted = world.posts()
    assert answer.ephemeral
    assert text_of(answer) == (
        f"{world.ana.mention} finds it in their inbox. "
        "Nobody else sees it, unless they show it to the organisers."
    )
    assert labels_of(answer_of(answer)) == ["Take it back"]
    assert "- ben: something of yours helped" in text_of(await inbox(world, world.ana))
    card = await read(world, world.ana)
    assert answer_of(card).ephemeral
    post = await world.showcase.posted(share_id)
    assert post is not None
    assert text_of(card).splitlines() == [
        f"{world.ben.mention} writes that something of yours helped ([see it]({post.url})):",
        "> I finally understood why the **learning rate** matters, @\u200beveryone.",
    ]
    assert labels_of(answer_of(card)) == [
        "Nothing more from this person",
        "Tell the organisers",
        "What others wrote",
    ]
    assert "learning rate" not in "".join(posted), "nothing public says it"
    assert NOTHING in text_of(await inbox(world, world.ben))


async def test_not_for_ones_own_not_twice_a_day_and_what_was_typed_stays(house: House) -> None:
    share, delivered = await house.share()
    post = house.shown(delivered)
    assert post is not None
    own = await house.ana.click(post, label="This helped me")
    assert own.modal is None
    assert text_of(own) == "This one is yours. Thank-yous go to others."
    form = await house.ben.click(post, label="This helped me")
    second = await house.ben.click(post, label="This helped me")
    await house.ben.submit_modal(form, {"helped": SENTENCE})
    refused = await house.ben.submit_modal(second, {"helped": "And one more thing."})
    assert text_of(refused).startswith("You thanked this person within the last day")
    assert "Open the form again" in labels_of(answer_of(refused))
    again = await house.ben.click(answer_of(refused), label="Open the form again")
    assert "And one more thing." in str(again.modal)
    assert (await house.showcase.share(house.ana.id, share.id)).replied is False
    before_typing = await house.ben.click(post, label="This helped me")
    assert text_of(before_typing).startswith("You thanked this person within the last day")


async def test_the_form_says_where_it_goes(house: House) -> None:
    _share, delivered = await house.share()
    post = house.shown(delivered)
    assert post is not None
    form = await house.ben.click(post, label="This helped me")
    assert "It goes to its author, not into the channel." in str(form.modal)


async def test_with_a_time_out_and_when_stopped_nothing_is_sent(house: House) -> None:
    _share, delivered = await house.share()
    post = house.shown(delivered)
    assert post is not None
    form = await house.ben.click(post, label="This helped me")
    time_out(house, house.ben, hours=1)
    await house.env.settle()
    refused = await house.ben.submit_modal(form, {"helped": SENTENCE})
    assert "You have a time-out in this server just now, so nothing was sent." in text_of(refused)
    await house.later(hours=2)
    await house.app.db.write(lambda tx: moderation.stop(tx, house.guild.id, house.ben.id))
    again = await house.ben.click(answer_of(refused), label="Open the form again")
    refused = await house.ben.submit_modal(again, {"helped": SENTENCE})
    assert "so nothing was sent." in text_of(refused)
    assert "posted" not in text_of(refused)
    assert NOTHING in text_of(await inbox(house, house.ana))


async def test_a_reader_meets_a_post_that_is_gone(house: House) -> None:
    share, _delivered = await house.share()
    removed = await house.showcase.delete(house.ana.id, share.id)
    await house.posting.take_down(removed.removals)
    for verb in ("helped", "talk"):
        shown = await press(house, house.ben, f"showcase:{verb}:{share.id}")
        assert text_of(shown) == "It is not there any more: its author took it back or deleted it."


async def test_one_muted_sender_leaves_the_way_to_the_others(house: House) -> None:
    await thanked(house)
    await thanked(house, house.organiser, "It saved me an evening.")
    (newest,) = await house.showcase.thanks_to(house.ana.id, limit=1)
    await house.showcase.silence_sender(house.ana.id, THANKS, newest.id, newest.from_id)
    mine = await house.ana.slash(house.channel, "mine")
    listed = await house.ana.click(answer_of(mine), label="What others wrote")
    assert text_of(listed).startswith("What others wrote to you")


async def test_taken_back_it_is_gone_and_the_sentence_comes_back_once(house: House) -> None:
    _id, answer = await thanked(house)
    card = await read(house, house.ana)
    stranger = await press(house, house.organiser, "showcase:unthank:1")
    assert SENTENCE[:20] not in text_of(stranger)
    back = await house.ben.click(answer_of(answer), label="Take it back")
    assert "It is gone" in text_of(back)
    assert "> I finally understood" in text_of(back)
    assert NOTHING in text_of(await inbox(house, house.ana))
    listed = await house.ana.click(answer_of(card), label="What others wrote")
    assert text_of(listed) == "Nothing is kept here at present."
    assert labels_of(answer_of(await house.ana.slash(house.channel, "mine"))).count("What others wrote") == 0


async def test_all_of_them_in_mine_once_there_is_one(house: House) -> None:
    assert "What others wrote" not in labels_of(answer_of(await house.ana.slash(house.channel, "mine")))
    await thanked(house)
    await thanked(house, house.organiser, "It saved me an evening.")
    mine = await house.ana.slash(house.channel, "mine")
    listed = await house.ana.click(answer_of(mine), label="What others wrote")
    assert text_of(listed) == "What others wrote to you when something of yours helped, newest first."
    assert not re.search(r"\d", text_of(listed)), "no counts"
    (menu,) = [
        each for row in answer_of(listed).components for each in row["components"] if each["type"] == 3
    ]
    assert [each["label"] for each in menu["options"]] == ["It saved me an evening.", SENTENCE]
    assert labels_of(answer_of(listed)) == ["Back"]
    card = await house.ana.select(answer_of(listed), [menu["options"][0]["value"]])
    assert "> It saved me an evening." in text_of(card)
    assert house.organiser.mention in text_of(card)


async def test_nothing_more_from_somebody_and_telling_the_organisers(house: House) -> None:
    await thanked(house)
    card = await read(house, house.ana)
    told = await house.ana.click(answer_of(card), label="Tell the organisers")
    assert text_of(told).startswith("The organisers see these words and who sent them")
    muted = await house.ana.click(answer_of(card), label="Nothing more from this person")
    assert text_of(muted).startswith("Nothing more reaches you from this person")
    assert NOTHING in text_of(await inbox(house, house.ana))


async def test_a_forged_press_reads_nobodys_words(house: House) -> None:
    await thanked(house)
    for who in (house.ben, house.organiser):
        shown = await press(house, who, "showcase:thanks:1")
        assert "learning rate" not in text_of(shown)
    assert "learning rate" in text_of(await press(house, house.ana, "showcase:thanks:1"))


async def test_a_deleted_share_takes_its_thank_yous_along(house: House) -> None:
    share_id, _answer = await thanked(house)
    removed = await house.showcase.delete(house.ana.id, share_id)
    await house.posting.take_down(removed.removals)
    assert NOTHING in text_of(await inbox(house, house.ana))
    gone = await press(house, house.ana, "showcase:thanks:1")
    assert "learning rate" not in text_of(gone)
    late = await press(house, house.ben, f"showcase:helped:{share_id}")
    assert late.modal is None


async def test_a_post_of_another_server_is_not_thanked_for_here(house: House) -> None:
    share, _delivered = await house.share()
    elsewhere = house.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    visitor = elsewhere.add_member(house.env.create_user("vera"))
    await house.env.settle()
    for verb in ("helped", "talk"):
        shown = await press(house, visitor, f"showcase:{verb}:{share.id}", lobby)
        assert shown.modal is None
        assert str(house.guild.id) not in text_of(shown)
    assert house.place.threads == []


async def test_in_direct_messages_people_have_names(house: House) -> None:
    await choose(house, house.ana, quiet=("", ""), days_off=())
    await thanked(house)
    await later(house, 24)
    (bundle,) = bundles(house.ana)
    assert "- ben: something of yours helped" in bundle.content
    shown = answer_of(await house.ana.user.click(bundle, label="Open my inbox"))
    (menu,) = [each for row in shown.components for each in row["components"] if each["type"] == 3]
    opened = await house.ana.user.select(shown, [menu["options"][0]["value"]])
    card = await house.ana.user.click(answer_of(opened), label="Read it")
    assert answer_of(card).content.startswith("ben writes that something of yours helped ([see it](")
    listed = await house.ana.user.click(answer_of(card), label="What others wrote")
    assert text_of(listed) == "What others wrote to you when something of yours helped, newest first."
