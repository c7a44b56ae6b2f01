"""Owns the killing test: workers post due prompts and are killed at random moments until every prompt is there exactly once.

`python -m tests.faults.killing --posts 1000 --kills 100 --workers 2 --url postgresql://… --seed 7` prints one line of JSON and
ends with 0 when nothing is lost and nothing doubled. The clock of workers and server runs `--speed` times as fast as the
machine's, so that leases and Discord's nonce window pass quickly; the pace of sending and the server's limit are real.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from tests.databases import run_sql
from tests.faults.api import Payload
from tests.faults.faults import MESSAGES
from tests.faults.lives import born, days, ledger, prepare, settings_of

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
A_SECOND = 20.0  # posts that workers manage who are killed all the time
START = 0.2  # real seconds that a worker needs until its jobs run
STILL = 4.0  # real seconds without a post after which the rest waits for later
PASSES = 600  # seconds of the clock that pass then
READY = 20.0  # real seconds until a worker's jobs must run
HELD = 3.0  # real seconds that an answer is held back while its worker is killed
SEND = {"method": "POST", "path": MESSAGES}
UNFINISHED = (
    "SELECT (SELECT count(*) FROM standup WHERE last_date IS NULL)"
    " + (SELECT count(*) FROM delivery WHERE state <> 'sent')"
)


class Server:
    """The loopback Discord in a process of its own, and its remote control."""

    def __init__(self, told: Payload) -> None:
        self.told = told

    def ask(self, path: str, body: Payload | None = None) -> Any:
        """Return the answer of a control endpoint; posts when there is a body."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.told['control_url']}/{path}", data=data)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


@contextmanager
def serving(guilds: int, speed: float) -> Iterator[Server]:
    """A server with `guilds` guilds of one channel each, until the block ends."""
    command = [sys.executable, "-m", "tests.faults.discord_server", "--people", "0", "--channels", "1"]
    command += ["--guilds", str(guilds), "--speed", str(speed), "--per-second", "50"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield Server(json.loads(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait(10)


class Worker:
    """One of the workers: its present life, and what all of its lives are given."""

    def __init__(self, number: int, run: Run) -> None:
        self.number = number
        self.run = run
        self.lives = 0
        self.process = 0
        self._working = -1

    def start(self) -> None:
        """Begin a new life."""
        run, self.lives = self.run, self.lives + 1
        self._working, write = os.pipe()
        settings = settings_of(run.server.told, run.url, f"{self.number}/{run.workers}")
        seed = f"{run.seed}/{self.number}/{self.lives}"
        self.process = born(settings, run.server.ask("clock"), seed, run.log, write)
        os.close(write)

    def wait_until_working(self) -> None:
        """Wait until its jobs run; RuntimeError when it ends before, or does not get there."""
        readable, _, _ = select.select([self._working], [], [], READY)
        if not readable or not os.read(self._working, 1):
            raise RuntimeError(f"a worker did not start:\n{self.run.log.read_text()[-4000:]}")

    def end(self, number: signal.Signals) -> int:
        """Send a signal and return how it ended: its exit code, or the signal as a negative number."""
        os.kill(self.process, number)
        _, status = os.waitpid(self.process, 0)
        os.close(self._working)
        self.process = 0
        return os.waitstatus_to_exitcode(status)


class Run:
    """One run of the whole test."""

    def __init__(self, arguments: argparse.Namespace, server: Server, folder: Path) -> None:
        self.posts: int = arguments.posts
        self.kills: int = arguments.kills
        self.least: int = arguments.least or self.kills * 2 // 3
        self.workers: int = arguments.workers
        self.away: float = arguments.away
        self.seed: int = arguments.seed
        self.patience: float = arguments.patience
        self.url: str = arguments.url or f"sqlite:///{folder / 'compound.sqlite3'}"
        self.server = server
        self.log = folder / "log"
        self.log.touch()
        self.killed = self.in_between = 0
        self._random = random.Random(arguments.seed)
        # Deaths come in the first four fifths of it: on a busy machine a worker takes its time to start.
        self._ends = time.monotonic() + 0.8 * max(arguments.over / arguments.speed, self.posts / A_SECOND)

    def kill_and_kill(self) -> None:
        """Kill workers at random moments and start them again while posts are due; then let them finish."""
        workers = [Worker(number, self) for number in range(self.workers)]
        try:
            for worker in workers:
                worker.start()
            while self.killed < self.kills and self.left():
                self._one_death(self._random.choice(workers))
            self.server.ask("faults", {"do": "clear"})
            self._finish(workers)
        finally:
            for worker in workers:
                if worker.process:
                    worker.end(signal.SIGKILL)

    def left(self) -> int:
        """Return how many prompts are not yet known to be posted."""
        return int(run_sql(self.url, UNFINISHED)[0][0])

    def _finish(self, workers: list[Worker]) -> None:
        deadline = time.monotonic() + self.patience
        while True:
            for worker in workers:
                worker.wait_until_working()
            self._wait_while_it_goes_on(deadline)
            ends = [worker.end(signal.SIGTERM) for worker in workers]
            assert ends == [0] * len(workers), f"told to stop, the workers ended with {ends}"
            if not self.left() or time.monotonic() > deadline:
                return
            # What had no answer is tried again later and later: that time passes at once. From here on a lease
            # is as long as it is: on a busy machine, work that must end within two seconds never would.
            self.server.ask("advance", {"seconds": PASSES, "speed": 1})
            for worker in workers:
                worker.start()

    def _wait_while_it_goes_on(self, deadline: float) -> None:
        left, since = self.left(), time.monotonic()
        while left and time.monotonic() < min(deadline, since + STILL):
            time.sleep(0.1)
            if self.left() < left:
                left, since = self.left(), time.monotonic()

    def _one_death(self, worker: Worker) -> None:
        chance = self._random.random
        if chance() < 0.5:
            self._disturb()
        if chance() < 0.9:
            worker.wait_until_working()
        rest = max(0.0, self._ends - time.monotonic()) / (self.kills - self.killed)
        time.sleep(self._random.uniform(0, 2 * max(0.1, rest - START)))
        in_between = chance() < 0.2 and self._holds_an_answer_back()
        still = self.left()
        ended = worker.end(signal.SIGKILL)
        assert ended == -signal.SIGKILL, (
            f"a worker ended by itself ({ended}):\n{self.log.read_text()[-4000:]}"
        )
        self.killed += bool(still)
        self.in_between += in_between
        if self.away and chance() < 0.3:
            self.server.ask("advance", {"seconds": self.away})
        worker.start()

    def _holds_an_answer_back(self) -> bool:
        """Wait for the next message and hold its answer back: a death now is one between send and record."""
        there = self.server.ask("summary")["messages"]
        self.server.ask("faults", {"do": "clear"})
        self.server.ask("faults", {**SEND, "do": "slow", "seconds": HELD, "effect": "after"})
        until = time.monotonic() + HELD
        while time.monotonic() < until and self.left():
            if self.server.ask("summary")["messages"] > there:
                return True
            time.sleep(0.02)
        return False

    def _disturb(self) -> None:
        """Lost and late answers to sends, so that what a death leaves behind is in doubt."""
        send: Payload = {**SEND, "times": self._random.randint(1, 3)}
        self.server.ask("faults", {"do": "clear"})
        how = self._random.choice(["cut", "late", "held", "503"])
        if how == "cut":
            self.server.ask("faults", {**send, "do": "cut", "effect": "after"})
        elif how == "503":
            self.server.ask("faults", {**send, "do": "fail", "effect": "after"})
        else:
            effect = "after" if how == "late" else "before"
            self.server.ask("faults", {**send, "do": "slow", "seconds": 0.8, "effect": effect})


def outcome(run: Run) -> tuple[Payload, list[str]]:
    """Return what there is in the end, in numbers, and every sentence about what is wrong with it."""
    messages = [
        message
        for guild in run.server.told["guilds"]
        for channel in guild["channels"]
        for message in run.server.ask(f"channels/{channel}/messages")
    ]
    shown = Counter(int(_day_id(message)) for message in messages)
    where = {int(message["id"]): int(_day_id(message)) for message in messages}
    rows, opened = _run(ledger(run.url)), _run(days(run.url))
    wrong = [f"day {day} is shown {times} times" for day, times in shown.items() if times > 1]
    wrong += [f"day {day} is not shown" for day in opened if day not in shown]
    wrong += [f"day {day} is shown but unknown" for day in shown if day not in opened]
    if len({of for of, _date in opened.values()}) != run.posts or len(opened) != run.posts:
        wrong.append(f"{len(opened)} days were opened, of {run.posts} standups")
    if len(rows) != run.posts:
        wrong.append(f"{len(rows)} rows for {run.posts} prompts")
    wrong += [f"row {row} is {state}" for row, state, _message, _day in rows if state != "sent"]
    wrong += [
        f"row {row} of day {day} has the message of day {where.get(message or 0)}"
        for row, state, message, day in rows
        if state == "sent" and where.get(message or 0) != day
    ]
    errors = [line for line in run.log.read_text().splitlines() if '"level": "error"' in line]
    wrong += [f"{len(errors)} errors were logged, the last: {errors[-1]}"] if errors else []
    if run.killed < run.least:
        wrong.append(f"only {run.killed} of {run.kills} deaths came while posts were due")
    requests = run.server.ask("requests")
    sends = [one for one in requests if one["method"] == "POST" and one["path"].endswith("/messages")]
    told: Payload = {
        "seed": run.seed,
        "posts": len(messages),
        "deaths": run.killed,
        "deaths between send and record": run.in_between,
        "sends": len(sends),
        "answered with the first message": sum(one["took_effect"] for one in sends) - len(messages),
        "searches": sum(one["method"] == "GET" and one["path"].endswith("/messages") for one in requests),
        "statuses": run.server.ask("summary")["statuses"],
    }
    return told, wrong


def _day_id(message: Payload) -> str:
    return str(message["components"][0]["components"][0]["custom_id"]).rsplit(":", 1)[1]


def _run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def main() -> int:
    """Read the command line, run the test, print one line of JSON; 0 when every prompt is there exactly once."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.killing", description=__doc__)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--url", default="", help="an empty database; a new SQLite file by default")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--speed", type=float, default=30.0, help="of the clock")
    parser.add_argument("--over", type=float, default=0.0, help="seconds of that clock until the last is due")
    parser.add_argument(
        "--least", type=int, default=0, help="deaths without which it proves too little; two thirds"
    )
    parser.add_argument("--away", type=float, default=0.0, help="seconds of that clock after some deaths")
    parser.add_argument("--patience", type=float, default=60.0, help="real seconds to finish in the end")
    arguments = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, serving(20, arguments.speed) as server:
        run = Run(arguments, server, Path(folder))
        now = datetime.fromisoformat(server.ask("summary")["now"])
        guilds = server.told["guilds"]
        _run(prepare(run.url, guilds, run.posts, now, timedelta(seconds=arguments.over)))
        run.kill_and_kill()
        told, wrong = outcome(run)
    print(json.dumps({**told, "seconds": round(time.monotonic() - began, 1), "wrong": wrong}), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
