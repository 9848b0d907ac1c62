"""What holds for every change to what was arranged: until when it may be made, and by what names new things are known."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from itertools import count

from bot.domain.calendar import LONDON
from bot.domain.conference import Conference
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.join_link import thread_of
from bot.domain.outcome import Refused
from bot.domain.particulars import LAY, Kind, Person
from bot.domain.profile import Trigger
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.typed import LONGEST_LINK

MOST_CHILDREN = 12
MOST_PEOPLE = 60
MOST_HOUSEHOLD = 20
MOST_PARTS = 4


def cancelled(state: Conference) -> Refused | None:
    return Refused(Why.CANCELLED) if state.before.cancelled else None


def closed(state: Conference) -> Refused | None:
    """Nothing is arranged of what is cancelled, nor of what has begun: who is asked is then part of the round (trap 29)."""
    return cancelled(state) or (Refused(Why.UNDER_WAY) if state.started_at else None)


def closed_to_newcomers(state: Conference) -> Refused | None:
    """Somebody forgotten may still be put on the list while people gather. Once views have been asked for, nobody."""
    return cancelled(state) or (Refused(Why.UNDER_WAY) if state.rounds or state.ended_at else None)


def new_person(state: Conference) -> PersonId:
    """An id that says nothing of who it is, for it stands on posted cards; and was nobody's before, gone or here."""
    return PersonId(next(_new(state, "person", {*(one.id for one in state.particulars.people), *state.before.gone})))


def new_child(state: Conference) -> ChildId:
    return ChildId(next(_new(state, "child", {one.id for one in state.particulars.children})))


def new_seat(state: Conference) -> SeatId:
    """Not one whose report, or whose lack of one, is still known."""
    taken = {*(one.id for one in state.particulars.seats), *state.before.reports}
    return SeatId(next(_new(state, "seat", taken)))


def _new(state: Conference, what: str, taken: Collection[str]) -> Iterator[str]:
    """Counted by the changes to the sheet, which only ever grow: what was taken off does not lend its name to another."""
    names = (f"{what}-{number}" for number in count(state.before.sheet_rev + 1))
    return (one for one in names if one not in taken)


def london_day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


_KNOWN_OTHERWISE = frozenset(
    {
        Trigger.CONFERENCE,
        Trigger.CONFERENCE_END,
        Trigger.EXPECTED_BIRTH,
        Trigger.BIRTH,
        Trigger.RECORD_RECEIVED,
    }
)
"""Triggers that nobody is asked for beforehand: a child's own dates stand with the child, and the rest is still to come."""


def dates_asked(state: Conference) -> tuple[Trigger, ...]:
    """Those on which a limit of this kind of conference depends in this borough. Before a review no core group has met."""
    kind = state.particulars.kind
    out = _KNOWN_OTHERWISE | (set() if kind is Kind.REVIEW else {Trigger.PREVIOUS_CORE_GROUP})
    needed = {one.trigger for one in state.profile.limits if kind in one.kinds}
    needed |= {one.unless for one in state.profile.limits if kind in one.kinds and one.unless}
    return tuple(one for one in Trigger if one in needed - out)


def of_part(state: Conference) -> tuple[PersonId, ...]:
    """Who is asked to one part and not to another; professionals are asked to all of it."""
    return tuple(one.id for one in state.particulars.with_role(*LAY))


def same_address(one: Person, typed: str) -> bool:
    return bool(typed) and one.address.lower() == typed.lower()


def join_link(state: Conference | None, typed: str, faults: Faults) -> str:
    """The long link, which names the meeting's chat, or none: then the chair is asked which chat it is. Where the bot is in the
    chat already, a link to another is a slip.
    """
    found = typed.strip()
    if not found:
        return ""
    thread = thread_of(found)
    if not found.startswith("https://") or len(found) > LONGEST_LINK or len(found.split()) > 1:
        faults["join_link"] = Fault.NOT_A_LINK
    elif not thread:
        faults["join_link"] = Fault.NO_CHAT_IN_LINK
    elif state is not None and state.chat and thread != state.chat:
        faults["join_link"] = Fault.OTHER_CHAT
    return found
