"""How the demo's people share: the organiser sets the showcase up, members post, thank, and choose what reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.demo.history import Choice, Made, Thanks
from bot.demo.people import first_answer, labelled, options, private_answer

if TYPE_CHECKING:
    from bot.demo.world import World

SHOWCASE = "showcase"
GALLERY = "gallery"
"""The forum that the organiser can switch the showcase over to."""

SWITCHES = (("drafts", "Ask me to read drafts"), ("shares", "Tell me of shares about my topics"))


async def set_up_showcase(world: World) -> None:
    """The organiser sets the showcase up: /setup, its button, its form."""
    robin, channel = world.community.everyone["robin"], world.community.channels[SHOWCASE]
    card = first_answer(await robin.slash(channel, "setup"))
    form = await robin.click(card, label="Set up a showcase")
    await robin.submit_modal(form, {"channel": [channel]})


async def share(made: Made, world: World) -> None:
    """A member shares with /share, posts from the preview, and says whether they may be quoted when asked."""
    member, channel = world.community.everyone[made.who], world.community.channels[SHOWCASE]
    form = await member.slash(channel, "share")
    typed = {"link": made.link, "text": made.text, "title": made.title, "kind": made.kind}
    preview = await member.submit_modal(form, typed | {"topic": [options(form)[made.topic]]})
    posted = private_answer(await member.click(private_answer(preview), label="Post"))
    if labelled(posted, "Yes, quote me"):
        await member.click(posted, label="Yes, quote me" if made.quoted else "No, thank you")


async def thank(thanks: Thanks, world: World) -> None:
    """A member presses "This helped me" on the newest post of another."""
    member, channel = world.community.everyone[thanks.who], world.community.channels[SHOWCASE]
    author = world.community.everyone[thanks.to].mention
    post = next(item for item in reversed(channel.history()) if item.content.startswith(author))
    form = await member.click(post, label="This helped me")
    await member.submit_modal(form, {"helped": thanks.text})


async def choose_sharing(choice: Choice, world: World) -> None:
    """A member switches in /mine on what they want of other people's work."""
    member, channel = world.community.everyone[choice.who], world.community.channels[SHOWCASE]
    wanted = [label for name, label in SWITCHES if getattr(choice, name)]
    if not wanted:
        return
    card = first_answer(await member.slash(channel, "mine"))
    for label in ("Settings", "Sharing"):
        card = private_answer(await member.click(card, label=label))
    for label in wanted:
        chosen = private_answer(await member.click(card, label=label))
        if label != wanted[-1]:
            card = private_answer(await member.click(chosen, label="Sharing settings"))
