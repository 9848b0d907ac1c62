""" "I cannot do this" goes to the chair, who alone decides what follows (J3)."""

from dataclasses import dataclass

from bot.domain.events import ChecklistDeclined
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.reach_person import LISTED
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineChecklist:
    reason: str


@verb("checklist.decline", DeclineChecklist, LISTED)
def decline_checklist(asked: Asked, command: DeclineChecklist) -> Outcome:
    reason = command.reason.strip()
    if not reason:
        return Refused(Why.FIELDS, {"reason": Fault.MISSING})
    session = asked.state.session(asked.who, asked.now)
    return Accepted((ChecklistDeclined(person=asked.who, session=session, reason=reason),))
