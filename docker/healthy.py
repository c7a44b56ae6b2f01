"""Healthy: whether the bot in this container answers on its health page; for engines that ask by a command.

`python docker/healthy.py [/readyz]` ends with 0 when the page (by default /healthz) says 200, and with 1 otherwise.
"""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException


def main(page: str) -> int:
    """Ask for one page on this machine's BOT_METRICS_PORT; returns the exit code."""
    asked = HTTPConnection("127.0.0.1", int(os.environ.get("BOT_METRICS_PORT") or 0), timeout=4)
    try:
        asked.request("GET", page)
        answer = asked.getresponse()
        sys.stdout.write(answer.read().decode() + "\n")
    except (OSError, HTTPException) as error:
        sys.stdout.write(f"{error}\n")
        return 1
    return int(answer.status != 200)


if __name__ == "__main__":
    sys.exit(main(*(sys.argv[1:] or ["/healthz"])))
