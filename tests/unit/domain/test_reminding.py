"""One reminder a day to each person, while there is something to do, and none once there is not (B11, B28; promises 13 and 14)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import LONDON
from bot.domain.conference import to_whom
from bot.domain.duties.before import reminder_duties
from bot.domain.duties.model import Duty
from bot.domain.ids import PersonId, SeatId
from bot.domain.preparations import Cancelled, Coming, Move, Reply, Report
from tests.dates import day, moment
from tests.fakes.builders import ENGLAND, Play, conference

START = moment("Mon 4 Jan 2027 10:00").astimezone(UTC)
CONVENED = moment("Fri 11 Dec 2026 11:15").astimezone(UTC)
PEOPLE = {"chair", "administrator", "ines", "tomas", "harriet", "katya"}
HARRIET, SCHOOL = PersonId("harriet"), SeatId("school")
EVERYTHING = [
    # The school was invited on Friday 11 December. No reply: two and four working days after.
    "Tue 15 Dec 2026 08:30",
    "Thu 17 Dec 2026 08:30",
    # Its report is due on Wednesday 30 December: three working days before, one before, one after
    "Wed 23 Dec 2026 08:30",
    "Tue 29 Dec 2026 08:30",
    "Thu 31 Dec 2026 08:30",  # the meeting, and going through the report with the family, fall on this day too
]


@dataclass
class Diary:
    """A conference looked at again and again, its reminders sent when they are due. Nothing else in it happens by itself."""

    play: Play
    sent: dict[str, list[datetime]] = field(default_factory=dict)

    def until(self, when: datetime, *, sending: bool = True) -> "Diary":
        """From one moment at which something is owed to the next."""
        while self.play.now < when:
            ahead = [one.since for one in self.owed() if one.since > self.play.now]
            self.play.now = min([*ahead, when])
            if sending:
                self.send()
        return self

    def owed(self) -> list[Duty]:
        return [one for one in reminder_duties(self.play.state, self.play.now, ENGLAND) if not one.edit_only]

    def send(self) -> None:
        if any(one.since <= self.play.now for one in self.owed()):
            at = self.play.now
            for key in self.play.perform(kinds=["reminder"]):
                self.sent.setdefault(to_whom(key), []).append(at)

    def change(self, **before: Any) -> "Diary":
        self.play.state = replace(self.play.state, before=replace(self.play.state.before, **before))
        return self


def diary() -> Diary:
    """Convened, and everybody invited: two lead social workers, the school, the mother, and those who see to it."""
    given = conference(start=START, planned_end=START + timedelta(hours=2))
    people = tuple(one for one in given.people if one.id in PEOPLE)
    seats = tuple(one for one in given.seats if one.holder in PEOPLE)
    convened = Diary(Play(particulars=replace(given, people=people, seats=seats), now=CONVENED))
    convened.change(convened_at=CONVENED, first_start=START).play.perform(kinds=["invitation"])
    return convened


def told(given: Diary) -> list[datetime]:
    return given.until(START).sent.get(HARRIET, [])


@pytest.mark.feature("B11", "M8")
def test_whoever_does_nothing_is_reminded_on_each_day_of_the_ladder_once() -> None:
    assert told(diary()) == [moment(one) for one in EVERYTHING]


COMING = Reply(coming=Coming.ATTENDING, at=CONVENED, by=HARRIET)
SENT = Report(sent_at=CONVENED, shared_on=day("Mon 14 Dec 2026"))


@pytest.mark.feature("B8", "B11")
@pytest.mark.parametrize(
    ("done", "left"),
    [
        ({"replies": {HARRIET: COMING}}, EVERYTHING[2:]),
        ({"reports": {SCHOOL: SENT}}, [*EVERYTHING[:2], "Thu 31 Dec 2026 08:30"]),
        ({"replies": {HARRIET: COMING}, "reports": {SCHOOL: SENT}}, ["Thu 31 Dec 2026 08:30"]),
        ({"replies": {HARRIET: replace(COMING, coming=Coming.CANNOT)}}, EVERYTHING[2:]),
        ({"replies": {HARRIET: replace(COMING, coming=Coming.CANNOT)}, "reports": {SCHOOL: SENT}}, []),
        (
            {"replies": {HARRIET: COMING}, "reports": {SCHOOL: Report(none="Never met them.")}},
            ["Thu 31 Dec 2026 08:30"],
        ),
    ],
    ids=[
        "replied",
        "reported",
        "both",
        "cannot come: a report all the same",
        "cannot come and reported",
        "none to come",
    ],
)
def test_of_what_is_done_nobody_is_reminded_again(done: dict[str, Any], left: list[str]) -> None:
    assert told(diary().change(**done)) == [moment(one) for one in left]


@pytest.mark.feature("B11")
def test_what_is_done_at_the_last_second_stops_the_reminder_of_that_second() -> None:
    given = diary().until(moment("Tue 15 Dec 2026 08:29:59"))
    assert [one.since for one in given.owed() if one.to == HARRIET] == [moment("Tue 15 Dec 2026 08:30")]
    given.change(replies={HARRIET: COMING})
    assert moment("Tue 15 Dec 2026 08:30") not in told(given)


def _cancel(given: Diary) -> Diary:
    return given.change(
        cancelled=Cancelled(reason="The child has moved.", at=given.play.now, by=PersonId("administrator"))
    )


@pytest.mark.feature("B11", "B28")
@pytest.mark.parametrize("when", ["Mon 14 Dec 2026 12:00", "Tue 15 Dec 2026 08:29:59", "Tue 29 Dec 2026 08:30"])
def test_after_a_cancellation_nobody_is_reminded_of_anything(when: str) -> None:
    given = diary().until(moment(when))
    before = {who: list(times) for who, times in given.sent.items()}
    _cancel(given)
    assert not given.owed()
    given.until(START)
    assert given.sent == before


@pytest.mark.feature("B11", "B28")
def test_moved_everybody_is_asked_anew_and_the_old_days_are_no_longer_theirs() -> None:
    given = diary().change(replies={HARRIET: COMING}).until(moment("Wed 16 Dec 2026 12:00"))
    move = Move(start=START, reason="The mother is in hospital.", at=given.play.now, by=PersonId("administrator"))
    later = moment("Mon 18 Jan 2027 10:00").astimezone(UTC)
    particulars = replace(given.play.state.particulars, start=later, planned_end=later)
    given.play.state = replace(given.play.state, particulars=particulars)
    given.change(moves=(move,)).play.perform(kinds=["invitation"])
    given.until(later)
    assert given.sent[HARRIET] == [
        moment(one)
        for one in (
            "Fri 18 Dec 2026 08:30",  # the answer was to the old time
            "Tue 22 Dec 2026 08:30",
            "Mon 11 Jan 2027 08:30",  # the report is due on Thursday 14
            "Wed 13 Jan 2027 08:30",
            "Fri 15 Jan 2027 08:30",
        )
    ]


@pytest.mark.feature("B11", "M8")
@pytest.mark.parametrize("back", ["Tue 29 Dec 2026 08:15", "Tue 29 Dec 2026 12:00"])
def test_what_was_missed_while_nothing_ran_is_one_word_on_return_and_no_second_that_day(back: str) -> None:
    """Promise 15: three rungs of the school's were passed, and a fourth falls on that very day."""
    given = diary().until(moment(back), sending=False)
    given.send()
    days = [one.astimezone(LONDON).date() for one in told(given)]
    assert (days[0], days[-1]) == (day("Tue 29 Dec 2026"), day("Thu 31 Dec 2026"))
    assert len(set(days)) == len(days)


DOINGS: dict[str, Callable[[Diary], object]] = {
    "reply": lambda given: given.change(replies={HARRIET: COMING}),
    "report": lambda given: given.change(reports={SCHOOL: Report(sent_at=given.play.now)}),
    "share": lambda given: given.change(reports={SCHOOL: SENT}),
    "cancel": _cancel,
}
HOURS = st.integers(1, 23 * 24).map(lambda hours: CONVENED + timedelta(hours=hours))


@pytest.mark.feature("B11", "M8")
@settings(max_examples=25, deadline=None)
@given(doings=st.dictionaries(st.sampled_from(sorted(DOINGS)), HOURS))
def test_whatever_is_done_and_when_each_reminder_is_in_the_morning_one_a_day_and_before_the_end_of_it(
    doings: dict[str, datetime],
) -> None:
    given = diary()
    for when, what in sorted((when, what) for what, when in doings.items()):
        given.until(when)
        DOINGS[what](given)
    times = told(given)
    last = doings.get("cancel", START)
    assert {one.astimezone(LONDON).strftime("%H:%M") for one in times} <= {"08:30"}
    assert len({one.astimezone(LONDON).date() for one in times}) == len(times)
    assert all(ENGLAND.is_working_day(one.astimezone(LONDON).date()) and one <= last for one in times)
    expected = [moment(one) for one in EVERYTHING if moment(one) <= last]
    assert set(times) <= set(expected)
    if "reply" not in doings and not {"report", "share"} & set(doings):
        assert times == expected
