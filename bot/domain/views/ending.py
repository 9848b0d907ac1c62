"""The end of the meeting, to be put right: by the chair, or by the manager when the chair is not there."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.outcome import Refused
from bot.domain.powers import Power, powers_of
from bot.domain.refusals import Why
from bot.domain.views.console import Clocks, clocks


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingView:
    """`clocks` is None while nothing counts yet, and in a core group, which has no decision summary. `chairs`: whether
    whoever looks holds the chair, and so has a console to go back to.
    """

    reference: str
    chairs: bool
    clocks: Clocks | None


def ending_view(state: Conference, who: PersonId, now: datetime, calendar: Calendar) -> EndingView | Refused:
    if not powers_of(state, who) & {Power.CHAIR, Power.MANAGER}:
        return Refused(Why.NOT_YOURS_TO_DO)
    return EndingView(
        reference=state.particulars.reference, chairs=who == state.chair, clocks=clocks(state, now, calendar)
    )
