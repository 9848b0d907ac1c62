"""Whose report somebody may speak of, for the verbs about reports."""

from bot.domain.arranging import cancelled
from bot.domain.ids import SeatId
from bot.domain.outcome import Refused
from bot.domain.particulars import Seat
from bot.domain.refusals import Why
from bot.domain.reports import asked_for, may_know
from bot.domain.verbs.registry import Asked


def seat_of_report(asked: Asked, which: SeatId) -> Seat | Refused:
    """A report that somebody may not know of is one that there is not (S4 7.10)."""
    state = asked.state
    off = cancelled(state)
    if off:
        return off
    seat = next((one for one in state.particulars.seats if one.id == which), None)
    if seat is None or not asked_for(state, seat) or not may_know(state, asked.who, seat):
        return Refused(Why.NO_SUCH_REPORT)
    return seat


def own_report(asked: Asked) -> Seat | Refused:
    seat = asked.state.seat_of(asked.who)
    return Refused(Why.NO_SEAT) if seat is None else seat_of_report(asked, seat.id)
