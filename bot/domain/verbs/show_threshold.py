"""The threshold test is put before everybody is asked (S1, S4 9.1-9.2, V1)."""

from dataclasses import dataclass

from bot.domain.events import ThresholdShown
from bot.domain.outcome import Accepted, Outcome
from bot.domain.powers import Power
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowThreshold:
    pass


@verb("threshold.show", ShowThreshold, frozenset({Power.CHAIR}))
def show_threshold(asked: Asked, _command: ShowThreshold) -> Outcome:
    return Accepted() if asked.state.threshold_shown else Accepted((ThresholdShown(by=asked.who),))
