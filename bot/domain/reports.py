"""Each agency's report: when it is due to whom, and whether it is in (S0, S1, S3, S4 7.7-7.10). The report itself is not kept here."""

from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.deadlines import due_at
from bot.domain.particulars import SOCIAL_CARE, Kind, Role, Seat
from bot.domain.preparations import BLANK_REPORT, Report

POLICE = "police"
"""Whose report goes to the chair alone, and is shown to nobody else, not even that it is due (S4 7.10, trap 10)."""


def report_of(state: Conference, seat: Seat) -> Report:
    return state.before.reports.get(seat.id, BLANK_REPORT)


def asked_for(state: Conference, seat: Seat) -> bool:
    """Whether a report is wanted of this seat at all: of every agency, even one that cannot come (S0)."""
    return state.particulars.kind is not Kind.CORE_GROUP and state.person(seat.holder).role is Role.PROFESSIONAL


def due_to_chair(state: Conference, seat: Seat, days: Calendar) -> datetime | None:
    """The last moment, in UTC. `days` has the borough's closure days. None where the borough sets none."""
    return _due(state, f"{_whose(seat)}_chair", days)


def due_to_family(state: Conference, seat: Seat, days: Calendar) -> datetime | None:
    """By when it is gone through with the family; None for the police, whose report they do not get (S4 7.10)."""
    return None if seat.agency == POLICE else _due(state, f"{_whose(seat)}_family", days)


def settled(report: Report) -> bool:
    """The agency has done its part, or said why it will not."""
    return bool(report.sent_at or report.received_at or report.none)


def _whose(seat: Seat) -> str:
    return "sw_report" if seat.agency == SOCIAL_CARE else "agency_report"


def _due(state: Conference, code: str, days: Calendar) -> datetime | None:
    limit = state.profile.limit(code, state.particulars.kind)
    return due_at(limit, state.particulars.start, days) if limit else None
