"""The application's commands: what was synced, where, how often, and with which ids.

A command keeps its id when it is synced again under the same name and type, as on Discord; only its version
changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.faults.api import NO_CONTENT, ApiError, Call, Payload, Reply, Route, invalid_form, unknown
from tests.faults.world import World


@dataclass(frozen=True, slots=True)
class Sync:
    """One overwrite of a whole list: `guild_id` None is the global one."""

    guild_id: int | None
    at: datetime
    names: tuple[str, ...]


class Commands:
    """Registered commands, by scope (guild id, or None for global) and (name, type)."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.syncs: list[Sync] = []
        self.scopes: dict[int | None, dict[tuple[str, int], Payload]] = {}

    def find(self, guild_id: int | None, name: str, type: int = 1) -> Payload | None:
        """Return the command a person would see under this name: the guild's, else the global one."""
        for scope in (guild_id, None):
            command = self.scopes.get(scope, {}).get((name, type))
            if command is not None:
                return command
        return None

    def routes(self) -> list[Route]:
        """Return the endpoints for global and for guild commands."""
        found = []
        for base in ("/applications/{app}", "/applications/{app}/guilds/{guild}"):
            found += [
                Route("GET", f"{base}/commands", self._list),
                Route("PUT", f"{base}/commands", self._overwrite),
                Route("POST", f"{base}/commands", self._create),
                Route("GET", f"{base}/commands/{{command}}", self._get),
                Route("PATCH", f"{base}/commands/{{command}}", self._edit),
                Route("DELETE", f"{base}/commands/{{command}}", self._delete),
            ]
        return found

    def _scope(self, call: Call) -> int | None:
        if call.id("app") != self.world.application_id:
            raise ApiError(403, 20012, "You are not authorized to perform this action on this application")
        return self.world.guild(call.id("guild")).id if "guild" in call.ids else None

    def _list(self, call: Call) -> Reply:
        return Reply(200, list(self.scopes.get(self._scope(call), {}).values()))

    def _overwrite(self, call: Call) -> Reply:
        scope = self._scope(call)
        if not isinstance(call.body, list):
            raise ApiError(400, 50109, "The request body contains invalid JSON.")
        known = self.scopes.get(scope, {})
        fresh: dict[tuple[str, int], Payload] = {}
        for number, body in enumerate(call.body):
            command = self._registered(scope, body, known)
            key = (command["name"], command["type"])
            if key in fresh:
                message = "Application command names must be unique"
                raise invalid_form(str(number), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
            fresh[key] = command
        self.scopes[scope] = fresh
        self.syncs.append(Sync(scope, self.world.clock.now(), tuple(name for name, _ in fresh)))
        return Reply(200, list(fresh.values()))

    def _create(self, call: Call) -> Reply:
        scope = self._scope(call)
        known = self.scopes.setdefault(scope, {})
        command = self._registered(scope, call.json, known)
        key = (command["name"], command["type"])
        status = 200 if key in known else 201
        known[key] = command
        return Reply(status, command)

    def _get(self, call: Call) -> Reply:
        return Reply(200, self._by_id(call))

    def _edit(self, call: Call) -> Reply:
        scope = self._scope(call)
        command = self._by_id(call)
        del self.scopes[scope][command["name"], command["type"]]
        changed = command | call.json | {"version": str(self.world.ids.new())}
        self.scopes[scope][changed["name"], changed["type"]] = changed
        return Reply(200, changed)

    def _delete(self, call: Call) -> Reply:
        command = self._by_id(call)
        del self.scopes[self._scope(call)][command["name"], command["type"]]
        return NO_CONTENT

    def _by_id(self, call: Call) -> Payload:
        for command in self.scopes.get(self._scope(call), {}).values():
            if command["id"] == call.ids["command"]:
                return command
        raise unknown(10063, "application command")

    def _registered(self, scope: int | None, body: Payload, known: dict[tuple[str, int], Payload]) -> Payload:
        name, kind = body.get("name"), body.get("type") or 1
        if not isinstance(name, str) or not 1 <= len(name) <= 32:
            raise invalid_form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 32 in length.")
        old = known.get((name, kind))
        version = str(self.world.ids.new())
        command: Payload = {
            "id": version if old is None else old["id"],
            "application_id": str(self.world.application_id),
            "version": version,
            "description": "",
            "default_member_permissions": None,
            "dm_permission": True,
            "nsfw": False,
        }
        command |= body | {"name": name, "type": kind}
        command["integration_types"] = command.get("integration_types") or [0]
        permissions = command["default_member_permissions"]
        command["default_member_permissions"] = None if permissions is None else str(permissions)
        if scope is not None:
            command["guild_id"] = str(scope)
        return command
