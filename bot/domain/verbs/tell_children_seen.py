"""When the lead social worker saw each child of theirs, and whether alone; if not, who was there and why (S4 7.5; B27)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.events_before import ChildrenSeen
from bot.domain.ids import ChildId
from bot.domain.outcome import Accepted, Outcome, Refused
from bot.domain.powers import Power
from bot.domain.preparations import Seen
from bot.domain.refusals import Fault, Faults, Why
from bot.domain.reports import report_of
from bot.domain.verbs.registry import Asked, verb
from bot.domain.verbs.report_seats import own_report
from bot.domain.verbs.share_report import past_day

ALONE, WITH_OTHERS = "alone", "with_others"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellChildrenSeen:
    """As typed, by field: `child.on`, `child.alone`, `child.who_else`. A child without any of them is left as it was."""

    typed: Mapping[str, str]


@verb("report.children_seen", TellChildrenSeen, frozenset({Power.LEAD_SOCIAL_WORKER}))
def tell_children_seen(asked: Asked, command: TellChildrenSeen) -> Outcome:
    seat = own_report(asked)
    if isinstance(seat, Refused):
        return seat
    children = [one.id for one in asked.state.particulars.children if one.lead == asked.who]
    read = {child: _read(asked, child, command.typed) for child in children if _any(child, command.typed)}
    faults = {name: fault for one in read.values() if isinstance(one, dict) for name, fault in one.items()}
    if not read and children:
        faults = {f"{children[0]}.on": Fault.MISSING}
    if faults:
        return Refused(Why.FIELDS, faults)
    known = report_of(asked.state, seat).seen
    new = {child: one for child, one in read.items() if isinstance(one, Seen) and known.get(child) != one}
    return Accepted((ChildrenSeen(seat=seat.id, by=asked.who, seen=new),) if new else ())


def fields_of(child: ChildId) -> Iterator[str]:
    return (f"{child}.{name}" for name in ("on", "alone", "who_else"))


def _any(child: ChildId, typed: Mapping[str, str]) -> bool:
    return any(typed.get(name, "").strip() for name in fields_of(child))


def _read(asked: Asked, child: ChildId, typed: Mapping[str, str]) -> Seen | Faults:
    on, alone, who_else = (typed.get(name, "").strip() for name in fields_of(child))
    faults: Faults = {}
    day = past_day(asked, on)
    if isinstance(day, Fault):
        faults[f"{child}.on"] = day
    if alone not in (ALONE, WITH_OTHERS):
        faults[f"{child}.alone"] = Fault.UNKNOWN_CHOICE if alone else Fault.MISSING
    if alone == WITH_OTHERS and not who_else:
        faults[f"{child}.who_else"] = Fault.MISSING
    if faults or isinstance(day, Fault):
        return faults
    return Seen(on=day, alone=alone == ALONE, who_else="" if alone == ALONE else who_else)
