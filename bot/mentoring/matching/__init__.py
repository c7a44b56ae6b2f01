"""Brings people together as well as can be: learners with mentors, peers with each other (M2, M5).

scipy, rustworkx and numpy are an extra (`matching`), loaded at the first question and never on the event loop. Small pools
are matched in a thread. rustworkx holds Python's lock while it works (a sixth of a second for 600 people, measured), and
mentors for thousands take half a gigabyte: large pools are matched in a process of their own.
"""

from bot.mentoring.matching.matching import Matching, installed
from bot.mentoring.matching.values import Groups, MatchingFailed

__all__ = ["Groups", "Matching", "MatchingFailed", "installed"]
