"""Somebody asks the chair to leave a family member out, on a ground of the procedure (S4 5.1-5.3; B14)."""

from dataclasses import dataclass

from bot.domain.arranging import closed
from bot.domain.events_asked import ExclusionAsked
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.preparations import Ground
from bot.domain.refusals import Fault, Why
from bot.domain.requests import is_family
from bot.domain.verbs.registry import Asked, verb

WHOLE, PART = "whole", "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskExclusion:
    """`evidence` says where what it rests on is held, not what that says. `extent`: WHOLE or PART."""

    person: PersonId
    ground: str
    evidence: str
    extent: str


@verb("exclusion.ask", AskExclusion, frozenset({Power.PROFESSIONAL, Power.LEAD_SOCIAL_WORKER, Power.CHAIR}))
def ask_exclusion(asked: Asked, command: AskExclusion) -> Outcome:
    """Three working days before, "if possible": a later one is shown to be late, and is heard (5.2). Once it has begun the chair
    is asked aloud, and may ask somebody to leave (5.6).
    """
    state = asked.state
    shut = closed(state)
    if shut:
        return shut
    if not is_family(state, command.person):
        return Refused(Why.NOT_FAMILY, {"person": Fault.UNKNOWN_CHOICE})
    before = state.before.exclusions.get(command.person)
    if before:
        return _again(asked, command, before.asked_by, decided=before.granted is not None)
    faults = _faults(command)
    return Refused(Why.FIELDS, faults) if faults else Accepted((_event(asked, command),))


def _again(asked: Asked, command: AskExclusion, by: PersonId, *, decided: bool) -> Outcome:
    """The chair's decision is final (5.8). Until then whoever asked may put it better."""
    if decided:
        return Refused(Why.DECIDED_ALREADY)
    if by != asked.who:
        return Refused(Why.ALREADY_ASKED)
    faults = _faults(command)
    return Refused(Why.FIELDS, faults) if faults else Accepted((_event(asked, command),))


def _faults(command: AskExclusion) -> dict[str, Fault]:
    faults: dict[str, Fault] = {}
    if command.ground not in set(Ground):
        faults["ground"] = Fault.UNKNOWN_CHOICE if command.ground else Fault.MISSING
    if not command.evidence.strip():
        faults["evidence"] = Fault.MISSING
    if command.extent not in (WHOLE, PART):
        faults["extent"] = Fault.UNKNOWN_CHOICE if command.extent else Fault.MISSING
    return faults


def _event(asked: Asked, command: AskExclusion) -> ExclusionAsked:
    return ExclusionAsked(
        person=command.person,
        ground=Ground(command.ground),
        evidence=command.evidence.strip(),
        whole=command.extent == WHOLE,
        by=asked.who,
    )
