"""Proves the check of every request that tests record: what could ping, or is not described, does not pass."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord
import pytest

from tests.bots import World
from tests.sent import NOBODY, assert_sound, pinging


@dataclass(frozen=True)
class Sent:
    """A request as it is recorded."""

    method: str
    path: str
    json: Any = None
    params: dict[str, Any] = field(default_factory=dict)


@pytest.mark.row("@everyone, roles, users in text")
@pytest.mark.parametrize(
    ("method", "path", "wrap"),
    [
        ("POST", "/channels/1/messages", None),
        ("PATCH", "/channels/1/messages/2", None),
        ("POST", "/webhooks/1/token", None),
        ("PATCH", "/webhooks/1/token/messages/@original", None),
        ("POST", "/interactions/1/token/callback", 4),
        ("POST", "/interactions/1/token/callback", 7),
    ],
)
def test_a_message_that_could_ping_is_found(method: str, path: str, wrap: int | None) -> None:
    def sent(**message: Any) -> Sent:
        return Sent(method, path, {"type": wrap, "data": message} if wrap else message)

    assert pinging([sent(content="hello", allowed_mentions=NOBODY)]) == []
    (absent,) = pinging([sent(content="hello")])
    assert "absent" in absent
    (everyone,) = pinging([sent(content="hello", allowed_mentions={"parse": ["everyone"]})])
    assert "everyone" in everyone


def test_a_new_message_may_ping_exactly_whom_it_names_and_mentions() -> None:
    def found(content: str, method: str = "POST", path: str = "/channels/1/messages", **allowed: Any) -> bool:
        message = {"content": content, "allowed_mentions": {"parse": [], **allowed}}
        return pinging([Sent(method, path, message)]) != []

    assert not found("moved <@7> <@8>", users=["8", "7"])
    assert not found("moved <@7> <@7>", users=[7])
    assert found("moved <@7> <@8>", users=["7"])  # one who is mentioned and did not ask
    assert found("moved <@7>", users=["7", "8"])  # one who is pinged unseen
    assert found("moved <@7> @everyone", users=["7"], parse=["everyone"])
    assert found("moved <@7>", users=["7"], parse=["users"])
    assert found("moved <@7>", users=["7"], roles=["9"])
    assert found("moved <@7>", users=["7"], replied_user=True)
    assert found("moved", users=[])
    assert found("moved <@7>", "PATCH", "/channels/1/messages/2", users=["7"])
    assert found("moved <@7>", "POST", "/webhooks/1/token", users=["7"])


def test_what_says_nothing_cannot_ping() -> None:
    callback = "/interactions/1/token/callback"
    silent = [
        Sent("POST", callback, {"type": 9, "data": {"title": "Your standup"}}),
        Sent("POST", callback, {"type": 6}),
    ]
    others = [
        Sent("DELETE", "/channels/1/messages/2"),
        Sent("GET", "/channels/1/messages"),
        Sent("POST", "/channels/1/messages/2/threads", {"name": "Mon 5 Jan"}),
        Sent("PATCH", "/channels/1", {"archived": False}),
    ]
    assert pinging([*silent, *others]) == []


@pytest.mark.row("@everyone, roles, users in text")
async def test_every_simulated_discord_ends_with_this_check(migrated_sqlite_url: str) -> None:
    world = World(migrated_sqlite_url)
    await world.start()
    channel = world.bot.get_partial_messageable(world.channel.id)
    await channel.send(
        "hello", allowed_mentions=discord.AllowedMentions(users=True, everyone=False, roles=False)
    )
    with pytest.raises(AssertionError, match="could ping somebody"):
        await world.stop()


async def test_and_with_discords_description(migrated_sqlite_url: str, discord_description: Path) -> None:
    world = World(migrated_sqlite_url)
    await world.start()
    await world.set_up()
    assert len(world.env.http_requests) > 3
    assert_sound(world.env.http_requests)
    label = {"type": 2, "style": 2, "custom_id": "feature:verb", "label": "x" * 81}
    body = {
        "content": "hello",
        "components": [{"type": 1, "components": [label]}],
        "allowed_mentions": NOBODY,
    }
    with pytest.raises(AssertionError, match="objects"):
        assert_sound([Sent("POST", f"/channels/{world.channel.id}/messages", body)])
    await world.stop()
