"""What goes out by mail, to one person. What has no place in these values cannot stand in a letter (S-3, trap 8)."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.ids import PersonId
from bot.domain.inviting import hours_of
from bot.domain.mailed import CANCELLED, holds, invited_by_microsoft, sequence
from bot.domain.outstanding import Item, outstanding
from bot.domain.particulars import LAY, Mode
from bot.domain.reports import asked_for, due_to_chair, report_of, settled


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """Where and when, for one person: their own hours. No name, not even theirs: it would be a family's.

    `place` is for whoever is asked to be in the room. `report_due`: of their own, to the chair. `calendar`: a file goes with it; `sequence` is which change it makes.
    """

    reference: str
    council: str
    borough: str
    lay: bool
    start: datetime
    end: datetime
    join_link: str
    place: str
    report_due: datetime | None
    sequence: int
    calendar: bool
    cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingView:
    """What waits for somebody before one conference, in general."""

    reference: str
    start: datetime
    items: tuple[Item, ...]
    report_due: datetime | None = None


def letter_view(state: Conference, who: PersonId, days: Calendar) -> LetterView:
    """`days` has the borough's closure days."""
    about, person, (start, end) = state.particulars, state.person(who), hours_of(state, who)
    there = about.mode is Mode.BLENDED and person.in_person
    cancelled = state.before.cancelled is not None
    entered = holds(state, who) not in ("", CANCELLED)
    return LetterView(
        reference=about.reference,
        council=state.profile.name,
        borough=state.profile.code,
        lay=person.role in LAY,
        start=start,
        end=end,
        join_link=about.join_link,
        place=about.place if there else "",
        report_due=_report_due(state, who, days),
        sequence=sequence(state),
        calendar=not invited_by_microsoft(state, who) and (entered or not cancelled),
        cancelled=cancelled,
    )


def waiting_view(state: Conference, who: PersonId, days: Calendar) -> WaitingView:
    """`days` has the borough's closure days."""
    items = dict.fromkeys(one.item for one in outstanding(state, who, days))
    return WaitingView(
        reference=state.particulars.reference,
        start=state.particulars.start,
        items=tuple(sorted(items, key=_order)),
        report_due=_report_due(state, who, days),
    )


def _report_due(state: Conference, who: PersonId, days: Calendar) -> datetime | None:
    """Of the seat they hold themselves, and of no other (S4 7.10, trap 10)."""
    seat = state.seat_of(who)
    if seat is None or not asked_for(state, seat) or settled(report_of(state, seat)):
        return None
    return due_to_chair(state, seat, days)


def _order(item: Item) -> int:
    return tuple(Item).index(item)
