"""A chair falls ill or loses the line: somebody named takes the chair, by the chair's word or the manager's."""

from dataclasses import dataclass

from bot.domain.conference import Conference
from bot.domain.events import ChairHandedOver
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.particulars import Role
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.registry import Asked, verb

MAY_CHAIR = frozenset({Role.CHAIR, Role.STAND_IN, Role.MANAGER})


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverChair:
    to: PersonId
    reason: str


def successors(state: Conference) -> tuple[PersonId, ...]:
    """Who could take the chair: never somebody with a seat, who would be chairing their own case (S4 8.1)."""
    able = state.particulars.with_role(*MAY_CHAIR)
    return tuple(one.id for one in able if one.id != state.chair and not state.seat_of(one.id))


@verb("chair.hand_over", HandOverChair, frozenset({Power.CHAIR, Power.MANAGER}))
def hand_over_chair(asked: Asked, command: HandOverChair) -> Outcome:
    state = asked.state
    if command.to == state.chair:
        return Accepted()
    if command.to not in successors(state):
        return Refused(Why.CANNOT_TAKE_THE_CHAIR, {"to": Fault.UNKNOWN_CHOICE})
    if not command.reason.strip():
        return Refused(Why.FIELDS, {"reason": Fault.MISSING})
    return Accepted(
        (ChairHandedOver(chair_from=state.chair, chair_to=command.to, by=asked.who, reason=command.reason.strip()),)
    )
