"""Machine: what is wrong around the bot: names that are no settings, who can read the token, ports, processes."""

from __future__ import annotations

import errno
import os
import socket
import stat
from collections.abc import Iterator, Sequence

from bot.config import ENV_FILE, Reading, Settings, Unknown
from bot.mentoring.matching import installed
from bot.shell.diagnosis.finding import Area, Finding, error, fine, warning
from bot.showcase.drawing import lacking, lacking_shaping

HERE = Area.SETTINGS


def look_around(reading: Reading, unknown: Sequence[Unknown]) -> list[Finding]:
    """What the settings and this machine have that does not go together."""
    found = [_unknown(each, reading.settings) for each in unknown]
    found += _env_file()
    if not {"shards", "database_url"} & reading.unusable:
        found += _shards(reading.settings)
    if not {"metrics_port", "metrics_host"} & reading.unusable:
        found += _port(reading.settings)
    return found


def look_at_extras() -> list[Finding]:
    """What keeps cards of shipped projects from being drawn, or people from being matched, if anything; all else works."""
    unmatched = (
        "" if installed() else "nobody gets a mentor or partner, as the extra `matching` is not installed."
    )
    return [fine(HERE, said) for said in (lacking(), lacking_shaping(), unmatched) if said]


def _unknown(unknown: Unknown, settings: Settings) -> Finding:
    if not unknown.meant:
        return warning(HERE, f"{unknown.name} is not a setting of this bot, and is ignored.")
    sentence = f"{unknown.name} is not a setting; did you mean {unknown.meant}?"
    there = unknown.meant.removeprefix("BOT_").lower() in settings.model_fields_set
    # With the right name beside it, this is a leftover.
    return warning(HERE, sentence) if there else error(HERE, sentence)


def _env_file() -> Iterator[Finding]:
    try:
        mode = ENV_FILE.stat().st_mode
    except OSError:
        return
    if os.name == "posix" and stat.S_ISREG(mode) and mode & 0o007:
        yield warning(
            HERE,
            "everybody on this machine can read .env, and whoever has the token is the bot: chmod 600 .env",
        )


def _shards(settings: Settings) -> Iterator[Finding]:
    if settings.database_file is not None and len(settings.shards.own) < settings.shards.count:
        yield warning(
            HERE,
            "BOT_SHARDS leaves some shards to other processes, and BOT_DATABASE_URL is a SQLite file: that is fine "
            "while they all run on one machine; processes on several machines need PostgreSQL.",
        )


def _port(settings: Settings) -> Iterator[Finding]:
    host, port = settings.metrics_host, settings.metrics_port
    if not port:
        return
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as failed:
        if failed.errno == errno.EADDRINUSE:
            yield warning(
                HERE,
                f"port {port} on {host} (BOT_METRICS_PORT) is taken: by this bot, if it runs now; otherwise by "
                "another program, and then choose another port.",
            )
        elif failed.errno in (errno.EACCES, errno.EPERM):
            yield error(
                HERE, f"this user may not listen on port {port} (BOT_METRICS_PORT): choose one above 1023."
            )
        else:
            yield error(
                HERE,
                f"BOT_METRICS_HOST, {host}, is no address of this machine ({failed.strerror}): write 127.0.0.1 for this "
                "machine alone, or 0.0.0.0 for all its networks.",
            )
