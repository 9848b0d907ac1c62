"""The chair may let somebody take part who cannot promise everything, and says why (J3)."""

from dataclasses import dataclass

from bot.domain.events import ChecklistOverridden
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Why
from bot.domain.requests import kept_out
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideChecklist:
    person: PersonId
    reason: str


@verb("checklist.override", OverrideChecklist, frozenset({Power.CHAIR}))
def override_checklist(asked: Asked, command: OverrideChecklist) -> Outcome:
    state = asked.state
    if command.person not in {one.id for one in state.particulars.people}:
        return Refused(Why.NO_SUCH_PERSON, {"person": Fault.UNKNOWN_CHOICE})
    kept = kept_out(state, command.person)
    if kept:
        return Refused(kept.code, {"person": Fault.KEPT_OUT})
    if not command.reason.strip():
        return Refused(Why.FIELDS, {"reason": Fault.MISSING})
    if state.cleared(command.person, asked.now):
        return Accepted()
    return Accepted(
        (
            ChecklistOverridden(
                person=command.person,
                session=state.session(command.person, asked.now),
                reason=command.reason.strip(),
                by=asked.who,
            ),
        )
    )
