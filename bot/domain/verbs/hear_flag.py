"""The chair has spoken to whoever asked. What was said stays between them (B12)."""

from dataclasses import dataclass

from bot.domain.events_asked import FlagHeard
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class HearFlag:
    number: int


@verb("flag.heard", HearFlag, frozenset({Power.CHAIR}))
def hear_flag(asked: Asked, command: HearFlag) -> Outcome:
    flag = next((one for one in asked.state.before.flags if one.number == command.number), None)
    if flag is None:
        return Refused(Why.NO_SUCH_FLAG)
    return Accepted() if flag.heard_at else Accepted((FlagHeard(number=flag.number, by=asked.who),))
