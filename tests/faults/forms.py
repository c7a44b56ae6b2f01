"""Filling a form (modal) that the bot showed, as Discord's app sends it.

Source: Discord reference, "Component Reference": labels (18) hold one input each; text (4), menus (3, 5-8),
radio group (21), checkbox group (22), checkbox (23); a text display (10) comes back with its id only.
"""

from __future__ import annotations

import copy
from typing import Any

from tests.faults.api import Payload
from tests.faults.messages import number_components
from tests.faults.options import NotOfferedError, Resolved, menu_values

ROW, TEXT, TEXT_DISPLAY, LABEL, FILES, RADIO, CHECKBOXES, CHECKBOX = 1, 4, 10, 18, 19, 21, 22, 23
MENUS = (3, 5, 6, 7, 8)


def fill(modal: Payload, values: dict[str, Any], resolved: Resolved) -> list[Payload]:
    """Return the `components` of the submit. `values` are by custom id; inputs not named keep their default.

    NotOfferedError for a custom id the form does not have, or a value its input does not take.
    """
    shown = copy.deepcopy(modal["components"])
    number_components(shown, 1)
    left = dict(values)
    filled = [_part(component, left, resolved) for component in shown]
    if left:
        raise NotOfferedError(f"the form has no {', '.join(map(repr, left))}; it has {inputs(modal)}")
    return filled


def inputs(modal: Payload) -> list[str]:
    """Return the custom ids of a form's inputs, in order."""
    found: list[str] = []
    for component in modal["components"]:
        parts = component.get("components") or [component.get("component", {})]
        found += [part["custom_id"] for part in parts if "custom_id" in part]
    return found


def _part(component: Payload, left: dict[str, Any], resolved: Resolved) -> Payload:
    kind = component["type"]
    base: Payload = {"type": kind, "id": component["id"]}
    if kind == ROW:
        return base | {"components": [_input(part, left, resolved) for part in component["components"]]}
    if kind == LABEL:
        return base | {"component": _input(component["component"], left, resolved)}
    if kind == TEXT_DISPLAY:
        return base
    raise NotOfferedError(f"component type {kind} cannot be in a form")


def _input(part: Payload, left: dict[str, Any], resolved: Resolved) -> Payload:
    kind, name = part["type"], part["custom_id"]
    required = part.get("required", kind != CHECKBOX)
    value = left.pop(name) if name in left else _default(part)
    sent: Payload = {"type": kind, "id": part["id"], "custom_id": name}
    if required and value in (None, "", []):
        raise NotOfferedError(f"the form's {name!r} is required")
    if kind == TEXT:
        return sent | {"value": _text(part, value or "")}
    if kind == CHECKBOX:
        return sent | {"value": bool(value)}
    if kind == RADIO:
        if value is not None:
            _offered(part, [value])
        return sent | {"value": value}
    if kind == CHECKBOXES:
        _offered(part, value)
        return sent | {"values": list(value)}
    if kind in MENUS:
        return sent | {"values": menu_values(part, list(value), resolved)}
    raise NotOfferedError(f"input type {kind} is not simulated")


def _default(part: Payload) -> Any:
    if part["type"] == TEXT:
        return part.get("value") or ""
    if part["type"] == CHECKBOX:
        return part.get("default", False)
    chosen = [option["value"] for option in part.get("options", []) if option.get("default")]
    if part["type"] == RADIO:
        return chosen[0] if chosen else None
    return chosen


def _text(part: Payload, value: str) -> str:
    if not value:
        return value
    low, high = part.get("min_length") or 0, part.get("max_length") or 4000
    if not low <= len(value) <= high:
        raise NotOfferedError(
            f"the form's {part['custom_id']!r} takes {low} to {high} characters, not {len(value)}"
        )
    # The app sends line ends as \n, whatever was pasted.
    return value.replace("\r\n", "\n")


def _offered(part: Payload, picked: list[str]) -> None:
    offered = [option["value"] for option in part.get("options", [])]
    for value in picked:
        if value not in offered:
            raise NotOfferedError(f"the form's {part['custom_id']!r} offers {offered}, not {value!r}")
