"""How the question how it went reads, its answers, what organisers are told, and the line for who rests (M7)."""

from __future__ import annotations

from bot.attention.model.values import Notice
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit, inert
from bot.mentoring.model.values import FollowUp, Pair, PairKind
from bot.mentoring.service.following import Told
from bot.mentoring.service.pairing import Together
from bot.shell.cards import Button, Card, Style
from bot.shell.forms import Form, Text
from bot.shell.markup import person
from cogs.mentoring.views.pairs import Names, again_button, whom
from cogs.mentoring.views.thanks import thank_button

WORDS = "words"
MOST_WORDS = 500  # characters of what a member tells organisers


def how_line(found: Together, names: Names, lang: Lang) -> str:
    """The line of an inbox that asks."""
    text = lang.gettext("How did it go with {name}? One tap is enough, and only you see your answer.")
    return text.format(name=whom(found, names, lang))


def how_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("How did it go?")


def how_button(pair: Pair, lang: Lang) -> Button:
    """What opens the question."""
    return Button(lang.gettext("Answer"), custom_id("mentoring", "how", pair.id), Style.PRIMARY)


def how_card(found: Together, names: Names, lang: Lang) -> Card:
    """The question with its answers."""
    _ = lang.gettext
    pair = found.pair
    labels = {
        FollowUp.MET: _("We met"),
        FollowUp.PLANNED: _("It is planned"),
        FollowUp.NOT: _("Not this time"),
        FollowUp.RATHER_NOT: _("I'd rather not say"),
    }
    buttons = tuple(
        Button(
            label,
            custom_id("mentoring", "went", pair.id, said.value),
            Style.PRIMARY if said is FollowUp.MET else Style.SECONDARY,
        )
        for said, label in labels.items()
    )
    wrong = Button(_("Something was not right"), custom_id("mentoring", "wrong", pair.id))
    text = _("How did it go with {name}? Whatever you say, nobody else reads it. I ask only this once.")
    return Card(text.format(name=whom(found, names, lang)), (buttons, (wrong,)))


def went_card(found: Together, said: FollowUp, lang: Lang) -> Card:
    """After an answer."""
    _ = lang.gettext
    change = Button(_("Change it"), custom_id("mentoring", "how", found.pair.id))
    text = {
        FollowUp.MET: _("Good to hear. If it helped you, a thank-you takes a minute."),
        FollowUp.PLANNED: _("Noted. Enjoy it."),
        FollowUp.NOT: _("Noted, and that is fine. If you would like a break: /mentor → “Pause”."),
    }.get(said, _("Noted. Nobody asks again."))
    thanks = tuple(thank_button(lang, each.user_id, found.pair.guild_id) for each in found.others)
    return Card(text, ((*(thanks if said is FollowUp.MET else ()), change),))


def wrong_card(found: Together, names: Names, lang: Lang) -> Card:
    """Before the organisers are told: exactly what they see. `names` are those of all in the pair."""
    _ = lang.gettext
    called = {
        each.user_id: person(each.user_id, names.get(each.user_id, "")) for each in found.pair.everybody
    }
    own = called.pop(found.user_id)
    others = lang.join(called.values())
    lines = (
        _("I am sorry. If you like, the organisers read this, and what you add in your own words:"),
        f"> {_wrong(found.pair.kind, own, others, lang)}",
        _("They may write to you about it. I tell {name} nothing.").format(name=others),
    )
    tell = Button(
        _("Tell the organisers"), custom_id("mentoring", "tell_wrong", found.pair.id), Style.PRIMARY
    )
    return Card("\n".join(lines), ((tell, again_button(found.pair, lang)),))


def wrong_form(pair: Pair, lang: Lang) -> Form:
    """What was not right, if they like."""
    _ = lang.gettext
    note = _("You may leave it empty. Only the organisers read it.")
    field = Text(WORDS, _("What was not right?"), note, long=True, most=MOST_WORDS)
    verb = ("mentoring", "tell_wrong", pair.id)
    return Form(
        custom_id("mentoring", "wronged", pair.id), _("Tell the organisers"), (field,), custom_id(*verb)
    )


def wronged_card(told: Told, lang: Lang) -> Card:
    """After they were told."""
    _ = lang.gettext
    if told.new:
        text = _("The organisers read it now; it stays open until one of them marks it as done.")
    else:
        text = _("The organisers were told of this pair before. To say more, take it back and write it anew.")
    pair = told.together.pair
    back = Button(_("Take it back"), custom_id("mentoring", "unwrong", pair.id))
    return Card(text, ((again_button(pair, lang), back),))


def unwronged_card(pair_id: int, lang: Lang) -> Card:
    """After it was taken back."""
    _ = lang.gettext
    anew = Button(_("Write it anew"), custom_id("mentoring", "wrong", pair_id))
    return Card(_("Taken back: the organisers do not see it any more."), ((anew,),))


def wrong_notice(notice: Notice, lang: Lang) -> Card:
    """What organisers read when something was not right."""
    kind = PairKind(notice.detail.get("pair", PairKind.PEERS.value))
    others = lang.join(person(int(each)) for each in notice.detail.get("others", ()))
    lines = [_wrong(kind, person(notice.user_id or 0), others, lang)]
    words = str(notice.detail.get("text", ""))
    if words.strip():
        lines.append("> " + inert(fit(" ".join(words.split()), MOST_WORDS)).strip())
    return Card("\n".join(lines))


def look_notice(notice: Notice, lang: Lang) -> Card:
    """What organisers read when they are asked to look at somebody."""
    _ = lang.gettext
    if notice.detail.get("pair") == PairKind.MENTOR.value:
        text = _("A member asks you to look at {name}: I brought the two together as mentor and learner.")
    else:
        text = _("A member asks you to look at {name}: I brought them together as partners.")
    return Card(
        text.format(name=person(int(notice.detail.get("about", 0)))) + " " + _("There are no words to show.")
    )


def _wrong(kind: PairKind, who: str, others: str, lang: Lang) -> str:
    _ = lang.gettext
    if kind is PairKind.MENTOR:
        text = _("{name} says that something was not right with {others}, their mentor or learner.")
    else:
        text = _("{name} says that something was not right with {others}, their partner in a round.")
    return text.format(name=who, others=others)


def rests_line(lang: Lang) -> str:
    """The line of an inbox: they rest."""
    return lang.gettext(
        "You rest for now: I propose nobody to you until you say that you are back in. What you chose is kept."
    )


def rests_name(lang: Lang) -> str:
    """What such a line is called."""
    return lang.gettext("You rest for now")


def rests_button(guild_id: int, lang: Lang) -> Button:
    """What ends it."""
    return Button(lang.gettext("I'm back in"), custom_id("mentoring", "back_in", guild_id), Style.PRIMARY)
