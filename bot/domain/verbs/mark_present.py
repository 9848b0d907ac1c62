"""The chair's own eyes and ears, where Teams says nothing: somebody is here, or has gone (J5, J10)."""

from dataclasses import dataclass

from bot.domain.arranging import cancelled
from bot.domain.events import MarkedAway, MarkedPresent
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.refusals import Fault, Why
from bot.domain.requests import kept_out
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPresent:
    """`read_aloud`: the chair has been through the checklist with them by voice, so a post-it may follow (J9)."""

    person: PersonId
    here: bool = True
    read_aloud: bool = False


@verb("person.mark", MarkPresent, frozenset({Power.CHAIR}))
def mark_present(asked: Asked, command: MarkPresent) -> Outcome:
    state = asked.state
    off = cancelled(state)
    if off:
        return off
    if command.person not in {one.id for one in state.particulars.people}:
        return Refused(Why.NO_SUCH_PERSON, {"person": Fault.UNKNOWN_CHOICE})
    kept = kept_out(state, command.person) if command.here else None
    if kept:
        return Refused(kept.code, {"person": Fault.KEPT_OUT})
    if not command.here:
        gone = state.attendance_of(command.person).left_at is not None
        return Accepted() if gone else Accepted((MarkedAway(person=command.person, by=asked.who),))
    if state.present(command.person):
        return Accepted()
    if not command.read_aloud and not state.cleared(command.person, asked.now):
        return Refused(Why.CHECKLIST_FIRST, {"read_aloud": Fault.NOT_TICKED})
    session = state.session(command.person, asked.now)
    return Accepted((MarkedPresent(person=command.person, session=session, by=asked.who),))
