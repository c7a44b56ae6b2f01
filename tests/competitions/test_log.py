"""Proves that a log, and what was learned, are their author's alone, on both databases: lines, verdicts, shares, deletions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.attention.model.values import Message
from bot.attention.store import intents, outbox
from bot.competitions.model.direction import Direction, Move, Overall
from bot.competitions.model.refusals import (
    BadScore,
    NothingTyped,
    NotIn,
    TooLong,
    TweakGone,
    WordsRefused,
)
from bot.competitions.model.values import ENDED, LEARNED, WHAT, Better, Entrant
from bot.competitions.service import tweaking
from bot.competitions.service.ending import Learned, Words
from bot.competitions.service.tweaking import Log, Typed
from bot.showcase.model.refusals import NoShowcase
from bot.showcase.model.values import Settings as Showcase
from bot.showcase.model.values import State
from bot.showcase.store import settings as showcases
from tests.competitions.house import ANA, BEN, GUILD, OTHER_GUILD, START, TOMATO, WHALES, Den, den

__all__ = ["den"]

WHALE, LEAF = WHALES.slug, TOMATO.slug


async def logged(den: Den, what: str, local: str = "", public: str = "") -> Log:
    """Ana logs a line."""
    return await den.competitions.log_tweak(GUILD, ANA, WHALE, Typed(what, local, public))


async def test_lines_come_newest_first_and_the_verdict_follows_their_order(den: Den) -> None:
    await den.as_member(ANA, WHALES)
    empty = await den.competitions.log(GUILD, ANA, WHALE)
    assert (empty.lines, empty.direction, empty.is_scored) == ((), None, False)
    await logged(den, "a simple baseline", "0,70", "0.69")
    log = await logged(den, "longer songs")
    assert [each.what for each in log.lines] == ["longer songs", "a simple baseline"]
    assert log.lines[1].local == "0,70"
    assert log.lines[0].at == START
    log = await logged(den, "a larger network", "75 %", ".68")
    assert log.is_scored
    assert log.direction is None
    log = await den.competitions.choose_better(GUILD, ANA, WHALE, Better.HIGHER)
    assert log.direction == Direction(Move.BETTER, Move.WORSE, Overall.APART)
    log = await den.competitions.choose_better(GUILD, ANA, WHALE, Better.LOWER)
    assert log.direction == Direction(Move.WORSE, Move.BETTER, Overall.APART)


async def test_a_thousand_typed_with_a_comma_by_a_reader_of_english_makes_the_same_verdict(den: Den) -> None:
    await den.as_member(ANA, WHALES, better=Better.LOWER)
    await den.as_member(BEN, WHALES, better=Better.LOWER)
    told = []
    typed_by = {ANA: (("1,050", "1,100"), ("980", "990")), BEN: (("1.05", "1.10"), ("0.98", "0.99"))}
    for who, scores in typed_by.items():
        for number, (local, public) in enumerate(scores):
            typed = Typed(f"{number}", local, public, thousands=True)
            log = await den.competitions.log_tweak(GUILD, who, WHALE, typed)
        told.append(log.direction)
    assert told == [Direction(Move.BETTER, Move.BETTER, Overall.TOGETHER)] * 2
    first = (await den.competitions.log(GUILD, ANA, WHALE)).lines[-1]
    assert (first.local, first.public) == ("1050", "1100")
    changed = await den.competitions.rewrite_tweak(GUILD, ANA, first.id, Typed("0", "1,050", "1,100"))
    assert changed.tweak.local == "1,050", "a decimal comma for everybody else"


async def test_pages_hold_a_select_and_the_verdict_sees_them_all(
    den: Den, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tweaking, "PAGE", 2)
    await den.as_member(ANA, WHALES, better=Better.HIGHER)
    for number in range(5):
        await logged(den, f"line {number}", f"{number}", f"{number}")
    shown = []
    for begins in (0, 2, 4, 99):
        log = await den.competitions.log(GUILD, ANA, WHALE, begins)
        assert log.direction == Direction(Move.BETTER, Move.BETTER, Overall.TOGETHER)
        shown.append(([each.what[-1] for each in log.lines], log.begins, log.has_older))
    assert shown == [(["4", "3"], 0, True), (["2", "1"], 2, True), (["0"], 4, False), (["4", "3"], 0, True)]


async def test_a_form_that_comes_twice_is_one_line_and_the_same_change_a_day_later_another(den: Den) -> None:
    await den.as_member(ANA, WHALES)
    for _twice in range(2):
        assert len((await logged(den, "warm-up", "0.7")).lines) == 1
    assert len((await logged(den, "warm-up", "0.8")).lines) == 2
    den.clock.now += timedelta(days=1)
    assert len((await logged(den, "warm-up", "0.8")).lines) == 3


async def test_a_line_is_changed_and_deleted_by_its_author_alone(den: Den) -> None:
    await den.as_member(ANA, WHALES)
    await den.as_member(BEN, WHALES)
    (tweak,) = (await logged(den, "more noise", "0.7")).lines
    den.clock.now += timedelta(days=1)
    kaggle = den.competitions
    changed = await kaggle.rewrite_tweak(GUILD, ANA, tweak.id, Typed(" more rain ", "", "1e-2"))
    assert changed == await kaggle.line(0, ANA, tweak.id)
    assert (changed.tweak.what, changed.tweak.local, changed.tweak.public) == ("more rain", "", "1e-2")
    assert changed.tweak.at == tweak.at
    for guild, who in ((GUILD, BEN), (OTHER_GUILD, ANA)):
        for ask in (kaggle.line, kaggle.drop_tweak):
            with pytest.raises(TweakGone):
                await ask(guild, who, tweak.id)
        with pytest.raises(TweakGone):
            await kaggle.rewrite_tweak(guild, who, tweak.id, Typed("mine now"))
    assert (await kaggle.drop_tweak(GUILD, ANA, tweak.id)).tweak == changed.tweak
    with pytest.raises(TweakGone):
        await kaggle.line(GUILD, ANA, tweak.id)
    assert (await kaggle.log(GUILD, ANA, WHALE)).lines == ()


async def test_what_is_no_line_is_refused_and_nothing_is_kept(den: Den) -> None:
    await den.as_member(ANA, WHALES)
    for typed, kind in (
        (Typed(" \u200b"), NothingTyped),
        (Typed("x" * (WHAT + 1)), TooLong),
        (Typed("x", "good"), BadScore),
        (Typed("x", "1", "nan"), BadScore),
    ):
        with pytest.raises(kind):
            await den.competitions.log_tweak(GUILD, ANA, WHALE, typed)
    with pytest.raises(WordsRefused) as refused:
        await logged(den, "read with KGAT_" + "0123456789abcdef01234567")
    assert (refused.value.why, refused.value.what) == ("secret", "Kaggle")
    with pytest.raises(NotIn):
        await den.competitions.log_tweak(GUILD, BEN, WHALE, Typed("x"))
    assert (await den.competitions.log(GUILD, ANA, WHALE)).lines == ()


async def test_a_log_and_what_was_learned_outlive_the_competition_and_leaving_it(den: Den) -> None:
    await den.as_member(ANA, TOMATO, out_at=START)
    log = await den.competitions.log_tweak(0, ANA, LEAF, Typed("one more fold"))
    assert len(log.lines) == 1
    await den.competitions.write_learned(0, ANA, LEAF, "Split by plant.", "")
    assert (await den.competitions.learned(GUILD, ANA, LEAF)).entrant.learned == "Split by plant."


def ended(entrant: Entrant) -> Message:
    """The line that asks what somebody learned."""
    at = START + timedelta(days=14)
    return Message(entrant.user_id, entrant.guild_id, ENDED, entrant.id, f"{ENDED}:{entrant.id}", at)


async def test_what_was_learned_is_kept_once_and_no_longer_asked_for(den: Den) -> None:
    ana, ben = await den.as_member(ANA, TOMATO), await den.as_member(BEN, TOMATO)
    await den.app.db.write(lambda tx: outbox.tell(tx, ended(ana), ended(ben)))
    kaggle = den.competitions
    await kaggle.write_learned(GUILD, ANA, LEAF, " Split by plant. ", "Look at the data first.")
    found = await kaggle.write_learned(GUILD, ANA, LEAF, "Split by plant, always.", "")
    entrant = found.entrant
    assert (entrant.learned, entrant.next_time, entrant.learned_at) == ("Split by plant, always.", "", START)
    assert entrant == await den.entrant(ANA, TOMATO)
    assert found == await kaggle.learned(GUILD, ANA, LEAF)
    waits = await den.app.db.read(lambda tx: [intents.waiting_for(tx, who) for who in (ANA, BEN)])
    assert [[each.kind for each in one] for one in waits] == [[], [ENDED]]

    assert (await kaggle.drop_learned(GUILD, ANA, LEAF)).entrant.learned == "Split by plant, always."
    left = await den.entrant(ANA, TOMATO)
    assert left is not None
    assert (left.learned, left.learned_at) == ("", None)
    with pytest.raises(NothingTyped):
        await kaggle.drop_learned(GUILD, ANA, LEAF)


async def test_what_is_not_kept_as_learned_says_why(den: Den) -> None:
    await den.as_member(ANA, TOMATO)
    secret = "hf_" + "abcdefghijklmnopqrstuvwxyzABCDEFGH"
    for words, more, kind in (
        (" ", "more", NothingTyped),
        ("x", "y" * (LEARNED + 1), TooLong),
        (f"my key is {secret}", "", WordsRefused),
    ):
        with pytest.raises(kind):
            await den.competitions.write_learned(GUILD, ANA, LEAF, words, more)
    with pytest.raises(NotIn):
        await den.competitions.write_learned(GUILD, BEN, LEAF, "x", "")
    with pytest.raises(NothingTyped):
        await den.competitions.share_learned(GUILD, ANA, LEAF, words_of)


def words_of(found: Learned) -> Words:
    """A share without any words of ours."""
    return Words(found.competition.title, found.entrant.learned)


async def test_a_share_begins_as_a_draft_of_its_author(den: Den) -> None:
    await den.as_member(ANA, TOMATO)
    await den.competitions.write_learned(GUILD, ANA, LEAF, "Split by plant.", "")
    with pytest.raises(NoShowcase):
        await den.competitions.share_learned(GUILD, ANA, LEAF, words_of)
    await den.app.db.write(lambda tx: showcases.save(tx, Showcase(GUILD, 900, False)))
    found, share_id = await den.competitions.share_learned(0, ANA, LEAF, words_of)
    assert found.can_share
    share = await den.app.showcase.share(ANA, share_id)
    assert (share.guild_id, share.state) == (GUILD, State.DRAFT)
    content = share.content
    assert (await den.competitions.share_learned(0, ANA, LEAF, words_of))[1] == share_id, "pressed twice"
    assert (content.title, content.text, content.link) == (TOMATO.title, "Split by plant.", TOMATO.url)
    assert (await den.competitions.learned(GUILD, ANA, LEAF)).entrant.learned == "Split by plant."
