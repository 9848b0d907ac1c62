"""The board of one week, for whoever looks after conferences: their own, or all of them for the council's administrators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.board import Line, place
from bot.domain.calendar import LONDON
from bot.domain.conference import Conference
from bot.domain.ids import ConferenceId, PersonId
from bot.domain.powers import ARRANGERS, powers_of

FURTHEST = 8
"""Weeks ahead that can be turned to."""
_SATURDAY = 5
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`listed`: whoever looks is on its list, and can press through to it."""

    cid: ConferenceId
    line: Line
    listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """`week`: how many weeks on from the present one. `rows`: the worst first."""

    week: int
    monday: date
    rows: tuple[Row, ...]
    unreadable: int


def board_view(week: int, monday: date, rows: Iterable[Row], unreadable: int) -> BoardView:
    worst_first = sorted(rows, key=lambda row: place(row.line))
    return BoardView(week=week, monday=monday, rows=tuple(worst_first), unreadable=unreadable)


def looks_after(state: Conference, who: PersonId) -> bool:
    return bool(powers_of(state, who) & ARRANGERS)


def monday_of(week: int, now: datetime) -> date:
    """Of the present week, or so many on. At a weekend the present one is the one that begins on Monday."""
    day = now.astimezone(LONDON).date()
    ahead = week + (day.weekday() >= _SATURDAY)
    return day - timedelta(days=day.weekday()) + ahead * _WEEK
