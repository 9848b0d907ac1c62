"""The chair, who can see and hear them, says which listed person this account is (J4).

An anonymous joiner has no account to bind, and anybody may type any name (trap 28): being recognised gives them
nothing, and only ends the question of who is there. Their view is given by voice.
"""

from dataclasses import dataclass

from bot.domain.arranging import cancelled
from bot.domain.events import AccountBound, StrangerSettled
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitStranger:
    stranger: str
    person: PersonId
    reason: str


@verb("stranger.admit", AdmitStranger, frozenset({Power.CHAIR}))
def admit_stranger(asked: Asked, command: AdmitStranger) -> Outcome:
    state = asked.state
    off = cancelled(state)
    if off:
        return off
    stranger = state.strangers.get(command.stranger)
    if stranger is None:
        return Refused(Why.NO_SUCH_STRANGER)
    if command.person == state.chair or command.person not in {one.id for one in state.particulars.people}:
        return Refused(Why.NO_SUCH_PERSON, {"person": Fault.UNKNOWN_CHOICE})
    if not command.reason.strip():
        return Refused(Why.FIELDS, {"reason": Fault.MISSING})
    reason = command.reason.strip()
    if stranger.account is None:
        settled = StrangerSettled(stranger=command.stranger, by=asked.who, reason=reason, person=command.person)
        return Accepted((settled,))
    return Accepted(
        (
            AccountBound(
                person=command.person,
                account=stranger.account,
                stranger=command.stranger,
                by=asked.who,
                reason=reason,
            ),
        )
    )
