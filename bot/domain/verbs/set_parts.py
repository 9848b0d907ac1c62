"""A conference in parts: who is asked to which, and when (S3, S4 4.2, B15, trap 12)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.arranging import MOST_PARTS, closed, london_day, of_part
from bot.domain.calendar import at_london
from bot.domain.conference import Conference
from bot.domain.events_before import PartsSet
from bot.domain.ids import PersonId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.particulars import Part
from bot.domain.powers import ARRANGERS
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.typed import chosen, hour, line
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPart:
    """`number` counts from 1; "": a new one. `gone`: there is no such part any more. Hours as "10:00", on London's clock."""

    number: str = ""
    title: str = ""
    start: str = ""
    end: str = ""
    people: str = ""
    gone: bool = False


@verb("parts.set", SetPart, ARRANGERS)
def set_part(asked: Asked, command: SetPart) -> Outcome:
    state = asked.state
    refused = closed(state)
    if refused:
        return refused
    parts = list(state.particulars.parts)
    place = int(command.number) - 1 if command.number.isdecimal() else len(parts)
    if not 0 <= place <= len(parts):
        return Refused(Why.FIELDS, {"title": Fault.UNKNOWN_CHOICE})
    faults: Faults = {}
    rest = parts[:place] + parts[place + 1 :]
    found = [] if command.gone else [_part(state, command, rest, faults)]
    if place == MOST_PARTS:
        faults["title"] = Fault.TOO_MANY
    if faults:
        return Refused(Why.FIELDS, faults)
    new = tuple(sorted((*rest, *found), key=lambda one: one.start))
    return Accepted() if new == tuple(parts) else Accepted((PartsSet(parts=new, by=asked.who),))


def _part(state: Conference, command: SetPart, rest: list[Part], faults: Faults) -> Part:
    people = chosen(command.people, of_part(state))
    start, end = _at(state, "start", command.start, faults), _at(state, "end", command.end, faults)
    given = state.particulars
    if not people:
        faults["people"] = Fault.MISSING
    if not faults and end <= start:
        faults["end"] = Fault.END_NOT_AFTER
    elif not faults and not given.start <= start < end <= given.planned_end:
        faults["start"] = Fault.OUTSIDE_MEETING
    elif not faults and any(one.start < end and start < one.end for one in rest):
        faults["start"] = Fault.PARTS_OVERLAP
    return Part(
        title=line("title", command.title, faults),
        start=start,
        end=end,
        people=frozenset(PersonId(one) for one in people),
    )


def _at(state: Conference, name: str, typed: str, faults: Faults) -> datetime:
    found, start = hour(name, typed, faults), state.particulars.start
    return at_london(london_day(start), found).astimezone(UTC) if found else start
