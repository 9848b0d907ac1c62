"""Days on offer for the next meeting: one's own choice, and for whoever arranges it how many could come on each (S1; B23)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.decision import Date
from bot.domain.ids import PersonId
from bot.domain.inviting import invited
from bot.domain.next_dates import proposals
from bot.domain.outcome import Refused
from bot.domain.particulars import LAY
from bot.domain.powers import ARRANGERS, powers_of
from bot.domain.refusals import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOffered:
    """`can`: the names of those who could come, for whoever arranges it; nobody else is told."""

    day: date
    mine: bool
    can: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysView:
    """`chooses`: is asked which suit. `latest`: by when each next meeting has to be held, for whoever offers days."""

    reference: str
    person: PersonId
    lay: bool
    days: tuple[DayOffered, ...]
    chooses: bool
    answered: bool
    offers: bool
    silent: tuple[str, ...]
    latest: Mapping[Date, date]


def days_view(state: Conference, who: PersonId, calendar: Calendar) -> DaysView | Refused:
    before, offers = state.before, bool(powers_of(state, who) & ARRANGERS)
    if before.cancelled:
        return Refused(Why.CANCELLED)
    asked = invited(state)
    if not before.days and not offers:
        return Refused(Why.NO_DAYS)
    if who not in asked and not offers:
        return Refused(Why.NOT_INVITED)
    own = before.free.get(who, frozenset())
    days = tuple(
        DayOffered(day=day, mine=day in own, can=_can(state, asked, day) if offers else ()) for day in before.days
    )
    return DaysView(
        reference=state.particulars.reference,
        person=who,
        lay=state.person(who).role in LAY,
        days=days,
        chooses=who in asked and bool(before.days),
        answered=who in before.free,
        offers=offers,
        silent=tuple(state.person(one).name for one in asked if one not in before.free) if offers else (),
        latest=_latest(state, calendar) if offers else {},
    )


def _can(state: Conference, asked: tuple[PersonId, ...], day: date) -> tuple[str, ...]:
    return tuple(state.person(one).name for one in asked if day in state.before.free.get(one, ()))


def _latest(state: Conference, calendar: Calendar) -> Mapping[Date, date]:
    return {which: one.latest for which, one in proposals(state, calendar).items() if one.latest}
