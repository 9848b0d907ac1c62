"""How a child takes part, or took part, by the codes of the national return (S3, S4 4.3-4.18; B18)."""

from dataclasses import dataclass
from datetime import date

from bot.domain.answers import choice
from bot.domain.arranging import cancelled, london_day
from bot.domain.events_asked import ParticipationPlanned
from bot.domain.ids import ChildId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.particulars import Child
from bot.domain.plausible import age
from bot.domain.powers import Power
from bot.domain.preparations import Participation, TakingPart
from bot.domain.refusals import Fault, Why
from bot.domain.verbs.registry import Asked, verb

PLANS = frozenset({Power.CHAIR, Power.LEAD_SOCIAL_WORKER, Power.ADMINISTRATOR})
_OLD_ENOUGH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanParticipation:
    """`note`: what the child wishes, or who speaks for them; not what they say."""

    child: ChildId
    how: str
    note: str = ""


@verb("participation.plan", PlanParticipation, PLANS)
def plan_participation(asked: Asked, command: PlanParticipation) -> Outcome:
    """Planned beforehand, and put right afterwards by what came of it: the last one counts."""
    state = asked.state
    off = cancelled(state)
    if off:
        return off
    child = next((one for one in state.particulars.children if one.id == command.child), None)
    if child is None:
        return Refused(Why.NO_SUCH_CHILD)
    how = choice(TakingPart, command.how)
    held = london_day(state.particulars.start)
    fault = _fault(child, how, held) if how else Fault.UNKNOWN_CHOICE if command.how else Fault.MISSING
    if how is None or fault:
        return Refused(Why.FIELDS, {"how": fault or Fault.MISSING})
    if state.before.participation.get(child.id) == Participation(how=how, note=command.note.strip()):
        return Accepted()
    return Accepted((ParticipationPlanned(child=child.id, how=how, note=command.note.strip(), by=asked.who),))


def _fault(child: Child, how: TakingPart, held: date) -> Fault | None:
    """PN0 is for those under four on the day, and only for those; one not yet born is among them."""
    young = child.born is None or age(child.born, held) < _OLD_ENOUGH
    if how is TakingPart.PN0:
        return None if young else Fault.NOT_UNDER_FOUR
    return Fault.NOT_BORN_YET if child.born is None else None
