"""Start: `python -m bot` as a container's first process, patient where only a person can help.

Whatever runs containers starts them again within a minute. After unusable settings (exit code 2) or a refused log-in (4)
that is no use, and Discord resets the token of a bot that logs in a thousand times a day. So after these `run` waits
before it ends with its code; a signal to stop ends the wait.
"""

from __future__ import annotations

import runpy
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

HELPLESS = (2, 4)  # bot.__main__: EXIT_SETTINGS, EXIT_LOGIN
PAUSE = 600.0  # seconds: at most 144 log-ins a day


def main(arguments: Sequence[str]) -> int:
    """Run the bot's command line with these arguments; returns its exit code."""
    code = _bot(arguments)
    if code in HELPLESS and list(arguments[:1]) == ["run"]:
        sys.stderr.write("Starting again does not help here. Set it right, then start this container anew.\n")
        try:
            _heed_the_signal()  # the bot has taken its own handler away
            time.sleep(PAUSE)
        except KeyboardInterrupt:
            pass
    return code


def _bot(arguments: Sequence[str]) -> int:
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    sys.argv[1:] = arguments
    try:
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _heed_the_signal() -> None:
    # A container's first process ignores every signal that it does not handle itself.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


if __name__ == "__main__":
    _heed_the_signal()
    sys.exit(main(sys.argv[1:]))
