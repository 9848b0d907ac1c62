"""The decision summary: drawn from decisions, never from post-its (A1, trap 24)."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference
from bot.domain.delivery import by_hand, hands_over, recipients
from bot.domain.ids import ChildId, PersonId
from bot.domain.outcome import Refused
from bot.domain.particulars import LAY, Kind
from bot.domain.refusals import Why
from bot.domain.views.console import Clocks, clocks
from bot.domain.views.decision import DecidedChild, decided_child


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView:
    """S4 14.13: decisions and recommendations, the social worker's name, the right to complain. `draft` until approved."""

    reference: str
    kind: Kind
    held: datetime
    chair: str
    children: tuple[DecidedChild, ...]
    undecided: tuple[str, ...]
    note: str
    complaints: str
    approved_by: str
    approved_at: datetime | None
    draft: bool
    in_meeting_chat: bool
    clocks: Clocks | None = None


def _summary(state: Conference, about: frozenset[ChildId] | None = None) -> SummaryView:
    """`about`: only these children, where somebody is entitled to no more (traps 1 and 8)."""
    given, approval = state.particulars, state.approval
    shown = [one for one in given.children if about is None or one.id in about]
    decided = [state.decisions[one.id] for one in shown if one.id in state.decisions]
    until = approval.at if approval else None
    return SummaryView(
        reference=given.reference,
        kind=given.kind,
        held=given.start,
        chair=state.person(state.chair).name,
        children=tuple(decided_child(state, one, until) for one in decided),
        undecided=tuple(one.called for one in shown if one.id not in state.decisions),
        note=approval.note if approval else "",
        complaints=state.profile.complaints,
        approved_by=state.person(approval.by).name if approval else "",
        approved_at=approval.at if approval else None,
        draft=approval is None,
        in_meeting_chat=bool(approval and approval.in_meeting_chat),
    )


def draft_view(state: Conference, who: PersonId, now: datetime, calendar: Calendar) -> SummaryView | Refused:
    """The chair's draft, or what the chair approved, with both clocks."""
    if who != state.chair:
        return Refused(Why.NOT_YOURS_TO_DO)
    if state.particulars.scales_only:
        return Refused(Why.NO_DECISIONS_HERE)
    return replace(_summary(state), clocks=clocks(state, now, calendar))


def summary_view(state: Conference, who: PersonId) -> SummaryView | Refused:
    """The approved summary for somebody entitled to it in Teams. Nothing before approval, to anybody (trap 23)."""
    if state.approval is None:
        return Refused(Why.NOT_APPROVED_YET)
    if who not in recipients(state):
        return Refused(Why.NOT_YOURS_TO_DO)
    return _summary(state)


def meeting_summary(state: Conference) -> SummaryView | Refused:
    """For the meeting chat, where the chair chose to put it there."""
    if state.approval is None or not state.approval.in_meeting_chat:
        return Refused(Why.NOT_APPROVED_YET)
    return _summary(state)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyView:
    """One person's copy, for whoever carries it. One person a card: parents may not know each other's address (trap 8)."""

    person: PersonId
    name: str
    relation: str
    lay: bool
    summary: SummaryView
    given: bool
    how: str


def copy_view(state: Conference, who: PersonId, person: PersonId) -> CopyView | Refused:
    if state.approval is None:
        return Refused(Why.NOT_APPROVED_YET)
    carried = person in by_hand(state) or person in state.copies
    if not carried or hands_over(state, person) != who:
        return Refused(Why.NOT_A_HAND_COPY)
    one, copy = state.person(person), state.copies.get(person)
    about = frozenset(one.children) if one.children else None
    seat = state.seat_of(person)
    return CopyView(
        person=person,
        name=one.name,
        relation=one.relation or (seat.title if seat else ""),
        lay=one.role in LAY,
        summary=_summary(state, about),
        given=copy is not None,
        how=copy.how if copy else "",
    )
