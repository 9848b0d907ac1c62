"""A week's conferences are found in one look, each is read once, and one that cannot be read hides no other (M5)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.adapters.calendar import LibraryCalendars
from bot.adapters.clock import MovableClock
from bot.domain import links
from bot.domain.ids import ConferenceId, OpId
from bot.usecases.conferences import Conferences
from bot.usecases.ports import Append, Appended, Conflict, Known, Links, Operation, Recorded, StoreDownError
from bot.usecases.read_board import Board, ReadBoard
from bot.usecases.read_view import ReadView
from tests.chaos.memory_log import MemoryLog
from tests.dates import moment
from tests.fakes.builders import Play, conference

NOW = moment("Mon 7 Dec 2026 08:00")
MONDAY = date(2026, 12, 7)


class Log(MemoryLog):
    """With the index by week, and a count of what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.weeks: dict[str, list[ConferenceId]] = {}
        self.looks = 0
        self.reads: list[ConferenceId] = []
        self.broken: dict[ConferenceId, Exception] = {}

    async def append(self, wish: Append) -> Appended | Conflict | Known:
        for week in wish.links.weeks:
            self.weeks.setdefault(week, []).append(wish.cid)
        return await super().append(wish)

    async def in_weeks(self, weeks: Collection[str]) -> tuple[ConferenceId, ...]:
        self.looks += 1
        return tuple(dict.fromkeys(cid for week in weeks for cid in self.weeks.get(week, [])))

    async def read(self, cid: ConferenceId, after: int = 0) -> tuple[Recorded, ...]:
        self.reads.append(cid)
        if cid in self.broken:
            raise self.broken[cid]
        return await super().read(cid, after)


async def _record(log: Log, number: int, start: datetime) -> ConferenceId:
    about = replace(conference(), reference=f"F-{number}", start=start, planned_end=start + timedelta(hours=2))
    play = Play(about)
    (event, _), *_ = play.happened
    cid = ConferenceId(f"{number:016x}")
    operation = Operation(op=OpId(f"o-{number}"), actor="", at=NOW, events=(event,))
    found = Links(weeks=links.weeks(play.state))
    await log.append(Append(cid=cid, expected=0, operations=(operation,), next_due=None, links=found))
    return cid


def _board(log: Log) -> ReadBoard:
    read = ReadView(log=log, conferences=Conferences(log), calendars=LibraryCalendars(), clock=MovableClock(NOW))
    return ReadBoard(read=read)


async def _references(board: Board) -> set[str]:
    return {one.line.reference for one in board.found}


@pytest.fixture
async def log() -> Log:
    """Forty in this week, and two hundred in others."""
    made = Log()
    for number in range(240):
        week = number % 6
        start = moment("Mon 7 Dec 2026 09:00") + timedelta(days=7 * (week - 2), hours=number % 5)
        await _record(made, number, start)
    return made


@pytest.mark.feature("M5")
async def test_it_costs_one_look_and_a_read_of_each_however_many_there_are(log: Log) -> None:
    found = await _board(log)(MONDAY, MONDAY + timedelta(days=6))
    assert (len(found.found), found.unreadable) == (40, 0)
    assert (log.looks, len(log.reads), len(set(log.reads))) == (1, 40, 40)


async def test_only_those_that_are_named_are_opened(log: Log) -> None:
    mine = {ConferenceId(f"{number:016x}") for number in (2, 8, 3)}
    found = await _board(log)(MONDAY, MONDAY + timedelta(days=6), among=mine)
    assert await _references(found) == {"F-2", "F-8"}
    assert len(log.reads) == 2


async def test_days_are_londons_and_both_ends_count() -> None:
    log = Log()
    for number, text in enumerate(
        ("Sun 6 Dec 2026 23:59", "Mon 7 Dec 2026 00:00", "Sun 13 Dec 2026 23:59", "Mon 14 Dec 2026 00:00")
    ):
        await _record(log, number, moment(text))
    assert await _references(await _board(log)(MONDAY, MONDAY + timedelta(days=6))) == {"F-1", "F-2"}
    assert await _references(await _board(log)(MONDAY, MONDAY)) == {"F-1"}
    summer = date(2027, 6, 28)
    await _record(log, 9, moment("Mon 28 Jun 2027 00:30"))
    assert await _references(await _board(log)(summer, summer)) == {"F-9"}


async def test_one_that_cannot_be_read_hides_no_other_and_is_told(log: Log) -> None:
    log.broken[ConferenceId(f"{2:016x}")] = RuntimeError("torn")
    found = await _board(log)(MONDAY, MONDAY + timedelta(days=6))
    assert (len(found.found), found.unreadable) == (39, 1)


async def test_a_store_that_is_away_is_no_board(log: Log) -> None:
    log.broken[ConferenceId(f"{2:016x}")] = StoreDownError()
    with pytest.raises(StoreDownError):
        await _board(log)(MONDAY, MONDAY + timedelta(days=6))
