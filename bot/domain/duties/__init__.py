"""What the bot owes now, and when it is next owed something. Both are functions of the record and the hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.conference import Conference
from bot.domain.duties.meeting import chat_duties, checklist_duties, console_duties, turning_points
from bot.domain.duties.model import CONTENT, MEETING, Duty, DutyKind
from bot.domain.duties.rounds import after_round_duties, round_duties
from bot.domain.duties.summary import delivery_duties, draft_duties, ladder_duties

__all__ = ["CONTENT", "MEETING", "Duty", "DutyKind", "Owed", "Step", "duties", "next_due"]

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


class Step(StrEnum):
    """POST a message that is not there yet; FILL one that shows less than it should by now."""

    POST = "post"
    FILL = "fill"


@dataclass(frozen=True, slots=True)
class Owed:
    duty: Duty
    step: Step
    since: datetime


def _all(state: Conference, now: datetime) -> Iterator[Duty]:
    for kind in _KINDS:
        yield from kind(state, now)


def _owed(state: Conference, duty: Duty) -> Owed | None:
    """What is left to do for a duty, and from when. A final failure is left to the next way of reaching people."""
    send = state.sends.get(duty.key)
    if send is None or not send.posted:
        if duty.edit_only or (send and send.failed):
            return None
        step = Step.POST
    elif send.face == duty.face or send.failed:
        return None
    else:
        step = Step.FILL
    waits = send.retry_at if send and send.retry_at else duty.since
    return Owed(duty, step, max(waits, duty.since))


def _steps(state: Conference, now: datetime) -> Iterator[Owed]:
    for duty in _all(state, now):
        owed = _owed(state, duty)
        if owed:
            yield owed


def duties(state: Conference, now: datetime) -> tuple[Owed, ...]:
    """All that is owed at `now` (aware), in no promised order."""
    return tuple(one for one in _steps(state, now) if one.since <= now)


def next_due(state: Conference, now: datetime) -> datetime | None:
    """When to look again: `now` if something is owed already, else the next moment at which something will be."""
    turns = (turn for turn in turning_points(state) if turn > now)
    return min((*(max(one.since, now) for one in _steps(state, now)), *turns), default=None)
