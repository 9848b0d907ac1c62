"""The messages in which the chair watches the round: edited at most once in two seconds, and the last state always wins."""

from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import duties as module
from bot.domain.duties import APART, DutyKind, next_due
from bot.domain.duties.meeting import console_face, pulse_face
from bot.domain.verbs.note_attendance import NoteAttendance
from bot.domain.verbs.record_send import RecordFilled, RecordPosted
from tests.fakes.builders import ENGLAND, Play
from tests.fakes.presses import Press, press, presses

WATCHED = (DutyKind.CONSOLE, DutyKind.PULSE)
lapses = st.sampled_from([0.0, 0.05, 0.4, 1.0, 1.9, 1.999999, 2.0, 3.0, 61.0])
plays = st.lists(st.tuples(presses, lapses), min_size=1, max_size=25)


class Watching:
    """A bot that is never late: it does what is owed at each moment at which something is."""

    def __init__(self) -> None:
        self.play = Play().bind().open(absent=("patrick",))
        self.edits: dict[str, list[datetime]] = {}

    def perform(self) -> None:
        for key, one in sorted(self.play.owed().items()):
            face = one.duty.face
            if one.step is module.Step.POST:
                self.play.does("bot", RecordPosted(duty=key, face=face, conversation="c", message=f"m{key}"))
            else:
                self.play.does("bot", RecordFilled(duty=key, face=face))
            if one.duty.kind in WATCHED:
                self.edits.setdefault(key, []).append(self.play.now)

    def until(self, end: datetime | None) -> None:
        """Everything due on the way, at its own moment. None: until nothing is due within a minute."""
        for _ in range(200):
            self.perform()
            due = next_due(self.play.state, self.play.now, ENGLAND)
            if due is None or (end is None and (due - self.play.now).total_seconds() > 60) or (end and due > end):
                break
            self.play.now = max(due, self.play.now)
        if end is not None:
            self.play.now = end

    def shown(self, kind: DutyKind) -> str:
        send = self.play.state.sends.get(f"{kind}/{self.play.state.chair}//0")
        return send.face if send else ""


@settings(max_examples=60)
@given(plays)
def test_never_two_within_two_seconds_and_the_last_state_is_shown(pressed: list[tuple[Press, float]]) -> None:
    watching = Watching()
    for one, lapse in pressed:
        press(watching.play, one)
        watching.until(watching.play.wait(seconds=lapse).now)
    watching.until(None)
    for moments in watching.edits.values():
        assert all(later - one >= APART for one, later in pairwise(moments))
    state = watching.play.state
    if watching.shown(DutyKind.CONSOLE):
        assert watching.shown(DutyKind.CONSOLE) == console_face(state)
    if watching.shown(DutyKind.PULSE):
        assert watching.shown(DutyKind.PULSE) == pulse_face(state)


def test_sixty_presses_in_two_seconds_are_one_edit_and_without_the_rule_sixty(monkeypatch: pytest.MonkeyPatch) -> None:
    def edits() -> int:
        watching = Watching()
        watching.until(watching.play.wait(seconds=5).now)
        before = len(watching.edits["pulse/chair//0"])
        for number in range(60):
            who = watching.play.particulars.seats[number % 6].holder
            watching.play.does("bot", NoteAttendance(person=who, here=number % 12 >= 6))
            watching.until(watching.play.wait(seconds=1 / 30).now)
        watching.until(None)
        return len(watching.edits["pulse/chair//0"]) - before

    assert edits() <= 2
    monkeypatch.setattr(module, "_WATCHED", frozenset())
    assert edits() >= 50
