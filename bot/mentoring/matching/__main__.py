"""The process of matching: one question as JSON from standard input, the answer to standard output, and it ends."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress

from bot.mentoring.matching.asking import answer

KIND = 5  # added to its niceness: answering members goes first

if __name__ == "__main__":
    with suppress(AttributeError, OSError):
        os.nice(KIND)
    try:
        said = answer(json.load(sys.stdin))
    except Exception as error:
        said = {"error": f"{type(error).__name__}: {error}"}
    json.dump(said, sys.stdout)
