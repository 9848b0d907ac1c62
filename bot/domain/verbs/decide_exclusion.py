"""The chair, and the chair alone, decides whether somebody is left out, of how much and for how long (S4 5.3-5.8; B14)."""

from dataclasses import dataclass

from bot.domain.arranging import cancelled
from bot.domain.events_asked import ExclusionDecided
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.verbs.ask_exclusion import PART, WHOLE
from bot.domain.verbs.registry import Asked, verb

NOT_AT_ALL = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideExclusion:
    """`extent`: WHOLE, PART or NOT_AT_ALL. `how_long`: no longer than it must be (5.5)."""

    person: PersonId
    extent: str
    reasons: str
    how_long: str = ""


@verb("exclusion.decide", DecideExclusion, frozenset({Power.CHAIR}))
def decide_exclusion(asked: Asked, command: DecideExclusion) -> Outcome:
    """Once: what somebody has been told, or may be being told, does not change behind the letter's back."""
    state = asked.state
    off = cancelled(state)
    if off:
        return off
    one = state.before.exclusions.get(command.person)
    if one is None:
        return Refused(Why.NOTHING_ASKED)
    if one.granted is not None:
        return Refused(Why.DECIDED_ALREADY)
    faults = _faults(command)
    if faults:
        return Refused(Why.FIELDS, faults)
    granted = command.extent != NOT_AT_ALL
    event = ExclusionDecided(
        person=command.person,
        granted=granted,
        reasons=command.reasons.strip(),
        how_long=command.how_long.strip() if granted else "",
        by=asked.who,
        whole=command.extent == WHOLE if granted else None,
    )
    return Accepted((event,))


def _faults(command: DecideExclusion) -> Faults:
    faults: Faults = {}
    if command.extent not in (WHOLE, PART, NOT_AT_ALL):
        faults["extent"] = Fault.UNKNOWN_CHOICE if command.extent else Fault.MISSING
    if not command.reasons.strip():
        faults["reasons"] = Fault.MISSING
    if command.extent in (WHOLE, PART) and not command.how_long.strip():
        faults["how_long"] = Fault.MISSING
    return faults
