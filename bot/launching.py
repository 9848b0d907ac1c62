"""The embedded store's server, begun before all else: it reads its record while the bot still loads its code."""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from bot.adapters.embedded import EmbeddedStore
from bot.config import Settings


@dataclass(frozen=True, slots=True)
class Launch:
    """`begun` ends when the server answers, or raises what `EmbeddedStore.start` does."""

    store: EmbeddedStore
    begun: Future[None]


@contextmanager
def launched(settings: Settings) -> Iterator[Launch | None]:
    """None where the store is at an address. Whatever becomes of the start, no server is left at the end of the block."""
    if settings.store_url:
        yield None
        return
    os.umask(0o077)
    settings.data_dir.parent.mkdir(parents=True, exist_ok=True)
    store = EmbeddedStore(settings.data_dir)
    with ThreadPoolExecutor(1, "store") as thread:
        try:
            yield Launch(store, thread.submit(store.start))
        finally:
            thread.submit(store.stop)
