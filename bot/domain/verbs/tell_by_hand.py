"""Somebody whom no message reaches was told by a person: how, and on which day (B6, B28)."""

from dataclasses import dataclass

from bot.domain.arranging import london_day
from bot.domain.events_before import ToldByHand
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS, Power
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.telling import is_by_hand, may_tell, told_of_it
from bot.domain.verbs.registry import Asked, verb
from bot.domain.verbs.share_report import past_day


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
    faults: Faults = {} if command.how.strip() else {"how": Fault.MISSING}
    on = past_day(asked, command.on) if command.on else london_day(asked.now)
    if isinstance(on, Fault):
        faults["on"] = on
    if faults or isinstance(on, Fault):
        return Refused(Why.FIELDS, faults)
    event = ToldByHand(person=person, by=asked.who, how=command.how.strip(), time=state.before.time, on=on)
    return Accepted((event,))
