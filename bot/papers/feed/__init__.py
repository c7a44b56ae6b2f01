"""arXiv, from outside: its daily lists and its API, asked over HTTP and read strictly (P5)."""

from bot.papers.feed.source import Answer, Source, Trouble, Troubled

__all__ = ["Answer", "Source", "Trouble", "Troubled"]
