"""The other children who live there or often stay (S4 1.5, 7.6, B2)."""

from dataclasses import dataclass

from bot.domain.arranging import MOST_HOUSEHOLD, closed
from bot.domain.events_before import HouseholdSet
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.typed import lines
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHousehold:
    """`household`: a child a line. `nobody`: somebody looked, and there is no other child."""

    household: str
    nobody: bool = False


@verb("household.set", SetHousehold, ARRANGERS)
def set_household(asked: Asked, command: SetHousehold) -> Outcome:
    """That there is none has to be said: a box left empty says only that nobody has asked."""
    state = asked.state
    refused = closed(state)
    if refused:
        return refused
    faults: Faults = {}
    found = lines("household", command.household, MOST_HOUSEHOLD, faults)
    if found and command.nobody:
        faults["household"] = Fault.NONE_AND_SOME
    elif not found and not command.nobody:
        faults["household"] = Fault.MISSING
    if faults:
        return Refused(Why.FIELDS, faults)
    if state.before.household_said and found == state.particulars.household:
        return Accepted()
    return Accepted((HouseholdSet(household=found, by=asked.who),))
