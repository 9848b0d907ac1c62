"""Somebody asks the chair to leave a family member out, on a ground of the procedure (S4 5.1-5.3; B14)."""

from dataclasses import dataclass

from bot.domain.answers import choice
from bot.domain.arranging import closed
from bot.domain.events_asked import ExclusionAsked
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.preparations import Exclusion, Ground
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.requests import is_family
from bot.domain.verbs.registry import Asked, verb

ASK_TO_LEAVE_OUT = frozenset({Power.PROFESSIONAL, Power.LEAD_SOCIAL_WORKER, Power.CHAIR})
WHOLE, PART = "whole", "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskExclusion:
    """`evidence` says where what it rests on is held, not what that says. `extent`: WHOLE or PART."""

    person: PersonId
    ground: str
    evidence: str
    extent: str


@verb("exclusion.ask", AskExclusion, ASK_TO_LEAVE_OUT)
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
    before, faults = state.before.exclusions.get(command.person), _faults(command)
    refused = _taken(asked, before)
    if refused or faults:
        return refused or Refused(Why.FIELDS, faults)
    event = _event(asked, command)
    return Accepted() if before and _says_the_same(before, event) else Accepted((event,))


def _taken(asked: Asked, before: Exclusion | None) -> Refused | None:
    """The chair's decision is final (5.8). Until then whoever asked may put it better."""
    if before and before.granted is not None:
        return Refused(Why.DECIDED_ALREADY)
    return Refused(Why.ALREADY_ASKED) if before and before.asked_by != asked.who else None


def _says_the_same(old: Exclusion, new: ExclusionAsked) -> bool:
    return (old.ground, old.evidence, old.whole) == (new.ground, new.evidence, new.whole)


def _faults(command: AskExclusion) -> Faults:
    faults: Faults = {}
    if choice(Ground, command.ground) is None:
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
