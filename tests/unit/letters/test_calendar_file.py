"""The calendar file: what stands in it, to the letter, and what has no place in it."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from bot.domain.ids import ConferenceId, PersonId
from bot.domain.outcome import BugError
from bot.letters.calendar_file import CalendarEntry, calendar_file
from tests.dates import moment

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LINK = (
    "https://teams.example/l/meetup-join/19%3ameeting_Zm9yIGEgcmVoZWFyc2FsIG9ubHk%40thread.v2/0?context=%7b%22Tid%22%7d"
)
ENTRY = CalendarEntry(
    cid=ConferenceId("0123456789abcdef"),
    person=PersonId("cora"),
    reference="CP-2026-104",
    start=moment("Thu 3 Dec 2026 10:00"),
    end=moment("Thu 3 Dec 2026 12:30"),
    sequence=0,
    organiser="conferences@sampleton.example",
    attendee="cora.sampleton@home.example",
    join_link=LINK,
)
MOVED = replace(ENTRY, start=moment("Tue 30 Mar 2027 14:00"), end=moment("Tue 30 Mar 2027 16:00"), sequence=1)
CANCELLED = replace(MOVED, cancelled=True, sequence=2)


class _Ics(SingleFileSnapshotExtension):
    """One file an entry, to be opened with a calendar."""

    file_extension = "ics"
    _write_mode = WriteMode.BINARY


def event(written: bytes) -> Any:
    """A property of it may be of any type."""
    [found] = Calendar.from_ical(written).walk("VEVENT")
    return found


def entered(entry: CalendarEntry) -> Any:
    return event(calendar_file(entry, NOW))


@pytest.mark.feature("B6", "M3")
@pytest.mark.parametrize("entry", [ENTRY, MOVED, CANCELLED], ids=["request", "update", "cancellation"])
def test_calendar_file(entry: CalendarEntry, snapshot: SnapshotAssertion) -> None:
    assert calendar_file(entry, NOW) == snapshot(extension_class=_Ics)


def test_one_person_has_one_entry_however_often_it_changes() -> None:
    uids = {str(entered(one)["UID"]) for one in (ENTRY, MOVED, CANCELLED)}
    assert len(uids) == 1
    others = (replace(ENTRY, person=PersonId("ben")), replace(ENTRY, cid=ConferenceId("f" * 16)))
    assert not uids & {str(entered(one)["UID"]) for one in others}
    assert not [part for part in (ENTRY.person, ENTRY.cid) if part in "".join(uids)]


@pytest.mark.feature("B28")
@pytest.mark.parametrize(
    ("entry", "method", "status", "sequence"),
    [(ENTRY, "REQUEST", "CONFIRMED", 0), (MOVED, "REQUEST", "CONFIRMED", 1), (CANCELLED, "CANCEL", "CANCELLED", 2)],
)
def test_what_is_moved_or_cancelled_says_so(entry: CalendarEntry, method: str, status: str, sequence: int) -> None:
    assert Calendar.from_ical(calendar_file(entry, NOW))["METHOD"] == method
    found = entered(entry)
    assert (found["STATUS"], found["SEQUENCE"]) == (status, sequence)
    assert (LINK in found["DESCRIPTION"]) != entry.cancelled


@pytest.mark.feature("S-3")
def test_it_has_no_place_for_a_child_a_family_or_anybody_else() -> None:
    """What is not in the value cannot be in the file: whoever gives it a place for a name has to change this test."""
    assert {one.name for one in fields(CalendarEntry)} == set(
        "cid person reference start end sequence organiser attendee join_link cancelled".split()
    )
    found = entered(ENTRY)
    assert (found["SUMMARY"], found["CLASS"], found["LOCATION"]) == (
        "Conference CP-2026-104",
        "PRIVATE",
        "Microsoft Teams",
    )
    written = calendar_file(ENTRY, NOW).decode().replace("\r\n ", "")
    assert written.count("mailto:") == 2
    assert calendar_file(replace(ENTRY, attendee=""), NOW).count(b"mailto:") == 1
    for word in ("child", "protection", "family", "parent", "post-it", "VALARM"):
        assert word.lower() not in written.lower()


def test_before_the_link_is_known_it_says_that_one_comes() -> None:
    assert "comes with a later message" in entered(replace(ENTRY, join_link=""))["DESCRIPTION"]


@pytest.mark.parametrize(
    "typed",
    [
        "CP\r\nATTENDEE:mailto:evil@x.example",
        "CP;X=1:2,3\\n",
        "CP\x00\x1b\u2028\u202e",
        "Ó🙂" * 60,
        "CP\nEND:VCALENDAR",
    ],
)
def test_what_people_typed_stays_words(typed: str) -> None:
    written = calendar_file(replace(ENTRY, reference=typed), NOW)
    found = event(written)
    assert [name for name, _ in found.property_items()].count("ATTENDEE") == 1
    assert "\n" not in found["SUMMARY"]
    assert not set("\x00\x1b\u202e") & set(found["SUMMARY"])
    lines = [line.partition(b":")[0] for line in written.splitlines()]
    assert lines.count(b"BEGIN") == lines.count(b"END") == 5


@pytest.mark.parametrize(
    "change",
    [
        {"start": datetime(2026, 12, 3, 10)},  # noqa: DTZ001 - that is what is wrong with it
        {"end": datetime(2026, 12, 3, 10)},  # noqa: DTZ001
        {"end": ENTRY.start},
        {"end": ENTRY.start - timedelta(hours=1)},
        {"sequence": -1},
    ],
)
def test_an_entry_without_a_time_or_a_number_is_a_bug(change: dict[str, Any]) -> None:
    with pytest.raises(BugError):
        replace(ENTRY, **change)
