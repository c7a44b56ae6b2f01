"""Owns how an organiser changes what a standup asks, and what members then meet in the form."""

from __future__ import annotations

from datetime import timedelta

from tests.bots import World, answer_of, labels_of, text_of
from tests.communities.setting_up import FRIDAY_NINE, fill, manage, options_of, press


async def add(world: World, label: str, kind: str = "text", choices: str = "") -> str:
    """The organiser adds a question; returns what the card says then."""
    form = await manage(world, "Questions", "Add a question")
    return text_of(await fill(world, form, label=label, kind=kind, choices=choices))


async def asked(world: World) -> list[str]:
    """What the standup asks."""
    (standup,) = await world.app.standups.of_guild(world.guild.id)
    return [question.label or question.key for question in standup.questions]


async def test_the_three_usual_ones_are_there_and_can_be_had_back(world: World) -> None:
    await world.set_up()
    card = await manage(world, "Questions")
    assert "1. What did you do?" in text_of(card)
    assert "3. Stuck on anything?" in text_of(card)
    await add(world, "Mood?")
    back = await manage(world, "Questions", "Ask the three usual ones")
    assert "Saved. The next form asks this." in text_of(back)
    assert await asked(world) == ["did", "next", "stuck"]


async def test_a_choice_is_added_and_answered_with_a_tap(world: World) -> None:
    await world.set_up()
    assert "4. How was it?" in await add(world, "How was it?", "choice", "easy\n\n hard \nimpossible")
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    form = await world.ana.slash(world.channel, "standup")
    for word in ("easy", "hard", "impossible"):
        assert word in str(form.modal)
    preview = await world.ana.submit_modal(form, {"q4": "hard"})
    posted = await world.ana.click(answer_of(preview), label="Post")
    assert "**How was it?** hard" in world.messages(world.thread())[-1]
    edit = await world.ana.click(answer_of(posted), label="Edit")
    await world.ana.submit_modal(edit, {"q4": "harder than that", "q1": "words"})
    assert "harder than that" in world.messages(world.thread())[-1]


async def test_choices_that_are_none_are_refused_and_the_form_opens_again(world: World) -> None:
    await world.set_up()
    form = await manage(world, "Questions", "Add a question")
    for wrong in ("", "only one", "same\nsame", "\n".join(str(n) for n in range(11))):
        refused = await fill(world, form, label="How was it?", kind="choice", choices=wrong)
        assert "A choice needs 2 to 10 different lines" in text_of(refused)
        form = await press(world, refused, "Open the form again")
        assert "How was it?" in str(form.modal)
        assert wrong.splitlines()[-1:] == [] or wrong.splitlines()[-1] in str(form.modal)
    await fill(world, form, label="How was it?", kind="choice", choices="good\nbad")
    assert await asked(world) == ["did", "next", "stuck", "How was it?"]


async def test_choices_without_the_kind_that_shows_them_are_asked_about(world: World) -> None:
    await world.set_up()
    form = await manage(world, "Questions", "Add a question")
    refused = await fill(world, form, label="Today?", kind="text", choices="theory\npractice")
    assert "You listed choices" in text_of(refused)
    again = await press(world, refused, "Open the form again")
    assert "theory" in str(again.modal)
    assert await asked(world) == ["did", "next", "stuck"]


async def test_a_question_is_changed_moved_and_removed(world: World) -> None:
    await world.set_up()
    await add(world, "Mood?")
    listed = await manage(world, "Questions")
    one = await world.organiser.select(answer_of(listed), [options_of(listed)[-1]["value"]])
    assert labels_of(answer_of(one)) == ["Change", "Move up", "Remove", "Back"]
    form = await press(world, one, "Change")
    assert "Mood?" in str(form.modal)
    await fill(world, form, label="How do you feel?", kind="text")
    assert await asked(world) == ["did", "next", "stuck", "How do you feel?"]
    listed = await manage(world, "Questions")
    one = await world.organiser.select(answer_of(listed), ["q3"])
    await press(world, one, "Move up")
    assert await asked(world) == ["did", "next", "How do you feel?", "stuck"]
    listed = await manage(world, "Questions")
    one = await world.organiser.select(answer_of(listed), ["q0"])
    assert "Move up" not in labels_of(answer_of(one))
    await press(world, one, "Remove")
    assert await asked(world) == ["next", "How do you feel?", "stuck"]


async def test_five_questions_are_the_most_and_one_is_the_least(world: World) -> None:
    await world.set_up()
    form = await manage(world, "Questions", "Add a question")
    await fill(world, form, label="Four?", kind="text")
    stale = await manage(world, "Questions", "Add a question")
    await add(world, "Five?")
    assert "Add a question" not in labels_of(answer_of(await manage(world, "Questions")))
    refused = await fill(world, stale, label="Six?", kind="text")
    assert "A form has room for 5 questions" in text_of(refused)
    assert await asked(world) == ["did", "next", "stuck", "Four?", "Five?"]
    for _ in range(4):
        listed = await manage(world, "Questions")
        one = await world.organiser.select(answer_of(listed), ["q0"])
        await press(world, one, "Remove")
    listed = await manage(world, "Questions")
    one = await world.organiser.select(answer_of(listed), ["q0"])
    assert "Remove" not in labels_of(answer_of(one))


async def test_a_form_opened_before_the_questions_changed_keeps_every_word(world: World) -> None:
    await world.set_up()
    await world.work_until(FRIDAY_NINE + timedelta(minutes=1))
    form = await world.ana.slash(world.channel, "standup")
    listed = await manage(world, "Questions")
    one = await world.organiser.select(answer_of(listed), ["q1"])
    await press(world, one, "Remove")
    preview = await world.ana.submit_modal(form, {"q1": "first", "q2": "second", "q3": "third"})
    for word in ("first", "second", "third"):
        assert word in text_of(preview)
