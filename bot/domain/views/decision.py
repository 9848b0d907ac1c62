"""The chair's form for one child, and what a professional is shown of the decisions so as to dissent from one (V20, V22)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference, Stage
from bot.domain.decision import Date, Decision, Status
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.next_dates import Proposal, proposals
from bot.domain.outcome import Refused
from bot.domain.particulars import Kind
from bot.domain.post_it import Category
from bot.domain.quorum import Quorum, quorum
from bot.domain.refusals import Why
from bot.domain.verbs.decide_child import able_to_lead


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionForm:
    """`status`, `category`, `reasons` are empty until the chair fills them: nothing is drawn from the tally (trap 2).
    `dates` are the borough's proposals until the chair changes them.
    """

    status: str = ""
    category: str = ""
    reasons: str = ""
    lead: str = ""
    core_group: tuple[str, ...] = ()
    dates: Mapping[Date, str] = field(default_factory=dict)
    late_reason: str = ""
    outline: str = ""
    inquorate_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    reference: str
    kind: Kind
    child: ChildId
    called: str
    quorum: Quorum
    leads: tuple[tuple[PersonId, str], ...]
    seats: tuple[tuple[SeatId, str], ...]
    proposals: Mapping[Date, Proposal]
    decided: bool
    form: DecisionForm


def _form(state: Conference, child: ChildId, offered: Mapping[Date, Proposal]) -> DecisionForm:
    proposed = {which: one.proposed.isoformat() for which, one in offered.items() if one.proposed}
    decision = state.decisions.get(child)
    if decision is None:
        return DecisionForm(lead=state.particulars.child(child).lead, dates=proposed)
    return DecisionForm(
        status=decision.status,
        category=decision.category or "",
        reasons=decision.reasons,
        lead=decision.lead,
        core_group=decision.core_group,
        dates={**proposed, **{which: day.isoformat() for which, day in decision.dates.items()}},
        late_reason=decision.late_reason,
        outline=decision.outline,
        inquorate_reason=decision.inquorate_reason,
    )


def decision_view(state: Conference, who: PersonId, child: ChildId, calendar: Calendar) -> DecisionView | Refused:
    if who != state.chair:
        return Refused(Why.NOT_YOURS_TO_DO)
    given = state.particulars
    if given.scales_only:
        return Refused(Why.NO_DECISIONS_HERE)
    if child not in {one.id for one in given.children}:
        return Refused(Why.NO_SUCH_CHILD)
    if state.round is None or state.round.open:
        return Refused(Why.ROUND_STILL_OPEN if state.round else Why.ROUND_NOT_OPEN)
    offered = proposals(state, calendar)
    return DecisionView(
        reference=given.reference,
        kind=given.kind,
        child=child,
        called=given.child(child).called,
        quorum=quorum(given, state.deciding_seats(), state.profile.quorum)[child],
        leads=tuple((one, state.person(one).name) for one in able_to_lead(state)),
        seats=tuple((seat.id, f"{state.person(seat.holder).name}, {seat.title}") for seat in given.seats),
        proposals=offered,
        decided=child in state.decisions,
        form=_form(state, child, offered),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedChild:
    """One child's decision in the words that leave the room. No post-it is behind it."""

    child: ChildId
    called: str
    status: Status
    category: Category | None
    reasons: str
    lead: str
    core_group: tuple[str, ...]
    dates: Mapping[Date, date]
    late_reason: str
    outline: str
    inquorate: bool
    dissents: tuple[str, ...]


def decided_child(state: Conference, decision: Decision, until: datetime | None = None) -> DecidedChild:
    """`until`: with the dissents declared by then, so that what the chair approved stays what was approved."""
    given = state.particulars
    dissents = (one for one in state.dissents if one.child == decision.child and one.against(decision))
    members = (given.seat(seat) for seat in decision.core_group)
    return DecidedChild(
        child=decision.child,
        called=given.child(decision.child).called,
        status=decision.status,
        category=decision.category,
        reasons=decision.reasons,
        lead=state.person(decision.lead).name,
        core_group=tuple(f"{state.person(seat.holder).name}, {seat.title}" for seat in members),
        dates=decision.dates,
        late_reason=decision.late_reason,
        outline=decision.outline,
        inquorate=not decision.quorum.met,
        dissents=tuple(given.seat(one.seat).title for one in dissents if until is None or one.at <= until),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsView:
    """What a professional sees once all is decided. `mine`: the children of whose decisions they have dissented."""

    reference: str
    kind: Kind
    children: tuple[DecidedChild, ...]
    mine: Mapping[ChildId, str]
    seat: SeatId


def decisions_view(state: Conference, who: PersonId) -> DecisionsView | Refused:
    """For those who took part; whoever did not come waits for what the chair approves (trap 23)."""
    seat = state.seat_of(who)
    if seat is None:
        return Refused(Why.NO_SEAT)
    if state.stage not in (Stage.DECIDED, Stage.APPROVED) or state.particulars.scales_only:
        return Refused(Why.NOT_DECIDED_YET)
    if state.approval is None and not state.attendance_of(who).arrived_at:
        return Refused(Why.NOT_APPROVED_YET)
    mine = (one for one in state.dissents if one.seat == seat.id and one.against(state.decisions[one.child]))
    return DecisionsView(
        reference=state.particulars.reference,
        kind=state.particulars.kind,
        children=tuple(decided_child(state, state.decisions[one.id]) for one in state.particulars.children),
        mine={one.child: one.reason for one in mine},
        seat=seat.id,
    )
