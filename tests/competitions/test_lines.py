"""Proves what those who are in a competition read in their inbox: what is so when they read it (K3, K4)."""

from __future__ import annotations

from dataclasses import replace

from bot.competitions.model.values import Change, Entrant, Phase
from bot.core.lang import get_lang
from cogs.competitions.views.lines import changed_line, deadline_line, ended_line
from tests.competitions.house import ANA, GUILD, START, WHALES

LANG = get_lang("en-US")
LINK = f"[{WHALES.title}](https://www.kaggle.com/competitions/{WHALES.slug})"
ENTRANT = Entrant(1, GUILD, ANA, WHALES.slug, WHALES.title, START)
ALL = tuple(Change)


def test_a_deadline_is_said_as_it_is_now() -> None:
    assert deadline_line(ENTRANT, WHALES, LANG) == f"{LINK} ends <t:1774310340:R>: <t:1774310340:F>."
    for phase in (Phase.ENDED, Phase.GONE):
        assert deadline_line(ENTRANT, replace(WHALES, phase=phase), LANG) == ""
    assert deadline_line(ENTRANT, None, LANG) == ""


def test_changes_are_said_in_one_line_as_far_as_they_are_so() -> None:
    assert changed_line(ENTRANT, WHALES, (Change.DEADLINE, Change.PRIZE), LANG) == (
        f"{LINK}: Its new deadline is <t:1774310340:F>. The prize is now $50,000."
    )
    told = changed_line(ENTRANT, WHALES, ALL, LANG)
    assert "open now" in told
    assert "lists it again" in told
    assert "not list it" not in told
    gone = replace(WHALES, phase=Phase.GONE)
    assert changed_line(ENTRANT, gone, ALL, LANG) == (
        f"{LINK}: Kaggle does not list it any more. What you wrote about it stays."
    )
    assert changed_line(ENTRANT, gone, (Change.PRIZE,), LANG) == ""
    assert changed_line(ENTRANT, replace(WHALES, phase=Phase.ENDED), ALL, LANG) == ""
    assert changed_line(ENTRANT, None, ALL, LANG) == ""
    bare = replace(WHALES, deadline=None, entry_deadline=None, merger_deadline=None)
    assert changed_line(ENTRANT, bare, (Change.DEADLINE, Change.ENTRY, Change.MERGER), LANG) == (
        f"{LINK}: It has no deadline any more. There is no last day to enter any more. "
        "There is no last day for teams to merge any more."
    )


def test_an_end_is_said_of_one_that_we_do_not_know_too() -> None:
    over = replace(WHALES, phase=Phase.ENDED)
    assert ended_line(ENTRANT, over, LANG) == f"{LINK} has ended. What did you learn?"
    assert ended_line(ENTRANT, None, LANG) == f"“{WHALES.title}” has ended. What did you learn?"
    assert ended_line(ENTRANT, WHALES, LANG) == ""
