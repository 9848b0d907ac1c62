"""Somebody is no longer asked: need-to-know (S4 3.1, 3.2; B5)."""

from dataclasses import dataclass

from bot.domain.arranging import closed
from bot.domain.events_before import PersonTakenOff
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS
from bot.domain.refusals import Faults, Why
from bot.domain.typed import reason
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOffPerson:
    person: PersonId
    reason: str


@verb("person.take_off", TakeOffPerson, ARRANGERS)
def take_off_person(asked: Asked, command: TakeOffPerson) -> Outcome:
    """A parent is taken off only where they were put on by mistake: to leave one out is the chair's to decide (S4 5)."""
    state, who = asked.state, command.person
    refused = closed(state)
    if refused:
        return refused
    if who not in {one.id for one in state.particulars.people}:
        return Refused(Why.NO_SUCH_PERSON)
    if who == state.chair:
        return Refused(Why.CHAIR_STAYS)
    if who == asked.person:
        return Refused(Why.NOT_YOURSELF)
    if who in state.particulars.leads:
        return Refused(Why.LEADS_A_CHILD)
    faults: Faults = {}
    why = reason("reason", command.reason, faults)
    if faults:
        return Refused(Why.FIELDS, faults)
    return Accepted((PersonTakenOff(person=who, reason=why, by=asked.who),))
