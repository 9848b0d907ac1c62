from dataclasses import replace

import pytest

from bot.domain.duties import DutyKind
from bot.domain.ids import PersonId
from bot.domain.particulars import Kind
from bot.domain.preparations import Cancelled, Coming, Move, Reply
from tests.dates import moment
from tests.fakes.builders import SEATED, START, Play, conference, core_group

CONVENED = moment("Mon 23 Nov 2026 10:00")
SAMIR = PersonId("administrator")


def convened(play: Play | None = None) -> Play:
    play = play or Play(now=CONVENED)
    play.state = replace(play.state, before=replace(play.state.before, convened_at=CONVENED))
    return play


def readers(play: Play, when: str) -> set[str]:
    keys = play.until(when).keys(DutyKind.READING)
    return {key.split("/")[1] for key in keys}


@pytest.mark.feature("B21")
def test_half_an_hour_before_the_start_whoever_holds_a_seat_is_told_to_read() -> None:
    play = convened()
    assert not readers(play, "Mon 7 Dec 2026 09:29:59")
    assert readers(play, "Mon 7 Dec 2026 09:30:00") == set(SEATED)
    play.perform(kinds=["reading"])
    assert not readers(play, "Mon 7 Dec 2026 09:45"), "once"


@pytest.mark.feature("B21")
def test_once_it_has_begun_there_is_no_more_time_to_read() -> None:
    assert readers(convened(), "Mon 7 Dec 2026 09:59:59") == set(SEATED)
    assert not readers(convened(), "Mon 7 Dec 2026 10:00:00")


@pytest.mark.feature("B21")
def test_whoever_cannot_come_is_not_told_and_nobody_is_of_what_is_cancelled_or_was_never_convened() -> None:
    play = convened()
    cannot = Reply(coming=Coming.CANNOT, at=CONVENED, by=PersonId("renuka"))
    before = replace(play.state.before, replies={PersonId("renuka"): cannot})
    play.state = replace(play.state, before=before)
    assert readers(play, "Mon 7 Dec 2026 09:30") == set(SEATED) - {"renuka"}
    cancelled = Cancelled(reason="The child has moved.", at=CONVENED, by=SAMIR)
    play.state = replace(play.state, before=replace(before, cancelled=cancelled))
    assert not readers(play, "Mon 7 Dec 2026 09:30")
    assert not readers(Play(now=CONVENED), "Mon 7 Dec 2026 09:30")


@pytest.mark.feature("B21", "B28")
def test_moved_at_the_last_minute_they_are_told_again_for_the_new_time() -> None:
    play = convened().until("Mon 7 Dec 2026 09:30")
    play.perform(kinds=["reading"])
    later = moment("Mon 7 Dec 2026 14:00")
    move = Move(start=START, reason="The mother is at the hospital.", at=play.now, by=SAMIR)
    particulars = replace(play.state.particulars, start=later, planned_end=moment("Mon 7 Dec 2026 16:00"))
    play.state = replace(play.state, particulars=particulars, before=replace(play.state.before, moves=(move,)))
    assert not readers(play, "Mon 7 Dec 2026 13:29:59")
    assert readers(play, "Mon 7 Dec 2026 13:30") == set(SEATED)


def test_a_core_group_reads_no_reports() -> None:
    assert not readers(convened(Play(particulars=core_group(), now=CONVENED)), "Mon 7 Dec 2026 09:30")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CORE_GROUP])
def test_every_other_kind_does(kind: Kind) -> None:
    assert readers(convened(Play(particulars=conference(kind), now=CONVENED)), "Mon 7 Dec 2026 09:30") == set(SEATED)
