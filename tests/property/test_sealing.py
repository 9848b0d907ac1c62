"""Whatever people do in a round, nobody reads what is not theirs to read (V5, V6, V13, promise 9)."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.domain.views
from bot.domain.board import line
from bot.domain.conference import Conference
from bot.domain.duties import duties
from bot.domain.ids import ConferenceId, PersonId, SeatId
from bot.domain.outcome import Accepted, Refused
from bot.domain.particulars import Role
from bot.domain.verbs.hand_in_post_it import HandInPostIt, SavePostIt
from bot.domain.verbs.hand_over_chair import HandOverChair
from bot.domain.verbs.read_out import ConfirmReadBack, EnterPostIt
from bot.domain.views.board import Row, board_view, looks_after, monday_of
from bot.domain.views.by_hand import by_hand_view
from bot.domain.views.chairs_word import consent_view, consents_view, independence_view, meetings_view
from bot.domain.views.checklist import checklist_view
from bot.domain.views.console import clocks, console_view
from bot.domain.views.days import days_view
from bot.domain.views.decision import decided_child, decision_view, decisions_view
from bot.domain.views.ending import ending_view
from bot.domain.views.exclusion import exclusion_letter_view, exclusion_view, exclusions_view
from bot.domain.views.flags import flag_view, my_flags_view
from bot.domain.views.forecast import forecast_view
from bot.domain.views.handover import handover_view
from bot.domain.views.invitation import invitation_view
from bot.domain.views.letter import letter_view, waiting_view
from bot.domain.views.microsoft import errands_view, microsoft_notes
from bot.domain.views.participation import participation_view
from bot.domain.views.plain import next_for, status_view
from bot.domain.views.post_it import PostItView, post_it_view, read_out_view, receipt_of, receipt_view
from bot.domain.views.practice import practice_view
from bot.domain.views.recording import recording_view, recordings_view
from bot.domain.views.reply import replies_view, reply_view
from bot.domain.views.reports import children_seen_view, own_report_view, report_view, reports_view
from bot.domain.views.requests import requests_view
from bot.domain.views.sheet import sheet_view
from bot.domain.views.summary import copy_view, draft_view, meeting_summary, summary_view
from bot.domain.views.tally import may_see_tally, tally_view
from bot.domain.views.todo import todo_view
from tests.fakes.builders import ENGLAND, START, Play, both, profile, typed
from tests.fakes.presses import PEOPLE, SEATS

Look = Callable[[Conference, PersonId], Iterator[Any]]


def _children(view: Callable[..., Any], *more: Any) -> Look:
    return lambda state, who: (view(state, who, child.id, *more) for child in state.particulars.children)


_BOARD: list[tuple[Conference, Any]] = []
"""Of the last state that was looked at: it is the same whoever looks."""


def _on_the_board(state: Conference, _: PersonId) -> Iterator[Any]:
    if not _BOARD or _BOARD[0][0] is not state:
        row = Row(cid=ConferenceId("c"), line=line(state, START, ENGLAND), listed=True)
        _BOARD[:] = [(state, board_view(0, START.date(), [row], 0))]
    return iter([_BOARD[0][1]])


LOOKS: Mapping[Callable[..., Any], Look] = {
    by_hand_view: lambda state, who: (by_hand_view(state, who, one) for one in PEOPLE),
    board_view: _on_the_board,
    checklist_view: lambda state, who: iter([checklist_view(state, who, START)]),
    children_seen_view: lambda state, who: iter([children_seen_view(state, who, START, ENGLAND)]),
    consent_view: lambda state, who: (consent_view(state, who, one) for one in PEOPLE),
    consents_view: lambda state, who: iter([consents_view(state, who)]),
    exclusion_letter_view: lambda state, who: (exclusion_letter_view(state, who, one) for one in PEOPLE),
    exclusion_view: lambda state, who: (exclusion_view(state, who, one, ENGLAND) for one in PEOPLE),
    exclusions_view: lambda state, who: iter([exclusions_view(state, who)]),
    flag_view: lambda state, who: (flag_view(state, who, one) for one in "12"),
    forecast_view: lambda state, who: iter(forecast_view(state, who)),
    independence_view: lambda state, who: iter([independence_view(state, who)]),
    meetings_view: lambda state, who: iter([meetings_view(state, who)]),
    my_flags_view: lambda state, who: iter([my_flags_view(state, who)]),
    own_report_view: lambda state, who: iter([own_report_view(state, who, START, ENGLAND)]),
    participation_view: lambda state, who: iter([participation_view(state, who)]),
    recording_view: lambda state, who: (recording_view(state, who, one) for one in PEOPLE),
    recordings_view: lambda state, who: iter([recordings_view(state, who)]),
    report_view: lambda state, who: (report_view(state, who, seat, START, ENGLAND) for seat in SEATS),
    reports_view: lambda state, who: iter([reports_view(state, who, START, ENGLAND)]),
    requests_view: lambda state, who: iter([requests_view(state, who)]),
    clocks: lambda state, _: iter([clocks(state, START, ENGLAND)]),
    console_view: lambda state, who: iter([console_view(state, who, START, ENGLAND)]),
    copy_view: lambda state, who: (copy_view(state, who, one) for one in PEOPLE),
    days_view: lambda state, who: iter([days_view(state, who, ENGLAND)]),
    decided_child: lambda state, _: (decided_child(state, one) for one in state.decisions.values()),
    decision_view: _children(decision_view, ENGLAND),
    decisions_view: lambda state, who: iter([decisions_view(state, who)]),
    draft_view: lambda state, who: iter([draft_view(state, who, START, ENGLAND)]),
    ending_view: lambda state, who: iter([ending_view(state, who, START, ENGLAND)]),
    handover_view: lambda state, who: iter([handover_view(state, who)]),
    invitation_view: lambda state, who: iter([invitation_view(state, who, ENGLAND)]),
    letter_view: lambda state, who: iter([letter_view(state, who, ENGLAND)]),
    may_see_tally: lambda state, who: iter([may_see_tally(state, who)]),
    meeting_summary: lambda state, _: iter([meeting_summary(state)]),
    errands_view: lambda state, who: iter([errands_view(state, who, START)]),
    microsoft_notes: lambda state, _: iter([microsoft_notes(state)]),
    looks_after: lambda state, who: iter([looks_after(state, who)]),
    monday_of: lambda *_: iter([monday_of(0, START)]),
    next_for: lambda state, who: iter([next_for(state, who, START)]),
    post_it_view: lambda state, who: iter([post_it_view(state, who, START)]),
    practice_view: lambda state, who: iter([practice_view(state, who)]),
    read_out_view: lambda state, who: (read_out_view(state, who, seat, START) for seat in SEATS),
    receipt_of: lambda state, who: (
        receipt_of(one) for seat in SEATS if isinstance(one := read_out_view(state, who, seat, START), PostItView)
    ),
    receipt_view: lambda state, who: iter([receipt_view(state, who, START)]),
    sheet_view: lambda state, who: iter([sheet_view(state, who, START, ENGLAND)]),
    replies_view: lambda state, who: iter([replies_view(state, who)]),
    reply_view: lambda state, who: (reply_view(state, who, one) for one in PEOPLE),
    status_view: lambda state, who: iter([status_view(state, who)]),
    summary_view: lambda state, who: iter([summary_view(state, who)]),
    tally_view: _children(tally_view),
    todo_view: lambda state, who: iter([todo_view([(ConferenceId("c"), state, who)], START, ENGLAND)]),
    waiting_view: lambda state, who: iter([waiting_view(state, who, ENGLAND)]),
}


def test_every_builder_of_a_view_is_looked_through() -> None:
    modules = [import_module(f"bot.domain.views.{one.name}") for one in iter_modules(bot.domain.views.__path__)]
    built = {
        one
        for module in modules
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__ and not name.startswith("_")
    }
    assert built == set(LOOKS)


def seen_by(state: Conference, who: PersonId) -> str:
    return "\n".join(
        repr(view) for look in LOOKS.values() for view in look(state, who) if not isinstance(view, Refused)
    )


@dataclass
class Written:
    """What this test knows of who wrote what, without asking the product: a mark in each text, and whose it is."""

    last: int = 0
    draft: dict[str, tuple[str, str]] = field(default_factory=dict)
    """seat -> (mark, writer)"""
    spoken: dict[str, tuple[str, str]] = field(default_factory=dict)
    """seat -> (mark, who wrote it down)"""
    handed: dict[str, str] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)

    def mark(self) -> str:
        self.last += 1
        self.marks.add(f"canary-{self.last}-")
        return f"canary-{self.last}-"


@dataclass
class Scene:
    play: Play
    said: Written = field(default_factory=Written)
    closed: bool = False
    writers: tuple[str, str] = ("chair", "administrator")

    def holder(self, seat: str) -> str:
        return self.play.particulars.seat(SeatId(seat)).holder

    def step(self, what: str, seat: str, writer: int) -> None:
        by = self.writers[writer]
        done = {"hand_in": self._hand_in, "save": self._save, "enter": self._enter, "confirm": self._confirm}
        if what == "hand_over":
            self.play.does(self.play.state.chair, HandOverChair(to=PersonId("stand_in"), reason="ill"))
            self.writers = ("stand_in", "administrator")
        elif what == "close" and not self.closed:
            self.play.close()
            self.closed, self.said.draft, self.said.spoken = True, {}, {}
        elif what in done:
            done[what](seat, by)

    def _hand_in(self, seat: str, _by: str) -> None:
        mark = self.said.mark()
        if isinstance(self.play.asks(self.holder(seat), HandInPostIt(views=both(_text(mark)))), Accepted):
            self.said.handed[seat] = mark
            self.said.draft.pop(seat, None)
            self.said.spoken.pop(seat, None)

    def _save(self, seat: str, _by: str) -> None:
        mark = self.said.mark()
        if isinstance(self.play.asks(self.holder(seat), SavePostIt(views=both(_text(mark)))), Accepted):
            self.said.draft[seat] = (mark, self.holder(seat))

    def _enter(self, seat: str, by: str) -> None:
        mark = self.said.mark()
        if isinstance(self.play.asks(by, EnterPostIt(seat=SeatId(seat), views=both(_text(mark)))), Accepted):
            self.said.spoken[seat] = (mark, by)

    def _confirm(self, seat: str, by: str) -> None:
        if isinstance(self.play.asks(by, ConfirmReadBack(seat=SeatId(seat))), Accepted):
            self.said.handed[seat], _ = self.said.spoken.pop(seat)
            self.said.draft.pop(seat, None)

    def allowed(self, who: str) -> set[str]:
        """What this person may read now: their own, what they are writing down, and the chair what the borough says."""
        own = {mark for seat, mark in self.said.handed.items() if self.holder(seat) == who}
        both_kinds = (*self.said.draft.values(), *self.said.spoken.values())
        own |= {mark for mark, writer in both_kinds if writer == who}
        at_once = self.play.profile.sealing == "as_handed_in"
        if who == self.play.state.chair and (self.closed or at_once):
            own |= set(self.said.handed.values())
        return own


def _text(mark: str) -> Any:
    return typed(reason=mark, likelihood="likely")


steps = st.lists(
    st.tuples(
        st.sampled_from(["hand_in", "hand_in", "save", "enter", "confirm", "confirm", "close", "hand_over"]),
        st.sampled_from(SEATS[:4]),
        st.integers(0, 1),
    ),
    max_size=14,
).filter(lambda found: sum(what == "hand_over" for what, *_ in found) <= 1)


def check(scene: Scene) -> None:
    state = scene.play.state
    for person in state.particulars.people:
        text = seen_by(state, person.id)
        seen = {mark for mark in scene.said.marks if mark in text}
        assert seen <= scene.allowed(person.id), person.id
        if person.role in (Role.ADMINISTRATOR, Role.FAMILY, Role.OBSERVER, Role.MANAGER):
            writing = {mark for mark, writer in scene.said.spoken.values() if writer == person.id}
            assert seen <= writing, person.id
    assert "canary" not in repr(duties(state, START, ENGLAND)), "what is owed is posted and logged"
    assert not [send for send in state.sends.values() if "canary" in repr(send)]


@pytest.mark.feature("V5", "V6", "V13", "J12")
@given(steps, st.sampled_from(["london", "lbh"]))
def test_nobody_reads_what_is_not_theirs(taken: list[tuple[str, str, int]], borough: str) -> None:
    scene = Scene(Play(profile=profile(borough)).bind().open())
    for one in taken:
        scene.step(*one)
    check(scene)
    scene.step("close", "", 0)
    check(scene)
    scene.play.does(
        scene.play.state.chair, *(scene.play.decision(child.id) for child in scene.play.particulars.children)
    )
    scene.play.approve(in_meeting_chat=True)
    check(scene)


@pytest.mark.feature("V5", "V14")
def test_the_search_would_find_what_it_looks_for() -> None:
    """The same search, where there is something to find: the chair after closing."""
    scene = Scene(Play().open())
    scene.step("hand_in", "school", 0)
    mark = scene.said.handed["school"]
    assert mark in seen_by(scene.play.state, PersonId("harriet"))
    assert mark not in seen_by(scene.play.state, PersonId("chair"))
    scene.step("close", "", 0)
    assert mark in seen_by(scene.play.state, PersonId("chair"))
    assert mark not in seen_by(scene.play.state, PersonId("administrator"))
