"""`next_due` is exact: between now and then nothing becomes owed by itself, and then something is (M8, promises 15, 16)."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.conference import Conference
from bot.domain.duties import Step, duties, next_due
from bot.domain.verbs.record_send import RecordFailed, RecordFilled, RecordPosted
from tests.fakes.builders import ENGLAND, Play
from tests.fakes.presses import Press, press, presses

FATES = ("done", "done", "done", "later", "never")
waits = st.sampled_from([0, 1, 59, 301, 1_800, 3_599, 3_600, 14_400, 40_000, 86_400])
SCENES: Mapping[str, Callable[[Play], object]] = {
    "planned": lambda play: play.wait(hours=-1),
    "gathering": Play.gather,
    "open": Play.open,
    "closed": Play.closed,
    "decided": Play.decided,
    "ended": lambda play: play.decided().wait(minutes=90).end(),
    "approved": lambda play: play.decided().wait(minutes=90).end().approve(),
}


def at(stage: str) -> Play:
    play = Play().bind()
    SCENES[stage](play)
    return play


def perform(play: Play, fates: list[str]) -> None:
    """The bot does what it owes, and some of it fails, until nothing is owed now."""
    turn = 0
    for _ in range(12):
        owed = play.owed()
        if not owed:
            return
        for key, one in sorted(owed.items()):
            fate = fates[turn % len(fates)] if turn < 60 else "done"
            turn += 1
            if fate == "later":
                again = play.now + timedelta(seconds=30)
                play.does("bot", RecordFailed(duty=key, code="throttled", final=False, retry_at=again))
            elif fate == "never":
                play.does("bot", RecordFailed(duty=key, code="blocked", final=True))
            elif one.step is Step.POST:
                play.does("bot", RecordPosted(duty=key, face=one.duty.face, conversation="c", message=f"m{key}"))
            else:
                play.does("bot", RecordFilled(duty=key, face=one.duty.face))
    raise AssertionError(f"never quiet: {sorted(play.owed())}")


def silent(state: Conference, now: datetime, until: datetime, parts: list[float]) -> None:
    span = until - now
    moments = [now + span * part for part in parts] + [until - timedelta(microseconds=1)]
    for moment in moments:
        if now < moment < until:
            assert duties(state, moment, ENGLAND) == (), moment


@pytest.mark.feature("M8")
@settings(max_examples=120)
@given(
    st.sampled_from(list(SCENES)),
    st.lists(st.tuples(presses, waits), max_size=10),
    st.lists(st.sampled_from(FATES), min_size=1, max_size=12),
    st.lists(st.floats(0, 1), min_size=3, max_size=6),
)
def test_nothing_becomes_owed_before_it_is_due(
    stage: str, pressed: list[tuple[Press, int]], fates: list[str], parts: list[float]
) -> None:
    play = at(stage)
    for one, seconds in pressed:
        press(play, one)
        perform(play, fates)
        play.wait(seconds=seconds)
    perform(play, fates)
    for _ in range(20):
        due = next_due(play.state, play.now, ENGLAND)
        if due is None:
            break
        assert due > play.now, "all that was owed is done"
        silent(play.state, play.now, due, parts)
        play.now = due
        assert duties(play.state, due, ENGLAND), "looked at the right moment, there is something to do"
        perform(play, ["done"])
    assert next_due(play.state, play.now, ENGLAND) is None, "a conference comes to rest"
    silent(play.state, play.now, play.now + timedelta(days=90), parts)


@pytest.mark.feature("M8")
def test_what_is_owed_is_the_same_however_often_and_wherever_it_is_asked() -> None:
    """A restart, another worker, an agenda that was lost: all see the same (promise 16)."""
    play = at("approved")
    assert duties(play.state, play.now, ENGLAND) == duties(play.state, play.now, ENGLAND)
    later = play.now + timedelta(days=2)
    assert {one.duty.key for one in duties(play.state, play.now, ENGLAND)} <= {
        one.duty.key for one in duties(play.state, later, ENGLAND)
    }
