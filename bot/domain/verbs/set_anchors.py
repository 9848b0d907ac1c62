"""The chair says what 0 and 10 mean for this family, before anybody scales (S0, D4)."""

from dataclasses import dataclass

from bot.domain.events import AnchorsSet
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.registry import Asked, verb

LONGEST_ANCHOR = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAnchors:
    zero: str
    ten: str


@verb("anchors.set", SetAnchors, frozenset({Power.CHAIR}))
def set_anchors(asked: Asked, command: SetAnchors) -> Outcome:
    """Not once a round is open: other words would be another question (trap 29)."""
    state = asked.state
    if state.round:
        return Refused(Why.ROUND_ALREADY_HELD)
    typed = {"zero": command.zero.strip(), "ten": command.ten.strip()}
    faults = {name: Fault.MISSING for name, text in typed.items() if not text}
    faults |= {name: Fault.TOO_LONG for name, text in typed.items() if len(text) > LONGEST_ANCHOR}
    if faults:
        return Refused(Why.FIELDS, faults)
    if (state.zero, state.ten) == (typed["zero"], typed["ten"]):
        return Accepted()
    return Accepted((AnchorsSet(zero=typed["zero"], ten=typed["ten"], by=asked.who),))
