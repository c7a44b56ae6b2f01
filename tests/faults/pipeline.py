"""A REST request's way: read, recorded, hit by a fault, authorised, limited, handled, answered.

Answers are sent as Discord sends them: `application/json` without a charset (discord.py compares the whole
header), rate limit headers, and `Via`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import struct
import time
from typing import Any

from aiohttp import BodyPartReader, web

from tests.faults.api import ApiError, Call, Reply, Route, Upload, unauthorized
from tests.faults.faults import VIA, Fault, Faults, Limits
from tests.faults.journal import RESET, Journal, Recorded, without_secrets
from tests.faults.world import World

_log = logging.getLogger(__name__)
PREFIX = "/api/v10"
Answer = tuple[int, Any, dict[str, str]]


class Pipeline:
    """Serves everything below /api/v10."""

    def __init__(
        self, token: str, routes: list[Route], world: World, journal: Journal, faults: Faults, limits: Limits
    ) -> None:
        self.token = token
        self.routes = routes
        self.world = world
        self.journal = journal
        self.faults = faults
        self.limits = limits

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        path = request.path.removeprefix(PREFIX)
        arrived = time.monotonic()
        body, files = await _read(request)
        record = Recorded(
            method=request.method,
            path=path,
            query=dict(request.query),
            body=body,
            files=[file.filename for file in files],
            headers=without_secrets(request.headers),
            at=self.world.clock.now(),
            arrived=arrived,
        )
        self.journal.add(record)
        fault = self.faults.next("before", request.method, path)
        if fault is not None:
            await asyncio.sleep(fault.delay)
            if not fault.delay:
                return self._strike(fault, request, record)
        call = Call(request.method, path, dict(request.query), body, files)
        status, answer, headers = self._answer(call, request.headers.get("Authorization"), record)
        fault = self.faults.next("after", request.method, path)
        if fault is not None:
            await asyncio.sleep(fault.delay)
            if not fault.delay:
                return self._strike(fault, request, record)
        return self._send(record, status, answer, headers)

    def _answer(self, call: Call, authorization: str | None, record: Recorded) -> Answer:
        try:
            route = self._route(call)
            if route is None:
                record.routed = False
                raise ApiError(404, 0, "404: Not Found")
            if not route.public and authorization != f"Bot {self.token}":
                raise unauthorized()
            refused, headers = self.limits.check(
                call.method, call.path, route.bucket(call.ids), public=route.public
            )
            if refused is not None:
                return 429, refused[1], refused[0]
            self._check_channel(call)
            record.took_effect = True
            reply: Reply = route.handler(call)
        except ApiError as error:
            record.took_effect = False
            return error.status, error.body(), {}
        except Exception:
            _log.exception("the loopback Discord failed at %s %s", call.method, call.path)
            return 500, {"message": "500: Internal Server Error", "code": 0}, {}
        return reply.status, reply.body, headers

    def _route(self, call: Call) -> Route | None:
        for route in self.routes:
            ids = route.match(call.method, call.path)
            if ids is not None:
                call.ids = ids
                return route
        return None

    def _check_channel(self, call: Call) -> None:
        """Refuse what a fault closed: the channel itself, or the one its thread is in."""
        if "channel" in call.ids:
            channel_id = call.id("channel")
            channel = self.world.channels.get(channel_id)
            parent = channel.parent_id if channel is not None else None
            self.faults.check_channel([channel_id] if parent is None else [channel_id, parent], call.method)

    def _strike(self, fault: Fault, request: web.Request, record: Recorded) -> web.Response:
        if fault.cut:
            self.journal.answered(record, RESET)
            _cut(request, reset=fault.cut == "reset")
            return web.Response()
        return self._send(record, fault.status or 500, fault.body, fault.headers)

    def _send(self, record: Recorded, status: int, body: Any, headers: dict[str, str]) -> web.Response:
        sent = {name: value for name, value in (VIA | headers).items() if value}
        text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        self.journal.answered(record, status, text)
        if not text:
            return web.Response(status=status, headers=sent)
        kind = "text/html" if isinstance(body, str) else "application/json"
        return web.Response(status=status, headers=sent, body=text.encode(), content_type=kind)


async def _read(request: web.Request) -> tuple[Any, list[Upload]]:
    """Return the JSON body (None if there is none, the raw text if it is not JSON) and the files."""
    if request.content_type != "multipart/form-data":
        return _parse(await request.text()), []
    body: Any = None
    files: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read())
        if part.name == "payload_json":
            body = _parse(data.decode())
        else:
            files.append(Upload(part.name or "", part.filename or "", data))
    return body, files


def _parse(text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _cut(request: web.Request, *, reset: bool) -> None:
    """Cut the connection: with RST (no lingering) or with FIN."""
    transport = request.transport
    if transport is None:
        return
    if not reset:
        transport.close()
        return
    raw = transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
