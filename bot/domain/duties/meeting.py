"""What is owed around the meeting itself: the introduction, the door, the checklist, the chair's console."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.conference import Attendance, Conference, to_whom
from bot.domain.delivery import reachable
from bot.domain.duties.model import Duty, DutyKind
from bot.domain.ids import PersonId
from bot.domain.particulars import ATTENDING
from bot.domain.requests import kept_out

GATHER = timedelta(minutes=30)
"""How long before the start the chair's console is there: the half hour of S1's reading time."""


def begins(state: Conference) -> datetime:
    """When checklists go out: at the word of Teams or the chair, and at the planned start if there is none."""
    return min(state.started_at or state.particulars.start, state.particulars.start)


def over(state: Conference, now: datetime) -> bool:
    return state.over(now)


def turning_points(state: Conference) -> tuple[datetime, ...]:
    """Moments at which what is shown changes though nothing happens: an early end becomes the end (`Conference.over`)."""
    if state.before.cancelled or state.before.draft:
        return ()
    early = state.ended_at is not None and not state.asked_already and state.approval is None
    return (state.particulars.planned_end,) if early else ()


def chat_duties(state: Conference, now: datetime) -> Iterator[Duty]:
    if state.chat:
        yield Duty(kind=DutyKind.INTRODUCTION, to=None, face="here", since=now)
        yield Duty(kind=DutyKind.DOOR, to=None, face="closed" if over(state, now) else "open", since=begins(state))
        return
    for chat in state.proposed:
        if reachable(state, state.chair):
            yield Duty(kind=DutyKind.CONFIRM_CHAT, to=state.chair, face="ask", since=now, subject=chat)


def _checklist_face(one: Attendance) -> str:
    if one.arrived:
        return "done"
    return "declined" if one.declined else "ask"


def checklist_duties(state: Conference, now: datetime) -> Iterator[Duty]:
    """J2: each person, at each stay. Family too, in their own words (J12)."""
    for person in state.particulars.people:
        one = state.attendance_of(person.id)
        expected = person.role in ATTENDING or person.id == state.chair
        if not reachable(state, person.id) or not (expected or one.joined) or kept_out(state, person.id):
            continue
        yield Duty(
            kind=DutyKind.CHECKLIST,
            to=person.id,
            face=_checklist_face(one),
            since=now if one.joined else begins(state),
            number=one.session,
            edit_only=over(state, now),
        )


def console_face(state: Conference) -> str:
    """Only what the chair's own acts or Teams' start and end change: an edit takes away the form open in its message."""
    return f"{state.stage}:{int(state.ended_at is not None)}"


def _counts(state: Conference) -> tuple[int, ...]:
    """Handed in, seats here, strangers, those who cannot do the checklist, dissents."""
    one = state.round
    handed = sum(post_it.handed_in for post_it in one.post_its.values()) if one else 0
    unable = sum(bool(a.declined) and not a.arrived for a in state.attendance.values())
    return handed, len(state.present_seats()), len(state.strangers), unable, len(state.dissents)


def pulse_face(state: Conference) -> str:
    """Counts, so that the chair sees it when something comes in. Never what anybody answered (V5)."""
    handed, *others = _counts(state)
    return ":".join((f"{handed}/{len(state.particulars.seats)}", *map(str, others)))


def console_duties(state: Conference, _now: datetime) -> Iterator[Duty]:
    """The console, whose message holds the chair's forms, and the pulse, which holds none and may be edited any time."""
    since = min(begins(state), state.particulars.start) - GATHER
    if reachable(state, state.chair):
        still = state.approval is not None or not any(_counts(state))
        yield Duty(kind=DutyKind.CONSOLE, to=state.chair, face=console_face(state), since=since)
        yield Duty(kind=DutyKind.PULSE, to=state.chair, face=pulse_face(state), since=since, edit_only=still)
    for key in state.sends:
        kind, who = key.partition("/")[0], PersonId(to_whom(key))
        if kind in (DutyKind.CONSOLE, DutyKind.PULSE) and who != state.chair:
            yield Duty(kind=DutyKind(kind), to=who, face="handed_over", since=since, edit_only=True)
