"""Proves /mentor as a member drives it: the card, the forms, "More about me", pausing, stopping, being kept apart."""

from __future__ import annotations

from bot.mentoring.model.values import Part, Role
from bot.mentoring.service import resting
from bot.mentoring.store import pairs
from tests.mentoring.house import House
from tests.mentoring.house import house as house

FIRST = ["Find a mentor", "Offer to mentor", "Pair me with peers", "More about me"]


async def test_somebody_looks_for_a_mentor_offers_and_is_paired(house: House) -> None:
    python, torch, data, vision, *_rest = map(str, await house.topic_ids())
    walk = house.walk(house.ana)
    text = await walk.slash()
    assert walk.last.ephemeral
    assert "nobody has to be an expert" in text
    assert walk.labels == FIRST
    await walk.press("Find a mentor")
    assert "What would you like help with?" in walk.form
    assert "computer vision" in walk.form
    text = await walk.fill(topics=[python, vision], level="new")
    first, line = text.splitlines()
    assert "I look around noon every day" in first
    assert "“Step out” ends it" in first
    assert line.startswith("You look for a mentor: Python and computer vision · since <t:")
    assert walk.labels == ["Change what I look for", *FIRST[1:], "Pause", "Step out"]
    await walk.press("Offer to mentor")
    text = await walk.fill(topics=[torch], level="ahead")
    assert text.startswith("Thank you. When somebody fits")
    assert "You offer to mentor: PyTorch · 1 person at a time" in text
    await walk.press("Pair me with peers")
    text = await walk.fill(topics=[python, torch, data], level="same")
    assert "no round is planned here yet" in text
    assert len(text.splitlines()) == 4
    await house.change(next_at=house.now())
    assert "data and cleaning · next round <t:" in await walk.slash()
    await walk.press("Change what I look for")
    assert walk.form.count("'default': True") == 3, "both topics and the level"
    text = await walk.fill(topics=[data], level="same")
    assert text.startswith("Changed; your date stays.")
    assert "You look for a mentor: data and cleaning" in text
    assert set(await house.wishes(house.ana.id)) == set(Role)


async def test_topics_that_are_gone_are_said_and_the_form_opens_again(house: House) -> None:
    python, torch, *_ = map(str, await house.topic_ids())
    walk = house.walk(house.ana)
    await walk.slash()
    await walk.press("Pair me with peers")
    await walk.fill(topics=[python], level="same")
    await walk.press("Offer to mentor")
    open_form = walk.last
    await house.no_topics()
    walk.last = open_form
    text = await walk.fill(topics=[torch], level="ahead")
    assert text.startswith("The topics you chose were removed from this server meanwhile.")
    await walk.press("Open the form again")
    (there, *_) = map(str, await house.topic_ids())
    assert "A step ahead" in walk.form
    await walk.fill(topics=[there], level="ahead")
    assert "its topics were removed, please choose others" in walk.text
    assert "You offer to mentor: Python" in walk.text


async def test_more_is_said_in_two_small_forms(house: House) -> None:
    walk = house.walk(house.ana)
    await house.seeks(house.ana.id)
    await walk.slash()
    text = await walk.press("More about me")
    assert "All of it is up to you." in text
    assert "What you do: not said." in text
    assert "5 days to answer · rather with common hours" in text
    assert walk.labels == ["What I do", "When I have time", "Not with somebody", "Back"]
    await walk.press("What I do")
    text = await walk.fill(path=["course"], background=["health"])
    assert "Now: a course or a book · you come from: health" in text
    await walk.press("When I have time")
    assert "places" not in walk.form
    text = await walk.fill(hours=["evening", "weekend"], writing="writing", window=["3"])
    assert "Time: evenings and weekends, by your own clock" in text
    assert "3 days to answer · writing is fine, too" in text
    await house.offers(house.ana.id)
    await walk.press("When I have time")
    text = await walk.fill(writing="writing", window=["7"], places=["0"])
    assert "Time: whenever you have no quiet hours" in text
    assert "7 days to answer · writing is fine, too · room for 0 learners" in text
    await walk.press("What I do")
    assert walk.form.count("'default': True") == 2
    assert "What you do: not said." in await walk.fill()
    assert (await house.profile(house.ana.id)).hours == frozenset[Part]()
    text = await walk.press("Back")
    assert "You offer to mentor: Python · no place at the moment" in text


async def test_pausing_resting_and_stopping(house: House) -> None:
    walk = house.walk(house.ana)
    await house.seeks(house.ana.id)
    await house.peers(house.ana.id)
    await walk.slash()
    text = await walk.press("Pause")
    assert text.startswith("Paused from now on")
    assert "“Go on” ends that" in text
    assert walk.labels[0] == "Go on"
    assert not (await house.profile(house.ana.id)).is_in
    assert (await walk.press("Go on")).startswith("You are back in")
    await house.app.db.write(lambda tx: resting.rest(tx, house.guild.id, house.ana.id))
    assert "You rest for now, and that is fine." in await walk.slash()
    assert walk.labels[0] == "I'm back in"
    dm = house.walk(house.ana.user)
    await dm.open_line("")
    text = await dm.press("I'm back in")
    assert text.startswith("You are back in, with the dates you had.")
    assert "**Learners** · you look for a mentor and you are paired with peers" in text
    assert await house.waiting(house.ana.id) == []
    assert "This is finished" in await walk.press_id("mentoring:back_in:1")
    await walk.slash()
    text = await walk.press("Step out")
    assert "“Pause” on the card before would keep them" in text
    assert walk.labels == ["Look for no mentor", "No more rounds", "All of it", "Back"]
    text = await walk.press("No more rounds")
    assert "“Pair me with peers” undoes it" in text
    assert "You look for a mentor" in text
    assert "so there is nothing to stop" in await walk.press_id("mentoring:stopped:peers")
    text = await walk.press_id("mentoring:stopped:all")
    assert text == "You are out of all of it, and nobody is told. The buttons below let you in again."
    assert walk.labels == FIRST
    assert await house.wishes(house.ana.id) == {}


async def test_the_card_leads_to_what_waits_and_to_whom_one_is_with(house: House) -> None:
    ana, ben, cleo = house.ana, house.ben, house.cleo
    await house.offers(ana.id)
    await house.propose(ben.id, ana.id)
    walk = house.walk(ana)
    text = await walk.slash()
    assert "Something waits for your answer" in text
    assert ben.mention not in text
    assert "ben" not in str(walk.labels)
    assert walk.labels[0] == "Somebody to mentor?"
    await walk.press("Somebody to mentor?", "Yes, gladly")
    text = await walk.slash()
    assert "I have your yes." in text
    assert walk.labels[0] == "My yes"
    await house.mentors(ana.id, cleo.id)
    pair = await house.partners(ana.id, ben.id)
    await house.app.db.write(lambda tx: pairs.set_asked(tx, pair.id, [ana.id, ben.id]))
    text = await walk.slash()
    assert f"Who learns from you: {cleo.mention} · Your partner: {ben.mention}" in text
    assert walk.labels[:4] == ["My yes", "How did it go?", "With cleo", "With ben"]
    theirs = house.walk(cleo)
    assert f"Your mentor: {ana.mention}" in await theirs.slash()
    assert "You look for" not in theirs.text


async def test_somebody_is_kept_apart_and_never_learns_it(house: House) -> None:
    walk = house.walk(house.ana)
    await walk.slash()
    await walk.press("More about me", "Not with somebody")
    assert "They are never told" in walk.form
    assert (await walk.fill(person=[house.ana])).startswith("That is yourself.")
    await walk.press("Open the form again")
    text = await walk.fill(person=[house.ben])
    assert text.startswith(f"I will not bring you together with {house.ben.mention}. They are not told")
    assert walk.labels == ["Undo", "Back"]
    assert "kept apart from somebody" not in await walk.press("Undo")
    await house.partners(house.ana.id, house.ben.id)
    await walk.press("Not with somebody")
    text = await walk.fill(person=[house.ben])
    assert "You are together now, and that goes on" in text
    assert walk.labels == ["With ben", "Undo", "Back"]
    await walk.press("Back", "More about me")
    assert "You are kept apart from somebody; only you read that." in walk.text
    text = await walk.press("With everybody again")
    assert text.startswith("You may be brought together with everybody again.")
    assert "With everybody again" not in walk.labels
    ben = house.walk(house.ben)
    await ben.slash()
    assert "apart" not in await ben.press("More about me")
    assert await house.waiting(house.ben.id) == []


async def test_where_it_is_off_one_sentence_says_so_and_the_dm_shows_all(house: House) -> None:
    walk = house.walk(house.ana)
    await house.seeks(house.ana.id)
    await house.says(house.ana.id, paused_at=house.now())
    await house.change(is_on=False)
    text = await walk.slash()
    assert "Mentors and questions are not switched on here. Somebody who manages" in text
    assert walk.labels == ["Go on", "More about me", "Step out"]
    assert "not switched on here" in await house.walk(house.ben).slash()
    assert "You can choose where they go in /setup." in await house.walk(house.organiser).slash()
    text = await walk.slash("help")
    assert "**/mentor** · a mentor, somebody to mentor, or a partner" in text
    await walk.slash("mine")
    await walk.press("Mentors and peers")
    assert "You look for a mentor" in walk.text
    dm = house.walk(house.ana.user)
    await dm.slash("mine")
    text = await dm.press("Mentors and peers")
    assert text.splitlines()[0] == "**Learners** · you look for a mentor (you pause)"
