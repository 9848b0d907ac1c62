"""What no schema can say of a conference's parts: that their hours lie in it and apart, and that those asked are there (B15)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from bot.adapters.conference_entries import Contents, Entry, ImpossibleError, moment
from bot.adapters.conference_shape import Finding, unknown
from bot.domain.particulars import LAY


def part_findings(found: Contents) -> Iterator[Finding]:
    known = {one.id: one.role for one in found.people}
    able = [who for who, role in known.items() if role in LAY]
    timed: list[tuple[datetime, datetime, Entry]] = []
    for part in found.conference.each("parts"):
        for path, who in part.words("people"):
            if known.get(who) not in LAY:
                yield path, False, unknown("nobody who can be asked to a part has the id", who, able)
        yield from _impossible(part)
        start, end = _possible(part.text("start")), _possible(part.text("end"))
        if start and end:
            yield from _within(found, part, start, end)
            timed.append((start, end, part))
    timed.sort(key=lambda one: one[0])
    for (_, earlier, _), (start, _, part) in pairwise(timed):
        if start < earlier:
            yield (*part.path, "start"), False, "before the part before it has ended"


def _within(found: Contents, part: Entry, start: datetime, end: datetime) -> Iterator[Finding]:
    if end <= start:
        yield (*part.path, "end"), False, "not after its start"
    whole = [_possible(found.conference.text(name)) for name in ("start", "planned_end")]
    if whole[0] and start < whole[0]:
        yield (*part.path, "start"), False, "before the conference starts"
    if whole[1] and end > whole[1]:
        yield (*part.path, "end"), False, "after the conference ends"


def _impossible(part: Entry) -> Iterator[Finding]:
    for name in ("start", "end"):
        try:
            moment(part.text(name) or "2027-01-01")
        except ImpossibleError as error:
            yield (*part.path, name), False, str(error)


def _possible(text: str) -> datetime | None:
    try:
        return moment(text) if text else None
    except ImpossibleError:
        return None
