"""Owns the check of recorded requests against Discord's published OpenAPI description.

`assert_valid(env.http_requests)` fails with everything that the description objects to. It takes SimCord's
records, or anything else with `method`, `path`, `params` and `json`. The description lies beside the
repository, in `../shared/spec`, and is read when the first request is checked; a test that calls this takes
the fixture `discord_description`, which skips where the file is absent.

It is not the whole truth: it misses Discord's 2,000 characters a message, 6,000 an embed and duplicate ids,
which SimCord refuses, and knows limits of labels, options and forms that SimCord does not. Tests use both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]
from jsonschema_rs import Draft202012
from jsonschema_rs import Draft202012Validator as Quick
from jsonschema_rs import Registry as QuickRegistry
from referencing import Registry
from referencing.jsonschema import DRAFT202012

SPEC = Path(__file__).resolve().parents[2] / "shared" / "spec" / "discord-openapi.json"
DOCUMENT = "urn:discord-openapi"
METHODS = {"get", "put", "post", "patch", "delete"}


class Request(Protocol):
    """One request as it was recorded, before it became bytes."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def params(self) -> Mapping[str, Any] | None: ...
    @property
    def json(self) -> Any | None: ...


@dataclass(frozen=True)
class Deviation:
    """Something that discord.py sends, Discord takes and nobody describes: `allow` passes at `at`, too."""

    at: str  # the way into the description, as in a JSON pointer; a property that is not described may end it
    why: str
    allow: Mapping[str, Any] | bool = True  # JSON schema


SNOWFLAKE = {"type": "integer", "minimum": 0}
BODIES = "components/schemas"
ONLY_ON_CREATE = "discord.py sends tts with edits, too; Discord ignores it there"
NUMBER = "discord.py sends ids as numbers here; Discord reads both, and describes a string of digits"
KEPT_FILE = "discord.py names a kept attachment with everything it knows of it; Discord reads the id"

KNOWN_DEVIATIONS = (
    Deviation(
        f"{BODIES}/MessageAttachmentRequest/properties/id",
        "discord.py numbers new attachments 0, 1, 2 … as integers; the description wants a string of digits",
        SNOWFLAKE,
    ),
    *(
        Deviation(f"{BODIES}/MessageAttachmentRequest/properties/{name}", KEPT_FILE)
        for name in ("content_type", "proxy_url", "size", "spoiler", "url")
    ),
    *(
        Deviation(f"{BODIES}/MessageReferenceRequest/properties/{name}", NUMBER, SNOWFLAKE)
        for name in ("guild_id", "channel_id", "message_id")
    ),
    Deviation(f"{BODIES}/CreatePrivateChannelRequest/properties/recipient_id", NUMBER, SNOWFLAKE),
    Deviation(f"{BODIES}/MessageAllowedMentionsRequest/properties/users/items", NUMBER, SNOWFLAKE),
    *(
        Deviation(f"{BODIES}/{kind}SelectDefaultValue/properties/id", NUMBER, SNOWFLAKE)
        for kind in ("Channel", "Role", "User")
    ),
    *(
        Deviation(f"{BODIES}/{edit}/properties/tts", ONLY_ON_CREATE)
        for edit in (
            "MessageEditRequestPartial",
            "IncomingWebhookUpdateRequestPartial",
            "IncomingWebhookUpdateForInteractionCallbackRequestPartial",
        )
    ),
    Deviation(f"{BODIES}/RichEmbed/properties/flags", "discord.py writes what it reads"),
    Deviation(f"{BODIES}/ApplicationCommandUpdateRequest/properties/nsfw", "described in prose alone"),
)


@dataclass(frozen=True)
class Operation:
    """One method of one path template."""

    pattern: re.Pattern[str]
    body: Draft202012Validator | None  # says what is wrong
    quick: Quick | None  # says only whether anything is, in a hundredth of the time
    query: frozenset[str]


class Description:
    """Discord's description, closed to fields that it does not name, with `deviations` let through.

    Discord ignores what it does not know, so a misspelt field would go unseen: here it is refused.
    """

    def __init__(self, deviations: Sequence[Deviation] = KNOWN_DEVIATIONS) -> None:
        self.document: dict[str, Any] = json.loads(SPEC.read_text(encoding="utf-8"))
        for schema in self.document["components"]["schemas"].values():
            if "properties" in schema:
                schema.setdefault("additionalProperties", False)
        for deviation in deviations:
            *parents, last = deviation.at.split("/")
            node = self.document
            for key in parents:
                node = node[key]
            node[last] = {"anyOf": [node.get(last, False), deviation.allow]}

    def problems(self, request: Request) -> list[str]:
        """Returns one line for everything that the description objects to; none for a good request."""
        where = f"{request.method} {request.path}"
        operation = self.find(request.method, request.path)
        if operation is None:
            return [f"{where}: no such operation"]
        unknown = {*(request.params or ())} - operation.query
        found = [f"{where}: no such parameter: {name}" for name in sorted(unknown)]
        if operation.body is not None:
            body = {} if request.json is None else request.json
            if operation.quick is None or not operation.quick.is_valid(body):
                found += [f"{where}: {_say(_cause(error))}" for error in operation.body.iter_errors(body)]
        elif request.json is not None:
            found.append(f"{where}: takes no body")
        return found

    def find(self, method: str, path: str) -> Operation | None:
        """Returns the operation that a request belongs to, or None when the description has none."""
        for operation in self._operations.get(method.lower(), ()):
            if operation.pattern.fullmatch(path):
                return operation
        return None

    @cached_property
    def _operations(self) -> dict[str, list[Operation]]:
        # Fewer parameters first: `…/messages/@original` is no `…/messages/{message_id}`.
        templates = sorted(self.document["paths"], key=lambda template: str(template).count("{"))
        found: dict[str, list[Operation]] = {}
        for template in templates:
            for method in METHODS & self.document["paths"][template].keys():
                found.setdefault(method, []).append(self._operation(template, method))
        return found

    def _operation(self, template: str, method: str) -> Operation:
        item = self.document["paths"][template]
        parameters = [*item.get("parameters", ()), *item[method].get("parameters", ())]
        content = item[method].get("requestBody", {}).get("content", {})
        # The form is the same body with files beside it, and files are not recorded.
        kind = next((kind for kind in ("application/json", "multipart/form-data") if kind in content), None)
        way = ("paths", template, method, "requestBody", "content", kind or "", "schema")
        parts = re.split(r"(\{[^}]+\})", template)
        return Operation(
            pattern=re.compile("".join("[^/]+" if part[:1] == "{" else re.escape(part) for part in parts)),
            body=None if kind is None else self._validator(way),
            quick=None if kind is None else Quick(_there(way), registry=self._quick_registry),
            query=frozenset(parameter["name"] for parameter in parameters if parameter["in"] == "query"),
        )

    def _validator(self, way: Iterable[str]) -> Draft202012Validator:
        return Draft202012Validator(_there(way), registry=self._registry)

    @cached_property
    def _registry(self) -> Registry[Any]:
        registry: Registry[Any] = Registry()
        contents = DRAFT202012.create_resource(self.document)
        return registry.with_resources([(DOCUMENT, contents)])

    @cached_property
    def _quick_registry(self) -> QuickRegistry:
        return QuickRegistry([(DOCUMENT, self.document)], draft=Draft202012)


def _there(way: Iterable[str]) -> dict[str, str]:
    """The schema that stands at a place of the description."""
    return {"$ref": f"{DOCUMENT}#/{'/'.join(_escape(key) for key in way)}"}


@cache
def description() -> Description:
    """Returns Discord's description, read once."""
    return Description()


def assert_valid(requests: Iterable[Request]) -> None:
    """Raises AssertionError with everything that Discord's description objects to in any of `requests`."""
    found: list[str] = []
    for request in requests:
        same = _alike(request)
        if same in _sound:
            continue
        if problems := description().problems(request):
            found += problems
        else:
            _sound.add(same)
    assert not found, "Discord's OpenAPI description objects:\n" + "\n".join(found)


# What was looked at already: each test's bot sends the same list of commands, which alone takes a fifth of a second.
_sound: set[int] = set()
_IDS = re.compile(r"\d{15,}")


def _alike(request: Request) -> int:
    """The same for requests that differ in nothing but the ids of their path."""
    body = json.dumps([request.params, request.json], sort_keys=True, default=repr)
    return hash((request.method, _IDS.sub("#", request.path), body))


def _cause(error: ValidationError) -> ValidationError:
    """Returns the error in that branch of a union which the value was meant for: the one with its `type`."""
    while error.context:
        branches: dict[Any, list[ValidationError]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        meant = [branch for branch in branches.values() if not any(_another_kind(inner) for inner in branch)]
        error = min(meant or branches.values(), key=len)[0]
    return error


def _another_kind(error: ValidationError) -> bool:
    place = list(error.relative_path)
    return (error.validator == "enum" and place == ["type"]) or (error.validator == "type" and not place)


def _say(error: ValidationError) -> str:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    message = error.message  # the value first, which may be long, then what is wrong with it
    if len(message) > 400:
        message = f"{message[:200]} … {message[-200:]}"
    return f"{place.removeprefix('.') or 'the body'}: {message}"


def _escape(key: str) -> str:
    # First a JSON pointer (RFC 6901), then a URI fragment (RFC 3986): templates contain "/", "{" and "}".
    return key.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
