"""The chair's word on having had no part in the case, and on the last conference (S4 8.1; B26)."""

from dataclasses import dataclass

from bot.domain.arranging import cancelled
from bot.domain.events_asked import IndependenceDeclared
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.decide_recording import NO, YES
from bot.domain.verbs.registry import Asked, verb

FIRST = "first"
"""There was no conference before this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareIndependence:
    """`independent`: YES or NO. `same`: YES, NO or FIRST."""

    independent: str
    same: str
    reason: str = ""


@verb("independence.declare", DeclareIndependence, frozenset({Power.CHAIR}))
def declare_independence(asked: Asked, command: DeclareIndependence) -> Outcome:
    """A no to either needs a reason and stops nothing: who may chair is the council's to say (trap 31)."""
    state = asked.state
    off = cancelled(state)
    if off:
        return off
    reason = command.reason.strip()
    faults = {
        name: Fault.UNKNOWN_CHOICE if given else Fault.MISSING
        for name, given, choices in (
            ("independent", command.independent, (YES, NO)),
            ("same", command.same, (YES, NO, FIRST)),
        )
        if given not in choices
    }
    if NO in (command.independent, command.same) and not reason:
        faults["reason"] = Fault.REASON_MISSING
    if faults:
        return Refused(Why.FIELDS, faults)
    independent, same = command.independent == YES, None if command.same == FIRST else command.same == YES
    said = state.before.independence
    if said and (said.by, said.independent, said.same, said.reason) == (asked.who, independent, same, reason):
        return Accepted()
    return Accepted((IndependenceDeclared(independent=independent, same=same, reason=reason, by=asked.who),))
