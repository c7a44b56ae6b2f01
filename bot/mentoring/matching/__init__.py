"""Brings people together as well as can be: learners with mentors, peers with each other (M2, M5)."""

from bot.mentoring.matching.matching import Matching, installed
from bot.mentoring.matching.values import Groups

__all__ = ["Groups", "Matching", "installed"]
