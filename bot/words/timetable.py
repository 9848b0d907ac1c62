"""A conference's dates as people read them, and as a program does."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple, TypedDict

from bot.domain.calendar import LONDON
from bot.domain.deadlines import Deadline, Row, Unknown, Unnumbered
from bot.domain.ids import ChildId
from bot.words.deadlines import CONDITIONS, TRIGGERS
from bot.words.times import at_time, on_day


class Line(NamedTuple):
    """One row for people. `when` is a London time, the source's own words, or what is needed to work it out."""

    title: str
    when: str
    source: str
    note: str


class Entry(TypedDict):
    """One row for programs. `due` is UTC and `proposed` a day, both ISO 8601; `needs` is the code of the missing date."""

    code: str
    title: str
    recipient: str
    child: str | None
    due: str | None
    proposed: str | None
    needs: str | None
    condition: str | None
    when: str
    source: str
    note: str


def in_london(when: date) -> str:
    """As "Thu 3 Dec 2026, 17:00"; a day without the hour."""
    return at_time(when) if isinstance(when, datetime) else on_day(when)


def lines(rows: Iterable[Row], called: Mapping[ChildId, str] | None = None) -> tuple[Line, ...]:
    """`called` is what each child is called; a child not in it is shown by its id."""
    return tuple(Line(_title(row, called or {}), _when(row), row.limit.source, " ".join(_notes(row))) for row in rows)


def entries(rows: Iterable[Row]) -> list[Entry]:
    """The same rows as values for JSON. Children by id: names do not leave by this door."""
    return [
        Entry(
            code=row.limit.code,
            title=row.limit.title,
            recipient=row.limit.recipient,
            child=row.child,
            due=row.due.astimezone(UTC).isoformat() if isinstance(row, Deadline) else None,
            proposed=row.proposed.isoformat() if isinstance(row, Deadline) else None,
            needs=row.needs if isinstance(row, Unknown) else None,
            condition=row.condition,
            when=_when(row),
            source=row.limit.source,
            note=" ".join(_notes(row)),
        )
        for row in rows
    ]


def _title(row: Row, called: Mapping[ChildId, str]) -> str:
    to = f", to {row.limit.recipient}" if row.limit.recipient else ""
    whose = f" ({called.get(row.child, row.child)})" if row.child else ""
    return f"{row.limit.title}{to}{whose}"


def _when(row: Row) -> str:
    if isinstance(row, Deadline):
        return in_london(row.due)
    if isinstance(row, Unnumbered):
        return f"{row.limit.words}, {row.limit.direction} {on_day(row.start)}"
    return f"needs the {'hour' if row.hour else 'date'} of {TRIGGERS[row.needs]}"


def _notes(row: Row) -> Iterator[str]:
    if row.condition:
        yield f"Only if {CONDITIONS[row.condition]}."
    if isinstance(row, Deadline):
        if row.proposed != _day(row.due):
            yield f"Not a working day: the last one before it is {in_london(row.proposed)}."
        if row.provisional:
            yield "Counted from the planned end."
        if not row.announced:
            yield "Bank holidays are not announced for those days: count again later."
    if row.limit.note:
        yield row.limit.note


def _day(when: date) -> date:
    return when.astimezone(LONDON).date() if isinstance(when, datetime) else when
