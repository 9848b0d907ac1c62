"""Somebody has put right what stood in Microsoft 365's way: what did not work is tried once more."""

from dataclasses import dataclass

from bot.domain.events_errands import ErrandsAgain
from bot.domain.outcome import Accepted, Outcome
from bot.domain.powers import ARRANGERS
from bot.domain.trying import troubles
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class TryAgain:
    pass


@verb("errand.again", TryAgain, ARRANGERS)
def try_again(asked: Asked, _command: TryAgain) -> Outcome:
    """Nothing has gone wrong that is still wanted: nothing to try."""
    return Accepted((ErrandsAgain(by=asked.who),)) if troubles(asked.state, asked.now) else Accepted()
