"""What an organiser sees in /setup: the list, one standup, its forms, its questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import inert
from bot.core.zones import city_of
from bot.shell.cards import Button, Card, Option, Select, Style
from bot.shell.directory import Section
from bot.shell.forms import Channel, Choice, Form, Several, Text
from bot.shell.markup import channel, stamp
from bot.shell.permissions import Lack, lack_lines
from bot.shell.places import city_field
from bot.standups.model import (
    LABEL,
    MOST_CHOICES,
    MOST_QUESTIONS,
    MOST_STANDUPS,
    NAME,
    Kind,
    Question,
    Standup,
    Summary,
)
from cogs.standups.views.words import label


def section(standups: Sequence[Standup], lang: Lang) -> Section:
    """The standups' part of the /setup card."""
    _ = lang.gettext
    add = Button(_("Add a standup"), custom_id("standups", "add"))
    if not standups:
        lines = (_("There is no standup yet. It needs three things: a channel, your city and a time."),)
        return Section(lines, (Button(_("Set up a standup"), custom_id("standups", "add"), Style.PRIMARY),))
    shown = tuple(line(each, lang) for each in standups)
    stopped = [each for each in standups if each.suspended_at]
    repair = tuple(
        Button(_("Choose another channel"), custom_id("standups", "where", each.id), Style.PRIMARY)
        for each in stopped[:1]
    )
    options = tuple(Option(each.name, str(each.id), when(each, lang)) for each in standups)
    choose = Select(custom_id("standups", "manage"), _("Choose a standup to change"), options)
    return Section(shown, (*repair, *((add,) if len(standups) < MOST_STANDUPS else ())), choose)


def line(standup: Standup, lang: Lang) -> str:
    """One standup in one line."""
    return f"**{inert(standup.name)}** · {channel(standup.channel_id)} · {when(standup, lang)}"


def when(standup: Standup, lang: Lang) -> str:
    """Time, city and days, or that it pauses or rests."""
    _ = lang.gettext
    if standup.paused:
        return _("paused")
    if standup.suspended_at:
        return _("⚠ stopped: I cannot post there")
    if standup.rested_at:
        return _("rests: it was quiet lately")
    at = _("{time} in {city}").format(
        time=lang.time(standup.schedule.at), city=city_of(standup.schedule.zone)
    )
    return f"{at} · {lang.weekdays(standup.schedule.days)}"


def standup_card(standup: Standup, lacking: Sequence[Lack], lang: Lang, *, done: str = "") -> Card:
    """One standup with everything that can be changed; `done` is the sentence of what just happened."""
    _ = lang.gettext
    lines = [done] if done else []
    lines.append(line(standup, lang))
    if standup.suspended_at:
        lines.append(
            _(
                "Since {when} Discord does not let me post in {channel}, or it is gone. Choose another channel, "
                "or let me in again and press “Try again”."
            ).format(when=stamp(standup.suspended_at, "f"), channel=channel(standup.channel_id))
        )
    elif standup.rested_at and not standup.paused:
        lines.append(_("No prompt comes for now. The next /standup wakes it by itself, or you do."))
    if standup.planned:
        lines.append(
            _("Next prompt: {when} ({left})").format(
                when=stamp(standup.planned.at, "F"), left=stamp(standup.planned.at, "R")
            )
        )
    asked = " · ".join(inert(label(question, lang)) for question in standup.questions)
    lines.append(_("Questions: {questions}").format(questions=asked))
    lines += lack_lines(lacking, standup.channel_id, lang)
    here = standup.id
    resting = not standup.is_planned
    test = Button(_("Send a test post"), custom_id("standups", "test", here), Style.PRIMARY)
    where = Button(_("Channel and name"), custom_id("standups", "where", here))
    if resting:
        test = replace(test, style=Style.SECONDARY)
    if standup.suspended_at:
        test = replace(test, label=_("Try again"))
        where = replace(where, label=_("Choose another channel"), style=Style.PRIMARY)
    pause = (
        Button(_("Resume"), custom_id("standups", "resume", here), Style.PRIMARY)
        if standup.paused
        else Button(_("Pause"), custom_id("standups", "pause", here))
    )
    if standup.rested_at and not standup.is_stopped:
        pause = Button(_("Wake it"), custom_id("standups", "wake", here), Style.PRIMARY)
    labels = {
        Summary.WEEKLY: _("Summary: weekly"),
        Summary.DAILY: _("Summary: daily"),
        Summary.NONE: _("Summary: none"),
    }
    return Card(
        "\n".join(lines),
        (
            (
                *((where, test) if standup.suspended_at else (test, where)),
                Button(_("Time and days"), custom_id("standups", "when", here)),
                Button(_("Questions"), custom_id("standups", "questions", here)),
            ),
            (
                pause,
                Button(_("Holidays"), custom_id("standups", "holidays", here)),
                Button(labels[standup.summary], custom_id("standups", "summary", here)),
                Button(_("Remove"), custom_id("standups", "remove", here), Style.DANGER),
            ),
            (Button(_("Back to setup"), custom_id("communities", "home")),),
        ),
    )


def summary_card(standup: Standup, lang: Lang) -> Card:
    """How often what was posted is told of in one message."""
    _ = lang.gettext
    text = _(
        "One message in the channel links what was posted, one line a post: when a week's last day closes, when each day "
        "closes, or never. Nothing posted, no summary."
    )
    names = {Summary.WEEKLY: _("Weekly"), Summary.DAILY: _("Daily"), Summary.NONE: _("None")}
    buttons = [
        Button(
            name,
            custom_id("standups", "summarise", standup.id, each.value),
            Style.PRIMARY if each is standup.summary else Style.SECONDARY,
        )
        for each, name in names.items()
    ]
    back = Button(_("Back"), custom_id("standups", "standup", standup.id))
    return Card(f"**{inert(standup.name)}** · {text}", ((*buttons, back),))


def add_form(channel_id: int, zone: str, lang: Lang) -> Form:
    """The first form of all: channel, city, time."""
    _ = lang.gettext
    return Form(
        custom_id("standups", "added"),
        _("Set up a standup"),
        (
            Channel(
                "channel",
                _("Channel"),
                _("Where the prompt appears; an existing channel is fine."),
                channel_id,
            ),
            _city(zone, lang),
            _time(None, lang),
        ),
    )


def when_form(standup: Standup, lang: Lang) -> Form:
    """Time, city and days."""
    _ = lang.gettext
    days = tuple(Option(lang.weekday(day), str(day), chosen=day in standup.schedule.days) for day in range(7))
    return Form(
        custom_id("standups", "rescheduled", standup.id),
        _("Time and days"),
        (
            _time(standup.schedule.at, lang),
            _city(standup.schedule.zone, lang),
            Several("days", _("Days"), days),
        ),
    )


def where_form(standup: Standup, lang: Lang) -> Form:
    """Channel and name."""
    _ = lang.gettext
    return Form(
        custom_id("standups", "moved", standup.id),
        _("Channel and name"),
        (
            Channel("channel", _("Channel"), chosen=standup.channel_id),
            Text("name", _("Name"), value=standup.name, required=True, most=NAME),
        ),
    )


def _city(zone: str, lang: Lang) -> Text:
    note = lang.gettext("The prompt follows this city's clock, summer time included.")
    return city_field(lang, shown=city_of(zone) if zone and zone != "UTC" else "", note=note)


def _time(at: time | None, lang: Lang) -> Text:
    _ = lang.gettext
    return Text(
        "time", _("Time"), value=lang.time(at) if at else "", placeholder="9:00", required=True, most=20
    )


def questions_card(standup: Standup, lang: Lang, *, done: str = "") -> Card:
    """The questions, to choose one, add one or take the three back that come with the bot."""
    _ = lang.gettext
    lines = [done] if done else []
    lines.append(_("What {name} asks, in this order:").format(name=inert(standup.name)))
    lines += [f"{number}. {inert(label(each, lang))}" for number, each in enumerate(standup.questions, 1)]
    options = tuple(
        Option(label(each, lang), f"q{number}", kind_name(each.kind, lang))
        for number, each in enumerate(standup.questions)
    )
    buttons = [
        Button(_("Add a question"), custom_id("standups", "new_question", standup.id)),
        Button(_("Ask the three usual ones"), custom_id("standups", "usual", standup.id)),
        Button(_("Back"), custom_id("standups", "standup", standup.id)),
    ]
    if len(standup.questions) >= MOST_QUESTIONS:
        buttons.pop(0)
    choose = Select(custom_id("standups", "question", standup.id), _("Choose a question to change"), options)
    return Card("\n".join(lines), (choose, tuple(buttons)))


def question_card(standup: Standup, index: int, lang: Lang) -> Card:
    """One question: change, move up, remove."""
    _ = lang.gettext
    question = standup.questions[index]
    lines = [f"**{inert(label(question, lang))}**", kind_name(question.kind, lang)]
    lines += [f"- {inert(choice)}" for choice in question.choices]
    buttons = [Button(_("Change"), custom_id("standups", "edit_question", standup.id, index), Style.PRIMARY)]
    if index:
        buttons.append(Button(_("Move up"), custom_id("standups", "raise_question", standup.id, index)))
    if len(standup.questions) > 1:
        drop = custom_id("standups", "drop_question", standup.id, index)
        buttons.append(Button(_("Remove"), drop, Style.DANGER))
    buttons.append(Button(_("Back"), custom_id("standups", "questions", standup.id)))
    return Card("\n".join(lines), (tuple(buttons),))


def question_form(standup: Standup, index: int, lang: Lang) -> Form:
    """A question's words, kind and choices; `index` beyond the last is a new one."""
    _ = lang.gettext
    old = standup.questions[index] if index < len(standup.questions) else Question(Kind.TEXT)
    kinds = tuple(Option(kind_name(kind, lang), kind.value, chosen=kind is old.kind) for kind in Kind)
    return Form(
        custom_id("standups", "question_saved", standup.id, index),
        _("A question"),
        (
            Text("label", _("Question"), value=label(old, lang), required=True, most=LABEL),
            Choice("kind", _("Answered with"), kinds, required=True),
            Text(
                "choices",
                _("Choices, one a line"),
                _("Only for a choice: 2 to {most} lines.").format(most=MOST_CHOICES),
                value="\n".join(old.choices),
                long=True,
            ),
        ),
    )


def kind_name(kind: Kind, lang: Lang) -> str:
    """What a question takes, in words."""
    _ = lang.gettext
    return {
        Kind.TEXT: _("words"),
        Kind.STUCK: _("words about where one is stuck"),
        Kind.CHOICE: _("one of a few choices"),
    }[kind]


def confirm_removal(standup: Standup, lang: Lang) -> Card:
    """Removing a standup is the one thing here that cannot be undone, so it is asked."""
    _ = lang.gettext
    text = _(
        "Remove {name}? Prompts stop, and what I store of it is deleted. What was posted in Discord stays. "
        "To stop for a while only, pause it."
    ).format(name=inert(standup.name))
    buttons = (
        Button(_("Remove it"), custom_id("standups", "removed", standup.id), Style.DANGER),
        Button(_("Keep it"), custom_id("standups", "standup", standup.id)),
    )
    return Card(text, (buttons,))
