"""The chair's console: who is here, who has answered (never what), and what may be done next (V5, V7, J4-J6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.actor import Standing
from bot.domain.calendar import Calendar
from bot.domain.conference import Conference, Stage
from bot.domain.deadlines import summary_deadlines
from bot.domain.decision import Status
from bot.domain.delivery import clock_start, outstanding, reachable
from bot.domain.ids import ChildId, PersonId, SeatId
from bot.domain.outcome import Refused
from bot.domain.particulars import ATTENDING, Kind, Person, Role
from bot.domain.profile import Sealing
from bot.domain.quorum import Quorum, quorum
from bot.domain.refusals import Why
from bot.domain.verbs.hand_over_chair import successors
from bot.domain.verbs.start_meeting import resumes


class Presence(StrEnum):
    HERE = "here"
    AWAY = "away"
    NOT_ARRIVED = "not_arrived"
    CANNOT = "cannot"


class Answered(StrEnum):
    """Where a seat's post-it stands. "Saved" is not here: half a post-it is nobody's business but its writer's."""

    HANDED_IN = "handed_in"
    AWAITED = "awaited"
    BY_VOICE = "by_voice"
    READ_BACK = "read_back"
    NOT_HERE = "not_here"


class Deed(StrEnum):
    """What the chair may do from the console now."""

    START = "start"
    END = "end"
    MARK = "mark"
    SET_ANCHORS = "set_anchors"
    SHOW_THRESHOLD = "show_threshold"
    OPEN_ROUND = "open_round"
    NUDGE = "nudge"
    CLOSE_ROUND = "close_round"
    SEE_TALLY = "see_tally"
    DECIDE = "decide"
    SEE_SUMMARY = "see_summary"
    HAND_OVER = "hand_over"
    CORRECT_END = "correct_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    person: PersonId
    name: str
    role: Role
    agency: str
    presence: Presence
    reason: str
    digital: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    key: str
    shown_name: str
    standing: Standing
    can_be_admitted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    seat: SeatId
    name: str
    agency: str
    answered: Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildLine:
    child: ChildId
    called: str
    quorum: Quorum | None
    decided: Status | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Both clocks (A2). `done_at` when the last person entitled had their copy."""

    started: datetime
    within_hours: datetime
    within_working_days: datetime
    outstanding: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleView:
    reference: str
    kind: Kind
    stage: Stage
    start: datetime
    chair: str
    people: tuple[Here, ...]
    strangers: tuple[Unknown, ...]
    seats: tuple[SeatLine, ...]
    children: tuple[ChildLine, ...]
    zero: str
    ten: str
    zero_hint: str
    ten_hint: str
    threshold: tuple[str, ...]
    threshold_shown: bool
    ended: bool
    dissents: tuple[tuple[str, str], ...]
    clocks: Clocks | None
    successors: tuple[tuple[PersonId, str], ...]
    deeds: tuple[Deed, ...]
    checklist: tuple[str, ...] = ()
    family_checklist: tuple[str, ...] = ()


def _presence(state: Conference, who: PersonId) -> Presence:
    one = state.attendance_of(who)
    if one.declined and not one.arrived:
        return Presence.CANNOT
    if not one.arrived:
        heard = who in state.settled.values() and state.seat_of(who) is None
        return Presence.HERE if heard else Presence.NOT_ARRIVED
    return Presence.HERE if one.left_at is None else Presence.AWAY


def _here(state: Conference, person: Person) -> Here:
    seat = state.seat_of(person.id)
    return Here(
        person=person.id,
        name=person.name,
        role=person.role,
        agency=seat.title if seat else person.relation,
        presence=_presence(state, person.id),
        reason=state.attendance_of(person.id).declined,
        digital=reachable(state, person.id),
    )


def _answered(state: Conference, seat: SeatId, holder: PersonId) -> Answered:
    one = state.round
    post_it = one.post_it(seat) if one else None
    if post_it and post_it.handed_in:
        return Answered.HANDED_IN
    if post_it and post_it.spoken is not None:
        return Answered.READ_BACK
    if not state.present(holder):
        return Answered.NOT_HERE
    return Answered.AWAITED if reachable(state, holder) else Answered.BY_VOICE


_DEEDS: dict[Stage, tuple[Deed, ...]] = {
    Stage.PLANNED: (Deed.START, Deed.SET_ANCHORS, Deed.HAND_OVER),
    Stage.GATHERING: (
        Deed.SET_ANCHORS,
        Deed.SHOW_THRESHOLD,
        Deed.OPEN_ROUND,
        Deed.MARK,
        Deed.END,
        Deed.HAND_OVER,
    ),
    Stage.ROUND_OPEN: (Deed.NUDGE, Deed.CLOSE_ROUND, Deed.MARK, Deed.HAND_OVER, Deed.END),
    Stage.ROUND_CLOSED: (Deed.SEE_TALLY, Deed.DECIDE, Deed.MARK, Deed.HAND_OVER, Deed.END),
    Stage.DECIDED: (Deed.SEE_TALLY, Deed.DECIDE, Deed.SEE_SUMMARY, Deed.MARK, Deed.HAND_OVER, Deed.END),
    Stage.APPROVED: (Deed.SEE_TALLY, Deed.SEE_SUMMARY, Deed.HAND_OVER, Deed.END),
}


def _deeds(state: Conference) -> tuple[Deed, ...]:
    """A core group scales and decides nothing (S0); its round needs no threshold."""
    out = set()
    if state.particulars.scales_only:
        out = {Deed.SHOW_THRESHOLD, Deed.DECIDE, Deed.SEE_SUMMARY}
    deeds = [deed for deed in _DEEDS[state.stage] if deed not in out]
    if state.stage is Stage.ROUND_OPEN and state.profile.sealing is Sealing.AS_HANDED_IN:
        deeds.insert(0, Deed.SEE_TALLY)
    if state.ended_at:
        deeds = [Deed.CORRECT_END if deed is Deed.END else deed for deed in deeds]
        deeds += [Deed.START] if resumes(state) else []
    return tuple(deeds)


def clocks(state: Conference, now: datetime, calendar: Calendar) -> Clocks | None:
    """S4 14.5 and 14.13 side by side: they differ for a Friday or the eve of a holiday (trap 17)."""
    start = clock_start(state, now)
    if start is None or state.particulars.scales_only:
        return None
    within_hours, within_working_days = summary_deadlines(start, state.profile, calendar)
    return Clocks(
        started=start,
        within_hours=within_hours,
        within_working_days=within_working_days,
        outstanding=len(outstanding(state)),
    )


def _children(state: Conference) -> tuple[ChildLine, ...]:
    found = quorum(state.particulars, state.present_seats(), state.profile.quorum)
    return tuple(
        ChildLine(
            child=child.id,
            called=child.called,
            quorum=None if state.particulars.scales_only else found[child.id],
            decided=state.decisions[child.id].status if child.id in state.decisions else None,
        )
        for child in state.particulars.children
    )


def _expected(state: Conference) -> tuple[Person, ...]:
    """Who is looked for in the meeting, and whoever else has come."""
    return tuple(
        one
        for one in state.particulars.people
        if one.role in ATTENDING or one.id == state.chair or state.attendance_of(one.id).arrived_at
    )


def console_view(state: Conference, who: PersonId, now: datetime, calendar: Calendar) -> ConsoleView | Refused:
    if who != state.chair:
        return Refused(Why.NOT_YOURS_TO_DO)
    given, scale = state.particulars, state.profile.scale
    return ConsoleView(
        reference=given.reference,
        kind=given.kind,
        stage=state.stage,
        start=given.start,
        chair=state.person(state.chair).name,
        people=tuple(_here(state, one) for one in _expected(state)),
        strangers=tuple(
            Unknown(
                key=one.key,
                shown_name=one.shown_name,
                standing=one.standing,
                can_be_admitted=one.account is not None,
            )
            for one in state.strangers.values()
        ),
        seats=tuple(
            SeatLine(
                seat=seat.id,
                name=state.person(seat.holder).name,
                agency=seat.title,
                answered=_answered(state, seat.id, seat.holder),
            )
            for seat in given.seats
        ),
        children=_children(state),
        zero=state.zero,
        ten=state.ten,
        zero_hint=scale.zero_hint,
        ten_hint=scale.ten_hint,
        threshold=() if given.scales_only else state.profile.threshold,
        threshold_shown=state.threshold_shown,
        ended=state.ended_at is not None,
        dissents=tuple(
            (given.child(one.child).called, given.seat(one.seat).title)
            for one in state.dissents
            if one.against(state.decisions[one.child])
        ),
        clocks=clocks(state, now, calendar),
        successors=tuple((one, state.person(one).name) for one in successors(state)),
        deeds=_deeds(state),
        checklist=tuple(state.profile.checklist.values()),
        family_checklist=tuple(state.profile.family_checklist.values()),
    )
