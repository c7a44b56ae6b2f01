"""What a person types after a slash command or picks in a menu, as Discord's app checks and sends it.

The app refuses what the registered command or menu does not allow; here that is `NotOfferedError`.
"""

from __future__ import annotations

from typing import Any

from tests.faults.api import Payload
from tests.faults.entities import Channel, Guild, Role, User
from tests.faults.world import World

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = range(1, 11)
_PYTHON_TYPES: dict[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    USER: (User,),
    CHANNEL: (Channel,),
    ROLE: (Role,),
    MENTIONABLE: (User, Role),
    NUMBER: (int, float),
}


class NotOfferedError(Exception):
    """Discord's app would not have let the person send this; the bot never hears of it."""


class Resolved:
    """Collects the people, channels and roles an interaction names, as its `resolved` data."""

    def __init__(self, world: World, guild: Guild | None) -> None:
        self.data: dict[str, dict[str, Payload]] = {}
        self._world = world
        self._guild = guild

    def value(self, picked: Any) -> Any:
        """Return what is sent for a value: an id for a person, channel or role, else the value."""
        if isinstance(picked, User):
            self._put("users", picked.id, picked.payload())
            member = None if self._guild is None else self._guild.members.get(picked.id)
            if member is not None:
                data = member.payload(with_user=False, with_permissions=True)
                self._put("members", picked.id, {k: v for k, v in data.items() if k not in ("deaf", "mute")})
        elif isinstance(picked, Channel):
            permissions = str(self._world.bot_permissions(picked))
            self._put("channels", picked.id, picked.payload() | {"permissions": permissions})
        elif isinstance(picked, Role):
            self._put("roles", picked.id, picked.payload())
        else:
            return picked
        return str(picked.id)

    def message(self, message: Payload) -> str:
        """Name a message (an app on a message); returns its id."""
        self._put("messages", int(message["id"]), message)
        return str(message["id"])

    def _put(self, kind: str, id: int, payload: Payload) -> None:
        self.data.setdefault(kind, {})[str(id)] = payload


def command_options(
    command: Payload, words: list[str], values: dict[str, Any], resolved: Resolved, focused: str | None = None
) -> list[Payload]:
    """Return the `options` of a command; `words` are the subcommands after its name.

    `focused` is the option being typed (autocomplete): then nothing has to be complete yet.
    """
    known = {option["name"]: option for option in command.get("options") or []}
    if words:
        option = known.get(words[0])
        if option is None or option["type"] not in (SUBCOMMAND, GROUP):
            raise NotOfferedError(f"there is no /... {words[0]}")
        nested = command_options(option, words[1:], values, resolved, focused)
        return [{"name": words[0], "type": option["type"], "options": nested}]
    if any(option["type"] in (SUBCOMMAND, GROUP) for option in known.values()):
        raise NotOfferedError(f"/{command['name']} needs a subcommand: {', '.join(known)}")
    for name in values:
        if name not in known:
            raise NotOfferedError(
                f"/{command['name']} has no option {name!r}, only {', '.join(known) or 'none'}"
            )
    sent = []
    for name, option in known.items():
        if name not in values:
            if option.get("required") and focused is None:
                raise NotOfferedError(f"option {name!r} is required")
            continue
        if focused is None:
            _check(option, values[name])
        data = {"name": name, "type": option["type"], "value": resolved.value(values[name])}
        sent.append(data | ({"focused": True} if name == focused else {}))
    return sent


def inferred_options(values: dict[str, Any], resolved: Resolved) -> list[Payload]:
    """Return options for a command that was never registered here, typed by their Python values."""
    order = (BOOLEAN, INTEGER, STRING, NUMBER, USER, CHANNEL, ROLE)
    sent = []
    for name, value in values.items():
        kind = next(kind for kind in order if isinstance(value, _PYTHON_TYPES[kind]))
        sent.append({"name": name, "type": kind, "value": resolved.value(value)})
    return sent


def _check(option: Payload, value: Any) -> None:
    name, kind = option["name"], option["type"]
    if not isinstance(value, _PYTHON_TYPES[kind]) or (isinstance(value, bool) and kind != BOOLEAN):
        raise NotOfferedError(f"option {name!r} of type {kind} cannot be {value!r}")
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        raise NotOfferedError(f"option {name!r} must be one of {[choice['value'] for choice in choices]}")
    if kind in (INTEGER, NUMBER):
        low, high = option.get("min_value"), option.get("max_value")
    else:
        low, high = option.get("min_length"), option.get("max_length")
        if not isinstance(value, str):
            return
        value = len(value)
    if (low is not None and value < low) or (high is not None and value > high):
        raise NotOfferedError(f"option {name!r} must be between {low} and {high}")


def menu_values(menu: Payload, picked: list[Any], resolved: Resolved) -> list[str]:
    """Return the values of a select menu as sent; refuses too few, too many and unknown ones."""
    least, most = menu.get("min_values", 1), menu.get("max_values", 1)
    if menu.get("required") is False and not picked:
        return []
    if not least <= len(picked) <= most:
        raise NotOfferedError(f"menu {menu['custom_id']!r} takes {least} to {most} values, not {len(picked)}")
    if "options" in menu:
        offered = [option["value"] for option in menu["options"]]
        for value in picked:
            if value not in offered:
                raise NotOfferedError(f"menu {menu['custom_id']!r} offers {offered}, not {value!r}")
    return [str(resolved.value(value)) for value in picked]
