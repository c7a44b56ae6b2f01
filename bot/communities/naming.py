"""How a topic is called: by the server's own name for it, or in the reader's language if it came with the bot."""

from __future__ import annotations

from bot.communities.model import Topic
from bot.core.lang import Lang


def topic_name(topic: Topic, lang: Lang) -> str:
    """The name as a label or thread name shows it; `inert` it inside a message."""
    if topic.name:
        return topic.name
    _ = lang.gettext
    known = {
        "python": _("Python"),
        "pytorch": _("PyTorch"),
        "data": _("data and cleaning"),
        "vision": _("computer vision"),
        "language_models": _("language models"),
        "tabular": _("tabular data"),
        "training": _("training and tuning"),
        "maths": _("maths"),
        "tools": _("tools and GPUs"),
        "papers": _("reading papers"),
        "kaggle": _("Kaggle"),
        "project": _("finding a project"),
    }
    return known.get(topic.key, topic.key)
