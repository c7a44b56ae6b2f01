"""What Discord shows of a link: kept, used as the name where there is no title, and never a reason to edit for ever (H1)."""

from __future__ import annotations

from bot.deliveries.model import Delivery
from bot.showcase.model.values import Kind, Share, Unfurl
from tests.showcase.house import LINK, House, either_house, forum_house, house

__all__ = ["either_house", "forum_house", "house"]

PAGE = {
    "description": "A small model.\u202e",
    "thumbnail": {"url": "https://leaves.example/leaf.png"},
    "provider": {"name": "Leaves"},
}


def edits(house: House, delivered: Delivery) -> int:
    """How often the message was edited."""
    path = f"/channels/{delivered.channel_id}/messages/{delivered.message_id}"
    return sum(each.method == "PATCH" and each.path == path for each in house.env.http_requests)


async def kept(house: House, share: Share) -> Unfurl:
    return (await house.showcase.share(share.user_id, share.id)).unfurl


async def test_what_discord_shows_is_kept_clean(either_house: House) -> None:
    house = either_house
    share, delivered = await house.share(title="Tomato leaves", kind=Kind.NOTEBOOK)
    await house.unfurl(delivered, "Leaves: healthy\nor not?", **PAGE)
    assert await kept(house, share) == Unfurl(
        "Leaves: healthy or not?", "A small model.", "https://leaves.example/leaf.png", "Leaves"
    )
    await house.work()
    assert edits(house, delivered) == 0, "it has a title of its own"


async def test_a_post_of_a_forum_is_called_as_its_page_and_edited_once(forum_house: House) -> None:
    house = forum_house
    _, delivered = await house.share(kind=Kind.NOTEBOOK, text="")
    (post,) = house.place.threads
    assert post.name == "https://leaves.example/tomato"
    await house.unfurl(delivered, "Tomato leaves")
    await house.work()
    assert post.name == "Tomato leaves"
    assert edits(house, delivered) == 1
    for title in ("Tomato leaves", "Tomato leaves (2)", "", "Tomato leaves (3)"):
        await house.unfurl(delivered, title)
        await house.work()
    assert edits(house, delivered) == 1, "a page that changes its title at every look is no reason to go on"


async def test_nothing_shown_takes_nothing_back(house: House) -> None:
    share, delivered = await house.share(kind=Kind.NOTEBOOK)
    await house.unfurl(delivered, "Tomato leaves")
    assert delivered.message_id is not None
    house.env.backend.edit_message(delivered.channel_id, delivered.message_id, {"embeds": []})
    await house.env.settle()
    assert (await kept(house, share)).title == "Tomato leaves"


async def test_what_is_shown_of_the_link_before_is_not_taken_for_the_new_one(house: House) -> None:
    share, delivered = await house.share(kind=Kind.NOTEBOOK)
    await house.unfurl(delivered, "Tomato leaves")
    await house.rewrite(share, link="https://leaves.example/potato")
    await house.unfurl(delivered, "Tomato leaves")
    assert await kept(house, share) == Unfurl()
    await house.posting.share(share.id)
    await house.unfurl(delivered, "Potato leaves", url="https://leaves.example/potato")
    assert (await kept(house, share)).title == "Potato leaves"


async def test_a_missed_unfurl_is_found_by_looking(house: House) -> None:
    share, delivered = await house.share(kind=Kind.NOTEBOOK)
    backend = house.env.backend
    backend.messages[delivered.channel_id][delivered.message_id or 0].embeds = [
        {"url": LINK, "title": "Tomato leaves"}
    ]
    await house.work()
    assert await kept(house, share) == Unfurl()
    await house.later(seconds=31)
    assert (await kept(house, share)).title == "Tomato leaves"


async def test_other_messages_of_ours_and_of_others_mean_nothing(house: House) -> None:
    share, _ = await house.share(kind=Kind.NOTEBOOK)
    theirs = await house.ben.send(house.place, "https://leaves.example/tomato")
    house.env.backend.edit_message(theirs.channel.id, theirs.id, {"embeds": [{"title": "Not ours"}]})
    await house.env.settle()
    assert await kept(house, share) == Unfurl()


async def test_of_several_links_only_the_shared_one_names_it(house: House) -> None:
    share, delivered = await house.share(kind=Kind.NOTEBOOK, text="After https://other.example/post")
    assert delivered.message_id is not None
    backend = house.env.backend
    backend.messages[delivered.channel_id][delivered.message_id].embeds = [
        {"url": "https://other.example/post", "title": "Somebody else's"},
        {"title": "Of no address"},
        {"url": f"{LINK}/#top", "title": "Tomato leaves"},
    ]
    await house.later(seconds=31)
    assert (await kept(house, share)).title == "Tomato leaves"


async def test_a_share_without_a_link_is_never_called_by_a_page(house: House) -> None:
    share, delivered = await house.share(kind=Kind.NOTEBOOK, link="", text="See https://other.example/diary")
    await house.unfurl(delivered, "Ana's diary", url="https://other.example/diary")
    assert await kept(house, share) == Unfurl()
