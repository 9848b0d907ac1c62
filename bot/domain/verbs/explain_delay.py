"""Why the conference is later than its limit allows (S4 1.10, B4)."""

from dataclasses import dataclass

from bot.domain.events_before import DelayExplained
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS
from bot.domain.refusals import Faults, Why
from bot.domain.typed import reason
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainDelay:
    reason: str


@verb("delay.explain", ExplainDelay, ARRANGERS)
def explain_delay(asked: Asked, command: ExplainDelay) -> Outcome:
    """At any time, before and after: it is reported, and a late reason is better than none."""
    faults: Faults = {}
    why = reason("reason", command.reason, faults)
    if faults:
        return Refused(Why.FIELDS, faults)
    return Accepted() if why == asked.state.before.delay else Accepted((DelayExplained(reason=why, by=asked.who),))
