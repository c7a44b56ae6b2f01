"""The hub's page as HTML: readable without scripts, in the same pieces that the script replaces later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from bot.demo.rooms import Room
from bot.demo.seed import BOT_NAME, Community, Person

THREADS_SHOWN = 3
"""Threads of a channel that are listed at once; the older ones unfold."""

LOGO = (
    '<svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
    '<rect width="32" height="32" rx="9"/><rect class="step" x="7" y="19" width="5" height="6" rx="1.6"/>'
    '<rect class="step" x="13.5" y="14" width="5" height="11" rx="1.6"/>'
    '<rect class="step" x="20" y="7" width="5" height="18" rx="1.6"/></svg>'
)

TRY = (
    "Open <b>#daily-standup</b>. The prompt comes by itself: press its button, or type <kbd>/standup</kbd>.",
    "Read the preview, post it, then edit it and delete it again.",
    "No energy today? <b>A little today</b> is a full answer.",
    "Write where you are stuck, and choose a topic: <b>Mei</b> helps with Python, <b>Bashir</b> with vision. "
    "Their <kbd>/mine</kbd> has it in the inbox; nobody is pinged.",
    "Be <b>Mei</b> and skip to noon: all that waited comes as one message. Her inbox says what became of each.",
    "In <b>#showcase</b>, <kbd>/share</kbd> a link or a sentence: look at the preview, show the draft to a few first "
    "(<b>Mei</b> and <b>Bashir</b> find it in their inbox), then post it.",
    "In <b>#papers</b>, open a paper of today’s digest: save it, nominate it, or write its essence. "
    "<kbd>/paper</kbd> finds more, and in <b>#reading-group</b> a vote is on.",
    "In <b>#kaggle</b>, open <b>Cassava Leaf</b> from the list and press <b>I’m in</b>: tick the first day, log two changes "
    "with scores, find <b>Mei</b> among those who look for a team.",
    "In <b>#mentors</b>, <kbd>/mentor</kbd>: look for a mentor for Python, skip to noon, then be <b>Mei</b> and say no, be "
    "<b>Bashir</b> and say yes. <kbd>/ask</kbd> has a question, a small need and an “Ask me anything”.",
    "<kbd>/away</kbd>, then skip on: nothing reaches you, and nobody sees it.",
    "Be <b>Robin</b>, the organiser, and type <kbd>/setup</kbd>: a standup for <b>#study-hall</b>, the showcase "
    "in the forum <b>#gallery</b>.",
    "Restart the bot in between, even with a form half filled. Nothing is lost.",
)
"""What a visitor can try, in a few lines."""


@dataclass(frozen=True)
class Moment:
    """The bot's clock and what it is waiting for, as text."""

    time: str
    day: str
    next: str


@dataclass(frozen=True)
class Scene:
    """Everything the page shows at one moment."""

    community: Community
    person: Person
    rooms: Sequence[Room]
    moment: Moment
    said: str


def moment(now: datetime, next_due: datetime | None, zone: str, city: str) -> Moment:
    """The local clock in words; `now` and `next_due` are aware UTC."""
    local = now.astimezone(ZoneInfo(zone))
    if next_due is None:
        planned = "No standup is planned"
    else:
        due = next_due.astimezone(ZoneInfo(zone))
        if due.date() == local.date():
            day = "today"
        elif due.date() == local.date() + timedelta(days=1):
            day = "tomorrow"
        else:
            day = f"{due:%A}" if due - local < timedelta(days=7) else f"{due:%A} {due.day} {due:%B}"
        planned = f"Next standup: {day} at {due:%H:%M}"
    return Moment(f"{local:%H:%M:%S}", f"{local:%A} {local.day} {local:%B}, {city}", planned)


def render_rooms(rooms: Sequence[Room]) -> str:
    """The list of rooms; the script puts it in place of the old one when it changed."""
    parts: list[str] = []
    threads: list[Room] = []

    def flush() -> None:
        if not threads:
            return
        shown = [room for index, room in enumerate(threads) if index < THREADS_SHOWN or room.new or room.open]
        older = [room for room in threads if room not in shown]
        parts.append(f'<li><ul class="threads">{"".join(map(_row, shown))}')
        if older:
            inner = "".join(map(_row, older))
            parts.append(f"<li><details><summary>Earlier threads</summary><ul>{inner}</ul></details></li>")
        parts.append("</ul></li>")
        threads.clear()

    for room in rooms:
        if room.kind == "thread":
            threads.append(room)
            continue
        flush()
        if room.kind == "dm":
            parts.append("</ul><h3>Direct messages</h3><ul>")
        parts.append(_row(room))
    flush()
    return f"<ul>{''.join(parts)}</ul>"


def _row(room: Room) -> str:
    mark = {"channel": "#", "forum": "#", "thread": "↳", "dm": "@"}[room.kind]
    name = room.name.removeprefix("#")
    if room.kind == "forum":
        return (
            f'<li><div class="room forum"><span class="mark" aria-hidden="true">{mark}</span>'
            f'<span class="name">{escape(name)}</span>'
            f'<span class="hint">A forum: each post is a thread of its own</span></div></li>'
        )
    hint = escape(room.hint) if room.hint else "Nothing here yet"
    classes = " ".join(["room", *(["is-new"] if room.new else []), *(["is-open"] if room.open else [])])
    new = ' <span class="new">new</span>' if room.new else ""
    opened = ' <span class="opened">open</span>' if room.open else ""
    return (
        f'<li><button class="{classes}" type="submit" name="room" value="{room.id}">'
        f'<span class="mark" aria-hidden="true">{mark}</span>'
        f'<span class="name"><span class="visually-hidden">{_kind(room)} </span>'
        f"{escape(name)}{new}{opened}</span>"
        f'<span class="at">{escape(room.at)}</span><span class="hint">{hint}</span></button></li>'
    )


def _kind(room: Room) -> str:
    return {"channel": "Channel", "thread": "Thread", "dm": "Direct messages with"}[room.kind]


def _face(person: Person, *, checked: bool) -> str:
    return (
        f'<label class="person p-{person.key}">'
        f'<input type="radio" name="be" value="{person.key}"{" checked" if checked else ""}>'
        f'<span class="face" aria-hidden="true">{escape(person.name[0])}</span>'
        f"<span><b>{escape(person.name)}</b> <small>{escape(person.about)}</small></span></label>"
    )


def render_page(scene: Scene) -> str:
    """The whole page."""
    people = "".join(_face(person, checked=person is scene.person) for person in scene.community.people)
    steps = "".join(f"<li>{line}</li>" for line in TRY)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{BOT_NAME} · demo</title>
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/hub.css">
<script src="/static/hub.js" defer></script>
</head>
<body>
<a class="skip" href="#rooms-title">Skip to the rooms</a>
<header>
{LOGO}
<div><h1>{BOT_NAME}</h1><p>The whole bot in a pretend Discord. Nothing leaves this computer.</p></div>
</header>
<main>
<div class="aside">
<section class="clock" aria-labelledby="clock-title">
<h2 id="clock-title">The bot’s clock</h2>
<p class="time" id="time">{scene.moment.time}</p>
<p id="day">{escape(scene.moment.day)}</p>
<p id="next">{escape(scene.moment.next)}</p>
<div class="acts">
<form method="post" action="/skip" data-act><button class="act">Skip to what comes next</button></form>
<form method="post" action="/restart" data-act><button class="act quiet">Restart the bot</button></form>
</div>
<p class="said" id="said" role="status">{escape(scene.said)}</p>
</section>
<section aria-labelledby="try-title">
<h2 id="try-title">What to try</h2>
<ol>{steps}</ol>
</section>
</div>
<form class="lobby" method="post" action="/open" target="compound-preview">
<fieldset><legend>Who would you like to be?</legend><div class="people">{people}</div></fieldset>
<h2 id="rooms-title" tabindex="-1">{escape(scene.community.guild.name)}</h2>
<p class="note">A room opens in its own tab, as the person chosen above. Threads open from here.</p>
<div id="rooms">{render_rooms(scene.rooms)}</div>
</form>
</main>
<p class="visually-hidden" id="news" role="status"></p>
<footer><p>In the Discord tab, type <kbd>/</kbd> to see the bot’s commands. Stop the demo with Ctrl-C;
it keeps nothing.</p></footer>
</body>
</html>
"""


def render_notice(sentence: str) -> str:
    """A page that says one sentence and leads back."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{BOT_NAME} · demo</title>
<link rel="stylesheet" href="/static/hub.css">
</head>
<body><main class="notice"><p>{escape(sentence)}</p><p><a href="/">Back to the demo</a></p></main></body>
</html>
"""
