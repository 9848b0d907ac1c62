"""No report is to come, and why. It is asked of every agency, even of one that cannot come itself (S0, S4 3.4)."""

from dataclasses import dataclass

from bot.domain.events_before import ReportNotComing
from bot.domain.ids import SeatId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS, Power
from bot.domain.refusals import Fault, Why
from bot.domain.reports import report_of
from bot.domain.verbs.registry import Asked, verb
from bot.domain.verbs.report_seats import seat_of_report


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineReport:
    seat: SeatId
    reason: str


@verb("report.not_coming", DeclineReport, ARRANGERS | {Power.PROFESSIONAL})
def decline_report(asked: Asked, command: DeclineReport) -> Outcome:
    seat = seat_of_report(asked, command.seat)
    if isinstance(seat, Refused):
        return seat
    report, reason = report_of(asked.state, seat), command.reason.strip()
    if report.received_at:
        return Refused(Why.REPORT_IS_IN)
    if not reason:
        return Refused(Why.FIELDS, {"reason": Fault.MISSING})
    if report.none == reason:
        return Accepted()
    return Accepted((ReportNotComing(seat=seat.id, by=asked.who, reason=reason),))
