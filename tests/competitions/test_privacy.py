"""Proves what is shown, exported and forgotten of somebody among competitions (promise 6, A2), and what goes by itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.attention.model.values import Message
from bot.attention.store import intents, notices, outbox
from bot.competitions.model.values import (
    CHANGED,
    DEADLINE,
    ENDED,
    HELLO,
    KEEP_ENDED,
    POST,
    Better,
    Form,
    Hello,
    Step,
    Team,
)
from bot.competitions.service import reminding
from bot.competitions.service.greeting import report_key
from bot.competitions.store import competitions, entrants, hellos, posts, tweaks
from bot.core.db import Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words
from bot.deliveries import store as deliveries
from tests.competitions.house import ANA, BEN, CLEO, GUILD, OTHER_GUILD, RAIN, TOMATO, WHALES, Den, den
from tests.traces import in_tables

__all__ = ["den"]

WHAT, LOCAL, PUBLIC = "quokkas resized", "0.8125", "0.7875"
LINE, LEARNED, NEXT_TIME = "axolotl evenings, beginner", "numbats need a split", "wombats first"
WHERE = [
    *("competition_entrant.learned", "competition_entrant.next_time", "competition_entrant.team_words"),
    *("competition_tweak.local", "competition_tweak.public", "competition_tweak.what"),
]
MARKS = ("quokkas", LOCAL, PUBLIC, "axolotl", "numbats", "wombats")


async def lived(den: Den, who: int = ANA, guild: int = GUILD, *, to: int = BEN) -> Hello:
    """Somebody is in a competition with a log and a team line, left another, learned something, said hello; lines wait."""
    one = await den.as_member(
        who,
        WHALES,
        guild,
        ticked=frozenset({Step.DATA, Step.SPLIT}),
        better=Better.HIGHER,
        team=Team.LOOKING,
        team_words=LINE,
        team_at=datetime(2026, 1, 4, tzinfo=UTC),
    )
    await den.as_member(
        who,
        RAIN,
        guild,
        out_at=datetime(2026, 1, 4, tzinfo=UTC),
        learned=LEARNED,
        next_time=NEXT_TIME,
        learned_at=datetime(2026, 1, 4, 12, tzinfo=UTC),
    )

    def more(tx: Tx) -> Hello:
        tweaks.add(tx, one, WHAT, LOCAL, PUBLIC)
        reminding.plan(tx, WHALES, [one])
        said = hellos.add(tx, guild, WHALES.slug, who, to)
        for kind, user, subject in ((CHANGED, who, one.id), (ENDED, who, one.id), (HELLO, to, said.id)):
            key, until = f"{kind}:{subject}", tx.now + timedelta(days=7)
            outbox.tell(tx, Message(user, guild, kind, subject, key=key, expires_at=until))
        return said

    return await den.app.db.write(more)


async def export(den: Den, who: int) -> dict[str, Document]:
    """Somebody's documents about competitions, by name."""
    found = await den.app.db.read(lambda tx: den.competitions.export(tx, who, Words()))
    return {each.name: each for each in found}


async def waiting(den: Den, who: int) -> list[str]:
    """The kinds of what waits for somebody."""
    found = await den.app.db.read(lambda tx: intents.waiting_for(tx, who))
    return sorted({each.kind for each in found})


async def test_what_is_kept_is_said_in_sentences_without_a_number(den: Den) -> None:
    assert "competitions" not in await den.app.people.what_is_kept(ANA, Lang())
    await lived(den)
    lines = (await den.app.people.what_is_kept(ANA, Lang()))["competitions"]
    assert len(lines) == 5
    assert all(each.endswith(".") and not re.search(r"\d", each) for each in lines)
    assert "competitions" not in await den.app.people.what_is_kept(BEN, Lang())


async def test_all_of_it_is_taken_along_as_text_and_as_data(den: Den) -> None:
    await lived(den)
    await lived(den, CLEO, OTHER_GUILD, to=ANA)
    found = await export(den, ANA)
    assert set(found) == {"competitions", "competition-logs", "hellos"}
    whales, rain = found["competitions"].rows
    assert (whales["ticked"], whales["team"], whales["team_line"]) == (["data", "split"], "looking", LINE)
    assert (rain["learned"], rain["next_time"]) == (LEARNED, NEXT_TIME)
    assert rain["left_at"] == "2026-01-04T00:00:00+00:00"
    for mark in (
        WHALES.title,
        WHALES.url,
        "Data in, Split chosen",
        LINE,
        LEARNED,
        NEXT_TIME,
        "2026-01-05 12:00 UTC",
    ):
        assert mark in found["competitions"].markdown
    (tweak,) = found["competition-logs"].rows
    assert (tweak["what_changed"], tweak["local_score"], tweak["public_score"]) == (WHAT, LOCAL, PUBLIC)
    assert f"{WHAT} · local {LOCAL} · public {PUBLIC}" in found["competition-logs"].markdown
    (said,) = found["hellos"].rows
    assert (said["to"], said["title"]) == (str(BEN), WHALES.title)
    assert {row["server"] for each in found.values() for row in each.rows} == {str(GUILD)}
    json.dumps([list(each.rows) for each in found.values()])


async def test_what_is_taken_along_names_the_address_of_today(den: Den) -> None:
    await lived(den)
    today = replace(WHALES, page="whales-today")
    await den.store(today)
    found = await export(den, ANA)
    rows = [row for each in found.values() for row in each.rows if row["competition"] == WHALES.slug]
    assert [row["address"] for row in rows] == [today.url] * 3
    assert today.url in found["competitions"].markdown


async def test_everybody_of_whom_something_is_kept_is_a_member(den: Den) -> None:
    await lived(den)
    assert await den.app.db.read(den.competitions.members) == {(GUILD, ANA), (GUILD, BEN)}


async def test_erasing_leaves_no_trace_and_nothing_waits(den: Den, migrated_url: str) -> None:
    await lived(den)
    await lived(den, BEN, to=ANA)
    assert in_tables(migrated_url, *MARKS) == WHERE
    assert await waiting(den, ANA) == [CHANGED, DEADLINE, ENDED, HELLO]
    await den.app.people.forget(ANA, "competitions")
    assert await waiting(den, ANA) == []
    assert await waiting(den, BEN) == [CHANGED, DEADLINE, ENDED], "whom she told hears nothing of it"
    ids = {"competition_entrant.user_id", "competition_hello.from_id", "competition_hello.to_id"}
    assert ids.isdisjoint(in_tables(migrated_url, ANA))
    assert await den.app.db.read(den.competitions.members) == {(GUILD, BEN)}
    assert len((await export(den, BEN))["competition-logs"].rows) == 1, "what is somebody else's stays"
    await den.app.people.forget(BEN, "competitions")
    assert in_tables(migrated_url, *MARKS) == []


async def test_what_organisers_were_shown_goes_with_who_wrote_it(den: Den) -> None:
    said = {guild: await lived(den, ANA, guild) for guild in (GUILD, OTHER_GUILD)}

    def report(tx: Tx) -> None:
        for guild, each in said.items():
            notices.notify(tx, guild, "attention.report", report_key(each.id), user_id=ANA, text=LINE)

    await den.app.db.write(report)
    await den.app.db.write(lambda tx: den.competitions.erase(tx, BEN, OTHER_GUILD))
    assert await den.app.db.read(lambda tx: len(notices.about(tx, ANA))) == 2, "he was only told"
    await den.app.db.write(lambda tx: den.competitions.erase(tx, ANA, GUILD))
    (left,) = await den.app.db.read(lambda tx: notices.about(tx, ANA))
    assert left.guild_id == OTHER_GUILD


async def test_erasing_in_one_server_leaves_the_other_alone(den: Den) -> None:
    await lived(den)
    await lived(den, ANA, OTHER_GUILD)
    await den.app.db.write(lambda tx: den.competitions.erase(tx, ANA, GUILD))
    assert await den.app.db.read(den.competitions.members) == {(OTHER_GUILD, ANA), (OTHER_GUILD, BEN)}
    found = await export(den, ANA)
    assert {row["server"] for each in found.values() for row in each.rows} == {str(OTHER_GUILD)}
    assert await waiting(den, ANA) == [CHANGED, DEADLINE, ENDED]
    assert await waiting(den, BEN) == [HELLO]


async def test_a_hello_of_who_left_or_was_stopped_is_not_told(den: Den) -> None:
    await lived(den)
    await lived(den, CLEO, to=ANA)
    await den.leaves(ANA)
    assert HELLO not in await waiting(den, BEN)
    assert HELLO in await waiting(den, ANA)
    await den.app.communities.stop_member(GUILD, 1, CLEO)
    assert HELLO not in await waiting(den, ANA)
    assert len((await export(den, ANA))["competitions"].rows) == 2, "what is theirs stays for thirty days"


async def test_what_ended_long_ago_is_forgotten_unless_somebody_was_in(den: Den) -> None:
    await den.as_member(BEN, RAIN, out_at=den.clock.now)
    ended = [replace(each, phase=TOMATO.phase, deadline=TOMATO.deadline) for each in (RAIN, WHALES)]
    await den.store(*ended)

    def show(tx: Tx) -> list[int]:
        made = [
            posts.add(tx, GUILD, Form.MORE, [TOMATO.slug, RAIN.slug]),
            posts.add(tx, GUILD, Form.CARD, [WHALES.slug]),
        ]
        for each in made:
            deliveries.claim_new(tx, POST, each.id, guild_id=GUILD, channel_id=1, keep_for=timedelta(days=1))
        return [each.id for each in made]

    kept, gone = await den.app.db.write(show)

    def known(tx: Tx) -> tuple[list[str], list[int], list[int]]:
        found = competitions.get_many(tx, [TOMATO.slug, RAIN.slug, WHALES.slug])
        shown = posts.shown(tx, GUILD, [TOMATO.slug, RAIN.slug, WHALES.slug])
        told = deliveries.of_subjects(tx, POST, [kept, gone])
        return sorted(found), sorted(shown.values()), [each.subject_id for each in told]

    assert not await den.competitions.purge()
    assert len((await den.app.db.read(known))[0]) == 3
    assert TOMATO.deadline is not None
    den.clock.now = TOMATO.deadline + KEEP_ENDED
    assert not await den.competitions.purge()
    assert len((await den.app.db.read(known))[0]) == 3, "not before its time"
    den.clock.forward(days=30)
    assert await den.competitions.purge(1)
    while await den.competitions.purge(1):
        pass
    assert await den.app.db.read(known) == ([RAIN.slug], [kept, kept], [kept])
    assert await den.app.db.read(lambda tx: entrants.slugs(tx)) == {RAIN.slug}
