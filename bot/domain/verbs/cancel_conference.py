"""The conference is not held: with a reason, and everybody who had been asked is told once (B28)."""

from dataclasses import dataclass

from bot.domain.arranging import closed
from bot.domain.events_before import ConferenceCancelled
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS
from bot.domain.refusals import Faults, Why
from bot.domain.typed import reason
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelConference:
    reason: str


@verb("conference.cancel", CancelConference, ARRANGERS)
def cancel_conference(asked: Asked, command: CancelConference) -> Outcome:
    """For good: a new date for the same family is a new conference. Of a draft nobody is told, since nobody was asked."""
    if asked.state.before.cancelled:
        return Accepted()
    refused = closed(asked.state)
    if refused:
        return refused
    faults: Faults = {}
    why = reason("reason", command.reason, faults)
    return Refused(Why.FIELDS, faults) if faults else Accepted((ConferenceCancelled(reason=why, by=asked.who),))
