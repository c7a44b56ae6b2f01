"""The one reason the demo does not start, as a sentence for the person who typed `make demo`."""

from __future__ import annotations


class DemoError(Exception):
    """The demo cannot run; its text is one plain sentence that says what to do."""
