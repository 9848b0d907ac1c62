"""The forecast of quorum for each child, as board and sheet show it to those who can still do something about it (B20)."""

from dataclasses import dataclass

from bot.domain.conference import Conference
from bot.domain.forecast import Forecast, forecast
from bot.domain.ids import ChildId, PersonId
from bot.domain.powers import ARRANGERS, powers_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastLine:
    """`sure` of `needed` other agencies have said that they come, and know this child; `most`, with those still to reply."""

    child: ChildId
    called: str
    forecast: Forecast
    social_care: bool
    sure: int
    most: int
    needed: int


def forecast_view(state: Conference, who: PersonId) -> tuple[ForecastLine, ...]:
    """In the order of the children; nothing for anybody else."""
    if not powers_of(state, who) & ARRANGERS:
        return ()
    found = forecast(state)
    return tuple(
        ForecastLine(
            child=one.id,
            called=one.called,
            forecast=found[one.id].forecast,
            social_care=found[one.id].sure.social_care,
            sure=len(found[one.id].sure.groups),
            most=len(found[one.id].most.groups),
            needed=found[one.id].sure.needed,
        )
        for one in state.particulars.children
    )
