"""Nothing leaves before the chair approves it (S4 14.13, trap 23); what then leaves is drawn from decisions alone (A1)."""

from dataclasses import dataclass

from bot.domain.events import SummaryApproved
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.post_it import LONGEST_TEXT
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveSummary:
    """`in_meeting_chat`: the chair chose to put the whole summary there; otherwise it gets a notice without case content."""

    note: str = ""
    in_meeting_chat: bool = False


@verb("summary.approve", ApproveSummary, frozenset({Power.CHAIR}))
def approve_summary(asked: Asked, command: ApproveSummary) -> Outcome:
    state = asked.state
    if state.particulars.scales_only:
        return Refused(Why.NO_DECISIONS_HERE)
    if state.approval:
        same = (state.approval.note, state.approval.in_meeting_chat) == (command.note.strip(), command.in_meeting_chat)
        return Accepted() if same else Refused(Why.ALREADY_APPROVED)
    if len(state.decisions) < len(state.particulars.children):
        return Refused(Why.NOT_ALL_DECIDED)
    if len(command.note) > LONGEST_TEXT:
        return Refused(Why.FIELDS, {"note": Fault.TOO_LONG})
    if command.in_meeting_chat and (not state.chat or state.strangers):
        return Refused(Why.FIELDS, {"in_meeting_chat": Fault.STRANGERS_THERE if state.chat else Fault.NO_MEETING_CHAT})
    event = SummaryApproved(by=asked.who, note=command.note.strip(), in_meeting_chat=command.in_meeting_chat)
    return Accepted((event,))
