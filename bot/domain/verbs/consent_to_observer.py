"""An observer only with the recorded consent of the chair and of the family (S4 3.3; B19)."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.arranging import cancelled
from bot.domain.events_asked import ObserverConsented
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.particulars import Role
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Why
from bot.domain.requests import consent_of
from bot.domain.verbs.decide_recording import NO, YES
from bot.domain.verbs.registry import Asked, verb

ENTERS_CONSENT = frozenset({Power.CHAIR, Power.LEAD_SOCIAL_WORKER, Power.ADMINISTRATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentToObserver:
    """YES or NO, or "" for what is left as it was. `family`: as they gave it to whoever enters it. `chair`: the chair's own."""

    observer: PersonId
    chair: str = ""
    family: str = ""


@verb("observer.consent", ConsentToObserver, ENTERS_CONSENT)
def consent_to_observer(asked: Asked, command: ConsentToObserver) -> Outcome:
    """May be taken back until views are asked for. Nobody but the chair answers for the chair."""
    state = asked.state
    off = cancelled(state)
    if off:
        return off
    if state.rounds:
        return Refused(Why.UNDER_WAY)
    if command.observer not in {one.id for one in state.particulars.with_role(Role.OBSERVER)}:
        return Refused(Why.NOT_AN_OBSERVER)
    sides = {"chair": command.chair, "family": command.family}
    faults = {side: Fault.UNKNOWN_CHOICE for side, said in sides.items() if said not in ("", YES, NO)}
    if command.chair and asked.who != state.chair:
        faults["chair"] = Fault.UNKNOWN_CHOICE
    if not any(sides.values()):
        faults["family"] = Fault.MISSING
    return Refused(Why.FIELDS, faults) if faults else Accepted(tuple(_events(asked, command)))


def _events(asked: Asked, command: ConsentToObserver) -> Iterator[ObserverConsented]:
    known = consent_of(asked.state, command.observer)
    for family, said, before in ((False, command.chair, known.chair), (True, command.family, known.family)):
        agreed = said == YES
        if said and before is not agreed:
            yield ObserverConsented(observer=command.observer, family=family, agreed=agreed, by=asked.who)
