"""Proves what is shown, exported and forgotten of somebody among papers and in the reading group (promise 6, A2)."""

from __future__ import annotations

import json
import re

from bot.core.db import Tx
from bot.core.lang import Lang
from bot.core.privacy import Document, Words
from bot.deliveries.model import Sent
from bot.papers.model.groups import Group, Part, Phase, Round
from bot.papers.store import groups, nominations, parts, saves, votes
from tests.papers.house import ANA, BEN, GUILD, LEAVES, OTHER_GUILD, WARMUP, Den, den
from tests.traces import in_tables

__all__ = ["den"]

ESSENCE, PASSAGE, TRIED = "Quokkas see yellow leaves", "the axolotl passage", "numbats ran on a phone"
WHY, LINK, NAME = "for my wombats", "https://leaves.example/zanzibar", "ana of zanzibar"
MARKS = ("Quokkas", "axolotl", "numbats", "wombats", "zanzibar")


async def lived(den: Den, who: int = ANA, guild: int = GUILD) -> None:
    """Somebody saved, wrote, tried, asked, nominated, voted, comes to a session and leads it."""
    papers = den.papers
    essence = await papers.write_essence(guild, who, LEAVES.arxiv_id, (ESSENCE, "", "none"))
    await papers.try_it(guild, who, LEAVES.arxiv_id, LINK, TRIED)
    question = await papers.write_question(guild, who, LEAVES.arxiv_id, (PASSAGE, "why?", ""), 0)
    for each in (essence, question):
        claimed = (await papers.post_entry(who, each.id, may_post=True)).claimed
        assert claimed is not None
        await papers.record_post(claimed, Sent(claimed.id * 1000))

    def take_part(tx: Tx) -> None:
        saves.add(tx, guild, who, WARMUP)
        groups.save(tx, Group(guild, 300))
        opened = Round(0, guild, 300, Phase.NOMINATING, tx.now, tx.now)
        led = groups.open_round(tx, opened)
        groups.change_round(tx, led.id, phase=Phase.CLOSED, arxiv_id=WARMUP.arxiv_id, leader_id=who)
        parts.save(tx, Part(guild, led.id, who, comes=True, ping=True, leads_at=tx.now))
        value = groups.open_round(tx, opened)
        made = nominations.add(tx, guild, value.id, LEAVES.arxiv_id, who, WHY)
        votes.save(tx, guild, value.id, who, [made.id])

    await den.app.db.write(take_part)


async def export(den: Den, who: int) -> dict[str, Document]:
    """Somebody's documents about papers, by name."""
    found = await den.app.db.read(lambda tx: den.papers.export(tx, who, Words()))
    return {each.name: each for each in found}


async def test_what_is_kept_is_said_in_sentences_without_a_number(den: Den) -> None:
    assert "papers" not in await den.app.people.what_is_kept(ANA, Lang())
    await lived(den)
    lines = (await den.app.people.what_is_kept(ANA, Lang()))["papers"]
    assert len(lines) == 8
    assert all(each.endswith(".") and not re.search(r"\d", each) for each in lines)
    assert "papers" not in await den.app.people.what_is_kept(BEN, Lang())


async def test_all_of_it_is_taken_along_as_text_and_as_data(den: Den) -> None:
    await lived(den)
    await lived(den, BEN, OTHER_GUILD)
    found = await export(den, ANA)
    names = {"saved-papers", "written-about-papers", "nominated-papers", "votes-for-papers", "reading-group"}
    assert set(found) == names
    essence, question = found["written-about-papers"].rows
    assert (essence["first"], essence["tried"], essence["link"]) == (ESSENCE, TRIED, LINK)
    assert (question["first"], question["kind"], question["state"]) == (PASSAGE, "question", "posted")
    assert str(question["post"]).startswith(f"https://discord.com/channels/{GUILD}/")
    for mark in (ESSENCE, PASSAGE, TRIED, LINK, LEAVES.title, "2026-01-05 12:00 UTC"):
        assert mark in found["written-about-papers"].markdown
    (nominated,) = found["nominated-papers"].rows
    assert (nominated["title"], nominated["why"]) == (LEAVES.title, WHY)
    assert found["votes-for-papers"].rows[0]["title"] == LEAVES.title
    (session,) = found["reading-group"].rows
    assert (session["title"], session["i_come"], session["i_lead"]) == (WARMUP.title, True, True)
    assert found["saved-papers"].rows[0]["paper"] == WARMUP.arxiv_id
    json.dumps([list(each.rows) for each in found.values()])


async def test_everybody_of_whom_something_is_kept_is_a_member(den: Den) -> None:
    await lived(den)
    await den.papers.write_essence(OTHER_GUILD, BEN, LEAVES.arxiv_id, ("mine", "", ""))
    assert await den.app.db.read(den.papers.members) == {(GUILD, ANA), (OTHER_GUILD, BEN)}


async def test_erasing_leaves_no_trace_and_what_others_did_stays(den: Den, migrated_url: str) -> None:
    await lived(den)
    await den.app.db.write(lambda tx: saves.add(tx, GUILD, BEN, WARMUP))
    assert {mark for mark in MARKS if in_tables(migrated_url, mark)} == set(MARKS)
    removals = await den.app.people.forget(ANA, "papers")
    assert len(removals) == 2
    assert in_tables(migrated_url, *MARKS) == []
    about = [each for each in in_tables(migrated_url, ANA) if each.startswith(("paper", "reading"))]
    assert about == []
    # Copies go with who used them last; a paper that was chosen stays chosen.
    assert await den.app.db.read(lambda tx: groups.get_round(tx, 1).arxiv_id) == WARMUP.arxiv_id  # type: ignore[union-attr]
    assert in_tables(migrated_url, LEAVES.title) == ["paper.title"]
    assert await den.app.db.read(den.papers.members) == {(GUILD, BEN)}


async def test_erasing_in_one_server_leaves_the_other_alone(den: Den) -> None:
    await lived(den)
    await lived(den, ANA, OTHER_GUILD)
    await den.app.db.write(lambda tx: den.papers.erase(tx, ANA, GUILD))
    assert await den.app.db.read(den.papers.members) == {(OTHER_GUILD, ANA)}
    found = await export(den, ANA)
    assert {row["server"] for each in found.values() for row in each.rows} == {str(OTHER_GUILD)}
    assert len(found) == 5


async def test_who_leaves_keeps_their_posts_for_thirty_days(den: Den) -> None:
    await lived(den)
    await den.leaves(ANA)
    found = await export(den, ANA)
    assert len(found["written-about-papers"].rows) == 2
