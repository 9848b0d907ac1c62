"""Somebody on no list: the chair has asked them to leave, or removed them, and says so (J8, J13)."""

from dataclasses import dataclass

from bot.domain.events import StrangerSettled
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissStranger:
    stranger: str
    reason: str


@verb("stranger.dismiss", DismissStranger, frozenset({Power.CHAIR}))
def dismiss_stranger(asked: Asked, command: DismissStranger) -> Outcome:
    if command.stranger not in asked.state.strangers:
        return Refused(Why.NO_SUCH_STRANGER)
    if not command.reason.strip():
        return Refused(Why.FIELDS, {"reason": Fault.MISSING})
    settled = StrangerSettled(stranger=command.stranger, by=asked.who, reason=command.reason.strip())
    return Accepted((settled,))
