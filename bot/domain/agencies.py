"""How each agency stands before a conference, for whoever arranges it: whether it comes, and where its report is (B8, B10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.board import shown_reports
from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.inviting import reply_of
from bot.domain.preparations import Coming
from bot.domain.reports import ReportState, stands


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyLine:
    """`reply` None: not answered yet, or not asked. `report` None: none is wanted, or it is nobody's to know (S4 7.10)."""

    agency: str
    title: str
    reply: Coming | None
    report: ReportState | None


def agencies(state: Conference, now: datetime, days: Calendar) -> Iterator[AgencyLine]:
    """In the conference's own order. `days` has the borough's closure days."""
    shown = {seat.id for seat in shown_reports(state)}
    for seat in state.particulars.seats:
        reply = reply_of(state, seat.holder)
        yield AgencyLine(
            agency=seat.agency,
            title=seat.title,
            reply=reply.coming if reply else None,
            report=stands(state, seat, now, days) if seat.id in shown else None,
        )
