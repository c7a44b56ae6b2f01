"""What a use case on PostgreSQL survives: a COMMIT without an answer, and a restart of the server."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.core.clock import system_clock
from bot.core.db import DatabaseUnreachable, Tx, open_database
from bot.core.db.database import parse_url
from bot.core.db.outcome import mark, was_kept
from tests.core.impatient import free_port, impatient
from tests.core.notes import Notes, add, create, notes
from tests.databases import run_sql


class Proxy:
    """Stands between the bot and the server, and breaks the connection at the first COMMIT."""

    def __init__(self, server: tuple[str, int], *, deliver: bool) -> None:
        self.server = server
        self.deliver = deliver  # whether that COMMIT reaches the server
        self.cut = 0
        self.unreachable = False
        self.serving: set[asyncio.Task[None]] = set()

    def __call__(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(client, back))
        self.serving.add(task)
        task.add_done_callback(self.serving.discard)

    async def _serve(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if self.unreachable:
            back.close()
            return
        answers, forth = await asyncio.open_connection(*self.server)
        backward = asyncio.create_task(self._pump(answers, back))
        try:
            while data := await client.read(65536):
                if not self.cut and b"COMMIT;" in data:
                    self.cut += 1
                    backward.cancel()
                    await asyncio.wait([backward])
                    if self.deliver:
                        forth.write(data)
                        await answers.read(1)  # the server has done it, and nobody is told
                    return
                forth.write(data)
        except ConnectionError:
            pass
        finally:
            backward.cancel()
            forth.close()
            back.close()

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                target.write(data)
        except ConnectionError:
            pass
        finally:
            target.close()


@asynccontextmanager
async def proxied(url: str, *, deliver: bool) -> AsyncIterator[tuple[Notes, Proxy]]:
    parsed = parse_url(url)
    proxy = Proxy((parsed.host or "127.0.0.1", parsed.port or 5432), deliver=deliver)
    server = await asyncio.start_server(proxy, "127.0.0.1", 0)
    behind = parsed.set(host="127.0.0.1", port=server.sockets[0].getsockname()[1])
    try:
        async with impatient(behind.render_as_string(hide_password=False)) as service:
            yield service, proxy
    finally:
        server.close()
        while proxy.serving:
            await asyncio.wait(proxy.serving)


def counted(runs: list[int]) -> Callable[[Tx], int]:
    def body(tx: Tx) -> int:
        runs.append(1)
        add(tx, "once")
        return 42

    return body


@pytest.mark.row("PostgreSQL restart")
@pytest.mark.parametrize(("deliver", "times"), [(True, 1), (False, 2)])
async def test_a_commit_without_an_answer_is_asked_about(
    postgres_url: str, deliver: bool, times: int
) -> None:
    create(postgres_url)
    runs: list[int] = []
    async with proxied(postgres_url, deliver=deliver) as (other, proxy):
        assert await other.change(counted(runs)) == 42
    assert proxy.cut == 1
    assert len(runs) == times, "run again only when the server says that it was not kept"
    assert run_sql(postgres_url, "SELECT text FROM notes") == [("once",)], "never lost, never twice"


async def test_a_checkpoint_that_began_before_a_commit_says_nothing_against_it(postgres_url: str) -> None:
    create(postgres_url)
    engine = create_async_engine(parse_url(postgres_url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection, engine.connect() as asking:
        older = await asking.run_sync(mark)
        await asking.execute(text("CHECKPOINT"))
        await connection.execution_options(isolation_level="SERIALIZABLE")
        await connection.run_sync(lambda inner: add(Tx(inner, system_clock()), "kept"))
        marked = await connection.run_sync(mark)
        await connection.commit()
        # As it is seen by one who marks while the checkpoint, which takes minutes, is not yet finished.
        marked = replace(marked, checkpoint=older.checkpoint)
        assert await asking.run_sync(was_kept, marked) is True
    await engine.dispose()


async def test_an_outcome_that_stays_unknown_is_said_to_be_unknown(postgres_url: str) -> None:
    create(postgres_url)
    runs: list[int] = []
    async with proxied(postgres_url, deliver=True) as (other, proxy):

        def and_gone(tx: Tx) -> int:
            proxy.unreachable = True
            return counted(runs)(tx)

        with pytest.raises(DatabaseUnreachable) as caught:
            await other.change(and_gone)
    assert not caught.value.outcome_known
    assert len(runs) == 1


@pytest.fixture
def cluster() -> Iterator[tuple[str, Callable[[str], None]]]:
    """A server of this test's own: its address, and a function that stops or starts it."""
    binaries = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
    found = shutil.which("initdb") or (binaries and shutil.which("initdb", path=str(binaries)))
    if not found:
        pytest.skip("postgres: no initdb is installed")
    folder = Path(found).resolve().parent
    # Not in pytest's own folder, which is closed to the user that the server runs as.
    data = Path(tempfile.mkdtemp(prefix="compound-cluster-"))
    become: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        shutil.chown(data, "postgres", "postgres")
    port = free_port()
    options = (
        f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c shared_buffers=16MB -c wal_writer_delay=10s"
    )

    def run(program: str, *arguments: str) -> None:
        command = [*become, str(folder / program), "-D", str(data), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=data)

    def control(action: str) -> None:
        if action == "start":
            run("pg_ctl", "-w", "-l", str(data / "log"), "-o", options, "start")
        else:
            run("pg_ctl", "-w", "-m", action, "stop")

    run("initdb", "-U", "postgres", "-A", "trust", "--no-sync")
    control("start")
    yield f"postgresql://postgres@127.0.0.1:{port}/postgres", control
    control("immediate")
    shutil.rmtree(data)


async def test_a_transaction_lost_in_a_crash_is_not_taken_for_the_one_that_got_its_id(
    cluster: tuple[str, Callable[[str], None]],
) -> None:
    url, control = cluster
    create(url)
    engine = create_async_engine(parse_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as lost:
        await lost.execution_options(isolation_level="SERIALIZABLE")
        await lost.run_sync(lambda connection: add(Tx(connection, system_clock()), "lost"))
        marked = await lost.run_sync(mark)
        async with engine.connect() as other:
            assert await other.run_sync(was_kept, marked) is None, "it is still at work"
        await asyncio.to_thread(control, "immediate")
        await asyncio.to_thread(control, "start")
        await lost.invalidate()
    async with engine.connect() as connection:
        assert await connection.run_sync(was_kept, marked) is False, "its id is free, or that of a failure"
        for _ in range(5):
            await connection.execute(notes.insert().values(text="later"))
        assert await connection.run_sync(was_kept, marked) is False, "its id may be that of a later note"
    await engine.dispose()


@pytest.mark.row("PostgreSQL restart")
@pytest.mark.parametrize("how", ["fast", "immediate"])
async def test_a_restart_of_the_server_loses_nothing_and_doubles_nothing(
    cluster: tuple[str, Callable[[str], None]], how: str
) -> None:
    url, control = cluster
    create(url)
    told: list[int] = []
    under_way = asyncio.Event()
    async with open_database(url, system_clock) as db:
        service = Notes(db)

        async def climb() -> None:
            while len(told) < 300:
                told.append(await service.count("steps"))
                if len(told) >= 100:
                    under_way.set()

        climbers = [asyncio.create_task(climb()) for _ in range(10)]
        await under_way.wait()
        await asyncio.to_thread(control, how)
        await asyncio.sleep(0.3)
        await asyncio.to_thread(control, "start")
        await asyncio.gather(*climbers)
        assert sorted(told) == list(range(1, len(told) + 1))
        assert await service.value("steps") == len(told)
