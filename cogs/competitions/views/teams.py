"""How finding a team looks (K6): the list, its forms, and one person of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.competitions.model.teams import closes_at
from bot.competitions.model.values import WORDS, Competition, Team
from bot.competitions.service.boards import PAGE, Mate, TeamBoard
from bot.competitions.service.teaming import Listed, Stopped
from bot.core.lang import Lang
from bot.core.text import clean
from bot.shell.cards import Button, Card, Option, Row, Select, Style
from bot.shell.forms import Form, Text
from bot.shell.markup import person, stamp
from cogs.competitions.views import ways
from cogs.competitions.views.day_one import reminders
from cogs.competitions.views.facts import title_link
from cogs.competitions.views.greetings import TITLE, line_of, take_back
from cogs.competitions.views.team_refusals import refusal

LINE, SIZE = "line", "size"  # fields
_SHOWN = 3  # people in the text; the others are in the select
_SHORT = 100  # units of somebody's line in the list


@dataclass(frozen=True)
class Names:
    """What people of the list are called. `direct`: it is read in direct messages, where mentions may not say it."""

    names: Mapping[int, str]
    direct: bool = False

    def mention(self, user_id: int) -> str:
        """The person inside a text."""
        return person(user_id, self.names.get(user_id, "") if self.direct else "")


def board_card(board: TeamBoard, names: Names, lang: Lang) -> Card:
    """Who looks for a team and who has a place; once it is closed why it is, and nobody."""
    return _board(board, names, _standing(board, lang), lang)


def listed_card(listed: Listed, names: Names, lang: Lang) -> Card:
    """The list after "I look for a team" or "We have a place"."""
    _ = lang.gettext
    told = [_("You are in the list: members of this server see your line. “Stop” takes it away.")]
    if listed.joined is not None:
        told.append(
            _(
                "You are in this competition now, too: /kaggle has a list for the first day, and “I'm out” on its card undoes it."
            )
        )
        told.append(reminders(listed.joined, lang))
    return _board(listed.board, names, " ".join(filter(None, told)), lang)


def stopped_card(stopped: Stopped, names: Names, lang: Lang) -> Card:
    """The list after "Stop", with the member's line as it was."""
    _ = lang.gettext
    told = [_("You are not in the list any more. Hellos that nobody saw yet are taken back.")]
    own = stopped.board.own
    if own is not None and own.out_at is None and stopped.board.competition.is_on:
        told.append(_("You are still in the competition; “I'm out” on its card changes that."))
    if stopped.words:
        told.append(_("You wrote: “{words}”").format(words=line_of(stopped.words)))
    return _board(stopped.board, names, " ".join(told), lang)


def _board(board: TeamBoard, names: Names, standing: str, lang: Lang) -> Card:
    _ = lang.gettext
    back = ways.show(board.about, _("Back"))
    lines = [_heading(board.competition, lang), *([standing] if standing else [])]
    if board.closed is not None:
        lines.append(refusal(board.closed, lang).text)
        return Card("\n".join(lines), ((*_stop(board, lang), back),))
    lines += [_mate_line(each, names.mention(each.user_id), lang) for each in board.page[:_SHOWN]]
    if len(board.page) > _SHOWN:
        lines.append(_("Others are in the list below."))
    elif not board.mates:
        lines.append(_("Nobody else is in the list at present. Somebody has to be first."))
    rows: list[Row] = [(*_own_buttons(board, lang), back)]
    if pages := _pages(board, lang):
        rows.insert(0, pages)
    if board.mates:
        rows.insert(0, _select(board, names, lang))
    return Card("\n".join(lines), tuple(rows))


def _pages(board: TeamBoard, lang: Lang) -> tuple[Button, ...]:
    """The ways to the rest of the list."""
    _ = lang.gettext
    row = []
    if board.begins:
        row.append(Button(_("Previous people"), ways.of("teams", board.about, max(0, board.begins - PAGE))))
    if board.begins + PAGE < len(board.mates):
        row.append(Button(_("More people"), ways.of("teams", board.about, board.begins + PAGE)))
    return tuple(row)


def _heading(one: Competition, lang: Lang) -> str:
    _ = lang.gettext
    title, closes = title_link(one, TITLE), closes_at(one)
    if closes is None:
        return _("**Find a team** for {title}").format(title=title)
    return _("**Find a team** for {title}, until {when}").format(title=title, when=stamp(closes))


def _standing(board: TeamBoard, lang: Lang) -> str:
    """What the member says of themselves."""
    _ = lang.gettext
    if board.own is None or not board.is_in:
        return "" if board.closed else _("You are not in the list. Who is in it can say hello.")
    words = line_of(board.own.team_words)
    if board.own.team is Team.LOOKING:
        return _("You look for a team: “{words}”").format(words=words) if words else _("You look for a team.")
    if not words:
        return _("Your team has a place.")
    return _("Your team has a place: “{words}”").format(words=words)


def _mate_line(mate: Mate, who: str, lang: Lang) -> str:
    _ = lang.gettext
    parts = [_says(mate, who, lang)]
    if words := line_of(mate.words, _SHORT):
        parts.append(_("“{words}”").format(words=words))
    return " · ".join((*parts, _hours(mate, lang)))


def _says(mate: Mate, who: str, lang: Lang) -> str:
    _ = lang.gettext
    text = _("{name} looks for a team") if mate.team is Team.LOOKING else _("{name} has a place in a team")
    return text.format(name=who)


def _hours(mate: Mate, lang: Lang) -> str:
    _ = lang.gettext
    return _("enough common hours") if mate.common else _("few common hours")


def _own_buttons(board: TeamBoard, lang: Lang) -> tuple[Button, ...]:
    _ = lang.gettext
    about = board.about
    looks = board.own is not None and board.own.team is Team.LOOKING
    first = Style.SECONDARY if board.is_in else Style.PRIMARY
    look = Button(_("Change my line") if looks else _("I look for a team"), ways.of("look", about), first)
    has = board.is_in and not looks
    place = Button(_("Change my line") if has else _("We have a place"), ways.of("place", about))
    return (*((place, look) if has else (look, place)), *_stop(board, lang))


def _stop(board: TeamBoard, lang: Lang) -> tuple[Button, ...]:
    return (Button(lang.gettext("Stop"), ways.of("stop", board.about)),) if board.is_in else ()


def _select(board: TeamBoard, names: Names, lang: Lang) -> Select:
    _ = lang.gettext
    options = tuple(
        Option(
            clean(names.names.get(each.user_id, "")) or _("A member"),
            str(each.user_id),
            _says_short(each, lang),
        )
        for each in board.page
    )
    return Select(ways.of("hello", board.about), _("Say hello to …"), options)


def _says_short(mate: Mate, lang: Lang) -> str:
    _ = lang.gettext
    says = _("looks for a team") if mate.team is Team.LOOKING else _("has a place")
    return f"{says} · {_hours(mate, lang)}"


def mate_card(board: TeamBoard, mate: Mate, names: Names, lang: Lang) -> Card:
    """One person of the list: their whole line, and "Say hello"."""
    _ = lang.gettext
    lines = [f"{_says(mate, names.mention(mate.user_id), lang)} · {title_link(board.competition, TITLE)}"]
    if words := line_of(mate.words):
        lines.append(f"> {words}")
    if mate.common:
        lines.append(_("You two have enough common waking hours."))
    else:
        lines.append(_("You two have few common waking hours. Writing to each other works at any hour."))
    back = ways.teams(board.about, lang)
    if mate.hello_id:
        lines.append(_("You said hello to them."))
        return Card("\n".join(lines), ((take_back(mate.hello_id, lang), back),))
    if not board.is_in:
        lines.append(
            _("To say hello, be in the list first: they read your line, and know whom they write to.")
        )
        return Card("\n".join(lines), ((*_own_buttons(board, lang), back),))
    lines.append(_("“Say hello” puts your own line of the list into their inbox. The rest is up to them."))
    hello = Button(_("Say hello"), ways.of("said", board.about, mate.user_id), Style.PRIMARY)
    return Card("\n".join(lines), ((hello, back),))


def look_form(board: TeamBoard, lang: Lang) -> Form:
    """What somebody who looks for a team says of themselves; nothing is fine."""
    _ = lang.gettext
    about, title = board.about, _("I look for a team")
    return Form(ways.of("looked", about), title, (_line_field(board, lang),), ways.of("look", about))


def place_form(board: TeamBoard, lang: Lang) -> Form:
    """How many they are, and what a team with a place says of itself."""
    _, ngettext = lang.gettext, lang.ngettext
    one, own = board.competition, board.own
    note = _("Nobody is shown the number.")
    if most := one.team_size:
        known = ngettext(
            "Up to {number} person in a team here. Nobody is shown your number.",
            "Up to {number} people in a team here. Nobody is shown your number.",
            most,
        )
        note = known.format(number=most)
    before = str(own.team_size) if own and own.team is Team.OPEN else ""
    many = Text(SIZE, _("How many are you now?"), note, value=before, required=True, most=10)
    fields = (many, _line_field(board, lang))
    about, title = board.about, _("We have a place")
    return Form(ways.of("placed", about), title, fields, ways.of("place", about))


def _line_field(board: TeamBoard, lang: Lang) -> Text:
    _ = lang.gettext
    label = _("One line, if you like")
    note = _("What you bring, when you have time. Members of this server see it.")
    before = board.own.team_words if board.own and board.is_in else ""
    return Text(LINE, label, note, value=before, long=True, most=WORDS)
