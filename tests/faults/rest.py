"""The REST endpoints for users, the application, guilds, channels, messages and interactions.

Handlers only read the call, ask the world, and shape the reply; the rules live where the data lives.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.faults.api import NO_CONTENT, Call, Payload, Reply, Route, missing_permissions, unknown
from tests.faults.entities import FORUM, THREADS
from tests.faults.interactions import MESSAGE, UPDATE, Interactions
from tests.faults.messages import EPHEMERAL, LOADING, RENAMED, Messages
from tests.faults.world import MANAGE_THREADS, World


class Rest:
    """The endpoints except those for commands. `gateway_url` is asked when needed: the port comes late."""

    def __init__(
        self, world: World, messages: Messages, interactions: Interactions, gateway_url: Callable[[], str]
    ) -> None:
        self.world = world
        self.messages = messages
        self.interactions = interactions
        self.gateway_url = gateway_url

    def routes(self) -> list[Route]:
        """Return every endpoint."""
        channel, message = "/channels/{channel}", "/channels/{channel}/messages/{message}"
        webhook = "/webhooks/{app}/{token}"
        return [
            Route("GET", "/users/@me", self._me),
            Route("GET", "/users/@me/guilds", self._my_guilds),
            Route("DELETE", "/users/@me/guilds/{guild}", self._leave),
            Route("GET", "/users/{user}", self._user),
            Route("POST", "/users/@me/channels", self._open_direct),
            Route("GET", "/applications/@me", self._application),
            Route("GET", "/oauth2/applications/@me", self._application),
            Route("GET", "/gateway", lambda _: Reply(200, {"url": self.gateway_url()}), public=True),
            Route("GET", "/gateway/bot", self._gateway_bot),
            Route("GET", "/guilds/{guild}", self._guild),
            Route("GET", "/guilds/{guild}/channels", self._guild_channels),
            Route("GET", "/guilds/{guild}/roles", self._guild_roles),
            Route("GET", "/guilds/{guild}/threads/active", self._active_threads),
            Route("GET", "/guilds/{guild}/members/{user}", self._member),
            Route("GET", channel, self._channel),
            Route("PATCH", channel, self._edit_channel),
            Route("DELETE", channel, self._delete_channel),
            Route("POST", f"{channel}/typing", self._typing),
            Route("POST", f"{channel}/threads", self._start_loose_thread),
            Route("GET", f"{channel}/threads/archived/public", self._archived_threads),
            Route("PUT", f"{channel}/thread-members/{{user}}", self._join_thread),
            Route("DELETE", f"{channel}/thread-members/{{user}}", self._leave_thread),
            Route("GET", f"{channel}/messages", self._history),
            Route("POST", f"{channel}/messages", self._send),
            Route("GET", message, self._message),
            Route("PATCH", message, self._edit),
            Route("DELETE", message, self._delete),
            Route("POST", f"{message}/threads", self._start_thread),
            Route("POST", "/interactions/{interaction}/{token}/callback", self._callback, public=True),
            Route("POST", webhook, self._follow_up, public=True),
            Route("GET", f"{webhook}/messages/{{message}}", self._get_answer, public=True),
            Route("PATCH", f"{webhook}/messages/{{message}}", self._edit_answer, public=True),
            Route("DELETE", f"{webhook}/messages/{{message}}", self._delete_answer, public=True),
        ]

    # Users, application, guilds.

    def _me(self, call: Call) -> Reply:
        extra = {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}
        return Reply(200, self.world.bot.payload() | extra)

    def _my_guilds(self, call: Call) -> Reply:
        limit, after = int(call.query.get("limit", 200)), int(call.query.get("after", 0))
        page = sorted(id for id in self.world.guilds if id > after)[:limit]
        return Reply(200, [{"id": str(id), "name": self.world.guilds[id].name} for id in page])

    def _leave(self, call: Call) -> Reply:
        self.world.remove_guild(self.world.guild(call.id("guild")))
        return NO_CONTENT

    def _user(self, call: Call) -> Reply:
        user = self.world.users.get(call.id("user"))
        if user is None:
            raise unknown(10013, "User")
        return Reply(200, user.payload())

    def _open_direct(self, call: Call) -> Reply:
        return Reply(200, self.world.open_direct(int(call.json.get("recipient_id", 0))).payload())

    def _application(self, call: Call) -> Reply:
        owner = next((user for user in self.world.users.values() if not user.bot), self.world.bot)
        return Reply(
            200,
            {
                "id": str(self.world.application_id),
                "name": "Compound",
                "icon": None,
                "description": "",
                "type": None,
                "bot": self.world.bot.payload(),
                "bot_public": True,
                "bot_require_code_grant": False,
                "verify_key": "0" * 64,
                "flags": 0,
                "redirect_uris": [],
                "interactions_endpoint_url": None,
                "role_connections_verification_url": None,
                "owner": owner.payload(),
                "approximate_guild_count": len(self.world.guilds),
                "approximate_user_install_count": 0,
                "team": None,
            },
        )

    def _gateway_bot(self, call: Call) -> Reply:
        limit = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
        return Reply(200, {"url": self.gateway_url(), "shards": 1, "session_start_limit": limit})

    def _guild(self, call: Call) -> Reply:
        guild = self.world.guild(call.id("guild"))
        counts = {"approximate_member_count": len(guild.members), "approximate_presence_count": 1}
        return Reply(200, guild.payload() | (counts if call.query.get("with_counts") else {}))

    def _guild_channels(self, call: Call) -> Reply:
        guild = self.world.guild(call.id("guild"))
        return Reply(
            200, [one.payload() for one in self.world.channels_of(guild.id) if one.type not in THREADS]
        )

    def _guild_roles(self, call: Call) -> Reply:
        return Reply(200, [role.payload() for role in self.world.guild(call.id("guild")).roles.values()])

    def _active_threads(self, call: Call) -> Reply:
        guild = self.world.guild(call.id("guild"))
        threads = [one for one in self.world.channels_of(guild.id) if one.is_thread and not one.archived]
        return Reply(200, {"threads": [one.payload() for one in threads], "members": []})

    def _member(self, call: Call) -> Reply:
        member = self.world.guild(call.id("guild")).members.get(call.id("user"))
        if member is None:
            raise unknown(10007, "Member")
        return Reply(200, member.payload())

    # Channels and threads.

    def _channel(self, call: Call) -> Reply:
        return Reply(200, self.world.channel(call.id("channel")).payload())

    def _edit_channel(self, call: Call) -> Reply:
        channel = self.world.channel(call.id("channel"))
        before = channel.name
        self.world.edit_channel(channel, call.json)
        if channel.is_thread and channel.name != before and self.messages.announces:
            self.messages.announce(channel, RENAMED, channel.name)
        return Reply(200, channel.payload())

    def _delete_channel(self, call: Call) -> Reply:
        channel = self.world.channel(call.id("channel"))
        if channel.is_thread and not self.world.bot_permissions(channel) & MANAGE_THREADS:
            raise missing_permissions()
        if channel.recipient is None:
            self.world.delete_channel(channel)
        return Reply(200, channel.payload())

    def _typing(self, call: Call) -> Reply:
        self.world.channel(call.id("channel"))
        return NO_CONTENT

    def _start_loose_thread(self, call: Call) -> Reply:
        channel = self.world.channel(call.id("channel"))
        if channel.type == FORUM:
            thread, message = self.messages.start_post(channel, call.json, call.files)
            return Reply(201, thread.payload() | {"message": message})
        return Reply(201, self.world.start_thread(channel, call.json).payload())

    def _archived_threads(self, call: Call) -> Reply:
        channel = self.world.channel(call.id("channel"))
        return Reply(200, self.world.archived_threads(channel, call.query))

    def _join_thread(self, call: Call) -> Reply:
        self.world.channel(call.id("channel")).thread_members.add(self._member_id(call))
        return NO_CONTENT

    def _leave_thread(self, call: Call) -> Reply:
        self.world.channel(call.id("channel")).thread_members.discard(self._member_id(call))
        return NO_CONTENT

    def _member_id(self, call: Call) -> int:
        return self.world.bot.id if call.ids["user"] == "@me" else call.id("user")

    # Messages.

    def _history(self, call: Call) -> Reply:
        return Reply(200, self.messages.page(self.world.channel(call.id("channel")), call.query))

    def _send(self, call: Call) -> Reply:
        channel = self.world.channel(call.id("channel"))
        return Reply(200, self.messages.post(channel, call.json, call.files))

    def _message(self, call: Call) -> Reply:
        channel = self.world.channel(call.id("channel"))
        return Reply(200, self.messages.seen(channel, self.messages.get(channel, call.id("message"))))

    def _edit(self, call: Call) -> Reply:
        channel = self.world.channel(call.id("channel"))
        message = self.messages.get(channel, call.id("message"))
        return Reply(200, self.messages.edit(channel, message, call.json, call.files))

    def _delete(self, call: Call) -> Reply:
        self.messages.delete(self.world.channel(call.id("channel")), call.id("message"))
        return NO_CONTENT

    def _start_thread(self, call: Call) -> Reply:
        channel = self.world.channel(call.id("channel"))
        message = self.messages.get(channel, call.id("message"))
        thread = self.messages.start_thread(channel, message, call.json)
        return Reply(201, thread.payload())

    # Interactions.

    def _callback(self, call: Call) -> Reply:
        done = self.interactions.answer(call.id("interaction"), call.ids["token"], call.json, call.files)
        if call.query.get("with_response", "").lower() not in ("1", "true"):
            return NO_CONTENT
        answer: Payload = {"id": str(done.id), "type": done.kind, "channel_id": str(done.channel.id)}
        reply: Payload = {"interaction": answer}
        if done.original is not None:
            answer["response_message_id"] = done.original["id"]
            answer["response_message_ephemeral"] = bool(done.original["flags"] & EPHEMERAL)
            answer["response_message_loading"] = bool(done.original["flags"] & LOADING)
            if done.callback_type in (MESSAGE, UPDATE):
                reply["resource"] = {"type": done.callback_type, "message": done.original}
        return Reply(200, reply)

    def _follow_up(self, call: Call) -> Reply:
        return Reply(200, self.interactions.follow_up(call.ids["token"], call.json, call.files))

    def _get_answer(self, call: Call) -> Reply:
        return Reply(200, self.interactions.get(call.ids["token"], call.ids["message"]))

    def _edit_answer(self, call: Call) -> Reply:
        token, message = call.ids["token"], call.ids["message"]
        return Reply(200, self.interactions.edit(token, message, call.json, call.files))

    def _delete_answer(self, call: Call) -> Reply:
        self.interactions.delete(call.ids["token"], call.ids["message"])
        return NO_CONTENT
