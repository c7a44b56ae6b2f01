"""Proves who reads which language: a member their own in private, everybody the server's in public.

On the loopback Discord, for SimCord says "en-US" whoever acts: here `add_user` and `add_guild` take a locale.
"""

from __future__ import annotations

import asyncio

import pytest

from bot.core.ids import custom_id
from bot.shell.client import Compound
from tests.faults.compound import labels, open_now, press, texts, thread_of
from tests.faults.discord_server import DiscordServer
from tests.faults.entities import User
from tests.faults.interactions import Interaction
from tests.faults.scene import Place

WORDS = "ran the first notebook"


class GermanPlace(Place):
    """The same in a server whose preferred locale is German."""

    def __init__(self, server: DiscordServer) -> None:
        super().__init__(server)
        self.guild = server.world.add_guild("Lernende", locale="de")
        self.channel = server.world.add_channel(self.guild, "standup")
        self.ada = server.world.add_user("ada", self.guild)


def somebody(place: Place, locale: str) -> User:
    """A member whose Discord speaks this language."""
    return place.server.world.add_user(f"somebody-{locale}", place.guild, locale=locale)


async def preview(place: Place, who: User) -> Interaction:
    """What is shown privately after /standup and the form."""
    form = await place.server.interact.slash(place.guild, place.channel, who, "standup")
    return await (await place.server.interact.submit(form, {"q1": WORDS})).settled()


@pytest.mark.parametrize(
    ("locale", "intro", "post", "posted"),
    [
        ("de", "So würde es aussehen:", "Posten", "Gepostet in"),
        ("es-ES", "Así se vería:", "Publicar", "Publicado en"),
        ("es-419", "Así se vería:", "Publicar", "Publicado en"),
        ("en-GB", "This is how it would look:", "Post", "Posted in"),
        ("fr", "This is how it would look:", "Post", "Posted in"),
    ],
)
async def test_private_in_ones_own_language_public_in_the_servers(
    place: Place, compound: Compound, locale: str, intro: str, post: str, posted: str
) -> None:
    prompt = await open_now(compound, place)
    assert "A little is a full answer." in prompt["content"]
    who = somebody(place, locale)
    shown = await preview(place, who)
    # The intro is for them; what follows is how it will stand in public.
    assert shown.content == f"{intro}\n\n<@{who.id}>\n**Did** {WORDS}"
    assert labels(shown)[0] == post
    answer = await (await press(place, shown, post)).settled(within=15)
    assert answer.content.startswith(posted)
    assert texts(thread_of(place)) == [f"<@{who.id}>\n**Did** {WORDS}"]


async def test_a_server_that_speaks_german_is_spoken_to_in_german(place: Place, compound: Compound) -> None:
    german = GermanPlace(place.server)
    async with asyncio.timeout(5):
        # Heard through the gateway, whose event nothing here can wait for.
        while (await compound.app.communities.community(german.guild.id)).language != "de":  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await place.server.until(lambda: bool(texts(german.channel)), "the greeting")
    prompt = await open_now(compound, german)
    assert "Ein bisschen ist eine ganze Antwort." in prompt["content"]
    assert labels_of(prompt) == ["Mein Standup schreiben", "Heute ein bisschen"]
    english = await preview(german, german.ada)
    assert english.content == f"This is how it would look:\n\n<@{german.ada.id}>\n**Gemacht** {WORDS}"
    french = await preview(german, somebody(german, "fr"))
    assert french.content.startswith("So würde es aussehen:"), (
        "no French is there: the server's language is nearest"
    )


async def speak(place: Place, organiser: User, language: str) -> str:
    """An organiser chooses the server's language in /setup; returns what the card says then."""
    interact = place.server.interact
    card = await (await interact.slash(place.guild, place.channel, organiser, "setup")).settled()
    language_card = await (await press(place, card, "Language")).settled()
    assert language_card.original is not None
    choice = custom_id("communities", "speak")
    chosen = await interact.press(int(language_card.original["id"]), choice, organiser, [language])
    return str((await chosen.settled()).content)


async def test_what_an_organiser_chose_counts_more_than_what_discord_says(
    place: Place, compound: Compound
) -> None:
    robin = place.server.world.add_user("robin", place.guild, organiser=True)
    assert "Español" in await speak(place, robin, "es")
    prompt = await open_now(compound, place)
    assert "Un poco ya es una respuesta completa." in prompt["content"]
    shown = await preview(place, place.ada)
    assert shown.content == f"This is how it would look:\n\n<@{place.ada.id}>\n**Hecho** {WORDS}"
    await (await press(place, shown, "Post")).settled(within=15)
    assert texts(thread_of(place)) == [f"<@{place.ada.id}>\n**Hecho** {WORDS}"]
    await speak(place, robin, "discord")
    shown = await preview(place, somebody(place, "de"))
    assert "**Did**" in shown.content, "Discord's again, for what comes from now on"


def labels_of(message: dict[str, object]) -> list[str]:
    """The labels of a public message's buttons."""
    rows = message["components"]
    assert isinstance(rows, list)
    return [part["label"] for row in rows for part in row["components"]]
