"""How it stands with an agency's report, for whoever may know of it (B10, B13, B27). The report itself is nowhere here."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.deadlines import borough_calendar
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.outcome import Refused
from bot.domain.particulars import Kind, Seat
from bot.domain.powers import ARRANGERS, Power, powers_of
from bot.domain.preparations import Seen
from bot.domain.refusals import Why
from bot.domain.reports import (
    POLICE,
    ReportState,
    asked_for,
    came_late,
    due_to_chair,
    due_to_family,
    may_know,
    report_of,
    stands,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenChild:
    child: ChildId
    called: str
    seen: Seen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """`own`: the reader's to send. `keeps`: theirs to mark received. `police`: for the chair alone, and not for the family.
    `children` are those whose lead social worker the author is.
    """

    reference: str
    kind: Kind
    start: datetime
    seat: SeatId
    title: str
    author: str
    own: bool
    keeps: bool
    police: bool
    state: ReportState
    late: bool
    due_chair: datetime | None
    due_family: datetime | None
    sent_at: datetime | None
    received_at: datetime | None
    shared_on: date | None
    none: str
    children: tuple[SeenChild, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsView:
    """All the reports that the reader may know of. `lines` are in the order of the seats."""

    reference: str
    kind: Kind
    start: datetime
    lines: tuple[ReportView, ...]


def report_view(
    state: Conference, who: PersonId, seat: SeatId, now: datetime, calendar: Calendar
) -> ReportView | Refused:
    """One that there is not and one that somebody may not know of look the same (S4 7.10, trap 10)."""
    found = next((one for one in state.particulars.seats if one.id == seat), None)
    if found is None or not asked_for(state, found) or not may_know(state, who, found):
        return Refused(Why.NO_SUCH_REPORT)
    return _view(state, who, found, now, borough_calendar(state.profile, calendar))


def own_report_view(state: Conference, who: PersonId, now: datetime, calendar: Calendar) -> ReportView | Refused:
    seat = state.seat_of(who)
    return report_view(state, who, seat.id, now, calendar) if seat else Refused(Why.NO_SUCH_REPORT)


def reports_view(state: Conference, who: PersonId, now: datetime, calendar: Calendar) -> ReportsView | Refused:
    """For those who see to it that reports come."""
    if not powers_of(state, who) & ARRANGERS:
        return Refused(Why.NOT_YOURS_TO_DO)
    days = borough_calendar(state.profile, calendar)
    seats = (one for one in state.particulars.seats if asked_for(state, one) and may_know(state, who, one))
    return ReportsView(
        reference=state.particulars.reference,
        kind=state.particulars.kind,
        start=state.particulars.start,
        lines=tuple(_view(state, who, one, now, days) for one in seats),
    )


def _view(state: Conference, who: PersonId, seat: Seat, now: datetime, days: Calendar) -> ReportView:
    report, about = report_of(state, seat), state.particulars
    leads = (one for one in about.children if one.lead == seat.holder)
    return ReportView(
        reference=about.reference,
        kind=about.kind,
        start=about.start,
        seat=seat.id,
        title=seat.title,
        author=state.person(seat.holder).name,
        own=seat.holder == who,
        keeps=bool(powers_of(state, who) & ARRANGERS),
        police=seat.agency == POLICE,
        state=stands(state, seat, now, days),
        late=came_late(state, seat, days),
        due_chair=due_to_chair(state, seat, days),
        due_family=due_to_family(state, seat, days),
        sent_at=report.sent_at,
        received_at=report.received_at,
        shared_on=report.shared_on,
        none=report.none,
        children=tuple(SeenChild(child=one.id, called=one.called, seen=report.seen.get(one.id)) for one in leads),
    )


def children_seen_view(state: Conference, who: PersonId, now: datetime, calendar: Calendar) -> ReportView | Refused:
    """The lead social worker's own, to say when each child was seen."""
    if Power.LEAD_SOCIAL_WORKER not in powers_of(state, who):
        return Refused(Why.NOT_YOURS_TO_DO)
    return own_report_view(state, who, now, calendar)
