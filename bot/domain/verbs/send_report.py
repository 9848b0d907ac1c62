"""An agency says that its report went. The bot has no part in sending it, and keeps none (B10)."""

from dataclasses import dataclass

from bot.domain.events_before import ReportSent
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.reports import report_of
from bot.domain.verbs.registry import Asked, verb
from bot.domain.verbs.report_seats import own_report


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReport:
    """`back`: it did not go after all."""

    back: bool = False


@verb("report.sent", SendReport, frozenset({Power.PROFESSIONAL}))
def send_report(asked: Asked, command: SendReport) -> Outcome:
    """From then on nobody is reminded of it. Said after all of one that was not to come: it has come (V8)."""
    seat = own_report(asked)
    if isinstance(seat, Refused):
        return seat
    report = report_of(asked.state, seat)
    gone = report.sent_at is not None and not report.none
    if report.received_at or gone is not command.back:
        return Accepted()
    return Accepted((ReportSent(seat=seat.id, by=asked.who, back=command.back),))
