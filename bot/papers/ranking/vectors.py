"""Papers as vectors, and how much some of them are like others; the only file that knows scikit-learn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

TITLE_COUNTS = 4  # times a title is counted: what it says is what a paper is about
CATEGORIES_WEIGH = 0.15  # beside words, which weigh 1
RARE = 3  # a word of fewer papers says nothing
WORD = r"\b[^\W\d_]\w+\b"  # begins with a letter
SOFT = 0.01  # C: so few are liked that each of them should bend the line a little
UNLIKE = 1_000  # papers that stand for all those nobody saved
# A paper is like what was saved when it stands out of all papers by this many standard deviations, and shares words with
# one of them (cosine). Of papers of one day in other fields one in two hundred is taken for one, of those with the same
# topic every other one is found (measured; tests/bench/papers.py).
STANDS_OUT, SHARES = 3.0, 0.12


class Text(NamedTuple):
    """What of a paper is compared."""

    title: str
    summary: str
    categories: Sequence[str]

    @property
    def words(self) -> str:
        """Its words, as often as they count."""
        return " ".join([*[self.title] * TITLE_COUNTS, self.summary])


class Vectors:
    """Vectors of papers, by id: what words there are and what each is worth comes from `texts`; more can be added."""

    def __init__(self, texts: Mapping[str, Text]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._words = TfidfVectorizer(
            sublinear_tf=True,
            stop_words="english",
            min_df=RARE,
            token_pattern=WORD,
        )
        self._categories = TfidfVectorizer(analyzer=_categories)
        self._words.fit(each.words for each in texts.values())
        self._categories.fit(texts.values())
        self._row = {arxiv_id: at for at, arxiv_id in enumerate(texts)}
        self._matrix = self._of(texts.values())
        self._unlike = list(texts)

    def __contains__(self, arxiv_id: str) -> bool:
        return arxiv_id in self._row

    def add(self, texts: Mapping[str, Text]) -> None:
        """Know these papers too; they change nothing for others."""
        from scipy import sparse

        first = len(self._row)
        self._row |= {arxiv_id: first + at for at, arxiv_id in enumerate(texts)}
        self._matrix = sparse.vstack([self._matrix, self._of(texts.values())], format="csr")

    def scores(self, liked: Mapping[str, Text], candidates: Sequence[str]) -> list[float]:
        """How much each of the candidates, which have to be known, is like the liked: above 0 it is."""
        from scipy import sparse
        from sklearn.svm import LinearSVC

        ours = self._of(liked.values())
        others = [self._row[each] for each in self._unlike if each not in liked]
        others = others[:: max(1, len(others) // UNLIKE)]
        unlike = self._matrix[others]
        is_liked = [True] * len(liked) + [False] * len(others)
        line = LinearSVC(C=SOFT, loss="hinge", class_weight="balanced", random_state=0)
        weights = line.fit(sparse.vstack([ours, unlike], format="csr"), is_liked).coef_.ravel()
        usual = unlike @ weights
        asked = self._matrix[[self._row[each] for each in candidates]]
        out = (asked @ weights - usual.mean()) / (usual.std() or 1.0) - STANDS_OUT
        # Few stand out; of those, some share no words with any of what was saved.
        close = (out > 0).nonzero()[0]
        words = ours.toarray()
        words[:, len(self._words.vocabulary_) :] = 0
        shared = (asked[close] @ words.T).max(axis=1)
        out[close[shared < SHARES]] = 0
        return [float(each) for each in out]

    def _of(self, texts: Collection[Text]) -> Any:
        from scipy import sparse

        words = self._words.transform(each.words for each in texts)
        return sparse.hstack([words, CATEGORIES_WEIGH * self._categories.transform(texts)], format="csr")


def _categories(text: Text) -> Sequence[str]:
    return text.categories
