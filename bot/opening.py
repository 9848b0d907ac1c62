"""The record, opened: the store connected to, looked at, and watched over. Names adapters, as bootstrap."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from bot.adapters.agenda import ValkeyAgenda
from bot.adapters.client import connect
from bot.adapters.codec import Codec
from bot.adapters.durability import Durability
from bot.adapters.embedded import EmbeddedStore
from bot.adapters.keys import FileKeyWrapper, create_key_file, load_key_file
from bot.adapters.opening import Opened, open_store
from bot.adapters.readiness import Check, Lately, StoreProbe
from bot.adapters.server import Server
from bot.adapters.signer import KeyedSigner
from bot.adapters.store import ValkeyEventLog
from bot.config import Settings
from bot.domain.events import EVENTS
from bot.keeping import Opening, watched
from bot.launching import Launch


class Keeps(Protocol):
    """An opened record, however it was opened."""

    @property
    def log(self) -> ValkeyEventLog: ...

    @property
    def opened(self) -> Opened: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    server: Server
    opened: Opened
    log: ValkeyEventLog
    agenda: ValkeyAgenda
    probe: Check
    signer: KeyedSigner


@asynccontextmanager
async def opened_store(settings: Settings, *, join: bool = False, launch: Launch | None = None) -> AsyncIterator[Store]:
    """The record, ready for use. `join` accepts a store that this machine has not seen yet; `launch` is the embedded
    store's server, where it was begun before.

    Raises StoreRefusedError, KeyRefusedError or TooOpenError, one line each.
    """
    os.umask(0o077)
    async with AsyncExitStack() as stack:
        address, sidecar = settings.store_url, settings.data_dir.with_name(f"{settings.data_dir.name}.store")
        embedded = None
        if not address:
            settings.data_dir.parent.mkdir(parents=True, exist_ok=True)
            embedded = launch.store if launch else EmbeddedStore(settings.data_dir)
            await (asyncio.wrap_future(launch.begun) if launch else asyncio.to_thread(embedded.start))
            stack.push_async_callback(asyncio.to_thread, embedded.stop)
            address, sidecar = embedded.address, embedded.sidecar
        server = connect(address)
        stack.push_async_callback(server.aclose)
        durability = Durability.parse(settings.durability)
        wrapper = _master_key(settings, known=join or sidecar.exists())
        opened = await open_store(server, wrapper, sidecar, durability=durability, adopt=join)
        log = ValkeyEventLog(
            server,
            keys=opened.keys,
            wrapper=wrapper,
            codec=Codec(EVENTS),
            durability=durability,
            keyspace=opened.keyspace,
        )
        agenda = ValkeyAgenda(server, opened.keyspace)
        watch = watched(
            settings,
            Opening(server, opened, wrapper, durability, embedded),
            StoreProbe(server, opened.keyspace, durability),
        )
        probe = Lately(await stack.enter_async_context(watch))
        signer = KeyedSigner(opened.keys.signing_key)
        yield Store(server=server, opened=opened, log=log, agenda=agenda, probe=probe, signer=signer)


def _master_key(settings: Settings, *, known: bool) -> FileKeyWrapper:
    """A new key only for a new store: another key could never open the one there is."""
    if not known and not settings.master_key.exists():
        create_key_file(settings.master_key)
    return load_key_file(settings.master_key)
