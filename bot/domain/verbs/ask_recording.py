"""Somebody of the family, or somebody for them, asks to record the meeting (S4 3.8, 3.9; B25)."""

from dataclasses import dataclass

from bot.domain.arranging import closed
from bot.domain.events_asked import RecordingAsked
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Why
from bot.domain.requests import is_lay
from bot.domain.verbs.registry import Asked, verb

ASK_TO_RECORD = frozenset({Power.LAY, Power.LEAD_SOCIAL_WORKER, Power.ADMINISTRATOR, Power.CHAIR})


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRecording:
    """`purpose`: what they want it for, in their words. `person`: who would record."""

    person: PersonId
    purpose: str


@verb("recording.ask", AskRecording, ASK_TO_RECORD)
def ask_recording(asked: Asked, command: AskRecording) -> Outcome:
    """Each is looked at for itself (3.9). Family ask for themselves alone."""
    state = asked.state
    shut = closed(state)
    if shut:
        return shut
    if not is_lay(state, command.person) or (is_lay(state, asked.who) and command.person != asked.who):
        return Refused(Why.NOT_FAMILY)
    before, purpose = state.before.recordings.get(command.person), command.purpose.strip()
    if before and before.granted is not None:
        return Refused(Why.DECIDED_ALREADY)
    if not purpose:
        return Refused(Why.FIELDS, {"purpose": Fault.MISSING})
    if before and before.purpose == purpose:
        return Accepted()
    return Accepted((RecordingAsked(person=command.person, purpose=purpose, by=asked.who),))
