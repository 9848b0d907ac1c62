"""A child the conference is about: put on, changed, or taken off (S4 1.5, B2)."""

from dataclasses import dataclass
from datetime import date

from bot.domain import plausible
from bot.domain.arranging import MOST_CHILDREN, closed, london_day, new_child
from bot.domain.conference import Conference
from bot.domain.events_before import ChildPut, ChildTakenOff
from bot.domain.ids import ChildId, PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.particulars import Child
from bot.domain.powers import ARRANGERS
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.typed import day, line
from bot.domain.verbs.decide_child import able_to_lead
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class PutChild:
    """`child` "": a new one. `born` or `expected` as "2026-12-03"; `lead`: the child's lead social worker."""

    child: ChildId
    called: str
    born: str = ""
    expected: str = ""
    lead: str = ""
    looked_after: bool = False


@verb("child.put", PutChild, ARRANGERS)
def put_child(asked: Asked, command: PutChild) -> Outcome:
    state = asked.state
    refused = closed(state)
    if refused:
        return refused
    children = {one.id: one for one in state.particulars.children}
    if command.child and command.child not in children:
        return Refused(Why.NO_SUCH_CHILD)
    faults: Faults = {}
    found = Child(
        id=command.child or new_child(state),
        called=line("called", command.called, faults),
        lead=_lead(state, command.lead, faults),
        born=_born(state, command, faults),
        expected=_expected(state, command, faults),
        looked_after=command.looked_after,
    )
    _whole(state, found, faults)
    if not command.child and len(children) >= MOST_CHILDREN:
        faults["called"] = Fault.TOO_MANY
    if faults:
        return Refused(Why.FIELDS, faults)
    if children.get(found.id) == found:
        return Accepted()
    return Accepted((ChildPut(child=found.id, details=found, by=asked.who),))


def _lead(state: Conference, typed: str, faults: Faults) -> PersonId:
    """S4 8.2. In a draft the social worker may be put on the list after the child."""
    if typed not in able_to_lead(state) and (typed or not state.before.draft):
        faults["lead"] = Fault.NOT_A_LEAD
    return PersonId(typed)


def _born(state: Conference, command: PutChild, faults: Faults) -> date | None:
    found = day("born", command.born, faults)
    wrong = plausible.born(found, london_day(state.particulars.start)) if found else None
    faults |= {"born": wrong} if wrong else {}
    return found


def _expected(state: Conference, command: PutChild, faults: Faults) -> date | None:
    found = day("expected", command.expected, faults)
    wrong = plausible.expected(found, london_day(state.particulars.start)) if found else None
    faults |= {"expected": wrong} if wrong else {}
    return found


def _whole(state: Conference, found: Child, faults: Faults) -> None:
    """A child is born or expected, not both (trap 19)."""
    if found.born and found.expected:
        faults["expected"] = Fault.BORN_AND_EXPECTED
    elif not (found.born or found.expected or state.before.draft or faults.keys() & {"born", "expected"}):
        faults["born"] = Fault.BIRTH_MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOffChild:
    child: ChildId


@verb("child.take_off", TakeOffChild, ARRANGERS)
def take_off_child(asked: Asked, command: TakeOffChild) -> Outcome:
    """What people were invited to was about somebody: once it is convened, one child stays."""
    state = asked.state
    refused = closed(state)
    if refused:
        return refused
    if command.child not in {one.id for one in state.particulars.children}:
        return Refused(Why.NO_SUCH_CHILD)
    if len(state.particulars.children) == 1 and not state.before.draft:
        return Refused(Why.LAST_CHILD)
    return Accepted((ChildTakenOff(child=command.child, by=asked.who),))
