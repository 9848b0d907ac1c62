"""The council has an agency's report: the administrator says so, of the police's the chair (B10, B13)."""

from dataclasses import dataclass

from bot.domain.events_before import ReportReceived
from bot.domain.ids import SeatId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS
from bot.domain.reports import report_of
from bot.domain.verbs.registry import Asked, verb
from bot.domain.verbs.report_seats import seat_of_report


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveReport:
    """`back`: it is not there after all."""

    seat: SeatId
    back: bool = False


@verb("report.received", ReceiveReport, ARRANGERS)
def receive_report(asked: Asked, command: ReceiveReport) -> Outcome:
    seat = seat_of_report(asked, command.seat)
    if isinstance(seat, Refused):
        return seat
    there = report_of(asked.state, seat).received_at is not None
    if there is not command.back:
        return Accepted()
    return Accepted((ReportReceived(seat=seat.id, by=asked.who, back=command.back),))
