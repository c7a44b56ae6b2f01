"""The gateway: sessions that outlive their connections, events in order, heartbeats, resuming, disturbances.

Source: Discord reference, "Gateway" (opcodes, close codes, sharding, resuming, intents).
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.faults.api import Payload
from tests.faults.transport import Encoder, encoder

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = (
    *(0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11),
)
_PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
_GUILDS, _GUILD_MESSAGES, _DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12


@dataclass(eq=False, slots=True)
class Session:
    """What one IDENTIFY made: its shard, the events sent so far, and the connection that has it now."""

    id: str
    shard: int
    count: int
    intents: int
    seq: int = 0
    sent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=20_000))
    connection: Connection | None = None

    def dispatch(self, event: str, data: Payload) -> None:
        """Send an event, or keep it for a resume."""
        self.seq += 1
        text = json.dumps({"op": DISPATCH, "t": event, "s": self.seq, "d": data})
        self.sent.append((self.seq, text))
        if self.connection is not None:
            self.connection.send_text(text)

    def wants(self, event: str, guild_id: int | None) -> bool:
        """Return whether the event is for this shard and its intents."""
        shard = 0 if guild_id is None else (guild_id >> 22) % self.count
        if shard != self.shard:
            return False
        if event == "INTERACTION_CREATE":
            return True
        if event.startswith("MESSAGE_"):
            return bool(self.intents & (_DIRECT_MESSAGES if guild_id is None else _GUILD_MESSAGES))
        return bool(self.intents & _GUILDS)


class Connection:
    """One websocket: a queue keeps the order, so events can be sent from code that does not wait."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request, encode: Encoder) -> None:
        self.socket = socket
        self.closed_here = False
        self._request = request
        self._encode = encode
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())

    def send(self, op: int, data: Any = None) -> None:
        """Queue a message that is no event."""
        self.send_text(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def send_text(self, text: str) -> None:
        """Queue a message that is already text."""
        self._queue.put_nowait(text)

    async def close(self, code: int, reason: str = "") -> None:
        """Send what is queued, then close with Discord's code."""
        self.closed_here = True
        self._queue.put_nowait(None)
        await asyncio.wait([self._writer], timeout=1.0)
        await self.socket.close(code=code, message=reason.encode())

    def cut(self) -> None:
        """Drop the connection without a word, as a network does."""
        self._writer.cancel()
        if self._request.transport is not None:
            self._request.transport.abort()

    async def finish(self) -> None:
        """Stop the writer when the socket is gone."""
        self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)

    async def _write(self) -> None:
        while (text := await self._queue.get()) is not None:
            frame = self._encode(text)
            try:
                if isinstance(frame, bytes):
                    await self.socket.send_bytes(frame)
                else:
                    await self.socket.send_str(frame)
            except ConnectionError:
                return


class Gateway:
    """All sessions, and what a test may do to them.

    `identifies` lists (shard, shard count) of every accepted IDENTIFY and `resumes` the shard of every
    accepted RESUME. `accepting` false refuses new connections (503); `acknowledging` false leaves heartbeats
    unanswered, as a zombie connection does. `refusing` is a code that every IDENTIFY and RESUME is closed with.
    """

    def __init__(
        self,
        token: str,
        ready: Callable[[Session], Payload],
        guilds: Callable[[], dict[int, Payload]],
        members: Callable[[Payload], Payload | None],
    ) -> None:
        self.token = token
        self.sessions: dict[str, Session] = {}
        self.identifies: list[tuple[int, int]] = []
        self.resumes: list[int] = []
        self.heartbeats = 0
        self.accepting = True
        self.acknowledging = True
        self.refusing = 0
        self.privileged_intents = 0
        self.heartbeat_seconds = 41.25
        self._ready = ready
        self._guilds = guilds
        self._members = members
        self._connections: set[Connection] = set()

    def emit(self, event: str, data: Payload, guild_id: int | None) -> None:
        """Send an event to every session it is for (two processes may hold the same shard)."""
        for session in self.sessions.values():
            if session.wants(event, guild_id):
                session.dispatch(event, data)

    def connected(self, shard: int = 0) -> bool:
        """Return whether a session of this shard has a connection now."""
        return any(one.connection is not None and one.shard == shard for one in self.sessions.values())

    # Disturbances.

    async def drop(self, code: int | None = None) -> None:
        """Cut every connection without a word, or close it with `code` (4000 and 1001 may be resumed)."""
        for connection in list(self._connections):
            if code is None:
                connection.cut()
            else:
                await connection.close(code)

    def ask_to_reconnect(self) -> None:
        """Send op 7: reconnect and resume."""
        for connection in list(self._connections):
            connection.send(RECONNECT)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Send op 9; unless `resumable`, the sessions are forgotten and the bot must identify anew."""
        if not resumable:
            self.sessions.clear()
        for connection in list(self._connections):
            connection.send(INVALID, resumable)

    def forget_sessions(self) -> None:
        """Lose all sessions silently: the next resume is answered with op 9."""
        for session in self.sessions.values():
            session.connection = None
        self.sessions.clear()

    # The protocol.

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one websocket until it closes."""
        encode = encoder(request.query.get("compress"))
        if not self.accepting:
            return web.Response(status=503)
        if encode is None or request.query.get("encoding", "json") != "json":
            return web.Response(status=400, text="json, and zlib-stream or an installed zstd-stream")
        socket = web.WebSocketResponse(max_msg_size=4096, compress=False)
        await socket.prepare(request)
        connection = Connection(socket, request, encode)
        self._connections.add(connection)
        connection.send(HELLO, {"heartbeat_interval": int(self.heartbeat_seconds * 1000)})
        session: Session | None = None
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    session = await self._receive(connection, session, message.data)
        finally:
            self._connections.discard(connection)
            await connection.finish()
            if session is not None and session.connection is connection:
                session.connection = None
                if socket.close_code in (1000, 1001) and not connection.closed_here:
                    # The bot said goodbye, so Discord ends the session.
                    self.sessions.pop(session.id, None)
        return socket

    async def close(self) -> None:
        """Close every connection; used when the server stops."""
        for connection in list(self._connections):
            await connection.close(1001, "server stopped")

    async def _receive(self, connection: Connection, session: Session | None, text: str) -> Session | None:
        try:
            message = json.loads(text)
            op, data = message["op"], message.get("d")
        except (ValueError, TypeError, KeyError):
            await connection.close(4002, "Error while decoding payload.")
            return session
        if op == HEARTBEAT:
            self.heartbeats += 1
            if self.acknowledging:
                connection.send(ACK)
        elif op in (IDENTIFY, RESUME):
            if session is not None:
                await connection.close(4005, "Already authenticated.")
            elif self.refusing:
                await connection.close(self.refusing)
            elif data.get("token") != self.token:
                await connection.close(4004, "Authentication failed.")
            elif op == IDENTIFY:
                return await self._identify(connection, data)
            else:
                return await self._resume(connection, data)
        elif session is None:
            await connection.close(4003, "Not authenticated.")
        elif op == MEMBERS:
            chunk = self._members(data)
            if chunk is not None:
                session.dispatch("GUILD_MEMBERS_CHUNK", chunk)
        elif op not in (PRESENCE, VOICE):
            await connection.close(4001, "Unknown opcode.")
        return session

    async def _identify(self, connection: Connection, data: Payload) -> Session | None:
        shard, count = data.get("shard", (0, 1))
        if not 0 <= shard < count:
            await connection.close(4010, "Invalid shard.")
            return None
        if data["intents"] & _PRIVILEGED & ~self.privileged_intents:
            await connection.close(4014, "Disallowed intent(s).")
            return None
        for stale in [one for one in self.sessions.values() if one.connection is None and one.shard == shard]:
            del self.sessions[stale.id]
        session = Session(secrets.token_hex(16), shard, count, data["intents"], connection=connection)
        self.sessions[session.id] = session
        self.identifies.append((shard, count))
        session.dispatch("READY", self._ready(session))
        for guild_id, guild in self._guilds().items():
            if session.wants("GUILD_CREATE", guild_id):
                session.dispatch("GUILD_CREATE", guild)
        return session

    async def _resume(self, connection: Connection, data: Payload) -> Session | None:
        session = self.sessions.get(data.get("session_id", ""))
        seen = data.get("seq") or 0
        lost = session is not None and bool(session.sent) and seen < session.sent[0][0] - 1
        if session is None or lost:
            connection.send(INVALID, False)
            return None
        if seen > session.seq:
            await connection.close(4007, "Invalid seq.")
            return None
        for seq, text in session.sent:
            if seq > seen:
                connection.send_text(text)
        session.connection = connection
        self.resumes.append(session.shard)
        session.dispatch("RESUMED", {"_trace": []})
        return session
