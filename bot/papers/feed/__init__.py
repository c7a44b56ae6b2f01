"""arXiv, from outside: its daily lists and its API, asked over HTTP and read strictly (P5)."""

from bot.papers.feed.answers import NO_TURN, Answer, Listed, Trouble, Troubled
from bot.papers.feed.source import Source

__all__ = ["NO_TURN", "Answer", "Listed", "Source", "Trouble", "Troubled"]
