"""The meeting is held at another time: with a reason, and everybody is asked anew (B28)."""

from dataclasses import dataclass, replace
from datetime import UTC

from bot.domain.arranging import closed
from bot.domain.calendar import LONDON
from bot.domain.conference import Conference
from bot.domain.events_before import ConferenceMoved
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.particulars import Part
from bot.domain.powers import ARRANGERS
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.typed import Span, reason, span
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveConference:
    """`day` as "2026-12-03", `start` and `end` as "10:00", on London's clock."""

    day: str
    start: str
    end: str
    reason: str


@verb("conference.move", MoveConference, ARRANGERS)
def move_conference(asked: Asked, command: MoveConference) -> Outcome:
    """The measure of delay stays with the first time (`Preparations.first_start`); a draft is not moved, it is changed."""
    state = asked.state
    refused = closed(state)
    if refused:
        return refused
    if state.before.convened_at is None:
        return Refused(Why.NOT_CONVENED)
    faults: Faults = {}
    why = reason("reason", command.reason, faults)
    found = span((command.day, command.start, command.end), asked.now, faults)
    given = state.particulars
    if found and (found.start, found.end) == (given.start, given.planned_end):
        faults["day"] = Fault.SAME_TIME
    parts = _parts(state, found, faults) if found else ()
    if faults or found is None:
        return Refused(Why.FIELDS, faults)
    moved = ConferenceMoved(start=found.start, planned_end=found.end, reason=why, by=asked.who, parts=parts)
    return Accepted((moved,))


def _parts(state: Conference, found: Span, faults: Faults) -> tuple[Part, ...]:
    """As far into the meeting as before, by the clock on the wall: parents who are kept apart stay so (trap 12)."""
    before = state.particulars.start.astimezone(LONDON).replace(tzinfo=None)
    after = found.start.astimezone(LONDON).replace(tzinfo=None)
    parts = []
    for one in state.particulars.parts:
        times = {
            name: (getattr(one, name).astimezone(LONDON).replace(tzinfo=None) - before + after)
            .replace(tzinfo=LONDON)
            .astimezone(UTC)
            for name in ("start", "end")
        }
        parts.append(replace(one, **times))
    if any(one.end > found.end for one in parts):
        faults["end"] = Fault.PARTS_DO_NOT_FIT
    return tuple(parts)
