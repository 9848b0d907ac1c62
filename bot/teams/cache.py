"""A small memory that neither grows without end nor outlives its use."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Cache(Generic[K, V]):
    """At most `most` values; the longest unused goes first. A value put with `seconds` is gone after them."""

    def __init__(self, most: int, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._monotonic = monotonic
        self._held: OrderedDict[K, tuple[V, float]] = OrderedDict()

    def get(self, key: K) -> V | None:
        held = self._held.get(key)
        if held is None:
            return None
        if self._monotonic() >= held[1]:
            del self._held[key]
            return None
        self._held.move_to_end(key)
        return held[0]

    def put(self, key: K, value: V, *, seconds: float = float("inf")) -> None:
        self._held[key] = (value, self._monotonic() + seconds)
        self._held.move_to_end(key)
        if len(self._held) > self._most:
            self._held.popitem(last=False)

    def drop(self, key: K) -> None:
        self._held.pop(key, None)
