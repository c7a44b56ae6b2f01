"""The jobs that read arXiv's daily lists, and what was missed of them. They wait for arXiv, and hold up no other job."""

from __future__ import annotations

from bot.app import App
from bot.shell.jobs import Job, to_the_end


def fetching(app: App) -> list[Job]:
    """The jobs of the feed."""
    papers = app.papers

    return [
        Job("papers.fetch", to_the_end(papers.fetch_due), papers.next_fetch),
        Job("papers.missed", papers.fetch_missed, papers.next_missed),
    ]
