"""A first lesson in scaling, on a family that is made up (S0; B22). Nothing of it is kept."""

from dataclasses import dataclass

from bot.domain.conference import Conference
from bot.domain.ids import ChildId, PersonId
from bot.domain.outcome import Refused
from bot.domain.powers import Power, powers_of
from bot.domain.refusals import Why

CHILDREN = (ChildId("practice-1"), ChildId("practice-2"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeView:
    """What this borough asks, and which end of its scale is safe (trap 4)."""

    question: str
    ten_is_safe: bool
    asks_likelihood: bool
    scales_only: bool


def practice_view(state: Conference, who: PersonId) -> PracticeView | Refused:
    """For whoever will be asked; and for the chair, who asks."""
    if not powers_of(state, who) & {Power.PROFESSIONAL, Power.CHAIR}:
        return Refused(Why.NOT_YOURS_TO_DO)
    scale, scales_only = state.profile.scale, state.particulars.scales_only
    return PracticeView(
        question=scale.question,
        ten_is_safe=scale.ten_is_safe,
        asks_likelihood=state.profile.asks_likelihood and not scales_only,
        scales_only=scales_only,
    )
