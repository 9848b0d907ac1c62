"""Handing the chair over: what the chair, or the manager in their stead, is shown for it."""

from dataclasses import dataclass

from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.powers import Power, powers_of
from bot.domain.refusals import Why
from bot.domain.verbs.hand_over_chair import successors


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverView:
    reference: str
    chair: str
    successors: tuple[tuple[PersonId, str], ...]


def handover_view(state: Conference, who: PersonId) -> HandOverView | Refused:
    if not powers_of(state, who) & {Power.CHAIR, Power.MANAGER}:
        return Refused(Why.NOT_YOURS_TO_DO)
    return HandOverView(
        reference=state.particulars.reference,
        chair=state.person(state.chair).name,
        successors=tuple((one, state.person(one).name) for one in successors(state)),
    )
