"""What somebody types into a form, read: each reader notes what is wrong beside its field and goes on, so that all is told at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from bot.domain.calendar import at_london
from bot.domain.refusals import Fault, Faults

LONGEST_LINE = 120
LONGEST_ADDRESS = 254
LONGEST_LINK = 2000
LONGEST_MEETING = timedelta(hours=12)
FARTHEST = timedelta(days=731)


_ADDRESS = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"().]+(\.[^\s@<>,;:\"().]+)+")
_OBJECT_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_LONGEST_AGENCY = 40
_AGENCY = re.compile(r"[a-z][a-z0-9_]*")
_TITLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "childrens_social_care": (
            "social_worker",
            "social_workers",
            "lead_social_worker",
            "social_work",
            "social_care",
            "social_services",
            "childrens_services",
            "childrens_social_work",
            "childrens_social_worker",
        ),
        "health_visiting": ("health_visitor", "health_visitors"),
        "midwifery": ("midwife", "midwives", "community_midwife", "maternity"),
        "school_nursing": ("school_nurse", "school_nurses"),
        "school": ("primary_school",),
        "early_years": ("nursery", "nursery_school", "pre_school", "preschool"),
        "gp": ("general_practitioner", "general_practice", "gp_surgery", "gp_practice", "family_doctor"),
    }
)
_KNOWN_AS: Mapping[str, str] = MappingProxyType({title: code for code, titles in _TITLES.items() for title in titles})
"""What people call an agency, or whoever comes from it: two codes for one agency would count twice for quorum (S4 3.10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """When a meeting, or a part of one, begins and ends; in UTC."""

    start: datetime
    end: datetime


def line(name: str, text: str, faults: Faults, *, needed: bool = True) -> str:
    """One line of words."""
    found = " ".join(text.split())
    if needed and not found:
        faults[name] = Fault.MISSING
    elif len(found) > LONGEST_LINE:
        faults[name] = Fault.LINE_TOO_LONG
    return found


def reason(name: str, text: str, faults: Faults) -> str:
    """As many lines as somebody needs."""
    found = text.strip()
    if not found:
        faults[name] = Fault.MISSING
    return found


def address(name: str, text: str, faults: Faults, *, needed: bool = False) -> str:
    found = text.strip()
    if not found:
        faults |= {name: Fault.MISSING} if needed else {}
    elif len(found) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(found):
        faults[name] = Fault.NOT_AN_ADDRESS
    return found


def object_id(name: str, text: str, faults: Faults) -> str:
    found = text.strip().lower()
    if found and not _OBJECT_ID.fullmatch(found):
        faults[name] = Fault.NOT_AN_OBJECT_ID
    return found


def agency(name: str, text: str, faults: Faults) -> str:
    """A code, from one or from words ("Children's social care", "Midwife"). Police by any other name are police, whose report is seen by
    the chair alone (S4 7.10): a slip in a name must not open it.
    """
    found = "_".join(re.sub(r"[^\w\s]", "", text.lower().replace("-", " ")).split())
    if "police" in found:
        return "police"
    if not found:
        faults[name] = Fault.MISSING
    elif len(found) > _LONGEST_AGENCY or not _AGENCY.fullmatch(found):
        faults[name] = Fault.NOT_AN_AGENCY
    return _KNOWN_AS.get(found, found)


def day(name: str, text: str, faults: Faults) -> date | None:
    """None for nothing typed, and for what is no day."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults[name] = Fault.NOT_A_DATE
        return None


def hour(name: str, text: str, faults: Faults) -> time | None:
    """As "10:00". The hour that the clocks skip is none, and of the hour that comes twice the first is taken."""
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        faults[name] = Fault.NOT_A_TIME if text else Fault.MISSING
        return None


def span(typed: tuple[str, str, str], now: datetime, faults: Faults) -> Span | None:
    """A meeting still to come, from the fields `day`, `start` and `end`, on London's clock."""
    found: Faults = {}
    on, begins, ends = day("day", typed[0], found), hour("start", typed[1], found), hour("end", typed[2], found)
    if not typed[0]:
        found["day"] = Fault.MISSING
    faults |= found
    if on is None or begins is None or ends is None:
        return None
    start, end = at_london(on, begins).astimezone(UTC), at_london(on, ends).astimezone(UTC)
    if end <= start:
        faults["end"] = Fault.END_NOT_AFTER
    elif end - start > LONGEST_MEETING:
        faults["end"] = Fault.MEETING_TOO_LONG
    if start <= now or start > now + FARTHEST:
        faults["day"] = Fault.TIME_PAST if start <= now else Fault.TIME_FAR
    return None if {"day", "start", "end"} & faults.keys() else Span(start=start, end=end)


def lines(name: str, text: str, most: int, faults: Faults) -> tuple[str, ...]:
    """Each line of a box that has any words."""
    found = tuple(" ".join(one.split()) for one in text.splitlines() if one.strip())
    if len(found) > most:
        faults[name] = Fault.TOO_MANY
    elif any(len(one) > LONGEST_LINE for one in found):
        faults[name] = Fault.LINE_TOO_LONG
    return found


def chosen(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Boxes ticked, in the order in which they are offered. What was not offered was not ticked."""
    ticked = text.split(",")
    return tuple(one for one in known if one in ticked)
