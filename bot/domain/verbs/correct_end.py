"""A wrong end starts a wrong clock: it can be put right, with a reason, and both are kept."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.events import EndCorrected
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectEnd:
    """`ended_at` aware, None when what was typed is no time."""

    ended_at: datetime | None
    reason: str


@verb("meeting.correct_end", CorrectEnd, frozenset({Power.CHAIR, Power.MANAGER}))
def correct_end(asked: Asked, command: CorrectEnd) -> Outcome:
    state = asked.state
    faults: Faults = {}
    if command.ended_at is None or command.ended_at < state.particulars.start:
        faults["ended_at"] = Fault.NOT_A_TIME
    elif command.ended_at > asked.now:
        faults["ended_at"] = Fault.TIME_IN_FUTURE
    if not command.reason.strip():
        faults["reason"] = Fault.MISSING
    if faults or command.ended_at is None:
        return Refused(Why.FIELDS, faults)
    return Accepted((EndCorrected(ended_at=command.ended_at, reason=command.reason.strip(), by=asked.who),))
