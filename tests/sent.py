"""Owns what must hold of every request that the bot sends: nobody is pinged unasked, and Discord describes it.

Checked at the end of every test with a simulated Discord (`tests/bots.py`) or the loopback one
(`tests/faults/compound.py`). Where the description is absent, as in a plain clone, only the first is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tests import openapi

NOBODY: dict[str, list[str]] = {"parse": []}
MESSAGES = re.compile(
    r"/channels/\d+/messages(/\d+)?|/webhooks/\d+/[^/]+(/messages/[^/]+)?|/channels/\d+/threads"
)
CALLBACK = re.compile(r"/interactions/\d+/[^/]+/callback")
NEW_MESSAGE = re.compile(r"/channels/\d+/messages")
MENTION = re.compile(r"<@!?(\d+)>")
SAYS_SOMETHING = {4, 7}  # a message, an edit of the message that was pressed; the others carry no text


def message_of(request: openapi.Request) -> dict[str, Any] | None:
    """The message that a request makes or edits, or None."""
    if request.method not in {"POST", "PATCH", "PUT"} or not isinstance(request.json, dict):
        return None
    if CALLBACK.fullmatch(request.path):
        return dict(request.json.get("data") or {}) if request.json["type"] in SAYS_SOMETHING else None
    if not MESSAGES.fullmatch(request.path):
        return None
    # A thread that is no forum post carries no message.
    return request.json.get("message") if request.path.endswith("/threads") else request.json


def names_whom_it_pings(request: openapi.Request, message: dict[str, Any]) -> bool:
    """Whether a new message in a channel pings nobody but people it names one by one, and mentions exactly those.

    Who is meant asked for it: `Card.pings` is the only way to send one.
    """
    allowed = message.get("allowed_mentions")
    if request.method != "POST" or not NEW_MESSAGE.fullmatch(request.path) or not isinstance(allowed, dict):
        return False
    users = allowed.get("users")
    if allowed.keys() != {"parse", "users"} or allowed["parse"] or not users:
        return False
    return sorted(map(str, users)) == sorted({*MENTION.findall(message.get("content") or "")})


def pinging(requests: Iterable[openapi.Request]) -> list[str]:
    """Every request that would let Discord look for mentions in its text, or ping somebody whom it does not name.

    An edit has to say so as well: without the field Discord reads the new text "with default allowances",
    whatever the first message said (Discord's documentation, Edit Message).
    """
    return [
        f"{request.method} {request.path}: allowed_mentions is {message.get('allowed_mentions', 'absent')}"
        for request in requests
        if (message := message_of(request)) is not None
        and message.get("allowed_mentions") != NOBODY
        and not names_whom_it_pings(request, message)
    ]


def assert_sound(requests: Iterable[openapi.Request]) -> None:
    """Raises AssertionError with every request that could ping somebody or that Discord does not describe."""
    recorded = list(requests)
    found = pinging(recorded)
    assert not found, "these could ping somebody:\n" + "\n".join(found)
    if openapi.SPEC.is_file():
        openapi.assert_valid(recorded)
