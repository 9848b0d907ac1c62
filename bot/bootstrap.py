"""The composition root: the one place that names concrete adapters. Tests wire exactly this, and override last."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import bot
from bot.adapters.alarms import LoudAlarms
from bot.adapters.boroughs import SHIPPED, BoroughFilesError, TomlBoroughs
from bot.adapters.calendar import LibraryCalendars
from bot.adapters.clock import MovableClock, SystemClock
from bot.adapters.daily import ValkeyDaily
from bot.adapters.driver import Driver, driver
from bot.adapters.file_faults import ConferenceFileError
from bot.adapters.hands import Hands
from bot.adapters.ids import KeyedIds, RandomIds
from bot.adapters.keys import KeyRefusedError, load_key_file
from bot.adapters.leases import Leases
from bot.adapters.logs import log_to_stderr
from bot.adapters.meter import PrometheusMeter
from bot.adapters.pace import paced
from bot.adapters.private_file import TooOpenError
from bot.adapters.readiness import LOOP_STALLED, Check, Ground, Lately
from bot.adapters.refusals import StoreRefusedError
from bot.adapters.stalls import Stalls
from bot.adapters.store import ValkeyEventLog
from bot.adapters.sweep import Sweep
from bot.adapters.verify import Report, verify
from bot.config import Settings
from bot.dialogs.answering import Answering
from bot.dialogs.arrivals import Arrivals
from bot.dialogs.commands import Commands
from bot.dialogs.desk import Desk, Presenter
from bot.dialogs.office import Office
from bot.dialogs.present import CardPresenter
from bot.dialogs.reception import Reception
from bot.domain.particulars import Particulars
from bot.launching import Launch
from bot.opening import Keeps, Store, opened_store
from bot.outside import Outside, letters_of, mail_of, may_begin_of
from bot.programs import door_for_programs
from bot.teams.rates import Rates
from bot.teams.turns import Turns
from bot.usecases.by_door import ByDoor
from bot.usecases.conferences import Conferences
from bot.usecases.confirming import Confirming
from bot.usecases.metered import MeteredPress
from bot.usecases.microsoft import Microsoft365
from bot.usecases.once_a_day import OnceADay
from bot.usecases.perform import with_errands
from bot.usecases.perform_duty import PerformDuty
from bot.usecases.ports import Clock, Mail, Messenger, Meter
from bot.usecases.read_board import ReadBoard
from bot.usecases.read_view import ReadView
from bot.usecases.set_up import SetUp
from bot.web.app import build_app
from bot.web.metrics import FAMILIES, metrics_app
from bot.web.rehearsal import Settled, rehearsal_app
from bot.web.runner import listen

__all__ = [
    "REFUSALS",
    "ConferenceFileError",
    "MovableClock",
    "Overrides",
    "ReadConference",
    "Report",
    "Running",
    "Store",
    "boroughs",
    "calendars",
    "log_to_stderr",
    "opened_store",
    "read_conference",
    "running",
    "setter_up",
    "shipped_cases",
    "verify",
]

REFUSALS = (StoreRefusedError, KeyRefusedError, TooOpenError, BoroughFilesError, OSError, ValueError)
"""Why a start is refused, each in one line fit to be shown."""


T = TypeVar("T")


def _as_it_is(part: T) -> T:
    return part


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What a rehearsal or a test puts around one part, last of all. Nothing in a deployment does."""

    clock: Clock | None = None
    messenger: Callable[[Messenger], Messenger] = _as_it_is
    presenter: Callable[[Presenter], Presenter] = _as_it_is
    desk: Callable[[Desk], Desk] = _as_it_is
    rates: Rates | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A bot that is up. `address` is where Teams may post; `rehearsal` where its clock is moved, if it can be; `metrics`
    where its figures are, if anywhere; `microsoft` is None where Graph is off. `warm` loads, in threads, what a start need not wait for and the first to want it
    would: for whoever has a moment to spare.
    """

    address: str
    rehearsal: str
    metrics: str
    set_up: SetUp
    log: ValkeyEventLog
    clock: Clock
    microsoft: Microsoft365 | None
    mail: Mail
    warm: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadConference:
    """A conference file, whole. `borough` is the code of its profile."""

    name: str
    particulars: Particulars
    borough: str
    rehearsal: Mapping[str, Any]


def read_conference(path: Path, settings: Settings | None = None, *, real: bool = False) -> ReadConference:
    """`real`: it will be held, and is no rehearsal. Raises ConferenceFileError with every fault in the file."""
    from bot.adapters.conference_file import load  # noqa: PLC0415 - a start without files need not wait for it

    found = load(path, boroughs(settings).codes(), real=real)
    return ReadConference(
        name=path.stem, particulars=found.particulars, borough=found.profile, rehearsal=found.rehearsal
    )


def shipped_cases() -> list[Path]:
    """The fictional cases, the initial conference first."""
    found = (Path(bot.__file__).parent / "data" / "cases").glob("*.yaml")
    return sorted(found, key=lambda path: (path.stem != "initial", path))


def calendars() -> LibraryCalendars:
    return LibraryCalendars()


def setter_up(settings: Settings, store: Keeps, clock: Clock) -> SetUp:
    return SetUp(
        log=store.log,
        boroughs=boroughs(settings),
        calendars=calendars(),
        clock=clock,
        ids=KeyedIds(store.opened.keys.signing_key),
        microsoft=settings.graph == "on",
        calendar=bool(settings.mail_url),
        mail=settings.mails,
    )


def boroughs(settings: Settings | None = None) -> TomlBoroughs:
    return TomlBoroughs(settings.boroughs_dir if settings and settings.boroughs_dir else SHIPPED)


def working(
    settings: Settings, overrides: Overrides | None = None, *, join: bool = False
) -> AbstractAsyncContextManager[Running]:
    """The duties of a shared store, without doors: `address` is empty. Raises ValueError for a store that is not shared."""
    if not settings.store_url:
        raise ValueError("a worker needs CHAIRSIDE_STORE_URL: the embedded store belongs to `serve`")
    return running(settings, overrides, join=join, who="worker")


@asynccontextmanager
async def running(
    settings: Settings,
    overrides: Overrides | None = None,
    *,
    join: bool = False,
    who: str = "",
    launch: Launch | None = None,
) -> AsyncIterator[Running]:
    """The whole bot, listening, until the block ends. `who` does duties as in driver.py; empty: as the settings say.
    `launch`: as for `opened_store`.
    """
    over = overrides or Overrides()
    async with AsyncExitStack() as stack:
        await asyncio.to_thread(calendars().england)
        store = await stack.enter_async_context(opened_store(settings, join=join, launch=launch))
        clock = over.clock or (SystemClock() if settings.rehearsal_port is None else MovableClock())
        meter = PrometheusMeter(FAMILIES)
        stalls = Stalls(meter)
        leases = Leases(store.server, store.opened.keyspace)
        engine = driver(who or settings.duties, store.server, leases, store.agenda, clock)
        outside = Outside(settings, stack)
        microsoft = await outside.microsoft()
        inside = _Inside(settings, store, clock, engine, meter)
        stack.push_async_callback(inside.mail.aclose)
        room = await outside.teams(clock, over.rates)
        presenter = over.presenter(CardPresenter(read=inside.read))
        letters = await asyncio.to_thread(letters_of, settings, inside.mail, inside.read, inside.alarms)
        hands = inside.hands(over.messenger(ByDoor(room.messenger(presenter), letters)), microsoft)
        set_up = setter_up(settings, store, clock)
        door = room.front_door(over.desk(inside.desk(microsoft, set_up)), meter)
        app = build_app(
            door,
            _readiness(settings, store, inside, stalls),
            door_for_programs(settings, store, inside.board, set_up, inside.press),
        )
        address = "" if who else f"{await listen(stack, app, settings.host, settings.port)}/api/messages"
        metrics = await _metrics(stack, settings, meter)
        stalls.start()
        stack.push_async_callback(stalls.stop)
        rehearsal = await _begin(stack, settings, inside, engine, hands)
        yield Running(
            address=address,
            rehearsal=rehearsal,
            metrics=metrics,
            set_up=set_up,
            log=store.log,
            clock=clock,
            microsoft=microsoft,
            mail=inside.mail,
            warm=_warming(None if who else door.turns),
        )


def _warming(turns: Turns | None) -> Callable[[], Awaitable[None]]:
    """Without doors, nothing comes in that the SDK would be needed for."""

    async def warm() -> None:
        if turns is not None:
            await turns.warm()

    return warm


async def _begin(stack: AsyncExitStack, settings: Settings, inside: "_Inside", engine: Driver, hands: Hands) -> str:
    """Where the clock of a rehearsal is moved."""
    sweep = inside.sweep()
    stack.push_async_callback(sweep.stop)
    stack.push_async_callback(engine.stop)
    await engine.begin(hands)
    sweep.start()

    async def settled() -> datetime | None:
        await sweep.begun.wait()
        return await engine.settled()

    return await _rehearsal(stack, settings, inside.clock, settled)


class _Inside:
    """The use cases and dialogs of one process, over one store."""

    def __init__(self, settings: Settings, store: Store, clock: Clock, engine: Driver, meter: Meter) -> None:
        self._settings = settings
        self._store = store
        self.clock = clock
        self._meter = meter
        self._ids = RandomIds()
        self.mail = mail_of(settings, clock)
        self.alarms = LoudAlarms(meter)
        self._confirming = Confirming(log=store.log, alarms=self.alarms, seconds=time.monotonic)
        self._calendars = LibraryCalendars()
        self._conferences = Conferences(store.log)
        self.read = ReadView(log=store.log, conferences=self._conferences, calendars=self._calendars, clock=clock)
        self.board = ReadBoard(read=self.read)
        self.press = MeteredPress(
            log=store.log,
            conferences=self._conferences,
            calendars=self._calendars,
            clock=clock,
            wake=engine.wake,
            meter=meter,
        )

    def desk(self, microsoft: Microsoft365 | None, set_up: SetUp) -> Reception:
        may_begin = may_begin_of(self._settings, microsoft, self.clock)
        return Reception(
            read=self.read,
            answering=Answering(press=self.press, read=self.read, signer=self._store.signer, ids=self._ids),
            arrivals=Arrivals(press=self.press, read=self.read, clock=self.clock, ids=self._ids),
            commands=Commands(read=self.read, clock=self.clock, may_begin=may_begin),
            office=Office(
                read=self.read,
                set_up=set_up,
                board=self.board,
                may_begin=may_begin,
                signer=self._store.signer,
            ),
        )

    def hands(self, messenger: Messenger, microsoft: Microsoft365 | None) -> Hands:
        pace = paced(self._store.server, self._settings.sends_per_second)
        perform = PerformDuty(
            press=self.press,
            conferences=self._conferences,
            messenger=messenger,
            pace=pace,
            alarms=self.alarms,
            confirming=self._confirming,
            once=OnceADay(daily=ValkeyDaily(self._store.server, self._store.opened.keys), clock=self.clock),
            calendars=self._calendars,
            clock=self.clock,
            ids=self._ids,
            meter=self._meter,
            spread=random.random,
        )
        whole = with_errands(perform, microsoft)
        return Hands(Leases(self._store.server, self._store.opened.keyspace), whole, (whole.stop, pace.close))

    def sweep(self) -> Sweep:
        return Sweep(
            server=self._store.server,
            keyspace=self._store.opened.keyspace,
            log=self._store.log,
            agenda=self._store.agenda,
            confirming=self._confirming,
            alarms=self.alarms,
            meter=self._meter,
            calendars=self._calendars,
            clock=self.clock,
            spread=random.random,
        )


def _readiness(settings: Settings, store: Store, inside: _Inside, stalls: Stalls) -> Check:
    """The store takes writes, the key is there, nothing is late, and the loop turns."""
    folder = None if settings.store_url else settings.data_dir
    ground = Lately(Ground(lambda: load_key_file(settings.master_key), folder), seconds=10)

    async def ready() -> Sequence[str]:
        stalled = (LOOP_STALLED,) if stalls.stalled else ()
        return (*await store.probe(), *await ground(), *inside.alarms.codes(), *stalled)

    return ready


async def _rehearsal(stack: AsyncExitStack, settings: Settings, clock: Clock, settled: Settled) -> str:
    if settings.rehearsal_port is None or not isinstance(clock, MovableClock):
        return ""
    return await listen(stack, rehearsal_app(clock.move, settled), "127.0.0.1", settings.rehearsal_port)


async def _metrics(stack: AsyncExitStack, settings: Settings, meter: PrometheusMeter) -> str:
    if settings.metrics_port is None:
        return ""
    address = await listen(stack, metrics_app(meter.registry), "127.0.0.1", settings.metrics_port)
    return f"{address}/metrics"
