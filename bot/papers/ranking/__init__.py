"""How much papers are like those that a group saved (P6): TF-IDF and a linear SVM, worked out in a process of its own.

scikit-learn is an extra (`ranking`) and known to that process alone: loading it holds Python's lock for a fifth of a second
and building vectors for up to 80 ms at a time (measured), which a loop in the same process would feel. The process is
started when somebody is to be ranked, ends when it had nothing to do for some minutes, and with its parent.
"""

from bot.papers.ranking.ranking import Ranking

__all__ = ["Ranking"]
