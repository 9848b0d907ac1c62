"""The chair closes the round. Who gave no post-it is recorded with the reason, never as an abstention (V11, trap 15)."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.events import Missing, RoundClosed
from bot.domain.ids import SeatId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRound:
    """`missing`: a `Missing` code for each seat without a post-it; what is said of seats that have one is passed over."""

    missing: Mapping[SeatId, str]


@verb("round.close", CloseRound, frozenset({Power.CHAIR}))
def close_round(asked: Asked, command: CloseRound) -> Outcome:
    state = asked.state
    if state.round is None or not state.round.open:
        return Refused(Why.ROUND_NOT_OPEN)
    open_seats = [seat.id for seat in state.particulars.seats if not state.round.post_it(seat.id).handed_in]
    known = {one.value for one in Missing}
    unsaid: Faults = {seat: Fault.MISSING for seat in open_seats if command.missing.get(seat, "") not in known}
    if unsaid:
        return Refused(Why.MISSING_REASONS, unsaid)
    return Accepted(
        (
            RoundClosed(
                round=state.round.number,
                entitled=tuple(seat.id for seat in state.particulars.seats),
                missing={seat: Missing(command.missing[seat]) for seat in open_seats},
                by=asked.who,
            ),
        )
    )
