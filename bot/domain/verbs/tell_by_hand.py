"""Somebody whom no message reaches was told by a person: how, and on which day (B6, B28)."""

from dataclasses import dataclass
from datetime import date

from bot.domain.calendar import LONDON
from bot.domain.events_before import ToldByHand
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS, Power
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.telling import is_by_hand, may_tell, told_of_it
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class TellByHand:
    """`on` as a form sends it, YYYY-MM-DD; "" for today."""

    person: PersonId
    how: str
    on: str = ""


@verb("by_hand.told", TellByHand, ARRANGERS | {Power.LEAD_SOCIAL_WORKER})
def tell_by_hand(asked: Asked, command: TellByHand) -> Outcome:
    state, person = asked.state, command.person
    if not is_by_hand(state, person) or not may_tell(state, asked.who, person):
        return Refused(Why.NOT_YOURS_TO_TELL)
    if told_of_it(state, person):
        return Accepted()
    today = asked.now.astimezone(LONDON).date()
    faults = {} if command.how.strip() else {"how": Fault.MISSING}
    on = _day(command.on, today, faults)
    if faults:
        return Refused(Why.FIELDS, faults)
    event = ToldByHand(person=person, by=asked.who, how=command.how.strip(), time=state.before.time, on=on)
    return Accepted((event,))


def _day(typed: str, today: date, faults: Faults) -> date:
    try:
        on = date.fromisoformat(typed) if typed else today
    except ValueError:
        faults["on"] = Fault.NOT_A_DATE
        return today
    if on > today:
        faults["on"] = Fault.DATE_TO_COME
    return on
