"""How the help-first board looks: its card and form, a need's post, and what its owner and who took it can do (M8)."""

from __future__ import annotations

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.mentoring.model.asking import NEED_MOST, TAKEN_FOR, Need, NeedKind, NeedState
from bot.mentoring.service.boarding import SeenNeed
from bot.mentoring.service.needing import Board, NeedPost
from bot.shell.cards import OPTION_TEXT, Button, Card, Option, Row, Select, Style
from bot.shell.forms import Choice, Form, Text
from bot.shell.markup import person, stamp
from cogs.mentoring.views.thanks import thank_button

KIND, WHAT, LINK = "kind", "what", "link"
SHORT = 160  # units of a need inside a sentence


def kinds(lang: Lang) -> dict[NeedKind, tuple[str, str]]:
    """How each kind is called, and what it is."""
    _ = lang.gettext
    return {
        NeedKind.DOCS: (_("Mend some documentation"), _("a page that is wrong, missing or hard to read")),
        NeedKind.REPRODUCE: (_("Reproduce a result"), _("run it, and say whether the same comes out")),
        NeedKind.REVIEW: (_("Review a notebook"), _("read a notebook or some code, and say what you notice")),
        NeedKind.OTHER: (_("Something else"), ""),
    }


def board_card(board: Board, lang: Lang) -> Card:
    """What is open, to choose one; and what is one's own."""
    _ = lang.gettext
    if board.needs:
        text = _(
            "**Help-first board**: small things that somebody here needs. Take one for a few days: it is how people get to know "
            "what you can do, and you learn on something real."
        )
    else:
        text = _(
            "**Help-first board**: nothing is open at present. Do you need something small? A page mended, a result "
            "reproduced, a notebook read? Put it up."
        )
    rows: list[Row] = []
    if board.needs:
        rows.append(
            Select(custom_id("mentoring", "need"), _("Choose one to read"), _options(board.needs, lang))
        )
    if mine := (*board.held, *board.own):
        rows.append(
            Select(custom_id("mentoring", "need", "mine"), _("What you took or put up"), _options(mine, lang))
        )
    style = Style.SECONDARY if board.needs else Style.PRIMARY
    put_up = Button(_("I need something small"), custom_id("mentoring", "need_form"), style)
    rows.append((put_up, Button(_("Back"), custom_id("mentoring", "ask"))))
    return Card(text, tuple(rows))


def _options(shown: tuple[Need, ...], lang: Lang) -> tuple[Option, ...]:
    names = kinds(lang)
    return tuple(Option(fit(each.what, OPTION_TEXT), str(each.id), names[each.kind][0]) for each in shown)


def need_form(lang: Lang) -> Form:
    """What somebody needs."""
    _ = lang.gettext
    options = tuple(Option(name, kind.value, note) for kind, (name, note) in kinds(lang).items())
    return Form(
        custom_id("mentoring", "needed"),
        _("I need something small"),
        (
            Choice(KIND, _("What kind of help"), options, required=True),
            Text(
                WHAT,
                _("What exactly"),
                note=_(
                    "Small enough for an evening. What is it, and how would somebody know that it is done?"
                ),
                long=True,
                required=True,
                most=NEED_MOST,
            ),
            Text(LINK, _("A link, if there is one"), most=512),
        ),
        custom_id("mentoring", "need_form"),
    )


def post_of_need(post: NeedPost, lang: Lang) -> Card:
    """A need as everybody sees it."""
    _ = lang.gettext
    value = post.need
    lines = [
        f"**{kinds(lang)[value.kind][0]}** · {person(value.user_id)}",
        f"> {inert(value.what)}",
        *([inert(value.url)] if value.url else []),
        _standing(value, lang),
    ]
    more = Button(_("More"), custom_id("mentoring", "need", value.id))
    if value.state is NeedState.OPEN:
        take = Button(_("I'll take it"), custom_id("mentoring", "take", value.id), Style.PRIMARY)
        return Card("\n".join(lines), ((take, more),))
    return Card("\n".join(lines), ((more,),))


def _standing(value: Need, lang: Lang) -> str:
    _ = lang.gettext
    match value.state:
        case NeedState.TAKEN if value.taken_until is not None:
            text = _("{person} has it until {when}. After that it is open again.")
            return text.format(person=person(value.taker_id), when=stamp(value.taken_until, "f"))
        case NeedState.DONE if value.taker_id:
            return _("It is done. Thank you, {person}!").format(person=person(value.taker_id))
        case NeedState.DONE:
            return _("It is done. Thank you to everybody who had a look.")
        case NeedState.CLOSED:
            return _("It is not on the board any more.")
    return _("It is open: whoever likes takes it for a few days.")


def put_up_card(seen: SeenNeed, lang: Lang) -> Card:
    """After a need was put up."""
    _ = lang.gettext
    text = _(
        "It is on the board and in the channel: {url}\nWhen somebody takes it, your inbox says so. After four weeks it leaves by "
        "itself."
    )
    if not seen.url:
        text = _(
            "It is on the board, and in the channel in a moment. When somebody takes it, your inbox says so. After four weeks it "
            "leaves by itself."
        )
    return Card(text.format(url=seen.url), ((close_button(seen.need, lang), _board(lang)),))


def take_card(seen: SeenNeed, lang: Lang) -> Card:
    """For how long somebody takes it."""
    _ = lang.gettext
    text = _(
        "For how long would you like to have it? The post says that you have it until then. If life gets in the way, it is "
        "simply open again; nobody is told."
    )
    names = (_("Two days"), _("Four days"), _("A week"))
    buttons = tuple(
        Button(
            name,
            custom_id("mentoring", "take", seen.need.id, each.days),
            Style.PRIMARY if number == 0 else Style.SECONDARY,
        )
        for number, (name, each) in enumerate(zip(names, TAKEN_FOR, strict=True))
    )
    return Card(f"> {inert(seen.need.what)}\n{text}", (buttons, (_board(lang),)))


def need_card(seen: SeenNeed, lang: Lang, name: str = "", *, here: bool = True) -> Card:
    """A need with what this member can do about it. `name` is what the other one is called, where a mention may not say it.

    `here`: it is read in its server, so that it can be taken and the board be shown.
    """
    _ = lang.gettext
    value = seen.need
    lines = [f"**{kinds(lang)[value.kind][0]}**", f"> {inert(value.what)}"]
    lines += [inert(value.url)] if value.url else []
    lines.append(_for_me(seen, name, lang))
    lines += [_("Where: {url}").format(url=seen.url)] if seen.url else []
    buttons = _buttons(seen, lang, here=here)
    if here:
        buttons = (*buttons, _board(lang))
    return Card("\n".join(lines), (buttons,) if buttons else ())


def _for_me(seen: SeenNeed, name: str, lang: Lang) -> str:
    _ = lang.gettext
    value = seen.need
    until = stamp(value.taken_until, "f") if value.taken_until else ""
    if value.state is NeedState.TAKEN and seen.is_taker:
        return _("You have it until {when}. After that it is open again by itself.").format(when=until)
    if value.state is NeedState.TAKEN:
        who = person(value.taker_id, name if seen.is_own else "")
        return _("{person} has it until {when}. After that it is open again.").format(person=who, when=until)
    if value.state is NeedState.DONE and seen.is_own and value.taker_id:
        text = _("It is done; {person} did it. Telling them what it changed for you would make them glad.")
        return text.format(person=person(value.taker_id, name))
    if value.state is NeedState.OPEN and seen.is_own:
        return _("It is on the board. When somebody takes it, your inbox says so.")
    if value.state is NeedState.CLOSED and seen.is_own:
        return _("It is not on the board any more. Only you see it; you can put it up again.")
    return _standing(value, lang)


def _buttons(seen: SeenNeed, lang: Lang, *, here: bool) -> tuple[Button, ...]:
    _ = lang.gettext
    value = seen.need
    done = Button(_("It is done"), custom_id("mentoring", "done", value.id), Style.PRIMARY)
    match value.state:
        case NeedState.OPEN if seen.is_own:
            return (done, close_button(value, lang), delete_button(value, lang))
        case NeedState.OPEN if here:
            return (Button(_("I'll take it"), custom_id("mentoring", "take", value.id), Style.PRIMARY),)
        case NeedState.TAKEN if seen.is_taker:
            return (done, Button(_("Give it back"), custom_id("mentoring", "give_back", value.id)))
        case NeedState.TAKEN if seen.is_own:
            return (done, close_button(value, lang), delete_button(value, lang))
        case NeedState.DONE if seen.is_own and value.taker_id:
            first = thank_button(lang, value.taker_id, value.guild_id, first=True)
            return (first, delete_button(value, lang))
        case NeedState.DONE if seen.is_own:
            return (delete_button(value, lang),)
        case NeedState.CLOSED if seen.is_own:
            return (again_button(value, lang), delete_button(value, lang))
    return ()


def close_button(value: Need, lang: Lang) -> Button:
    """Takes it off the board."""
    return Button(lang.gettext("Take it off the board"), custom_id("mentoring", "close_need", value.id))


def delete_button(value: Need, lang: Lang) -> Button:
    """Deletes it, post and all."""
    return Button(lang.gettext("Delete"), custom_id("mentoring", "delete_need", value.id))


def again_button(value: Need, lang: Lang) -> Button:
    """Puts it up once more."""
    return Button(
        lang.gettext("Put it up again"), custom_id("mentoring", "need_again", value.id), Style.PRIMARY
    )


def done_card(seen: SeenNeed, name: str, lang: Lang) -> Card:
    """After "It is done"."""
    _ = lang.gettext
    value = seen.need
    if seen.is_own and value.taker_id:
        text = _("Good! The post says that it is done. Would you tell {person} what it changed for you?")
        row = (thank_button(lang, value.taker_id, value.guild_id, first=True), delete_button(value, lang))
        return Card(text.format(person=person(value.taker_id, name)), (row,))
    if seen.is_own:
        return Card(_("Good! The post says that it is done."), ((delete_button(value, lang),),))
    text = _("Thank you. The post says that it is done, and whoever needed it finds a line in their inbox.")
    return Card(text)


def given_back_card(seen: SeenNeed, lang: Lang) -> Card:
    """After "Give it back"."""
    text = lang.gettext(
        "It is open again; that is fine, and nobody is told. Thank you for having had a look."
    )
    take = Button(lang.gettext("I'll take it"), custom_id("mentoring", "take", seen.need.id))
    return Card(text, ((take,),))


def closed_card(value: Need, lang: Lang) -> Card:
    """After it was taken off the board."""
    text = lang.gettext(
        "It is off the board, and its post is gone. Only you see it still, on the board under “What you took or put up”."
    )
    return Card(text, ((again_button(value, lang), delete_button(value, lang)),))


def taken_line(seen: SeenNeed, name: str, lang: Lang) -> str:
    """The line of an inbox: somebody took it, did it, or it was closed under who had it. `name`: what the other is called."""
    _ = lang.gettext
    value = seen.need
    what = inert(fit(value.what, SHORT))
    if value.state is NeedState.TAKEN and value.taken_until is not None:
        text = _("{person} took what you need, until {when}: “{what}”")
        return text.format(person=person(value.taker_id, name), when=stamp(value.taken_until, "f"), what=what)
    if value.state is NeedState.DONE:
        text = _("{person} did what you needed: “{what}”. Would you say thanks?")
        return text.format(person=person(value.taker_id, name), what=what)
    if not value.what:  # it is deleted, its words are kept nowhere
        return _("Something you took from the board is not needed any more. Thank you for having had it.")
    return _("What you took is not needed any more: “{what}”. Thank you for having had it.").format(what=what)


def left_line(seen: SeenNeed, lang: Lang) -> str:
    """The line of an inbox: it left the board after four weeks, or because it could not be posted."""
    text = lang.gettext("This is not on the board any more: “{what}”. If you still need it, put it up again.")
    return text.format(what=inert(fit(seen.need.what, SHORT)))


def line_button(seen: SeenNeed, lang: Lang) -> Button | None:
    """What opens the need from such a line; None for who has no part in it any more."""
    value = seen.need
    if not seen.is_own:
        return None
    if value.state is NeedState.DONE:
        return thank_button(lang, value.taker_id, value.guild_id, first=True)
    if value.state is NeedState.CLOSED:
        return again_button(value, lang)
    return Button(lang.gettext("See it"), custom_id("mentoring", "need", value.id))


def taken_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("Help-first board")


def left_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("Off the board")


def _board(lang: Lang) -> Button:
    return Button(lang.gettext("The board"), custom_id("mentoring", "board"))
