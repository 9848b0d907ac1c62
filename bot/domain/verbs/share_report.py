"""On which day a report was gone through with the family (S1, S3, S4 7.7, 7.9; B10). Never the police's (S4 7.10)."""

from dataclasses import dataclass
from datetime import date

from bot.domain.calendar import LONDON
from bot.domain.events_before import ReportShared
from bot.domain.ids import SeatId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS, Power
from bot.domain.refusals import Fault, Why
from bot.domain.reports import POLICE, report_of
from bot.domain.verbs.registry import Asked, verb
from bot.domain.verbs.report_seats import seat_of_report


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareReport:
    """`on`: YYYY-MM-DD, as a card sends it."""

    seat: SeatId
    on: str


@verb("report.shared", ShareReport, ARRANGERS | {Power.PROFESSIONAL})
def share_report(asked: Asked, command: ShareReport) -> Outcome:
    seat = seat_of_report(asked, command.seat)
    if isinstance(seat, Refused):
        return seat
    if seat.agency == POLICE:
        return Refused(Why.NOT_FOR_FAMILY)
    day = past_day(asked, command.on)
    if isinstance(day, Fault):
        return Refused(Why.FIELDS, {"on": day})
    if report_of(asked.state, seat).shared_on == day:
        return Accepted()
    return Accepted((ReportShared(seat=seat.id, by=asked.who, on=day),))


def past_day(asked: Asked, typed: str) -> date | Fault:
    """A day that is not still to come, on London's calendar."""
    if not typed.strip():
        return Fault.MISSING
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        return Fault.NOT_A_DATE
    return Fault.DATE_TO_COME if day > asked.now.astimezone(LONDON).date() else day
