"""Why two or three people fit, in one warm sentence made of nothing but the Reasons, without a number (M3)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.communities.model import Topic
from bot.communities.naming import topic_name
from bot.core.lang import Lang
from bot.core.text import inert
from bot.mentoring.model.values import Reasons, Role


def why(
    reasons: Reasons,
    topics: Mapping[int, str],
    lang: Lang,
    *,
    part: Role | None = Role.PEERS,
    three: bool = False,
) -> str:
    """The sentence. `topics` are names as `named` gives them; who is left out of it was removed meanwhile.

    `part` is the reader's: OFFER reads of their learner, SEEK of their mentor, PEERS of a partner; None: an organiser, who reads
    of nobody by name. `three`: of two partners.
    """
    _ = lang.gettext
    shared = _shared(reasons, topics, lang, part, three=three)
    rest = lang.join([*_likeness(reasons, lang, part), *_hours(reasons, lang, part)])
    if shared and rest:
        sentence = _("{shared}; {rest}.").format(shared=shared, rest=rest)
    else:
        sentence = _("{reasons}.").format(reasons=shared or rest or _("you could suit each other"))
    return sentence[:1].upper() + sentence[1:]


def named(topics: Mapping[int, Topic], lang: Lang) -> dict[int, str]:
    """What these topics are called, by id; `why` makes them inert."""
    return {id_: topic_name(each, lang) for id_, each in topics.items()}


def _shared(
    reasons: Reasons, topics: Mapping[int, str], lang: Lang, part: Role | None, *, three: bool
) -> str:
    """What they share, and who is ahead in it; nothing when it was removed since."""
    _ = lang.gettext
    names = [inert(" ".join(topics[each].split())) for each in reasons.topics if each in topics]
    if not names:
        return ""
    about = {
        (Role.PEERS, False): _("you both want to work on {topics}"),
        (Role.PEERS, True): _("all three of you want to work on {topics}"),
        (Role.SEEK, False): _("you both chose {topics}"),
        (Role.OFFER, False): _("you both chose {topics}"),
        (None, False): _("both chose {topics}"),
        (None, True): _("all three chose {topics}"),
    }
    ahead = {
        Role.SEEK: _("you want to learn about {topics}, where they are a step ahead of you"),
        Role.OFFER: _("they want to learn about {topics}, where you are a step ahead"),
        None: _("the mentor is a step ahead in {topics}"),
    }
    text = (
        ahead[part] if reasons.step and part in ahead else about[part, three and part in (Role.PEERS, None)]
    )
    return text.format(topics=lang.join(names))


def _likeness(reasons: Reasons, lang: Lang, part: Role | None) -> list[str]:
    """How they are alike and unlike otherwise."""
    _ = lang.gettext
    said = []
    if reasons.path:
        said.append(_("they are on the same path now") if part is None else _("you are on the same path now"))
    if reasons.backgrounds:
        said.append(
            _("they come from different places") if part is None else _("you come from different places")
        )
    elif reasons.others:
        said.append(
            _("each brings other topics along")
            if part is None
            else _("each of you brings other topics along")
        )
    return said


def _hours(reasons: Reasons, lang: Lang, part: Role | None) -> list[str]:
    """When they can meet, or that they would write."""
    _ = lang.gettext
    if reasons.hours:
        return [_("they have enough common hours") if part is None else _("you have enough common hours")]
    if not reasons.writing:
        return []
    if part is None:
        return [
            _("their hours hardly meet, so they would write to each other whenever it suits each of them")
        ]
    return [_("your hours hardly meet, so you would write to each other whenever it suits each of you")]
