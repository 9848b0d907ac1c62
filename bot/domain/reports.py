"""Each agency's report: when it is due to whom, and whether it is in (S0, S1, S3, S4 7.7-7.10). The report itself is not kept here."""

from datetime import datetime
from enum import StrEnum

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.deadlines import due_at
from bot.domain.ids import PersonId
from bot.domain.particulars import SOCIAL_CARE, Kind, Role, Seat
from bot.domain.preparations import BLANK_REPORT, Report

POLICE = "police"
"""Whose report goes to the chair alone, and is shown to nobody else, not even that it is due (S4 7.10, trap 10)."""


class ReportState(StrEnum):
    """Where a report has got to. SENT: the agency says so, and nobody has it yet. LATE until the conference begins, then MISSING."""

    DUE = "due"
    LATE = "late"
    MISSING = "missing"
    NONE = "none"
    SENT = "sent"
    RECEIVED = "received"


def report_of(state: Conference, seat: Seat) -> Report:
    return state.before.reports.get(seat.id, BLANK_REPORT)


def asked_for(state: Conference, seat: Seat) -> bool:
    """Whether a report is wanted of this seat at all: of every agency, even one that cannot come (S0)."""
    return state.particulars.kind is not Kind.CORE_GROUP and state.person(seat.holder).role is Role.PROFESSIONAL


def may_know(state: Conference, who: PersonId, seat: Seat) -> bool:
    """Whether somebody may know how it stands with this report, or that there is one: its author, and the chair; the
    administrator and the chair's manager, but of the police's nobody else (S4 7.10, trap 10).
    """
    if who in (seat.holder, state.chair):
        return True
    return seat.agency != POLICE and state.person(who).role in (Role.ADMINISTRATOR, Role.MANAGER)


def due_to_chair(state: Conference, seat: Seat, days: Calendar) -> datetime | None:
    """The last moment, in UTC. `days` has the borough's closure days. None where the borough sets none."""
    return _due(state, f"{_whose(seat)}_chair", days)


def due_to_family(state: Conference, seat: Seat, days: Calendar) -> datetime | None:
    """By when it is gone through with the family; None for the police, whose report they do not get (S4 7.10)."""
    return None if seat.agency == POLICE else _due(state, f"{_whose(seat)}_family", days)


def settled(report: Report) -> bool:
    """The agency has done its part, or said why it will not."""
    return bool(report.sent_at or report.received_at or report.none)


def stands(state: Conference, seat: Seat, now: datetime, days: Calendar) -> ReportState:
    report = report_of(state, seat)
    if report.received_at:
        return ReportState.RECEIVED
    if report.none:
        return ReportState.NONE
    if report.sent_at:
        return ReportState.SENT
    if state.started_at or now >= state.particulars.start:
        return ReportState.MISSING
    due = due_to_chair(state, seat, days)
    return ReportState.LATE if due and now > due else ReportState.DUE


def came_late(state: Conference, seat: Seat, days: Calendar) -> bool:
    """After the last moment that it was due to the chair. When it went counts, not when it was ticked off."""
    report, due = report_of(state, seat), due_to_chair(state, seat, days)
    came = report.sent_at or report.received_at
    return bool(due and came and came > due)


def _whose(seat: Seat) -> str:
    return "sw_report" if seat.agency == SOCIAL_CARE else "agency_report"


def _due(state: Conference, code: str, days: Calendar) -> datetime | None:
    limit = state.profile.limit(code, state.particulars.kind)
    return due_at(limit, state.particulars.start, days) if limit else None
