"""Days for the next meeting, put to everybody before this one closes, so that the one chosen suits them (S1; B23)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.calendar import LONDON
from bot.domain.deadlines import borough_calendar
from bot.domain.events_before import DaysOffered
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import ARRANGERS
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.verbs.registry import Asked, verb

MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDays:
    """As a form sends them, YYYY-MM-DD; empty ones are left out. What is offered takes the place of what was."""

    days: Sequence[str]


@verb("days.offer", OfferDays, ARRANGERS)
def offer_days(asked: Asked, command: OfferDays) -> Outcome:
    state = asked.state
    if state.before.cancelled:
        return Refused(Why.CANCELLED)
    if state.approval:
        return Refused(Why.ALREADY_APPROVED)
    faults: Faults = {}
    found: list[date] = []
    for number, typed in enumerate(command.days[:MOST], 1):
        if typed:
            _read(asked, typed, found, f"day.{number}", faults)
    if not found and not faults:
        faults["day.1"] = Fault.MISSING
    if faults:
        return Refused(Why.FIELDS, faults)
    days = tuple(sorted(found))
    return Accepted() if days == state.before.days else Accepted((DaysOffered(days=days, by=asked.who),))


def _read(asked: Asked, typed: str, found: list[date], name: str, faults: Faults) -> None:
    """A working day after this conference, and not one that stands there already."""
    state, working = asked.state, borough_calendar(asked.state.profile, asked.policy.calendar)
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        faults[name] = Fault.NOT_A_DATE
        return
    held = state.particulars.start.astimezone(LONDON).date()
    if day <= max(held, asked.now.astimezone(LONDON).date()):
        faults[name] = Fault.DATE_PAST
    elif not working.is_working_day(day):
        faults[name] = Fault.NOT_A_WORKING_DAY
    elif day in found:
        faults[name] = Fault.SAME_DAY_TWICE
    found.append(day)
