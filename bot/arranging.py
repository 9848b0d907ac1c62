"""Conferences brought by file, and the board for the command line: beside a bot that runs on the record, or alone.

Names adapters, as bootstrap does.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.adapters.clock import SystemClock
from bot.adapters.codec import Codec
from bot.adapters.opening import Opened
from bot.adapters.store import ValkeyEventLog
from bot.bootstrap import boroughs, calendars, read_conference, setter_up
from bot.config import Settings
from bot.domain.board import Line
from bot.domain.brought import Became
from bot.domain.checks import Found
from bot.domain.events import EVENTS
from bot.domain.views.board import monday_of
from bot.keeping import kept, sidecar_file
from bot.usecases.bring import Bring, Brought, Foresee
from bot.usecases.conferences import Conferences
from bot.usecases.ports import Clock
from bot.usecases.press import Press
from bot.usecases.read_board import ReadBoard
from bot.usecases.read_view import ReadView

_CSV = ".csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    opened: Opened
    log: ValkeyEventLog


@asynccontextmanager
async def record(settings: Settings) -> AsyncIterator[Record]:
    """Raises what `keeping.REFUSALS` lists."""
    async with kept(settings) as store:
        log = ValkeyEventLog(
            store.server,
            keys=store.opened.keys,
            wrapper=store.wrapper,
            codec=Codec(EVENTS),
            durability=store.durability,
            keyspace=store.opened.keyspace,
        )
        yield Record(opened=store.opened, log=log)


def is_roster(path: Path) -> bool:
    return path.suffix.lower() == _CSV


def layouts() -> Mapping[str, Path]:
    """Of rosters: those that are shipped, by name."""
    from bot.adapters import roster_layout  # noqa: PLC0415 - for the one command that reads any

    return roster_layout.layouts()


def read_files(
    path: Path, layout: str, settings: Settings | None = None, *, convene: bool = False
) -> tuple[Brought, ...]:
    """All the conferences in it. Raises ConferenceFileError with every fault."""
    if not is_roster(path):
        one = read_conference(path, settings, real=True)
        return (Brought(particulars=one.particulars, borough=one.borough, convene=convene),)
    from bot.adapters import roster, roster_layout  # noqa: PLC0415 - likewise

    found = roster.load_roster(path, roster_layout.load_layout(layout), boroughs(settings).codes())
    return tuple(Brought(particulars=one.particulars, borough=one.profile, convene=convene) for one in found)


async def bring(
    settings: Settings, brought: Sequence[Brought], *, only_look: bool, clock: Clock | None = None
) -> tuple[tuple[Became, tuple[Found, ...]], ...]:
    """What became of each, or would, and what there is to look at. Nobody need have a record yet to look."""
    time = clock or SystemClock()
    new = await asyncio.to_thread(_foresee, settings, time)
    found = await asyncio.to_thread(lambda: [new.found(one) for one in brought])
    if only_look and not await asyncio.to_thread(sidecar_file(settings).exists):
        return tuple(zip(map(new, brought), found, strict=True))
    async with record(settings) as store:
        press = Press(
            log=store.log, conferences=Conferences(store.log), calendars=calendars(), clock=time, wake=lambda _: None
        )
        do = Bring(set_up=setter_up(settings, store, time), log=store.log, press=press)
        became = [await (do.foresee(one) if only_look else do(one, "command line")) for one in brought]
        return tuple(zip(became, found, strict=True))


def _foresee(settings: Settings, clock: Clock) -> Foresee:
    """Reads files."""
    return Foresee(
        boroughs=boroughs(settings),
        calendars=calendars(),
        clock=clock,
        microsoft=settings.graph == "on",
        mail=settings.mails,
    )


def board_days(weeks: int, clock: Clock | None = None) -> tuple[date, date]:
    """The first and the last of so many weeks from this one on."""
    monday = monday_of(0, (clock or SystemClock()).now())
    return monday, monday + timedelta(days=7 * weeks - 1)


async def board(settings: Settings, weeks: int, clock: Clock | None = None) -> tuple[tuple[Line, ...], int]:
    """Everybody's conferences of so many weeks from this one on; and how many could not be read."""
    async with record(settings) as store:
        time = clock or SystemClock()
        read = ReadView(log=store.log, conferences=Conferences(store.log), calendars=calendars(), clock=time)
        found = await ReadBoard(read=read)(*board_days(weeks, time))
        return tuple(one.line for one in found.found), found.unreadable
