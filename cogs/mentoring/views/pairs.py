"""How a pair reads to those in it: the introduction, the private thread, ending it, what can be done about the other (M6, A9)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.mentoring.model import icebreakers
from bot.mentoring.model.values import Member, Pair, PairKind, Role
from bot.mentoring.service.pairing import Together
from bot.shell.cards import Button, Card, Row, Style
from bot.shell.markup import channel, person, thread_link
from cogs.mentoring.views.explaining import named, why
from cogs.mentoring.views.icebreakers import icebreaker
from cogs.mentoring.views.thanks import thank_button

YES = "yes"  # what a confirmation adds to its own button
Names = Mapping[int, str]  # what people are called where a mention may not say it; else mentions do


def whom(found: Together, names: Names, lang: Lang) -> str:
    """The others of a pair, in a sentence."""
    return lang.join(person(each.user_id, names.get(each.user_id, "")) for each in found.others)


def headline(found: Together, names: Names, lang: Lang) -> str:
    """Who was brought together, in one sentence."""
    _ = lang.gettext
    text = {
        Role.SEEK: _("{name} is your mentor now."),
        Role.OFFER: _("{name} learns from you now."),
        Role.PEERS: _("You and {name} are partners now."),
    }[found.part]
    if len(found.others) > 1:
        text = _("{name} are your partners now.")
    return text.format(name=whom(found, names, lang))


def because(found: Together, lang: Lang) -> str:
    """Why they fit, in one sentence."""
    three = len(found.pair.everybody) > len(("one", "other"))
    return why(found.pair.reasons, named(found.topics, lang), lang, part=found.part, three=three)


def pair_line(found: Together, names: Names, lang: Lang) -> str:
    """The line of an inbox that introduces them."""
    return f"{headline(found, names, lang)} {because(found, lang)}"


def pair_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("Somebody to learn with")


def pair_button(pair: Pair, lang: Lang) -> Button:
    """What opens the introduction."""
    return Button(lang.gettext("Open it"), custom_id("mentoring", "pair", pair.id), Style.PRIMARY)


def pair_card(found: Together, names: Names, lang: Lang) -> Card:
    """The introduction: who, why, what each part is, something to begin with, the next step, and how it ends."""
    _ = lang.gettext
    pair = found.pair
    part = {
        Role.SEEK: _(
            "Your part: bring one question at a time, with what you tried. They answer when it suits them."
        ),
        Role.OFFER: _(
            "Your part: answer when it suits you, or point to what helped you. “Not this week” is fine."
        ),
    }.get(found.part, _("Your part is the same: show what you do, ask, and listen."))
    begin = _("To begin with: {icebreaker}").format(
        icebreaker=icebreaker(icebreakers.at(pair.icebreaker), lang)
    )
    lines = [
        f"**{headline(found, names, lang)}** {because(found, lang)}",
        part,
        begin,
        _next(pair, lang),
        _end(pair, lang),
    ]
    meet = _("Join the private thread") if pair.thread_id else _("Meet in a private thread")
    verb = "join_thread" if pair.thread_id else "thread"
    first = [Button(meet, custom_id("mentoring", verb, pair.id), Style.PRIMARY)]
    if pair.kind is PairKind.MENTOR:
        first.append(Button(_("This is enough"), custom_id("mentoring", "end_pair", pair.id)))
    return Card("\n".join(lines), (tuple(first), guards(pair, lang)))


def _next(pair: Pair, lang: Lang) -> str:
    _ = lang.gettext
    if pair.thread_id:
        return _(
            "Next step: your private thread is open; you come in by pressing the button. Moderators can read there."
        )
    return _("Next step: write to each other, or meet in a private thread here. Moderators can read there.")


def _end(pair: Pair, lang: Lang) -> str:
    _ = lang.gettext
    if pair.kind is PairKind.MENTOR:
        return _("“This is enough” ends it at any time; nobody has to say why.")
    return _("It ends by itself when the next round brings new partners; you can meet on as you like.")


def guards(pair: Pair, lang: Lang) -> Row:
    """What can be done about the other."""
    _ = lang.gettext
    return (
        again_button(pair, lang),
        Button(_("Nothing more from this person"), custom_id("mentoring", "mute_pair", pair.id)),
        Button(_("Tell the organisers"), custom_id("mentoring", "report_pair", pair.id)),
    )


def again_button(pair: Pair, lang: Lang) -> Button:
    """What leads to never being matched with the other again."""
    label = lang.gettext("Not with this person again")
    return Button(label, custom_id("mentoring", "not_again", pair.id))


def which_card(found: Together, verb: str, names: Names, lang: Lang) -> Card:
    """In a three: whom of the two is meant. `names` are needed: a button shows no mention."""
    buttons = tuple(
        Button(names.get(each.user_id) or lang.gettext("somebody"), _about(verb, found.pair, each))
        for each in found.once
    )
    return Card(lang.gettext("Whom do you mean?"), (buttons,))


def _about(verb: str, pair: Pair, member: Member, *more: str) -> str:
    return custom_id("mentoring", verb, pair.id, member.user_id, *more)


def confirm_end(found: Together, names: Names, lang: Lang) -> Card:
    """Before "This is enough"."""
    _ = lang.gettext
    text = _(
        "You and {name} are not mentor and learner any more then. They read only that it ended, and that this needs no reason."
    )
    yes = Button(
        _("Yes, this is enough"), custom_id("mentoring", "end_pair", found.pair.id, YES), Style.PRIMARY
    )
    return Card(text.format(name=whom(found, names, lang)), ((yes, _back(found.pair, lang)),))


def ended_card(found: Together, names: Names, lang: Lang) -> Card:
    """After it: what comes of it, and a thank-you if they like."""
    _ = lang.gettext
    text = _("You and {name} are not mentor and learner any more; they find a line about it in their inbox.")
    if found.part is Role.OFFER:
        text += "\n" + _("Your place is free again. /mentor changes how many you have.")
    else:
        text += "\n" + _(
            "/mentor shows what you are in the pool for, and looks for somebody new if you like."
        )
    buttons = tuple(thank_button(lang, each.user_id, found.pair.guild_id) for each in found.others)
    return Card(text.format(name=whom(found, names, lang)), (buttons,) if buttons else ())


def confirm_again(found: Together, other: Member, names: Names, lang: Lang) -> Card:
    """Before "Not with this person again"."""
    _ = lang.gettext
    text = _(
        "I never bring you and {name} together again in this server, and nobody is told that you chose this."
    )
    if found.goes_on:
        text += " " + _("It also ends this pair for you.")
    yes = Button(_("Yes, not again"), _about("not_again", found.pair, other, YES), Style.PRIMARY)
    row = (yes, _back(found.pair, lang)) if found.goes_on else (yes,)
    return Card(text.format(name=person(other.user_id, names.get(other.user_id, ""))), (row,))


def not_again_card(lang: Lang, *, ended: bool = True, out: bool = False) -> Card:
    """After it. `ended`: a pair ended by it; `out`: they were taken out of its thread."""
    _ = lang.gettext
    text = _("I never bring the two of you together again. /mentor → “More about me” undoes it.")
    if ended:
        text += " " + _("This pair is over for you; they read only that, not why.")
    return Card(text + _out(lang, out=out))


def muted_card(lang: Lang, *, ended: bool = True, out: bool = False) -> Card:
    """After "Nothing more from this person". `ended`: a pair ended by it; `out`: they were taken out of its thread."""
    _ = lang.gettext
    text = _("Nothing more reaches you from this person, and you are not brought together again.")
    if ended:
        text += " " + _("This pair is over for you; they read only that, not why.")
    text += _out(lang, out=out)
    return Card(text + " " + _("/mine → Helping others lets you hear from them again."))


def _out(lang: Lang, *, out: bool) -> str:
    return " " + lang.gettext("I took you out of the private thread.") if out else ""


def reported_card(lang: Lang) -> Card:
    """After "Tell the organisers"."""
    return Card(
        lang.gettext(
            "The organisers are asked to look at this person, whom I brought together with somebody. They read neither who asked "
            "nor any words. It stays open until one of them marks it as done."
        )
    )


def _back(pair: Pair, lang: Lang) -> Button:
    return Button(lang.gettext("Not now"), custom_id("mentoring", "pair", pair.id))


def meet_line(found: Together, names: Names, lang: Lang) -> str:
    """The line of an inbox: there is a private thread to meet in."""
    _ = lang.gettext
    if len(found.others) > 1:
        text = _(
            "A private thread is open for you, {name}. You come in only if you like; moderators can read there."
        )
    else:
        text = _(
            "{name} opened a private thread for you two. You come in only if you like; moderators can read there."
        )
    return text.format(name=whom(found, names, lang))


def meet_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A thread to meet in")


def end_line(found: Together, names: Names, lang: Lang) -> str:
    """The line of an inbox: the pair is over."""
    why_not = lang.gettext(
        "This may happen at any time and needs no reason. /mentor shows what you are in the pool for."
    )
    return f"{_over(found, names, lang)} {why_not}"


def over_card(found: Together, names: Names, lang: Lang) -> Card:
    """A pair that is over: thanks, and what can still be done about the other."""
    _ = lang.gettext
    still = _(
        "If something was not right, or you want no more of it, you can still say so here. Organisers read only what you tell "
        "them, and nobody else does."
    )
    pair = found.pair
    first = [thank_button(lang, each.user_id, pair.guild_id) for each in found.others]
    first.append(Button(_("Something was not right"), custom_id("mentoring", "wrong", pair.id)))
    return Card(f"{_over(found, names, lang)}\n{still}", (tuple(first), guards(pair, lang)))


def _over(found: Together, names: Names, lang: Lang) -> str:
    _ = lang.gettext
    name = whom(found, names, lang)
    if name and found.part is not Role.PEERS:
        return _("You and {name} are not mentor and learner any more.").format(name=name)
    if name:
        return _("You and {name} are not partners any more.").format(name=name)
    return {
        Role.SEEK: _("You and your mentor are not a pair any more."),
        Role.OFFER: _("You and one who learned from you are not a pair any more."),
    }.get(found.part, _("You and your partner are not a pair any more."))


def end_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("A pair that ended")


def thread_name(pair: Pair, lang: Lang) -> str:
    """What their private thread is called: by it, it is found again. Nobody is named, so that nothing has to be renamed."""
    return lang.gettext("Learning together · {number}").format(number=pair.id)


def thread_card(pair: Pair, lang: Lang) -> Card:
    """The first message in it."""
    _ = lang.gettext
    who = (
        _("This thread is for the two of you.")
        if len(pair.members) == len(("one", "other"))
        else _("This thread is for the three of you.")
    )
    begin = _("To begin with: {icebreaker}").format(
        icebreaker=icebreaker(icebreakers.at(pair.icebreaker), lang)
    )
    return Card("\n".join((f"{who} " + _("Moderators can read here."), begin)))


def met_card(
    found: Together, thread_id: int, names: Names, lang: Lang, *, here: bool = True, new: bool = False
) -> Card:
    """After somebody asked for the private thread. `here`: it is read in its server; `new`: they opened it just now."""
    _ = lang.gettext
    link = channel(thread_id) if here else thread_link(found.pair.guild_id, thread_id)
    text = _("You are in: {thread}. Moderators can read there.")
    if new:
        text += " " + _(
            "A line in the inbox of {name} says that it is open; they come in only by their own tap."
        )
    back = Button(_("Back"), custom_id("mentoring", "pair", found.pair.id))
    return Card(text.format(thread=link, name=whom(found, names, lang)), ((back,),))


def later_card(pair: Pair, lang: Lang) -> Card:
    """The thread is being made, or Discord did not answer."""
    _ = lang.gettext
    again = Button(_("Try again"), custom_id("mentoring", "thread", pair.id), Style.PRIMARY)
    return Card(_("That did not work yet. Please try again in a minute."), ((again,),))


def kept_out_card(lang: Lang) -> Card:
    """Discord does not let us."""
    return Card(
        lang.gettext(
            "Discord keeps me out, so there is no private thread: ask an organiser to let me open some. Until then, write to "
            "each other as you like."
        )
    )
