"""What people see who have nothing to fill in: where the conference has got to, who is here, and what they may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.conference import Conference, Stage
from bot.domain.delivery import reachable, recipients
from bot.domain.ids import PersonId, SeatId
from bot.domain.inviting import convened, invited, is_invited, parts_of
from bot.domain.outcome import Refused
from bot.domain.particulars import ATTENDING, LAY, Kind, Role
from bot.domain.powers import Power, powers_of
from bot.domain.verbs.acknowledge_checklist import EARLY
from bot.domain.views.decision import decisions_view


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """One line of who's who, in plain words (J7)."""

    name: str
    role: Role
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """`powers` choose the words and the buttons. `lay`: in family words, with the right to complain, and nothing of who else
    is asked until it is under way (J12, trap 12). `cancelled`: whatever the stage, it does not take place.
    `to_write_down`, for the administrator: seats whose view can only be given by voice, with their holders' names (J10).
    """

    reference: str
    kind: Kind
    start: datetime
    stage: Stage
    cancelled: bool
    chair: str
    powers: frozenset[Power]
    lay: bool
    who: tuple[Who, ...]
    complaints: str
    to_write_down: tuple[tuple[SeatId, str], ...] = ()


def _to_write_down(state: Conference, who: PersonId) -> tuple[tuple[SeatId, str], ...]:
    """Those whom no private chat reaches, whether they have answered or not: who has is the chair's to know (V7)."""
    if Power.ADMINISTRATOR not in powers_of(state, who) or state.round is None or not state.round.open:
        return ()
    return tuple(
        (seat.id, state.person(seat.holder).name)
        for seat in state.particulars.seats
        if state.present(seat.holder) and not reachable(state, seat.holder)
    )


def _expected(state: Conference, who: PersonId) -> tuple[Who, ...]:
    """Who is asked, and who is here though their consents are on paper. Family: of other family, those who share a part of it
    with them (trap 12).
    """
    lay, own = state.person(who).role in LAY, parts_of(state, who)
    lines = []
    for one in state.particulars.people:
        if not (is_invited(state, one.id) or state.present(one.id)):
            continue
        shared = any(one.id in part.people for part in own) or not state.particulars.parts
        if lay and one.role in LAY and one.id != who and not shared:
            continue
        seat = state.seat_of(one.id)
        role = Role.CHAIR if one.id == state.chair else one.role
        lines.append(Who(name=one.name, role=role, agency=seat.title if seat else one.relation))
    return tuple(lines)


def status_view(state: Conference, who: PersonId) -> StatusView:
    lay, cancelled = state.person(who).role in LAY, state.before.cancelled is not None
    return StatusView(
        reference=state.particulars.reference,
        kind=state.particulars.kind,
        start=state.particulars.start,
        stage=state.stage,
        cancelled=cancelled,
        chair=state.person(state.chair).name,
        powers=powers_of(state, who),
        lay=lay,
        who=() if cancelled or (lay and state.stage is Stage.PLANNED) else _expected(state, who),
        complaints=state.profile.complaints,
        to_write_down=_to_write_down(state, who),
    )


class Next(StrEnum):
    """What a person most needs when they press "Open my card" on the door in the meeting chat."""

    INVITATION = "invitation"
    CONSOLE = "console"
    CHECKLIST = "checklist"
    POST_IT = "post_it"
    DECISIONS = "decisions"
    SUMMARY = "summary"
    STATUS = "status"


def next_for(state: Conference, who: PersonId, now: datetime) -> Next:
    """The first unfinished thing of theirs (J9: the checklist before everything). Of a cancelled one, only that it is."""
    if state.before.cancelled:
        return Next.INVITATION if state.before.convened_at else Next.STATUS
    if convened(state) and now < state.particulars.start - EARLY and who in invited(state):
        return Next.INVITATION
    attends = state.person(who).role in ATTENDING or who == state.chair
    if state.approval and who in recipients(state):
        return Next.SUMMARY
    if attends and not state.over(now) and not state.cleared(who, now):
        return Next.CHECKLIST
    seat, one = state.seat_of(who), state.round
    if seat and one and one.open and not (who == state.chair and one.post_it(seat.id).handed_in):
        return Next.POST_IT
    if who == state.chair:
        return Next.CONSOLE
    if state.stage is Stage.DECIDED and not isinstance(decisions_view(state, who), Refused):
        return Next.DECISIONS
    return Next.STATUS
