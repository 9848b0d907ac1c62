"""The days that the borough's limits run from (S4 1.7, 1.8, 1.18, 1.20; B4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain import plausible
from bot.domain.arranging import closed, dates_asked, london_day
from bot.domain.events_before import DatesSet
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS
from bot.domain.refusals import Faults, Why
from bot.domain.typed import day
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDates:
    """By trigger code, as "2026-12-03"; empty: there is none, or nobody knows it yet."""

    dates: Mapping[str, str] = field(default_factory=dict)


@verb("dates.set", SetDates, ARRANGERS)
def set_dates(asked: Asked, command: SetDates) -> Outcome:
    """Only those asked for on the card change: what a conference file says beside them stays."""
    state = asked.state
    refused = closed(state)
    if refused:
        return refused
    faults: Faults = {}
    held, given = london_day(state.particulars.start), state.particulars
    dates: dict[str, date] = dict(given.dates)
    for which in dates_asked(state):
        found = day(which, command.dates.get(which, ""), faults)
        wrong = plausible.trigger(which, found, held) if found else None
        if wrong:
            faults[which] = wrong
        dates.pop(which, None)
        dates |= {which.value: found} if found else {}
    faults |= {} if faults else plausible.in_order(dates)
    if faults:
        return Refused(Why.FIELDS, faults)
    if dates == given.dates:
        return Accepted()
    moments = {name: at for name, at in given.moments.items() if dates.get(name) == given.dates.get(name)}
    return Accepted((DatesSet(dates=dates, moments=moments, by=asked.who),))
