"""A calendar reads from the file the very moments that were meant, by its own time zone rules as by anybody's."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.domain.ids import ConferenceId, PersonId
from bot.letters.calendar_file import CalendarEntry, calendar_file

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
AUTUMN, SPRING = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
ENTRY = CalendarEntry(
    cid=ConferenceId("c"),
    person=PersonId("p"),
    reference="CP-1",
    start=NOW,
    end=NOW + timedelta(hours=1),
    sequence=0,
    organiser="conferences@sampleton.example",
)

near = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from([AUTUMN, SPRING, datetime(2031, 10, 26, 0, 30, tzinfo=UTC), datetime(2040, 3, 25, 1, tzinfo=UTC)]),
    st.integers(-200, 200),
)
ever = st.integers(0, 30 * 366 * 24 * 60).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
lengths = st.integers(1, 12 * 60).map(lambda minutes: timedelta(minutes=minutes))


def read(written: bytes) -> tuple[Any, Any]:
    """The calendar and its entry. A property of theirs may be of any type."""
    calendar = Calendar.from_ical(written)
    [event] = calendar.walk("VEVENT")
    return calendar, event


@given(start=near | ever, length=lengths, elsewhere=st.sampled_from(["UTC", "Europe/London", "America/New_York"]))
@example(start=AUTUMN, length=timedelta(hours=1), elsewhere="Europe/London")
@example(start=AUTUMN + timedelta(hours=1), length=timedelta(hours=1), elsewhere="Europe/London")
def test_the_moments_are_the_same(start: datetime, length: timedelta, elsewhere: str) -> None:
    zone = ZoneInfo(elsewhere)
    written = calendar_file(
        replace(ENTRY, start=start.astimezone(zone), end=(start + length).astimezone(zone)), NOW.astimezone(zone)
    )
    calendar, event = read(written)
    assert (event.start.astimezone(UTC), event.end.astimezone(UTC)) == (start, start + length)
    [rules] = calendar.walk("VTIMEZONE")
    by_the_file = rules.to_tz(lookup_tzid=False)
    for name, meant in (("DTSTART", start), ("DTEND", start + length)):
        said = event[name].dt
        if event[name].params.get("TZID"):
            said = said.replace(tzinfo=by_the_file, fold=0)
        assert said.astimezone(UTC) == meant, "by the rules in the file itself"
        shown = meant.astimezone(by_the_file)
        assert shown.replace(tzinfo=None, fold=0) == meant.astimezone(LONDON).replace(tzinfo=None, fold=0)
    assert event["DTSTAMP"].dt == NOW


@given(start=near | ever)
def test_londons_own_time_is_said_wherever_it_is_the_only_one(start: datetime) -> None:
    _, event = read(calendar_file(replace(ENTRY, start=start, end=start + timedelta(minutes=30)), NOW))
    twice = any(one.astimezone(LONDON).fold for one in (start, start + timedelta(minutes=30)))
    assert event["DTSTART"].params.get("TZID") == (None if twice else "Europe/London")


@given(numbers=st.lists(st.integers(0, 50), min_size=2, max_size=6, unique=True).map(sorted), last=st.booleans())
def test_what_comes_later_counts_as_newer(numbers: list[int], last: bool) -> None:
    entries = [replace(ENTRY, sequence=one) for one in numbers]
    entries[-1] = replace(entries[-1], cancelled=last)
    events = [read(calendar_file(one, NOW))[1] for one in entries]
    said = [int(one["SEQUENCE"]) for one in events]
    assert said == sorted(set(said)) == numbers
    assert len({str(one["UID"]) for one in events}) == 1


@given(
    reference=st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
    link=st.text(alphabet="abcXYZ0189%/:?=&.,;_-", max_size=400),
)
def test_no_line_is_longer_than_a_calendar_takes(reference: str, link: str) -> None:
    written = calendar_file(replace(ENTRY, reference=reference, join_link=link), NOW)
    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert not [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line]
    written.decode()
    assert link in str(read(written)[1]["DESCRIPTION"])
