"""The chair says whether somebody may record, and why (S4 3.9; B25)."""

from dataclasses import dataclass

from bot.domain.arranging import cancelled
from bot.domain.events_asked import RecordingDecided
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.verbs.registry import Asked, verb

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideRecording:
    person: PersonId
    granted: str
    reasons: str


@verb("recording.decide", DecideRecording, frozenset({Power.CHAIR}))
def decide_recording(asked: Asked, command: DecideRecording) -> Outcome:
    state = asked.state
    off = cancelled(state)
    if off:
        return off
    one = state.before.recordings.get(command.person)
    if one is None:
        return Refused(Why.NOTHING_ASKED)
    if one.granted is not None:
        return Refused(Why.DECIDED_ALREADY)
    faults: Faults = {}
    if command.granted not in (YES, NO):
        faults["granted"] = Fault.UNKNOWN_CHOICE if command.granted else Fault.MISSING
    if not command.reasons.strip():
        faults["reasons"] = Fault.MISSING
    if faults:
        return Refused(Why.FIELDS, faults)
    granted = command.granted == YES
    event = RecordingDecided(person=command.person, granted=granted, reasons=command.reasons.strip(), by=asked.who)
    return Accepted((event,))
