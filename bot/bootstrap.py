"""The composition root: the one place that names concrete adapters. Tests wire exactly this, and override last."""

import asyncio
import logging
import os
import random
import ssl
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import structlog
from aiohttp import web

import bot
from bot.adapters.agenda import ValkeyAgenda
from bot.adapters.alarms import LoudAlarms
from bot.adapters.boroughs import SHIPPED, BoroughFilesError, TomlBoroughs
from bot.adapters.calendar import LibraryCalendars
from bot.adapters.client import connect
from bot.adapters.clock import MovableClock, SystemClock
from bot.adapters.codec import Codec
from bot.adapters.conference_file import ConferenceFileError
from bot.adapters.conference_file import load as load_file
from bot.adapters.durability import Durability
from bot.adapters.embedded import EmbeddedStore
from bot.adapters.engine import Engine
from bot.adapters.ids import RandomIds
from bot.adapters.keys import FileKeyWrapper, KeyRefusedError, create_key_file, load_key_file
from bot.adapters.opening import StoreRefusedError, open_store
from bot.adapters.private_file import TooOpenError
from bot.adapters.signer import KeyedSigner
from bot.adapters.store import ValkeyEventLog
from bot.adapters.tokens import Credentials, Tokens
from bot.adapters.verify import Report, verify
from bot.config import Settings
from bot.dialogs.answering import Answering
from bot.dialogs.arrivals import Arrivals
from bot.dialogs.commands import Commands
from bot.dialogs.desk import Desk, Presenter
from bot.dialogs.present import CardPresenter
from bot.dialogs.reception import Reception
from bot.domain.events import EVENTS
from bot.domain.particulars import Particulars
from bot.teams.room import Addresses, TeamsRoom
from bot.teams.session import open_session
from bot.usecases.conferences import Conferences
from bot.usecases.perform_duty import PerformDuty
from bot.usecases.ports import Clock, Messenger
from bot.usecases.press import Press
from bot.usecases.read_view import ReadView
from bot.usecases.set_up import SetUp
from bot.web.app import build_app
from bot.web.rehearsal import rehearsal_app

__all__ = [
    "REFUSALS",
    "ConferenceFileError",
    "MovableClock",
    "Overrides",
    "ReadConference",
    "Report",
    "Running",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A bot that is up. `address` is where Teams may post; `rehearsal` where its clock is moved, if it can be."""

    address: str
    rehearsal: str
    set_up: SetUp
    log: ValkeyEventLog
    engine: Engine
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    log: ValkeyEventLog
    agenda: ValkeyAgenda
    ping: Callable[[], Awaitable[object]]
    signer: KeyedSigner


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[Store]:
    """The record, ready for use. Raises StoreRefusedError, KeyRefusedError or TooOpenError, one line each."""
    os.umask(0o077)
    async with AsyncExitStack() as stack:
        address, sidecar = settings.store_url, settings.data_dir.with_name(f"{settings.data_dir.name}.store")
        if not address:
            settings.data_dir.parent.mkdir(parents=True, exist_ok=True)
            server = EmbeddedStore(settings.data_dir)
            await asyncio.to_thread(server.start)
            stack.push_async_callback(asyncio.to_thread, server.stop)
            address, sidecar = server.address, server.sidecar
        client = connect(address)
        stack.push_async_callback(client.aclose)
        durability = Durability.parse(settings.durability)
        wrapper = _master_key(settings, known=sidecar.exists())
        opened = await open_store(client, wrapper, sidecar, durability=durability)
        log = ValkeyEventLog(
            client,
            keys=opened.keys,
            wrapper=wrapper,
            codec=Codec(EVENTS),
            durability=durability,
            keyspace=opened.keyspace,
        )
        agenda = ValkeyAgenda(client, opened.keyspace)
        yield Store(log=log, agenda=agenda, ping=client.ping, signer=KeyedSigner(opened.keys.signing_key))


def _master_key(settings: Settings, *, known: bool) -> FileKeyWrapper:
    """A new key only for a new store: another key could never open the one there is."""
    if not known and not settings.master_key.exists():
        create_key_file(settings.master_key)
    return load_key_file(settings.master_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadConference:
    """A conference file, whole. `borough` is the code of its profile."""

    name: str
    particulars: Particulars
    borough: str
    rehearsal: Mapping[str, Any]


def read_conference(path: Path, settings: Settings | None = None) -> ReadConference:
    """Raises ConferenceFileError with every fault in the file."""
    found = load_file(path, boroughs(settings).codes())
    return ReadConference(
        name=path.stem, particulars=found.particulars, borough=found.profile, rehearsal=found.rehearsal
    )


def shipped_cases() -> list[Path]:
    """The fictional cases, the initial conference first."""
    found = sorted((Path(bot.__file__).parent / "data" / "cases").glob("*.yaml"))
    return sorted(found, key=lambda path: path.stem != "initial")


def calendars() -> LibraryCalendars:
    return LibraryCalendars()


def _without_values(_logger: object, _name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Where it broke and what kind of error, never its text: that may quote what somebody wrote (S-3)."""
    for trace in line.get("exception") or ():
        trace.pop("exc_value", None)
        trace.pop("exc_notes", None)
    return line


class _PlacesOnly(logging.Formatter):
    """The same for lines that libraries log."""

    def formatException(self, ei: Any) -> str:  # noqa: N802, ANN401 - logging's own name and shape
        kind, _, trace = ei
        places = " ".join(f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_tb(trace)[-3:])
        return f"{getattr(kind, '__name__', kind)} at {places}"


def log_to_stderr(level: str) -> None:
    """One JSON object a line: ids and codes, never what anybody wrote."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_PlacesOnly("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
            _without_values,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def setter_up(settings: Settings, store: Store, clock: Clock) -> SetUp:
    return SetUp(log=store.log, boroughs=boroughs(settings), clock=clock, ids=RandomIds())


def boroughs(settings: Settings | None = None) -> TomlBoroughs:
    return TomlBoroughs(settings.boroughs_dir if settings and settings.boroughs_dir else SHIPPED)


@asynccontextmanager
async def running(settings: Settings, overrides: Overrides | None = None) -> AsyncIterator[Running]:
    """The whole bot, listening, until the block ends."""
    over = overrides or Overrides()
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened_store(settings))
        clock = over.clock or (SystemClock() if settings.rehearsal_port is None else MovableClock())
        engine = Engine(store.agenda, clock)
        inside = _Inside(settings, store, clock, engine)
        room = await _room(settings, clock, stack)
        presenter = over.presenter(CardPresenter(read=inside.read))
        perform = inside.perform(over.messenger(room.messenger(presenter)))
        door = room.front_door(over.desk(inside.desk()))
        address = await _listen(stack, build_app(door, inside.ready), settings.host, settings.port)
        rehearsal = await _rehearsal(stack, settings, clock, engine)
        await engine.sweep(await store.log.all())
        engine.start(perform)
        stack.push_async_callback(engine.stop)
        yield Running(
            address=f"{address}/api/messages",
            rehearsal=rehearsal,
            set_up=setter_up(settings, store, clock),
            log=store.log,
            engine=engine,
            clock=clock,
        )


class _Inside:
    """The use cases and dialogs of one process, over one store."""

    def __init__(self, settings: Settings, store: Store, clock: Clock, engine: Engine) -> None:
        self._store = store
        self._clock = clock
        self._ids = RandomIds()
        self._alarms = LoudAlarms()
        calendars = LibraryCalendars()
        self._conferences = Conferences(store.log)
        self.read = ReadView(log=store.log, conferences=self._conferences, calendars=calendars, clock=clock)
        self._press = Press(
            log=store.log, conferences=self._conferences, calendars=calendars, clock=clock, wake=engine.wake
        )

    def desk(self) -> Reception:
        return Reception(
            read=self.read,
            answering=Answering(press=self._press, read=self.read, signer=self._store.signer, ids=self._ids),
            arrivals=Arrivals(press=self._press, read=self.read, clock=self._clock, ids=self._ids),
            commands=Commands(read=self.read, clock=self._clock),
        )

    def perform(self, messenger: Messenger) -> PerformDuty:
        return PerformDuty(
            press=self._press,
            conferences=self._conferences,
            messenger=messenger,
            agenda=self._store.agenda,
            alarms=self._alarms,
            clock=self._clock,
            ids=self._ids,
            spread=random.random,
        )

    async def ready(self) -> Sequence[str]:
        """The store answers, and nothing is late."""
        await self._store.ping()
        return self._alarms.codes()


async def _room(settings: Settings, clock: Clock, stack: AsyncExitStack) -> TeamsRoom:
    tls = ssl.create_default_context(cafile=str(settings.ca_file)) if settings.ca_file else None
    session = await stack.enter_async_context(open_session(tls))
    tokens = Tokens(
        Credentials(
            app_id=settings.app_id,
            secret=settings.app_secret.get_secret_value(),
            authority=settings.authority,
            tenant=settings.tenant,
            scope=settings.scope,
            ca_file=str(settings.ca_file) if settings.ca_file else None,
        )
    )
    stack.callback(tokens.close)
    addresses = Addresses(
        app_id=settings.app_id,
        issuer=settings.issuer,
        metadata=settings.openid_metadata,
        service_url=settings.service_url,
        service_urls=settings.service_urls,
        home=settings.tenant,
        tenants=frozenset(settings.tenants),
    )
    return TeamsRoom(addresses, session, tokens, clock)


async def _rehearsal(stack: AsyncExitStack, settings: Settings, clock: Clock, engine: Engine) -> str:
    if settings.rehearsal_port is None or not isinstance(clock, MovableClock):
        return ""
    return await _listen(stack, rehearsal_app(clock.move, engine.settled), "127.0.0.1", settings.rehearsal_port)


async def _listen(stack: AsyncExitStack, app: web.Application, host: str, port: int) -> str:
    """The address it listens on. Port 0 takes a free one."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=10)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, host, port)
    await site.start()
    taken = runner.addresses[0][1]
    return f"http://{host}:{taken}"
