"""What a member typed about something to share, before it is read; and of what kind its link says that it is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.showcase.model.values import Content, Kind

_NOTEBOOKS = ("colab.research.google.com", "nbviewer.org", "deepnote.com", "mybinder.org")
_NOTEBOOK_PATHS: dict[str, tuple[str, ...]] = {"kaggle.com": ("/code", "/kernels", "/notebooks")}
_PAPERS = ("arxiv.org", "alphaxiv.org", "openreview.net")
_PROJECTS = ("github.com", "gitlab.com", "codeberg.org", "hf.space", "streamlit.app")
_PROJECT_PATHS: dict[str, tuple[str, ...]] = {"huggingface.co": ("/spaces",)}


@dataclass(frozen=True)
class Typed:
    """The fields as they were typed. `kind` None: not chosen; `topic_id` 0: none."""

    link: str = ""
    text: str = ""
    title: str = ""
    kind: Kind | None = None
    topic_id: int = 0

    @classmethod
    def of(cls, content: Content) -> Typed:
        """What would have to be typed for this."""
        return cls(content.link, content.text, content.title, content.kind, content.topic_id)


def guessed(href: str) -> Kind:
    """The kind that a normalised link speaks for; OTHER when it says nothing, or there is none."""
    parts = urlsplit(href)
    host, path = parts.hostname or "", parts.path
    if path.endswith(".ipynb") or _is(host, _NOTEBOOKS) or _begins(host, path, _NOTEBOOK_PATHS):
        return Kind.NOTEBOOK
    if _is(host, _PAPERS):
        return Kind.PAPER
    if _is(host, _PROJECTS) or _begins(host, path, _PROJECT_PATHS):
        return Kind.PROJECT
    return Kind.OTHER


def _is(host: str, known: tuple[str, ...]) -> bool:
    return any(host == each or host.endswith(f".{each}") for each in known)


def _begins(host: str, path: str, known: dict[str, tuple[str, ...]]) -> bool:
    return any(_is(host, (each,)) and path.startswith(starts) for each, starts in known.items())
