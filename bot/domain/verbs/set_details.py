"""How the meeting is held; and, while it is a draft, of what kind it is and when (B1)."""

from dataclasses import dataclass

from bot.domain.answers import choice
from bot.domain.arranging import closed, join_link
from bot.domain.conference import Conference
from bot.domain.events_before import DetailsSet
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.particulars import Kind, Mode
from bot.domain.powers import ARRANGERS
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.typed import Span, line, span
from bot.domain.verbs.registry import Asked, verb


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDetails:
    """`kind`, `day`, `start` and `end` count while it is a draft: later on it is moved, with a reason."""

    mode: str
    join_link: str = ""
    place: str = ""
    kind: str = ""
    day: str = ""
    start: str = ""
    end: str = ""


@verb("details.set", SetDetails, ARRANGERS)
def set_details(asked: Asked, command: SetDetails) -> Outcome:
    state = asked.state
    refused = closed(state)
    if refused:
        return refused
    faults: Faults = {}
    mode = choice(Mode, command.mode)
    link = join_link(state, command.join_link, faults)
    place = line("place", command.place, faults, needed=mode is Mode.BLENDED)
    draft = state.before.draft
    kind = choice(Kind, command.kind) if draft else None
    if mode is None:
        faults["mode"] = Fault.UNKNOWN_CHOICE
    if draft and kind is None:
        faults["kind"] = Fault.UNKNOWN_CHOICE
    found = span((command.day, command.start, command.end), asked.now, faults) if draft else None
    if faults or mode is None:
        return Refused(Why.FIELDS, faults)
    event = DetailsSet(
        mode=mode,
        join_link=link,
        place=place,
        by=asked.who,
        kind=kind,
        start=found.start if found else None,
        planned_end=found.end if found else None,
    )
    return Accepted(() if _same(state, event, found) else (event,))


def _same(state: Conference, event: DetailsSet, found: Span | None) -> bool:
    given = state.particulars
    as_it_is = (given.mode, given.join_link, given.place, event.kind and given.kind)
    times = (found.start, found.end) == (given.start, given.planned_end) if found else True
    return as_it_is == (event.mode, event.join_link, event.place, event.kind) and times
