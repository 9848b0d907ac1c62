"""Somebody who cannot come sends a well-briefed colleague, who has the seat from then on (S1, S4 3.4; B9, trap 16)."""

from dataclasses import dataclass

from bot.domain.outcome import Outcome
from bot.domain.powers import Power
from bot.domain.replying import Colleague, passed_on
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class PassSeatOn:
    name: str
    address: str
    title: str = ""


@verb("seat.pass_on", PassSeatOn, frozenset({Power.PROFESSIONAL}))
def pass_seat_on(asked: Asked, command: PassSeatOn) -> Outcome:
    colleague = Colleague(name=command.name, address=command.address, title=command.title)
    return passed_on(asked.state, asked.who, asked.who, colleague, known=True)
