"""A private word to those whose post-it is still to come, and to nobody else (V7)."""

from dataclasses import dataclass

from bot.domain.events import RoundNudged
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeRound:
    pass


@verb("round.nudge", NudgeRound, frozenset({Power.CHAIR}))
def nudge_round(asked: Asked, _command: NudgeRound) -> Outcome:
    state = asked.state
    if state.round is None or not state.round.open:
        return Refused(Why.ROUND_NOT_OPEN)
    seats = tuple(
        seat.id
        for seat in state.particulars.seats
        if state.cleared(seat.holder, asked.now) and not state.round.post_it(seat.id).handed_in
    )
    if not seats:
        return Accepted()
    return Accepted((RoundNudged(round=state.round.number, number=state.round.nudges + 1, seats=seats),))
