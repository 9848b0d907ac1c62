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


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """Where and when, for one person: their own hours. No name, not even theirs: it would be a family's.

    `place` is for whoever is asked to be in the room. `calendar`: a file goes with it; `sequence` is which change it makes.
    """

    reference: str
    council: str
    borough: str
    lay: bool
    start: datetime
    end: datetime
    join_link: str
    place: str
    sequence: int
    calendar: bool
    cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingView:
    """What waits for somebody before one conference, in general."""

    reference: str
    start: datetime
    items: tuple[Item, ...]


def letter_view(state: Conference, who: PersonId) -> LetterView:
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
        sequence=sequence(state),
        calendar=not invited_by_microsoft(state, who) and (entered or not cancelled),
        cancelled=cancelled,
    )


def waiting_view(state: Conference, who: PersonId, days: Calendar) -> WaitingView:
    """`days` has the borough's closure days."""
    items = dict.fromkeys(one.item for one in outstanding(state, who, days))
    return WaitingView(
        reference=state.particulars.reference, start=state.particulars.start, items=tuple(sorted(items, key=_order))
    )


def _order(item: Item) -> int:
    return tuple(Item).index(item)
