"""The first card of /mentor: what somebody is in the pool for, whom they are together with, what waits for their answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.communities.model import Topic
from bot.core.ids import custom_id
from bot.core.lang import Lang
from bot.core.text import fit
from bot.mentoring.model.values import Pair, Proposal, Rhythm, Role, Wish
from bot.mentoring.service.pooling import Own
from bot.shell import ways
from bot.shell.cards import CONTENT, ROW_WIDTH, Button, Card, Row, Style
from bot.shell.directory import Section
from bot.shell.markup import person, stamp
from bot.shell.titles import written
from bot.shell.topics import topic_text
from cogs.mentoring.views.refusals import closed_line

MOST_ASKED = 3  # proposals, and follow-ups, that have a button
MOST_PAIRS = 2 * ROW_WIDTH  # more than anybody can have: five learners, a mentor, a partner
MOST_SERVERS = 10  # in the bot's own DM
ORDER = (Role.SEEK, Role.OFFER, Role.PEERS)
_NAME = 40  # characters of a name in a button


def help_line(lang: Lang) -> str:
    """The line of /help."""
    return lang.gettext("**/mentor** · a mentor, somebody to mentor, or a partner to learn with")


def mine(lang: Lang) -> Section:
    """The part of /mine."""
    return Section((), (home_button(lang, lang.gettext("Mentors and peers")),))


def home_button(lang: Lang, label: str = "") -> Button:
    """What leads to the card; "Back" unless it is called otherwise."""
    return Button(label or lang.gettext("Back"), custom_id("mentoring", "home"))


def hub_card(own: Own, names: Mapping[int, str], lang: Lang, intro: str = "") -> Card:
    """The card. `names`: what those are called whom somebody is together with; `intro` says what happened just now."""
    _ = lang.gettext
    lines = [intro] if intro else []
    if own.closed is not None:
        lines.append(closed_line(own.closed, lang))
    if not lines:
        lines = [_("**Mentors and peers**"), *(_about(lang) if own.is_empty else [])]
    lines += [wish_line(each, own, lang) for each in ordered(own)]
    if own.pairs:
        lines.append(_together(own, lang))
    lines += _state(own, lang)
    return Card("\n".join(lines), tuple(_rows(own, names, lang)))


def overview(found: Sequence[Own], servers: Mapping[int, str], lang: Lang, intro: str = "") -> Card:
    """The same in the bot's own DM: what somebody is in the pools of their servers for."""
    _ = lang.gettext
    lines = [intro] if intro else []
    for own in found[:MOST_SERVERS]:
        said = lang.join(role_text(each.role, lang) for each in ordered(own))
        if not own.profile.is_in:
            said = _("{said} (you pause)").format(said=said or "…")
        name = written(servers[own.profile.guild_id], _NAME) or "…"
        lines.append(f"**{name}** · {said or _together(own, lang)}")
    if not found:
        lines.append(_("You are in no pool of mentors and peers."))
    lines.append(_("/mentor in a server shows and changes what you are in there."))
    return Card(fit("\n".join(lines), CONTENT), ((ways.home(lang),),))


def ordered(own: Own) -> list[Wish]:
    """Somebody's wishes, always in the same order."""
    return [own.wishes[each] for each in ORDER if each in own.wishes]


def role_text(role: Role, lang: Lang) -> str:
    """What somebody is in the pool for, in the middle of a sentence."""
    _ = lang.gettext
    return {
        Role.SEEK: _("you look for a mentor"),
        Role.OFFER: _("you offer to mentor"),
        Role.PEERS: _("you are paired with peers"),
    }[role]


def wish_line(wish: Wish, own: Own, lang: Lang) -> str:
    """One thing that somebody is in the pool for, with its topics."""
    _, ngettext = lang.gettext, lang.ngettext
    about = _topics(wish, own.topics, lang)
    match wish.role:
        case Role.SEEK:
            since = stamp(wish.since, "D") if wish.since else "…"
            return _("You look for a mentor: {topics} · since {when}").format(topics=about, when=since)
        case Role.OFFER if not wish.places:
            return _("You offer to mentor: {topics} · no place at the moment").format(topics=about)
        case Role.OFFER:
            text = ngettext(
                "You offer to mentor: {topics} · {number} person at a time",
                "You offer to mentor: {topics} · up to {number} people at a time",
                wish.places,
            )
            return text.format(topics=about, number=wish.places)
        case Role.PEERS:
            chosen = own.settings
            if chosen is None or chosen.rhythm is Rhythm.OFF or chosen.next_at is None:
                return _("You are paired with peers: {topics} · no round is planned here yet").format(
                    topics=about
                )
            text = _("You are paired with peers: {topics} · next round {when}")
            return text.format(topics=about, when=stamp(chosen.next_at, "f"))


def _topics(wish: Wish, there: Mapping[int, Topic], lang: Lang) -> str:
    names = [topic_text(there[each], lang) for each in wish.topics if each in there]
    return lang.join(names) or lang.gettext("its topics were removed, please choose others")


def _about(lang: Lang) -> list[str]:
    _ = lang.gettext
    return [
        _(
            "A mentor is a step ahead of you and helps for a while. A partner learns beside you until the next round. A step "
            "ahead is enough to mentor: nobody has to be an expert."
        ),
        _(
            "You only choose topics. Nobody sees who is in here; a mentor and a learner learn each other's name when both said "
            "yes, partners when they are paired."
        ),
    ]


def _together(own: Own, lang: Lang) -> str:
    """Whom somebody is together with; only they read it."""
    _, ngettext = lang.gettext, lang.ngettext
    who: dict[Role, list[str]] = {role: [] for role in Role}
    for pair in own.pairs:
        for each in pair.members:
            if each.user_id != own.profile.user_id:
                who[each.part].append(person(each.user_id))
    said = []
    if mentors := who[Role.OFFER]:
        text = ngettext("Your mentor: {names}", "Your mentors: {names}", len(mentors))
        said.append(text.format(names=lang.join(mentors)))
    if learners := who[Role.SEEK]:
        said.append(_("Who learns from you: {names}").format(names=lang.join(learners)))
    if partners := who[Role.PEERS]:
        text = ngettext("Your partner: {names}", "Your partners: {names}", len(partners))
        said.append(text.format(names=lang.join(partners)))
    return " · ".join(said)


def _state(own: Own, lang: Lang) -> list[str]:
    """How it stands just now, in one sentence or none."""
    _ = lang.gettext
    if own.unanswered or own.how:
        return [_("Something waits for your answer: the first button opens it.")]
    if not own.wishes:
        return []
    if own.profile.paused_at is not None:
        return [
            _("You pause: I propose nobody and pair you with nobody. “Go on” ends that; your dates stay.")
        ]
    if own.profile.rests_at is not None:
        return [_("You rest for now, and that is fine. “I'm back in” whenever you have time again.")]
    if own.proposals:
        return [_("I have your yes. As soon as there is more to say, it is in your inbox (/mine).")]
    return []


def _rows(own: Own, names: Mapping[int, str], lang: Lang) -> list[Row]:
    every = sorted(own.proposals, key=lambda each: each not in own.unanswered)
    asked = [proposal_button(each, own, lang) for each in every[:MOST_ASKED]]
    how = [
        Button(lang.gettext("How did it go?"), custom_id("mentoring", "how", each)) for each in own.how[:2]
    ]
    together = [pair_button(each, own.profile.user_id, names, lang) for each in own.pairs[:MOST_PAIRS]]
    wishes = [] if own.closed else [wish_button(each, own, lang) for each in ORDER]
    rows = [together[:ROW_WIDTH], together[ROW_WIDTH:], wishes]
    changes = _changes(own, lang)
    waits = bool(own.wishes) and not own.profile.is_in  # for "Go on" or "I'm back in"
    rows = [changes, *rows] if waits else [*rows, changes]
    (first, *others), *more = [row for row in (asked + how, *rows) if row]
    return [(replace(first, style=Style.PRIMARY), *others), *map(tuple, more)]


def _changes(own: Own, lang: Lang) -> list[Button]:
    _ = lang.gettext
    more = Button(_("More about me"), custom_id("mentoring", "more"))
    last = [Button(_("My last pair"), custom_id("mentoring", "pair", own.last.id))] if own.last else []
    if not own.wishes:
        return [more, *last]
    stop = Button(_("Step out"), custom_id("mentoring", "stop"))
    if own.profile.paused_at is not None:
        return [Button(_("Go on"), custom_id("mentoring", "resume")), more, stop, *last]
    if own.profile.rests_at is not None:
        return [back_in_button(own.profile.guild_id, lang), more, stop, *last]
    return [more, Button(_("Pause"), custom_id("mentoring", "pause")), stop, *last]


def back_in_button(guild_id: int, lang: Lang) -> Button:
    """What ends a rest; it works below a line in the bot's own DM too."""
    return Button(lang.gettext("I'm back in"), custom_id("mentoring", "back_in", guild_id))


def proposal_button(proposal: Proposal, own: Own, lang: Lang) -> Button:
    """What opens a proposal; also one that has their yes, which they can take back there."""
    _ = lang.gettext
    if proposal not in own.unanswered:
        label = _("My yes")
    elif proposal.mentor_id == own.profile.user_id:
        label = _("Somebody to mentor?")
    else:
        label = _("A mentor for you?")
    return Button(label, custom_id("mentoring", "proposal", proposal.id))


def pair_button(pair: Pair, user_id: int, names: Mapping[int, str], lang: Lang) -> Button:
    """What opens a pair, with the names of the others: a button shows no mentions."""
    called = lang.join(names.get(each, "…")[:_NAME] for each in pair.others(user_id)) or "…"
    return Button(lang.gettext("With {names}").format(names=called), custom_id("mentoring", "pair", pair.id))


def wish_button(role: Role, own: Own, lang: Lang) -> Button:
    """What opens the form of a wish, whether there is one or not."""
    _ = lang.gettext
    label, verb = {
        (Role.SEEK, False): (_("Find a mentor"), "seek"),
        (Role.SEEK, True): (_("Change what I look for"), "seek"),
        (Role.OFFER, False): (_("Offer to mentor"), "offer"),
        (Role.OFFER, True): (_("Change what I offer"), "offer"),
        (Role.PEERS, False): (_("Pair me with peers"), "peers"),
        (Role.PEERS, True): (_("Change my topics for peers"), "peers"),
    }[role, role in own.wishes]
    return Button(label, custom_id("mentoring", verb))
