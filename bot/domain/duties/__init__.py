"""What the bot owes now, and when it is next owed something. Both are functions of the record and the hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.calendar import Calendar
from bot.domain.conference import Conference, Send, is_mail
from bot.domain.deadlines import borough_calendar
from bot.domain.duties.before import cancellation_duties, invitation_duties, reminder_duties
from bot.domain.duties.delay import delay_duties
from bot.domain.duties.errands import errand_duties
from bot.domain.duties.mailed import calendar_duties
from bot.domain.duties.meeting import chat_duties, checklist_duties, console_duties, turning_points
from bot.domain.duties.model import CONTENT, MEETING, Duty, DutyKind
from bot.domain.duties.reading import reading_duties
from bot.domain.duties.requests import ask_duties, flag_duties, letter_duties
from bot.domain.duties.rounds import after_round_duties, round_duties
from bot.domain.duties.summary import delivery_duties, draft_duties, ladder_duties
from bot.domain.errands import Errand
from bot.domain.trying import errands

__all__ = [
    "APART",
    "CONTENT",
    "MEETING",
    "Duty",
    "DutyKind",
    "Outlook",
    "Owed",
    "Step",
    "duties",
    "next_due",
    "outlook",
]

_KINDS = (
    chat_duties,
    checklist_duties,
    console_duties,
    round_duties,
    after_round_duties,
    draft_duties,
    delivery_duties,
    ladder_duties,
)


_BEFORE = (
    invitation_duties,
    cancellation_duties,
    calendar_duties,
    reading_duties,
    reminder_duties,
    errand_duties,
    delay_duties,
)

_ASKED = (flag_duties, ask_duties, letter_duties)
"""Of the chair, whether or not it was convened here: somebody may be in danger."""

APART = timedelta(seconds=2)
"""The least between two edits of the message in which the chair watches the round: the last state wins."""

_WATCHED = frozenset({DutyKind.CONSOLE, DutyKind.PULSE})


class Step(StrEnum):
    """POST a message that is not there yet; FILL one that shows less than it should by now."""

    POST = "post"
    FILL = "fill"


@dataclass(frozen=True, slots=True)
class Owed:
    duty: Duty
    step: Step
    since: datetime


def _all(state: Conference, now: datetime, calendar: Calendar) -> Iterator[Duty]:
    """Nothing of a draft; of one that is cancelled, only that it is."""
    if state.before.draft:
        return
    days = borough_calendar(state.profile, calendar)
    for before in (*(_BEFORE if state.before.convened_at else ()), *_ASKED):
        yield from before(state, now, days)
    if state.before.cancelled is None:
        for kind in _KINDS:
            yield from kind(state, now)


def _owed(state: Conference, duty: Duty) -> Owed | None:
    """What is left to do for a duty, and from when. A final failure is left to the next way of reaching people."""
    send = state.sends.get(duty.key)
    if send is None or not send.posted:
        if duty.edit_only or (send and send.failed):
            return None
        step = Step.POST
    elif send.face == duty.face or send.failed or is_mail(duty.key):
        return None
    else:
        step = Step.FILL
    return Owed(duty, step, _since(duty, send))


def _since(duty: Duty, send: Send | None) -> datetime:
    """Not before a retry is due; and where sixty people press at once, not an edit for each of them."""
    since = max(send.retry_at, duty.since) if send and send.retry_at else duty.since
    if send and send.posted and send.sent_at and duty.kind in _WATCHED:
        return max(since, send.sent_at + APART)
    return since


def _steps(state: Conference, now: datetime, calendar: Calendar) -> Iterator[Owed]:
    for duty in _all(state, now, calendar):
        owed = _owed(state, duty)
        if owed:
            yield owed


@dataclass(frozen=True, slots=True)
class Outlook:
    """All that is owed now, in no promised order, and when to look again: now, if anything is. `errands`: what is to be done
    now in Microsoft 365, in this order.
    """

    owed: tuple[Owed, ...]
    due: datetime | None
    errands: tuple[Errand, ...] = ()


def outlook(state: Conference, now: datetime, calendar: Calendar) -> Outlook:
    """`now` is aware; `calendar` is England's, to which the borough's closure days are added here."""
    steps = tuple(_steps(state, now, calendar))
    turns = (turn for turn in turning_points(state) if turn > now)
    tries = errands(state, now, borough_calendar(state.profile, calendar)) if state.before.microsoft else ()
    times = (*(one.since for one in steps), *(one.since for one in tries))
    due = min((*(max(since, now) for since in times), *turns), default=None)
    trying = tuple(one.errand for one in tries if one.since <= now)
    return Outlook(tuple(one for one in steps if one.since <= now), due, trying)


def duties(state: Conference, now: datetime, calendar: Calendar) -> tuple[Owed, ...]:
    return outlook(state, now, calendar).owed


def next_due(state: Conference, now: datetime, calendar: Calendar) -> datetime | None:
    """The next moment at which something is owed; `now` if something is already."""
    return outlook(state, now, calendar).due
