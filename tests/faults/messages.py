"""Messages: sending (with enforced nonces), editing, deleting and reading back, as Discord's rules have it.

Sources: Discord reference, "Create Message" (nonce, enforce_nonce, allowed_mentions) and "Threads". A message
deleted inside the nonce window is not made again: Discord answers "Unknown Message" then, on purpose.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from tests.faults.api import ApiError, Payload, Upload, archived, invalid_form, missing_permissions, unknown
from tests.faults.clock import iso
from tests.faults.entities import FORUM, THREADS, Channel, User
from tests.faults.world import MANAGE_THREADS, World

HAS_THREAD, EPHEMERAL, LOADING = 1 << 5, 1 << 6, 1 << 7
RENAMED, OPENED = 4, 18  # types of messages
_MANAGE_MESSAGES = 1 << 13


class Messages:
    """Everything that makes or changes a message.

    `nonce_window` is how long an enforced nonce answers with the message it made. `message_content` says
    whether the application may read what others write (a privileged intent; off as by default in Discord). `announces`: a line
    says that a thread was opened, as Discord does when the message is not quite new, or that it was renamed.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.nonce_window = timedelta(minutes=5)
        self.message_content = False
        self.announces = False

    def start_post(
        self, forum: Channel, body: Payload, files: Iterable[Upload] = ()
    ) -> tuple[Channel, Payload]:
        """Make a post of a forum: a thread with the id of the message it begins with. A nonce means nothing here."""
        message = self.compose(forum, self.world.bot, body.get("message") or {}, files)
        thread = self.world.start_thread(forum, body, message)
        message["channel_id"] = str(thread.id)
        self.publish(thread, message)
        return thread, message

    def post(self, channel: Channel, body: Payload, files: Iterable[Upload] = ()) -> Payload:
        """Send as the bot. Returns the new message, or the one an enforced nonce already made."""
        _refuse_forum(channel)
        nonce = body.get("nonce")
        if nonce is not None and len(str(nonce)) > 25:
            raise invalid_form("nonce", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        now = self.world.clock.now()
        if nonce is not None and body.get("enforce_nonce"):
            known = channel.nonces.get(str(nonce))
            if known is not None and now - known[1] <= self.nonce_window:
                return self.get(channel, known[0])
        if channel.recipient is not None and not channel.recipient.dms_open:
            raise ApiError(403, 50007, "Cannot send messages to this user")
        if channel.recipient is not None and not self.world.shares_guild(channel.recipient):
            raise ApiError(403, 50278, "Cannot send messages to this user due to having no mutual guilds")
        if channel.locked:
            moderates = self.world.bot_permissions(channel) & MANAGE_THREADS
            if channel.archived or not moderates:
                raise ApiError(403, 160005, "Thread is locked")
        message = self.compose(channel, self.world.bot, body, files)
        if nonce is not None:
            message["nonce"] = nonce
            channel.nonces[str(nonce)] = (int(message["id"]), now)
        self.publish(channel, message)
        return message

    def say(self, channel: Channel, user: User, content: str) -> Payload:
        """Send as a person; returns the message. The bot sees its text only as far as Discord lets it."""
        message = self.compose(channel, user, {"content": content}, ())
        self.publish(channel, message)
        return message

    def compose(
        self, channel: Channel, author: User, body: Payload, files: Iterable[Upload], *, empty: bool = False
    ) -> Payload:
        """Return a message that is in no channel yet; 400/50006 when it would be empty (unless `empty`)."""
        now = self.world.clock.now()
        message: Payload = {
            "id": str(self.world.ids.new()),
            "channel_id": str(channel.id),
            "type": 0,
            "content": "",
            "author": author.payload(),
            "timestamp": iso(now),
            "edited_timestamp": None,
            "tts": bool(body.get("tts")),
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "flags": 0,
            "pinned": False,
        }
        self._apply(message, body, list(files))
        filled = any(message[part] for part in ("content", "embeds", "components", "attachments"))
        if not filled and not body.get("sticker_ids") and not body.get("poll") and not empty:
            raise ApiError(400, 50006, "Cannot send an empty message")
        reference = body.get("message_reference")
        if reference is not None:
            self._reply(channel, message, reference)
        return message

    def publish(self, channel: Channel, message: Payload) -> None:
        """Put a composed message into its channel and tell the gateway."""
        channel.messages[int(message["id"])] = message
        self.world.touch(channel)
        self._emit("MESSAGE_CREATE", channel, message)

    def edit(
        self, channel: Channel, message: Payload, body: Payload, files: Iterable[Upload] = ()
    ) -> Payload:
        """Edit one of the bot's messages; 400/50083 in an archived thread. Returns the message."""
        if channel.archived and int(message["id"]) in channel.messages:
            raise archived()
        if message["author"]["id"] != str(self.world.bot.id):
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        self._apply(message, body, list(files))
        message["edited_timestamp"] = iso(self.world.clock.now())
        self.changed(channel, message)
        return message

    def changed(self, channel: Channel, message: Payload) -> None:
        """Tell the gateway of an edit; nobody but its reader hears of an ephemeral message."""
        if int(message["id"]) in channel.messages:
            self._emit("MESSAGE_UPDATE", channel, message)

    def unfurl(self, channel: Channel, message: Payload, embed: Payload) -> None:
        """Add a link's preview, as Discord does seconds after the post; it is not counted as an edit."""
        message["embeds"].append({"type": "link"} | embed)
        self.changed(channel, message)

    def delete(self, channel: Channel, message_id: int, *, by_bot: bool = True) -> None:
        """Delete a message; 404/10008 unknown, 400/50083 in an archived thread, 403/50013 not allowed."""
        message = self.get(channel, message_id)
        if by_bot:
            if channel.archived:
                raise archived()
            own = message["author"]["id"] == str(self.world.bot.id)
            if not own and not self.world.bot_permissions(channel) & _MANAGE_MESSAGES:
                raise missing_permissions()
        del channel.messages[message_id]
        gone: Payload = {"id": str(message_id), "channel_id": str(channel.id)}
        if channel.guild_id is not None:
            gone["guild_id"] = str(channel.guild_id)
        self.world.emit("MESSAGE_DELETE", gone, channel.guild_id)

    def get(self, channel: Channel, message_id: int) -> Payload:
        """Return a message of the channel; 404/10008 when there is none."""
        message = channel.messages.get(message_id)
        if message is None:
            raise unknown(10008, "Message")
        return message

    def page(self, channel: Channel, query: dict[str, str]) -> list[Payload]:
        """Return messages newest first, by `before` or `after` and `limit` (1-100, 50 if not given)."""
        _refuse_forum(channel)
        limit = int(query.get("limit", "50"))
        if not 1 <= limit <= 100:
            raise invalid_form("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
        known = list(channel.messages)
        if "after" in query:
            chosen = [one for one in known if one > int(query["after"])][:limit]
        else:
            before = int(query.get("before", str(1 << 63)))
            chosen = [one for one in known if one < before][-limit:]
        return [self.seen(channel, channel.messages[one]) for one in reversed(chosen)]

    def start_thread(self, channel: Channel, message: Payload, body: Payload) -> Channel:
        """Start the message's thread; the message then carries it. Returns the thread."""
        thread = self.world.start_thread(channel, body, message)
        if self.announces:
            self.announce(channel, OPENED, thread.name, {"channel_id": str(thread.id), "type": 0})
        message["flags"] |= HAS_THREAD
        message["thread"] = thread.payload()
        self.changed(channel, message)
        return thread

    def announce(self, channel: Channel, kind: int, name: str, reference: Payload | None = None) -> None:
        """Say in the bot's name that a thread was opened (18) or is called otherwise now (4)."""
        message = self.compose(channel, self.world.bot, {"content": name}, ())
        message["type"] = kind
        if reference is not None:
            message["message_reference"] = {"guild_id": str(channel.guild_id), **reference}
        self.publish(channel, message)

    def seen(self, channel: Channel, message: Payload) -> Payload:
        """Return the message as the application may see it: others' text only in private or if addressed."""
        bot = str(self.world.bot.id)
        mine = message["author"]["id"] == bot or any(one["id"] == bot for one in message["mentions"])
        if mine or self.message_content or channel.guild_id is None:
            return message
        return message | {"content": "", "embeds": [], "components": [], "attachments": []}

    def _emit(self, event: str, channel: Channel, message: Payload) -> None:
        data = dict(self.seen(channel, message))
        if channel.guild_id is not None:
            data["guild_id"] = str(channel.guild_id)
            member = self.world.guilds[channel.guild_id].members.get(int(message["author"]["id"]))
            if member is not None:
                data["member"] = member.payload(with_user=False)
        if channel.type in THREADS:
            data["position"] = channel.sent
        self.world.emit(event, data, channel.guild_id)

    def _apply(self, message: Payload, body: Payload, files: list[Upload]) -> None:
        if "content" in body:
            message["content"] = body["content"] or ""
        if "flags" in body:
            message["flags"] = (body["flags"] or 0) | message["flags"] & (HAS_THREAD | EPHEMERAL)
        if "components" in body:
            message["components"] = copy.deepcopy(body["components"] or [])
            for component in walk(message["components"]):
                # Only forms have it; Discord does not send it back with a message.
                component.pop("required", None)
        if "embeds" in body:
            message["embeds"] = [{"type": "rich"} | embed for embed in body["embeds"] or []]
        number_components(message["components"], start=1)
        if "attachments" in body or files:
            message["attachments"] = self._attachments(message, body.get("attachments"), files)
        if "content" in body or "allowed_mentions" in body:
            self._mention(message, body.get("allowed_mentions"))

    def _attachments(
        self, message: Payload, listed: list[Payload] | None, files: list[Upload]
    ) -> list[Payload]:
        named = {str(one.get("id")): one for one in listed or []}
        kept = [one for one in message["attachments"] if one["id"] in named]
        for number, file in enumerate(files):
            kept.append(
                {
                    "id": str(self.world.ids.new()),
                    "filename": named.get(str(number), {}).get("filename", file.filename),
                    "size": len(file.data),
                    "url": f"https://cdn.discordapp.com/attachments/{message['id']}/{file.filename}",
                    "proxy_url": f"https://media.discordapp.net/attachments/{message['id']}/{file.filename}",
                }
            )
        return kept

    def _mention(self, message: Payload, allowed: Payload | None) -> None:
        """Work out who is pinged; without `allowed_mentions` everything in the text counts."""
        text = message["content"]
        kinds = ("users", "roles", "everyone") if allowed is None else allowed.get("parse", ())
        users, roles = ([] if allowed is None else allowed.get(kind, []) for kind in ("users", "roles"))
        named = dict.fromkeys(re.findall(r"<@!?(\d+)>", text))
        listed = {str(one) for one in users}
        people = [int(one) for one in named if "users" in kinds or one in listed]
        message["mentions"] = [self.world.users[one].payload() for one in people if one in self.world.users]
        listed = {str(one) for one in roles}
        found = dict.fromkeys(re.findall(r"<@&(\d+)>", text))
        message["mention_roles"] = [one for one in found if "roles" in kinds or one in listed]
        message["mention_everyone"] = "everyone" in kinds and ("@everyone" in text or "@here" in text)

    def _reply(self, channel: Channel, message: Payload, reference: Payload) -> None:
        target = channel.messages.get(int(reference.get("message_id", 0)))
        if target is None and reference.get("fail_if_not_exists", True):
            raise invalid_form("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        if target is not None:
            message["type"] = 19
            message["message_reference"] = {
                "type": 0,
                "message_id": target["id"],
                "channel_id": str(channel.id),
            }
            message["referenced_message"] = {
                part: value for part, value in target.items() if part != "referenced_message"
            }


def _refuse_forum(channel: Channel) -> None:
    """A forum has posts and no messages: 400/50024."""
    if channel.type == FORUM:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")


def walk(components: list[Payload]) -> Iterator[Payload]:
    """Yield a message's components, the nested ones too."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if "accessory" in component:
            yield component["accessory"]


def number_components(components: list[Payload], start: int) -> int:
    """Give every component without an id the next number, as Discord does; returns the next free one."""
    for component in components:
        if not component.get("id"):
            component["id"] = start
        start += 1
        nested = [*component.get("components", [])]
        nested += [component[part] for part in ("accessory", "component") if part in component]
        start = number_components(nested, start)
    return start
