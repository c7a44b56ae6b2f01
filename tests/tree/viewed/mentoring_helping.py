"""Owns what the views of AMAs, the help-first board and thank-yous are given."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from bot.mentoring.model import refusals as model
from bot.mentoring.model.asking import (
    ABOUT,
    ASKED_HOSTS,
    GOAL,
    NEED_MOST,
    THANKS_MOST,
    Ama,
    AmaState,
    Need,
    NeedKind,
    NeedState,
    Question,
    QuestionState,
    Thanks,
)
from bot.mentoring.service.amas import AmaPost, AskedAma
from bot.mentoring.service.boarding import SeenNeed
from bot.mentoring.service.collecting import ReadAma
from bot.mentoring.service.hosting import SeenAma
from bot.mentoring.service.needing import Board, NeedPost
from bot.mentoring.service.thanking import Draft
from cogs.mentoring.views import ama_lines, ama_reading, amas, deleted, helping_refusals, needs, thanks
from tests.tree import nasty
from tests.tree.viewed import Views
from tests.tree.viewed.stuck import URL

ZONES = st.sampled_from(("UTC", "Pacific/Apia", "Asia/Kathmandu"))
called = nasty.texts(100)
address = st.sampled_from(("", URL))
author = st.just(nasty.AUTHOR)
hours = st.sampled_from((1, 2, 3, 24, 5))

ama = st.builds(
    lambda state, about, long, id_: Ama(
        1, nasty.AUTHOR, about, nasty.NOW, nasty.NOW + timedelta(hours=long), state, id_
    ),
    st.sampled_from(AmaState),
    nasty.names(ABOUT),
    hours,
    nasty.ids(),
)
many_amas = st.lists(ama, max_size=25, unique_by=lambda each: each.id)
seen_ama = st.builds(SeenAma, ama, st.sampled_from((nasty.AUTHOR, 2)), address)
question = st.builds(
    Question,
    nasty.ids(),
    author,
    nasty.names(GOAL),
    st.just(""),
    nasty.names(ASKED_HOSTS),
    state=st.sampled_from((QuestionState.PRIVATE, QuestionState.POSTED)),
    ama_id=nasty.ids(),
    id=nasty.ids(),
)
many_questions = st.lists(question, max_size=25, unique_by=lambda each: each.id).map(tuple)
read = st.builds(ReadAma, ama, many_questions, st.booleans()).filter(
    lambda each: each.questions or not each.more
)

need = st.builds(
    Need,
    nasty.ids(),
    author,
    st.sampled_from(NeedKind),
    nasty.names(NEED_MOST),
    address,
    st.sampled_from(NeedState),
    st.sampled_from((0, nasty.AUTHOR)),
    st.sampled_from((None, nasty.NOW)),
    st.just(nasty.NOW),
    nasty.ids(),
)
need = need.map(
    lambda each: (
        replace(each, taker_id=nasty.AUTHOR, taken_until=nasty.NOW) if each.state is NeedState.TAKEN else each
    )
)
many_needs = st.lists(need, max_size=25, unique_by=lambda each: each.id).map(tuple)
few_needs = st.lists(need, max_size=12, unique_by=lambda each: each.id).map(tuple)
board = st.builds(Board, nasty.ids(), many_needs, few_needs)
seen_need = st.builds(SeenNeed, need, st.sampled_from((nasty.AUTHOR, 2)), address)
taken = seen_need.filter(lambda each: bool(each.need.taker_id))

said = st.builds(
    Thanks, nasty.ids(), author, author, nasty.names(THANKS_MOST), st.just(nasty.NOW), nasty.ids()
)
received = st.lists(said, max_size=25, unique_by=lambda each: each.id)
draft = st.builds(Draft, nasty.names(80), nasty.names(THANKS_MOST), nasty.texts(THANKS_MOST))

given = st.tuples(nasty.names(NEED_MOST), address)

refused = st.one_of(
    st.builds(model.BadTime, nasty.texts(), st.sampled_from(("day", "time", "past"))),
    st.builds(model.NotThanked, st.sampled_from(("self", "left", "bot", "out"))),
    st.builds(model.MayNotPost, nasty.ids()),
    st.sampled_from(
        (
            model.AmaGone(),
            model.AskedEnough(),
            model.AmaFull(),
            model.NeedGone(),
            model.NeedTaken(),
            model.OwnNeed(),
            model.HoldsEnough(),
            model.ThanksGone(),
        )
    ),
)

VIEWS: Views = {
    amas.amas_card: (many_amas, many_amas, ZONES),
    amas.plan_form: (ZONES,),
    amas.move_form: (seen_ama, ZONES),
    amas.thread_name: (st.builds(AmaPost, ama, st.just("")),),
    amas.post_of_ama: (st.builds(AmaPost, ama, st.just("")),),
    amas.ask_button: (ama,),
    amas.ask_form: (seen_ama,),
    amas.asked_card: (st.builds(AskedAma, seen_ama, question),),
    amas.ama_card: (seen_ama,),
    amas.delete_button: (ama,),
    ama_reading.read_button: (ama,),
    amas.planned_card: (seen_ama,),
    amas.moved_card: (seen_ama,),
    ama_reading.read_card: (read, st.one_of(st.none(), question)),
    ama_reading.guard_buttons: (ama, question),
    ama_reading.left_out_card: (ama,),
    ama_reading.muted_card: (ama,),
    amas.confirm_card: (seen_ama,),
    amas.cancelled_card: (ama,),
    amas.confirm_delete_card: (seen_ama,),
    deleted.deleted_card: (given, st.lists(nasty.deliveries(), max_size=2)),
    ama_lines.soon_line: (seen_ama,),
    ama_lines.moved_line: (seen_ama,),
    ama_lines.off_line: (question,),
    ama_lines.soon_name: (),
    ama_lines.moved_name: (),
    ama_lines.off_name: (),
    ama_lines.did: (nasty.audit().filter(bool).map(lambda lines: lines[0]),),
    needs.kinds: (),
    needs.board_card: (board,),
    needs.need_form: (),
    needs.post_of_need: (st.builds(NeedPost, need, st.just("")),),
    needs.put_up_card: (seen_need,),
    needs.take_card: (seen_need,),
    needs.need_card: (seen_need,),
    needs.close_button: (need,),
    needs.delete_button: (need,),
    needs.again_button: (need,),
    needs.done_card: (seen_need, called),
    needs.given_back_card: (seen_need,),
    needs.closed_card: (need,),
    needs.taken_line: (taken, called),
    needs.left_line: (seen_need,),
    needs.line_button: (taken,),
    needs.taken_name: (),
    needs.left_name: (),
    thanks.thank_button: (),
    thanks.thanks_card: (received,),
    thanks.thank_form: (st.sampled_from((0, nasty.AUTHOR)), nasty.ids()),
    thanks.sent_card: (said, called),
    thanks.unsaid_card: (said,),
    thanks.line: (said, called),
    thanks.read_button: (said,),
    thanks.thanked_name: (),
    thanks.thank_you_card: (said, called),
    thanks.guard_buttons: (said,),
    thanks.all_button: (),
    thanks.outside_form: (),
    thanks.draft_card: (draft,),
    thanks.quoted: (nasty.names(THANKS_MOST),),
    helping_refusals.refusal: (refused,),
}
# Names, buttons, and a quotation that cards show.
PARTS = (
    *(amas.thread_name, amas.ask_button, amas.delete_button, ama_reading.read_button),
    *(ama_reading.guard_buttons, needs.kinds, needs.close_button, needs.delete_button),
    *(needs.again_button, needs.line_button, thanks.thank_button, thanks.read_button, thanks.guard_buttons),
    *(thanks.all_button, thanks.quoted),
)
