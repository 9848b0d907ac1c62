"""Which of the days on offer somebody could come on (S1; B23)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.events_before import DaysChosen
from bot.domain.inviting import invited
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.refusals import Why
from bot.domain.verbs.reach_person import LISTED
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseDays:
    """As a form sends them, YYYY-MM-DD. None at all is an answer too: none of them suits."""

    days: Sequence[str]


@verb("days.choose", ChooseDays, LISTED)
def choose_days(asked: Asked, command: ChooseDays) -> Outcome:
    before = asked.state.before
    if before.cancelled:
        return Refused(Why.CANCELLED)
    if not before.days or asked.state.approval:
        return Refused(Why.NO_DAYS)
    if asked.who not in invited(asked.state):
        return Refused(Why.NOT_INVITED)
    days = tuple(one for one in before.days if one.isoformat() in command.days)
    if before.free.get(asked.who) == frozenset(days):
        return Accepted()
    return Accepted((DaysChosen(person=asked.who, days=days),))
