"""A copy given by hand: to family, to the observer, to whoever the bot cannot reach (A3, A6, trap 8)."""

from dataclasses import dataclass

from bot.domain.delivery import by_hand, hands_over
from bot.domain.events import CopyGiven
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS, Power
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveCopy:
    person: PersonId
    how: str


@verb("copy.give", GiveCopy, ARRANGERS | {Power.LEAD_SOCIAL_WORKER})
def give_copy(asked: Asked, command: GiveCopy) -> Outcome:
    state = asked.state
    if state.approval is None:
        return Refused(Why.NOT_APPROVED_YET)
    if command.person not in by_hand(state) or hands_over(state, command.person) != asked.who:
        return Refused(Why.NOT_A_HAND_COPY)
    if not command.how.strip():
        return Refused(Why.FIELDS, {"how": Fault.MISSING})
    if command.person in state.copies:
        return Accepted()
    return Accepted((CopyGiven(person=command.person, by=asked.who, how=command.how.strip()),))
