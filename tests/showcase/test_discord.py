"""Proves what a member meets when they share, driven as they would: the form, the preview, posting, changing, taking back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import simcord

from bot.communities.model import Topic
from bot.core.lang import get_lang
from bot.shell.cards import Button, Card
from bot.showcase.model.typing import Typed
from cogs.showcase.views import member
from tests.bots import World, answer_of, labels_of, text_of
from tests.showcase.house import House, forum_house, house

__all__ = ["forum_house", "house"]

REPO = "https://github.com/ana/dogs"
WORDS = "It tells dogs from cats"
TOKEN = "hf_" + "a1B2c3D4e5" * 3
PREVIEW = ["Post", "Show it to a few first", "Keep as draft", "Edit", "Discard", "Adapted from…"]
DRAFT = ["Post", "Show it to a few first", "Edit", "Delete", "Adapted from…", "I will be done when …"]
POSTED = ["Edit", "Back to a draft", "Delete"]


async def previewed(
    house: House, who: simcord.MemberActor | None = None, **typed: str
) -> simcord.InteractionResult:
    """Somebody (ana) types options and sees the preview."""
    return await (who or house.ana).slash(house.channel, "share", **(typed or {"link": REPO, "text": WORDS}))


async def shared(
    house: House, who: simcord.MemberActor | None = None, **typed: str
) -> simcord.InteractionResult:
    """Somebody (ana) posts what they typed."""
    preview = await previewed(house, who, **typed)
    return await (who or house.ana).click(answer_of(preview), label="Post")


def answers_of(result: simcord.InteractionResult) -> list[str]:
    """All private answers of an interaction."""
    first = [result.response.content] if result.response else []
    return [*first, *(each.content for each in result.followups)]


async def press(
    world: World, who: simcord.MemberActor, custom_id: str, where: simcord.ChannelHandle | None = None
) -> simcord.InteractionResult:
    """Press a button that was made for somebody else: the id is all that a press carries."""
    channel = world.bot.get_partial_messageable((where or world.channel).id)
    message = await channel.send(**Card("forged", ((Button("x", custom_id),),)).send_fields())
    await world.env.settle()
    result = await who.click(message, custom_id=custom_id)
    await message.delete()
    return result


def form_of(result: simcord.InteractionResult) -> str:
    """All that an open form shows."""
    assert result.modal is not None, f"no form: {result!r}"
    return str(result.modal)


async def test_a_link_and_a_sentence_are_previewed_and_posted(house: House) -> None:
    preview = await previewed(house)
    assert preview.ephemeral
    assert text_of(preview) == f"{house.ana.mention} shipped a project\n{WORDS}\n{REPO}"
    assert labels_of(answer_of(preview))[-6:] == PREVIEW
    assert house.posts() == []
    words = text_of(preview)
    done = await house.ana.click(answer_of(preview), label="Post")
    assert house.posts() == [words]
    first, welcome = answers_of(done)
    (post,) = house.place.history()
    assert first.startswith(f"Posted in {house.place.mention}: [see it](")
    assert str(post.id) in first
    assert welcome.startswith("Your first one here. Well done for showing it!")
    assert "May I quote you? Until you say yes, I do not." in welcome
    assert labels_of(post) == ["This helped me", "Talk about it"]


async def test_the_form_alone_is_enough_and_one_field_of_it(house: House) -> None:
    form = await house.ana.slash(house.channel, "share")
    assert "A link or a few words, one of them is enough." in form_of(form)
    preview = await house.ana.submit_modal(form, {"text": WORDS})
    words = text_of(preview)
    assert words == f"{house.ana.mention} shares something\n{WORDS}"
    await house.ana.click(answer_of(preview), label="Post")
    assert house.posts() == [words]


async def test_all_fields_of_the_form_arrive(house: House) -> None:
    (topic, *_) = await house.app.communities.topics(house.guild.id)
    form = await house.ana.slash(house.channel, "share")
    preview = await house.ana.submit_modal(
        form, {"link": REPO, "text": WORDS, "title": "Dogs", "kind": "paper", "topic": [str(topic.id)]}
    )
    assert text_of(preview) == f"{house.ana.mention} shares a paper, implemented\n**Dogs**\n{WORDS}\n{REPO}"
    draft = await house.ana.submit_modal(
        await house.ana.click(answer_of(preview), label="Keep as draft"), {"done": "it sees foxes"}
    )
    assert "Kept as a draft. Only you can see it" in text_of(draft)
    assert "I will be done when: it sees foxes" in text_of(draft)
    assert "Topic: Python" in text_of(draft)
    assert labels_of(answer_of(draft)) == DRAFT


def test_one_topic_or_none_is_chosen_in_the_form() -> None:
    topics = [Topic(number, 1, "", f"topic {number}") for number in range(1, 4)]
    form = member.share_form("showcase:typed", Typed(topic_id=2), topics, get_lang("en-US"))
    select = form.modal(1).to_dict()["components"][-1]["component"]
    assert (select["min_values"], select["max_values"]) == (0, 1)
    assert [each["label"] for each in select["options"] if each.get("default")] == ["topic 2"]


async def test_the_kind_is_changed_in_place_below_the_preview(house: House) -> None:
    preview = await previewed(house)
    changed = await house.ana.select(answer_of(preview), ["progress"])
    words = text_of(changed)
    assert words.startswith(f"{house.ana.mention} shares work in progress")
    await house.ana.click(answer_of(changed), label="Post")
    assert house.posts() == [words]


async def test_in_a_forum_a_share_is_a_post(forum_house: House) -> None:
    done = await shared(forum_house)
    (thread,) = forum_house.place.threads
    assert thread.name == WORDS
    assert str(thread.id) in answers_of(done)[0]
    gone = await forum_house.ana.click(done.response or answer_of(done), label="Delete")
    assert text_of(gone).startswith("Deleted: the post and everything")
    assert forum_house.place.threads == []


async def test_without_a_showcase_one_sentence_says_who_can_change_that(world: World) -> None:
    refused = await world.ana.slash(world.channel, "share", text=WORDS)
    assert text_of(refused).startswith("There is no showcase here just now. Somebody who manages the server")
    own = await world.organiser.slash(world.channel, "share")
    assert (
        text_of(own) == "There is no showcase here just now. You can set one up, or switch it on, in /setup."
    )


async def test_a_restart_between_preview_and_post_loses_nothing(house: House) -> None:
    form = await house.ana.slash(house.channel, "share")
    await house.restart()
    preview = await house.ana.submit_modal(form, {"text": WORDS})
    words = text_of(preview)
    await house.restart()
    await house.ana.click(answer_of(preview), label="Post")
    assert house.posts() == [words]


async def test_pressing_post_twice_posts_once(house: House) -> None:
    await shared(house)
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
    again = await press(house, house.ana, f"showcase:post:{share.id}")
    assert text_of(again).startswith("Posted in")
    assert len(house.posts()) == 1


async def test_an_edit_is_shown_in_place(house: House) -> None:
    done = await shared(house)
    form = await house.ana.click(done.response or answer_of(done), label="Edit")
    assert WORDS in form_of(form)
    assert REPO in form_of(form)
    changed = await house.ana.submit_modal(form, {"link": REPO, "text": "Foxes too", "kind": "project"})
    (post,) = house.place.history()
    assert (
        text_of(changed)
        == f"Changed: [see it](https://discord.com/channels/{house.guild.id}/{house.place.id}/{post.id})."
    )
    assert post.content == f"{house.ana.mention} shipped a project\nFoxes too\n{REPO}"


async def test_back_to_a_draft_takes_the_post_away_and_it_can_be_posted_again(house: House) -> None:
    done = await shared(house)
    back = await house.ana.click(done.response or answer_of(done), label="Back to a draft")
    assert text_of(back).startswith("It is a draft again: the post is gone, your words are here.")
    assert house.posts() == []
    assert labels_of(answer_of(back)) == DRAFT
    await house.ana.click(answer_of(back), label="Post")
    assert len(house.posts()) == 1


async def test_before_thank_yous_go_along_their_author_is_asked(house: House) -> None:
    done = await shared(house)
    (share,) = await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)
    await house.showcase.thank(house.guild.id, house.ben.id, share.id, "It helped me a lot")
    asked = await house.ana.click(done.response or answer_of(done), label="Back to a draft")
    assert "thank-you lines" in text_of(asked)
    assert len(house.posts()) == 1
    left = await house.ana.click(answer_of(asked), label="Leave it posted")
    assert text_of(left).startswith(f"Posted in {house.place.mention}")
    asked = await house.ana.click(answer_of(left), label="Back to a draft")
    await house.ana.click(answer_of(asked), label="Back to a draft")
    assert house.posts() == []


async def test_delete_removes_everything_and_gives_the_words_back_once(house: House) -> None:
    done = await shared(house)
    first = done.response or answer_of(done)
    gone = await house.ana.click(first, label="Delete")
    assert text_of(gone).startswith("Deleted: the post and everything I had stored of it.")
    assert WORDS in text_of(gone)
    assert REPO in text_of(gone)
    assert house.posts() == []
    (again, *_) = answers_of(await house.ana.click(answer_of(await previewed(house)), label="Post"))
    assert again.startswith("Posted in"), "its link is not remembered"


async def test_discard_forgets_a_draft(house: House) -> None:
    preview = await previewed(house)
    gone = await house.ana.click(answer_of(preview), label="Discard")
    assert text_of(gone).startswith("Discarded: I have deleted what I had stored.\nYour words once more;")
    assert WORDS in text_of(gone)
    assert await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5) == []


async def test_a_post_that_discord_will_not_delete_says_where_it_stands(house: House) -> None:
    done = await shared(house)
    (post,) = house.place.history()
    path = f"/channels/{house.place.id}/messages/{post.id}"
    house.env.inject_error("DELETE", path, status=403, code=50013, message="Missing Permissions")
    gone = await house.ana.click(done.response or answer_of(done), label="Delete")
    assert "Deleted from what I store. Discord did not let me delete the post" in text_of(gone)
    assert post.jump_url in text_of(gone)
    assert WORDS in text_of(gone)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"link": "javascript:alert(1)", "text": WORDS}, "A link begins with https://"),
        ({"link": "https://ana:secret@example.org/", "text": WORDS}, "holds a user name or a password"),
        ({"link": "https://discord.gg/abc", "text": WORDS}, "Invitations to other servers"),
        ({"link": "see my site", "text": WORDS}, "I do not understand this link"),
        ({"link": f"https://example.org/{'x' * 600}", "text": WORDS}, "This link is very long"),
    ],
)
async def test_a_refused_link_opens_the_form_with_all_that_was_typed(
    house: House, typed: dict[str, str], says: str
) -> None:
    refused = await house.ana.slash(house.channel, "share", **typed)
    assert says in text_of(refused)
    assert await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5) == []
    form = await house.ana.click(answer_of(refused), label="Open the form")
    assert WORDS in form_of(form)
    assert typed["link"] in form_of(form)
    again = await house.ana.submit_modal(form, typed)
    assert says in text_of(again)
    form = await house.ana.click(answer_of(again), label="Open the form again")
    assert typed["link"] in form_of(form)
    preview = await house.ana.submit_modal(form, {"link": REPO, "text": WORDS})
    assert labels_of(answer_of(preview))[-6:] == PREVIEW


async def test_an_empty_form_says_what_is_enough(house: House) -> None:
    refused = await house.ana.submit_modal(await house.ana.slash(house.channel, "share"), {"text": "  "})
    assert "A link or a few words, one of them is enough." in text_of(refused)
    assert labels_of(answer_of(refused)) == ["Open the form again"]


async def test_a_secret_is_told_to_its_author_alone_and_kept_nowhere(house: House) -> None:
    refused = await house.ana.slash(house.channel, "share", link=REPO, text=f"My key is {TOKEN} here")
    assert "This holds a secret key for Hugging Face" in text_of(refused)
    assert refused.ephemeral
    assert TOKEN not in text_of(refused)
    form = await house.ana.click(answer_of(refused), label="Open the form")
    assert "My key is … here" in form_of(form)
    assert REPO in form_of(form)
    again = await house.ana.submit_modal(form, {"text": f"My key is {TOKEN} here", "title": "Kept"})
    form = await house.ana.click(answer_of(again), label="Open the form again")
    assert "Kept" in form_of(form)
    assert TOKEN not in form_of(form)
    assert house.posts() == []


async def test_the_same_link_again_updates_the_older_post_if_wanted(house: House) -> None:
    await shared(house)
    asked = await shared(house, link=f"{REPO}?utm_source=mail", text="Foxes too")
    assert "You shared this link before." in text_of(asked)
    assert labels_of(answer_of(asked)) == ["Update the older post", "Post it all the same", "Keep as draft"]
    updated = await house.ana.click(answer_of(asked), label="Update the older post")
    changed, before = answers_of(updated)
    assert changed.startswith("Changed: [see it]")
    assert before == f"This is what it said before; I keep no copy:\n\n{WORDS}\n<{REPO}>"
    assert house.posts() == [f"{house.ana.mention} shipped a project\nFoxes too\n{REPO}"]
    assert len(await house.showcase.my_shares(house.ana.id, guild_id=None, before=None, limit=5)) == 1


async def test_the_same_link_again_can_be_a_second_post(house: House) -> None:
    await shared(house)
    asked = await shared(house)
    await house.ana.click(answer_of(asked), label="Post it all the same")
    assert len(house.posts()) == 2


async def test_two_people_sharing_the_same_link_both_stay(house: House) -> None:
    await shared(house)
    done = await shared(house, house.ben)
    assert answers_of(done)[0].startswith("Posted in")
    assert [text.split()[0] for text in house.posts()] == [house.ana.mention, house.ben.mention]


async def test_mentions_and_markdown_of_a_member_are_harmless(house: House) -> None:
    await shared(house, text=f"@everyone {house.ben.mention} [x](https://evil.test)")
    (text,) = house.posts()
    assert "@everyone" not in text
    assert "](https" not in text
    sends: list[Any] = [
        each.json
        for each in house.env.http_requests
        if each.method == "POST" and each.path.endswith("/messages")
    ]
    assert all(each["allowed_mentions"] == {"parse": []} for each in sends)


async def test_what_a_member_shares_is_never_fetched_by_us(house: House) -> None:
    await shared(house)
    await house.work_until(house.env.now() + timedelta(minutes=5))
    assert not any("github.com" in each.path for each in house.env.http_requests)


async def test_the_preview_of_a_shipped_project_shows_the_card_that_is_posted(house: House) -> None:
    preview = await previewed(house)
    (picture,) = answer_of(preview).attachments
    assert picture.filename.startswith("card")
    assert WORDS in (picture.description or "")
    changed = await house.ana.select(answer_of(preview), ["progress"])
    assert answer_of(changed).attachments == []
    again = await house.ana.select(answer_of(changed), ["project"])
    await house.ana.click(answer_of(again), label="Post")
    (post,) = house.place.history()
    (posted,) = post.attachments
    assert posted.filename.startswith("card-")
