"""The process of ranking; `bot.papers.ranking.process` starts it, and talks to it by its standard input and output."""

from __future__ import annotations

import sys

from bot.papers.ranking.worker import lower_priority, serve

if __name__ == "__main__":
    lower_priority()
    serve(sys.stdin, sys.stdout)
