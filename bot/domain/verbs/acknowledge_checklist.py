"""Each person promises the same things, item by item, at each joining (S3, S4 3.8, J2). Promising is arriving."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.arranging import cancelled
from bot.domain.events import ChecklistAcknowledged
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.refusals import Fault, Why
from bot.domain.requests import kept_out
from bot.domain.verbs.reach_person import LISTED
from bot.domain.verbs.registry import Asked, verb

EARLY = timedelta(minutes=30)
"""Not before people gather: a promise made at breakfast says nothing of the room they sit in at ten (trap 26)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeChecklist:
    """`items`: the codes of the items ticked."""

    items: tuple[str, ...]


@verb("checklist.acknowledge", AcknowledgeChecklist, LISTED)
def acknowledge_checklist(asked: Asked, command: AcknowledgeChecklist) -> Outcome:
    state = asked.state
    kept = cancelled(state) or kept_out(state, asked.who)
    if kept:
        return kept
    if state.started_at is None and asked.now < state.particulars.start - EARLY:
        return Refused(Why.MEETING_NOT_STARTED)
    unticked = {code: Fault.NOT_TICKED for code in state.profile.checklist if code not in command.items}
    if unticked:
        return Refused(Why.CHECKLIST_INCOMPLETE, unticked)
    session = state.session(asked.who, asked.now)
    one = state.attendance_of(asked.who)
    if one.cleared == session and one.left_at is None:
        return Accepted()
    items = tuple(state.profile.checklist)
    return Accepted((ChecklistAcknowledged(person=asked.who, session=session, items=items),))
