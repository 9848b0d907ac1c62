"""The calendar file in an invitation (RFC 5545, RFC 5546): one person's entry for one conference, sent, moved or taken out."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from uuid import UUID, uuid5

from icalendar import Calendar, Event, Timezone, vCalAddress

from bot.domain.calendar import LONDON
from bot.domain.ids import ConferenceId, PersonId
from bot.domain.outcome import BugError
from bot.words import calendar_entry as words
from bot.words.typed import clean

_ENTRIES = UUID("c4a15de0-0000-4000-8000-00000000ca1e")
_PRODUCT = "-//Chairside//Chairside//EN"

# Since 1996. The library would write one that ends with a year and begins summer an hour late (icalendar 7.3).
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """It has no place for a child, a family or a reason: calendars are shared, and show on locked screens (S-3).

    `sequence` counts up with each change, a cancellation included: calendars ignore what is older than what they have.
    `organiser` and `attendee` are addresses. Nobody else's is ever in it (trap 8); with none it is nobody's by name.
    """

    cid: ConferenceId
    person: PersonId
    reference: str
    start: datetime
    end: datetime
    sequence: int
    organiser: str
    attendee: str = ""
    join_link: str = ""
    cancelled: bool = False

    def __post_init__(self) -> None:
        naive = self.start.tzinfo is None or self.end.tzinfo is None
        if naive or self.end.astimezone(UTC) <= self.start.astimezone(UTC) or self.sequence < 0:
            raise BugError("a calendar entry without a time or a number")


def calendar_file(entry: CalendarEntry, now: datetime) -> bytes:
    """`now` is when it is written. Whoever sends it says the same of it as the file does: request or cancellation."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if entry.cancelled else "REQUEST")
    calendar.add_component(_zone())
    calendar.add_component(_event(entry, now))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: CalendarEntry, now: datetime) -> Event:
    event = Event()
    event.add("uid", str(uuid5(_ENTRIES, f"{entry.cid}/{entry.person}")))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    start, end = _times(entry)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", clean(words.heading(entry.reference, cancelled=entry.cancelled)))
    event.add("description", clean(words.description(entry.join_link, cancelled=entry.cancelled)))
    event.add("location", words.PLACE)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    event.add("organizer", _address(entry.organiser))
    if entry.attendee:
        event.add("attendee", _attendee(entry.attendee))
    return event


def _times(entry: CalendarEntry) -> tuple[datetime, datetime]:
    """London's clock shows one hour in October twice, and a file can name only the first of the two: then both times are UTC."""
    here = entry.start.astimezone(LONDON), entry.end.astimezone(LONDON)
    if any(one.fold for one in here):
        return entry.start.astimezone(UTC), entry.end.astimezone(UTC)
    return here


def _address(address: str) -> vCalAddress:
    return vCalAddress(f"mailto:{address}")


def _attendee(address: str) -> vCalAddress:
    """No answer is asked of their calendar: they reply to the invitation, where it is heard."""
    attendee = _address(address)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "NEEDS-ACTION"
    attendee.params["RSVP"] = "FALSE"
    return attendee


@cache
def _zone() -> Timezone:
    zone = Timezone.from_ical(_ZONE)
    if not isinstance(zone, Timezone):
        raise BugError("no time zone")
    return zone
