"""How each child takes part in what is decided about them (S3, S4 4.3-4.18; B18)."""

from dataclasses import dataclass
from datetime import date

from bot.domain.conference import Conference
from bot.domain.ids import ChildId, PersonId
from bot.domain.outcome import Refused
from bot.domain.powers import powers_of
from bot.domain.preparations import Participation
from bot.domain.refusals import Why
from bot.domain.verbs.plan_participation import PLANS


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildTakingPart:
    child: ChildId
    called: str
    born: date | None
    plan: Participation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationView:
    reference: str
    children: tuple[ChildTakingPart, ...]


def participation_view(state: Conference, who: PersonId) -> ParticipationView | Refused:
    if not powers_of(state, who) & PLANS:
        return Refused(Why.NOT_YOURS_TO_DO)
    plans = state.before.participation
    return ParticipationView(
        reference=state.particulars.reference,
        children=tuple(
            ChildTakingPart(child=one.id, called=one.called, born=one.born, plan=plans.get(one.id))
            for one in state.particulars.children
        ),
    )
