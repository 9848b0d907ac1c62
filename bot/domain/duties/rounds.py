"""What is owed while the round is open and when it has closed."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.conference import Conference, Round, Stage
from bot.domain.delivery import reachable
from bot.domain.duties.model import Duty, DutyKind
from bot.domain.particulars import Seat
from bot.domain.post_it import PostIt


def _face(one: Round, post_it: PostIt) -> str:
    if not one.open:
        return "closed"
    return "handed_in" if post_it.handed_in else "open"


def _seat(state: Conference, one: Round, seat: Seat, now: datetime) -> Iterator[Duty]:
    post_it = one.post_it(seat.id)
    here = state.cleared(seat.holder, now)
    yield Duty(
        kind=DutyKind.POST_IT,
        to=seat.holder,
        face=_face(one, post_it),
        since=one.opened_at,
        number=one.number,
        edit_only=not one.open or not here,
    )
    nudge = one.nudged.get(seat.id)
    if nudge:
        done = post_it.handed_in or not one.open
        yield Duty(
            kind=DutyKind.NUDGE,
            to=seat.holder,
            face="done" if done else "ask",
            since=one.opened_at,
            subject=str(one.number),
            number=nudge,
            edit_only=done,
        )


def round_duties(state: Conference, now: datetime) -> Iterator[Duty]:
    """V2: one private post-it each. The door in the meeting chat is for those whom no private chat reaches."""
    one = state.round
    if one is None:
        return
    stranded = False
    for seat in state.particulars.seats:
        if reachable(state, seat.holder) and not _failed(state, seat, one):
            yield from _seat(state, one, seat, now)
        else:
            stranded = stranded or state.present(seat.holder)
    if state.chat:
        yield Duty(
            kind=DutyKind.DOOR,
            to=None,
            face="open" if one.open else "closed",
            since=one.opened_at,
            number=one.number,
            edit_only=not (stranded and one.open),
        )


def _failed(state: Conference, seat: Seat, one: Round) -> bool:
    send = state.sends.get(f"{DutyKind.POST_IT}/{seat.holder}//{one.number}")
    return send is not None and bool(send.failed)


def after_round_duties(state: Conference, now: datetime) -> Iterator[Duty]:
    """V14: a tally per child for the chair. S4 11.1: once all is decided, each professional may say that they dissent."""
    one = state.round
    if one is None or one.closed_at is None:
        return
    if reachable(state, state.chair):
        for child in state.particulars.children:
            yield Duty(
                kind=DutyKind.TALLY,
                to=state.chair,
                face="ready",
                since=one.closed_at,
                subject=child.id,
                number=one.number,
            )
    if state.stage not in (Stage.DECIDED, Stage.APPROVED) or state.particulars.scales_only:
        return
    for seat in state.particulars.seats:
        if reachable(state, seat.holder) and state.attendance_of(seat.holder).arrived_at:
            yield Duty(kind=DutyKind.DECISIONS, to=seat.holder, face="ready", since=now)
