"""The chair has met a family member, or a child, before the meeting (S1, S4 4.16; B17)."""

from dataclasses import dataclass

from bot.domain.arranging import cancelled
from bot.domain.events_asked import MetBeforehand
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Why
from bot.domain.requests import is_family
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetBeforehand:
    """`who`: a person's id, or a child's."""

    who: str


@verb("premeeting.met", MeetBeforehand, frozenset({Power.CHAIR}))
def meet_beforehand(asked: Asked, command: MeetBeforehand) -> Outcome:
    state = asked.state
    off = cancelled(state)
    if off:
        return off
    children = {one.id for one in state.particulars.children}
    family = {one.id for one in state.particulars.people if is_family(state, one.id)}
    if command.who not in children | family:
        return Refused(Why.NOT_FAMILY, {"who": Fault.UNKNOWN_CHOICE})
    return Accepted() if command.who in state.before.met else Accepted((MetBeforehand(who=command.who, by=asked.who),))
