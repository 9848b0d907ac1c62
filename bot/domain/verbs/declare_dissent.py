"""An agency says, in so many words, that it does not agree (S4 11.1). Nothing in a post-it ever says it for them (trap 22)."""

from dataclasses import dataclass

from bot.domain.events import DissentDeclared
from bot.domain.ids import ChildId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.post_it import LONGEST_TEXT
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareDissent:
    child: ChildId
    reason: str


@verb("dissent.declare", DeclareDissent, frozenset({Power.PROFESSIONAL}))
def declare_dissent(asked: Asked, command: DeclareDissent) -> Outcome:
    state = asked.state
    seat = state.seat_of(asked.who)
    if seat is None:
        return Refused(Why.NO_SEAT)
    if command.child not in {child.id for child in state.particulars.children}:
        return Refused(Why.NO_SUCH_CHILD, {"child": Fault.UNKNOWN_CHOICE})
    decision = state.decisions.get(command.child)
    if decision is None:
        return Refused(Why.NOT_DECIDED_YET)
    reason = command.reason.strip()
    if not reason or len(reason) > LONGEST_TEXT:
        return Refused(Why.FIELDS, {"reason": Fault.TOO_LONG if reason else Fault.MISSING})
    mine = (one for one in state.dissents if (one.child, one.seat) == (command.child, seat.id))
    same = any(one.reason == reason and one.against(decision) for one in mine)
    event = DissentDeclared(child=command.child, seat=seat.id, by=asked.who, reason=reason)
    return Accepted() if same else Accepted((event,))
