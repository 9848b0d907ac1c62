"""Whether there will be quorum for each child, from what people have replied so far (S4 3.10; B20). Nobody is counted as here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.conference import Conference
from bot.domain.ids import ChildId
from bot.domain.inviting import reply_of
from bot.domain.outstanding import expected
from bot.domain.particulars import Seat
from bot.domain.preparations import Coming
from bot.domain.quorum import Quorum, quorum


class Forecast(StrEnum):
    """MET by those who have said that they come. OPEN: it hangs on those who have not replied. UNMET whoever else comes.
    FEW: no three agencies have dealt with this child at all, and quorum may then be breached (S4 3.10).
    """

    MET = "met"
    OPEN = "open"
    UNMET = "unmet"
    FEW = "few"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildForecast:
    """`sure` counts who has said that they come, `most` also who has not said that they do not."""

    forecast: Forecast
    sure: Quorum
    most: Quorum


def forecast(state: Conference) -> Mapping[ChildId, ChildForecast]:
    """By agency and by direct contact, as on the day itself (trap 13)."""
    about, rule = state.particulars, state.profile.quorum
    coming = [seat.id for seat in about.seats if _comes(state, seat)]
    sure = quorum(about, coming, rule)
    most = quorum(about, [seat.id for seat in expected(state)], rule)
    everybody = quorum(about, [seat.id for seat in about.seats], rule)
    return {
        child: ChildForecast(
            forecast=_forecast(one, most[child], everybody[child]),
            sure=one,
            most=most[child],
        )
        for child, one in sure.items()
    }


def _comes(state: Conference, seat: Seat) -> bool:
    reply = reply_of(state, seat.holder)
    return reply is not None and reply.coming is not Coming.CANNOT


def _forecast(sure: Quorum, most: Quorum, everybody: Quorum) -> Forecast:
    if sure.met:
        return Forecast.MET
    if most.met:
        return Forecast.OPEN
    return Forecast.UNMET if everybody.met else Forecast.FEW
