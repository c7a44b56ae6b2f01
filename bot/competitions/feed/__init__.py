"""Kaggle, from outside: its list of competitions, asked over HTTP and read with care."""

from bot.competitions.feed.credentials import Credentials
from bot.competitions.feed.kaggle import Kaggle

__all__ = ["Credentials", "Kaggle"]
