"""Keeps the record: watches over it while the bot runs, and wires what the commands do to it. Names adapters, as bootstrap."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import structlog

from bot.adapters import backup as backups
from bot.adapters.anchors import Anchored, Anchors, AnchorsDamagedError
from bot.adapters.audit import Audit, Checked, Finding
from bot.adapters.backup import Counted, Restored
from bot.adapters.client import connect
from bot.adapters.clock import SystemClock
from bot.adapters.durability import Durability
from bot.adapters.embedded import EmbeddedStore, InUseError, note
from bot.adapters.keys import (
    FileKeyWrapper,
    KeyRefusedError,
    KeyWrapper,
    load_key_file,
    master_ids,
    retire_key,
    rotate_key_file,
)
from bot.adapters.nursery import Nursery
from bot.adapters.opening import Opened, StoreRefusedError, look_at_store, open_store
from bot.adapters.private_file import TooOpenError, new_private
from bot.adapters.readiness import Check
from bot.adapters.revival import Revival
from bot.adapters.rewrap import Rewrapped, needed, rewrap
from bot.adapters.sealed_file import FileDamagedError
from bot.adapters.server import Server
from bot.adapters.shelf import Shelf
from bot.adapters.torn import torn
from bot.adapters.verify import Anchor
from bot.config import Settings
from bot.usecases.ports import StoreDownError

__all__ = [
    "REFUSALS",
    "Audited",
    "Checked",
    "Counted",
    "Finding",
    "Opening",
    "Restored",
    "Rewrapped",
    "new_private",
    "watched",
]

log = structlog.get_logger(__name__)

REFUSALS = (
    AnchorsDamagedError,
    FileDamagedError,
    KeyRefusedError,
    OSError,
    StoreDownError,
    StoreRefusedError,
    TooOpenError,
    ValueError,
)
"""Why a command stops, each in one line fit to be shown."""

HOUR = 3600.0
"""Seconds between the times at which heads are written down."""

_LAST = 5.0
"""Seconds that writing them down may take at the end, of the ten that a process has to stop."""

HEADS_DAMAGED = "heads_damaged"


def heads_file(settings: Settings) -> Path:
    return settings.data_dir.with_name(f"{settings.data_dir.name}.heads")


def sidecar_file(settings: Settings) -> Path:
    return settings.data_dir.with_name(f"{settings.data_dir.name}.store")


# ------------------------------------------------------------------------------------------------- while the bot runs


@dataclass(frozen=True, slots=True)
class Opening:
    """The store as bootstrap has opened it. `embedded` is None for one at an address."""

    server: Server
    opened: Opened
    wrapper: KeyWrapper
    durability: Durability
    embedded: EmbeddedStore | None


@asynccontextmanager
async def watched(settings: Settings, one: Opening, probe: Check) -> AsyncIterator[Check]:
    """Heads are written down now, every hour and at the end; an embedded store that dies alone is started again.

    The check is `probe`, and what is wrong with these besides.
    """
    nursery, codes = Nursery(), set[str]()
    shelf = Shelf(one.server, one.opened.keyspace, one.durability)
    anchors = Anchors(heads_file(settings), one.opened.keys.anchor_key, shelf)
    await write_heads(shelf, anchors, codes)
    nursery.spawn(_hourly(shelf, anchors, codes), "heads")
    revival = None
    if one.embedded is not None:
        revival = Revival(one.embedded, lambda address: _judge(address, settings, one))
        nursery.spawn(revival.run(), "revival")

    async def check() -> tuple[str, ...]:
        return (*await probe(), *sorted(codes), *(await revival.codes() if revival else ()))

    try:
        yield check
    finally:
        await nursery.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST):
                await write_heads(shelf, anchors, codes)


async def write_heads(shelf: Shelf, anchors: Anchors, codes: set[str]) -> None:
    """What goes wrong is loud, and stops nobody: the conference goes on."""
    try:
        heads = [(cid, Anchor(head.version, head.mac)) for cid, head in await shelf.heads() if head.version]
        await anchors.anchor(heads, SystemClock().now())
        codes.discard(HEADS_DAMAGED)
    except (AnchorsDamagedError, TooOpenError, OSError) as error:
        codes.add(HEADS_DAMAGED)
        why = str(error)
    except StoreDownError:
        log.warning("heads_not_written", why="store_no_answer")
        return
    else:
        return
    log.error("alarm", code=HEADS_DAMAGED, why=why)


async def _hourly(shelf: Shelf, anchors: Anchors, codes: set[str]) -> None:
    while True:
        await asyncio.sleep(HOUR)
        await write_heads(shelf, anchors, codes)


async def _judge(address: str, settings: Settings, one: Opening) -> None:
    """The store behind this address is the one that was opened. Raises as `look_at_store` does."""
    server = connect(address)
    try:
        found = await look_at_store(server, one.wrapper, sidecar_file(settings))
    finally:
        await server.aclose()
    if (found.keys.store, found.keys.check) != (one.opened.keys.store, one.opened.keys.check):
        raise StoreRefusedError("the store came back as another one")


# ------------------------------------------------------------------------------------------------------ for commands


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A store that is there, for a command: nothing about it was changed by coming in."""

    server: Server
    durability: Durability
    opened: Opened
    wrapper: FileKeyWrapper
    shelf: Shelf
    audit: Audit
    anchors: Anchors


@asynccontextmanager
async def kept(settings: Settings) -> AsyncIterator[Kept]:
    """Beside a bot that runs on it, or alone. Raises what REFUSALS lists."""
    os.umask(0o077)
    async with AsyncExitStack() as stack:
        wrapper = await asyncio.to_thread(load_key_file, settings.master_key)
        if not await asyncio.to_thread(sidecar_file(settings).exists):
            raise StoreRefusedError(f"there is no store here: {sidecar_file(settings)} is missing")
        server = connect(await _address(settings, stack))
        stack.push_async_callback(server.aclose)
        durability = Durability.parse(settings.durability)
        opened = await look_at_store(server, wrapper, sidecar_file(settings))
        shelf = Shelf(server, opened.keyspace, durability)
        yield Kept(
            server=server,
            durability=durability,
            opened=opened,
            wrapper=wrapper,
            shelf=shelf,
            audit=Audit(opened.keys, wrapper),
            anchors=Anchors(heads_file(settings), opened.keys.anchor_key, shelf),
        )


async def _address(settings: Settings, stack: AsyncExitStack) -> str:
    """Of the store. An embedded one that a bot is running is asked by its socket; one that nobody runs is started."""
    if settings.store_url:
        return settings.store_url
    try:
        return await _started(settings, stack)
    except InUseError:
        socket = await asyncio.to_thread(note(settings.data_dir.absolute()).read_text)
        return f"unix://{socket}"


async def _started(settings: Settings, stack: AsyncExitStack) -> str:
    embedded = EmbeddedStore(settings.data_dir)
    await asyncio.to_thread(embedded.start)
    stack.push_async_callback(asyncio.to_thread, embedded.stop)
    return embedded.address


async def back_up(settings: Settings, file: BinaryIO) -> Counted:
    async with kept(settings) as store:
        return await backups.back_up(store.shelf, store.wrapper, file, SystemClock().now())


async def restore(settings: Settings, file: BinaryIO) -> Restored:
    """Nothing is written before the file was read to its end and found whole."""
    os.umask(0o077)
    async with AsyncExitStack() as stack:
        wrapper = await asyncio.to_thread(load_key_file, settings.master_key)
        found = await backups.read_backup(file, wrapper)
        server = connect(settings.store_url or await _started(settings, stack))
        stack.push_async_callback(server.aclose)
        durability = Durability.parse(settings.durability)
        shelf, keys = await backups.put_back(found, server, durability, wrapper, sidecar_file(settings))
        await open_store(server, wrapper, sidecar_file(settings), durability=durability, adopt=True)
        anchors = Anchors(heads_file(settings), keys.anchor_key, shelf)
        return await backups.verified(found, shelf, Audit(keys, wrapper), anchors, SystemClock().now())


@dataclass(frozen=True, slots=True)
class Audited:
    """`about` says what is wrong with the file of heads, "" for nothing; `torn`: last writes dropped at starts."""

    conferences: tuple[Checked, ...]
    about: str = ""
    torn: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.about and all(one.whole for one in self.conferences)


async def audit(settings: Settings, cid: str = "") -> Audited:
    """Of every conference, or one. Raises what REFUSALS lists, and LookupError for a conference nobody knows."""
    async with kept(settings) as store:
        written, about = Anchored({}), ""
        try:
            written = await store.anchors.read()
            about = written.about
            if await store.anchors.gone():
                about = f"{store.anchors.path} is gone: heads had been written down in it"
        except AnchorsDamagedError as error:
            about = str(error)
        present = await store.shelf.conferences()
        found = [await store.audit.check(await store.shelf.take(one), written) for one in present if cid in {"", one}]
        found += [one for one in store.audit.gone(present, written) if cid in {"", one.cid}]
        if cid and not found:
            raise StoreRefusedError(f"there is no conference {cid}, and none was ever written down")
        dropped = () if settings.store_url else await asyncio.to_thread(torn, settings.data_dir)
        return Audited(tuple(found), about, dropped)


def rotate(settings: Settings) -> str:
    """The id of the new master key."""
    return rotate_key_file(settings.master_key)


async def rewrap_all(settings: Settings) -> Rewrapped:
    async with kept(settings) as store:
        current = (await asyncio.to_thread(master_ids, settings.master_key))[0]
        return await rewrap(store.shelf, store.wrapper, current)


async def retire(settings: Settings, master: str, now: Callable[[], datetime] | None = None) -> None:
    """Raises KeyRefusedError while anything in the store, or under way to it, still needs that key."""
    async with kept(settings) as store:
        still = (await needed(store.shelf))[master]
        if still:
            raise KeyRefusedError(f"{still} keys in the store still need master key {master}: rewrap them first")
        made = await asyncio.to_thread(lambda: settings.master_key.stat().st_mtime)
        age = ((now or SystemClock().now)() - datetime.fromtimestamp(made, UTC)).total_seconds()
        if age < _UNDER_WAY:
            wait = int(_UNDER_WAY - age) + 1
            raise KeyRefusedError(
                f"the key file was changed a moment ago; what was wrapped before may yet come: wait {wait} s"
            )
        await asyncio.to_thread(retire_key, settings.master_key, master)


_UNDER_WAY = 60.0
"""Seconds, many times what an append can take on its way."""
