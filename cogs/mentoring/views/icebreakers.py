"""How what two people may begin their talk with reads."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.mentoring.model.icebreakers import Icebreaker


def icebreaker(which: Icebreaker, lang: Lang) -> str:
    """One question or one thing to do, as a sentence."""
    _ = lang.gettext
    return {
        Icebreaker.CONFUSED: _("What confused you this week, and how did you get past it?"),
        Icebreaker.SMALLEST: _("What is the smallest thing each of you could try today?"),
        Icebreaker.LINE: _("Show each other one line of code you changed."),
        Icebreaker.NOT_TO_DO: _("What will you not do this month, to make room for learning?"),
        Icebreaker.ESSENCE: _("Take a paper or a post you both know: what is its essence, in one sentence?"),
        Icebreaker.BELIEF: _("What do you believe about your project, and how could you put it to the test?"),
        Icebreaker.BASELINE: _("What would be the simplest baseline for what you work on?"),
        Icebreaker.DONE: _("What would “done” look like for what you work on?"),
        Icebreaker.EARLY: _("What could you show somebody this week, before it feels ready?"),
        Icebreaker.MINUTES: _("When in your day is there room for five minutes of learning?"),
        Icebreaker.DATASET: _("Which small dataset could you both play with?"),
        Icebreaker.HARD_ONCE: _("What was hard at first for one of you, and what is hard now for the other?"),
        Icebreaker.COLLEAGUE: _("What would you like to be shown by a colleague who has a day for you?"),
        Icebreaker.BEGINNER: _("When did you last feel like a beginner, and what came of it?"),
    }[which]
