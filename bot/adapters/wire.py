"""What is asked of the store for the event log, and how often. Knows keys and scripts, nothing of what is sealed."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as NoConnectionError
from redis.exceptions import ReadOnlyError, RedisError
from redis.exceptions import TimeoutError as NoAnswerError

from bot.adapters import scripts
from bot.adapters.durability import Durability
from bot.adapters.entries import Entry, ErasedError, Head, TamperedError, parse_entries, parse_head
from bot.adapters.keyspace import Keyspace
from bot.domain.ids import ConferenceId
from bot.usecases.ports import StoreDownError

_PAUSES = (0.05, 0.2, 0.75)
"""Seconds between tries when the store cannot be reached. Safe to repeat: the operation id is in the script."""

_NOTHING = Head()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One operation for the append script. Without entries it only looks. `due` is in ms of our clock, None for never.

    `joins` and `leaves` are index sets; `fields` go into the head.
    """

    cid: ConferenceId
    op: str
    expected: int
    mac: bytes = b""
    due: int | None = None
    entries: tuple[Entry, ...] = ()
    joins: Sequence[str] = ()
    leaves: Sequence[str] = ()
    fields: Sequence[str | bytes] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The append script's. `version` when it recorded; else the head and the entries from the expected version on.

    `known` is the version at which this operation was recorded before.
    """

    durable: bool
    version: int | None = None
    known: int | None = None
    head: Head = _NOTHING
    entries: tuple[Entry, ...] = ()


@contextmanager
def reaching() -> Iterator[None]:
    """Turns what the client raises into the port's own error."""
    try:
        yield
    except RedisError as error:
        raise StoreDownError from error


class EventWire:
    def __init__(self, client: Redis, keyspace: Keyspace, durability: Durability) -> None:
        self._client = client
        self._keyspace = keyspace
        self._durability = durability

    async def fetch(self, cid: ConferenceId, after: int) -> tuple[Head, tuple[Entry, ...]]:
        """The head and the entries from version `after` itself on, of one moment. Raises StoreDownError."""
        at = self._keyspace.of(cid)
        with reaching():
            answers = await scripts.run(self._client, scripts.READ, (at.head(cid), at.events(cid)), (f"{after}-0",))
        head, entries = answers[0]
        return parse_head(head), parse_entries(entries)

    async def append(self, parcel: Parcel) -> Answer:
        """Raises StoreDownError, TamperedError or ErasedError."""
        with reaching():
            for pause in _PAUSES:
                try:
                    return await self._once(parcel)
                except (NoConnectionError, NoAnswerError, ReadOnlyError):
                    await asyncio.sleep(pause)
            return await self._once(parcel)

    async def members(self, index: str) -> tuple[ConferenceId, ...]:
        with reaching():
            async with self._client.pipeline(transaction=False) as pipe:
                for partition in self._keyspace.partitions:
                    pipe.smembers(partition.index(index))
                sets = await pipe.execute()
        return tuple(ConferenceId(cid.decode()) for found in sets for cid in found)

    async def conferences(self) -> tuple[ConferenceId, ...]:
        found: dict[ConferenceId, None] = {}  # a scan may name a key twice
        with reaching():
            for partition in self._keyspace.partitions:
                start = partition.head("")
                async for key in self._client.scan_iter(match=f"{start}*", count=1000):
                    found[ConferenceId(key.decode().removeprefix(start))] = None
        return tuple(found)

    async def _once(self, parcel: Parcel) -> Answer:
        at = self._keyspace.of(parcel.cid)
        keys = [at.head(parcel.cid), at.events(parcel.cid), at.operations(parcel.cid), at.agenda]
        keys += map(at.index, (*parcel.joins, *parcel.leaves))
        question = self._durability.question
        try:
            answer, *rest = await scripts.run(self._client, scripts.APPEND, keys, _arguments(parcel), *question)
        except RedisError as error:
            raise _meaning(parcel, error) from error
        return _answer(answer, durable=self._durability.confirmed(rest))


def _arguments(parcel: Parcel) -> list[str | bytes | int]:
    arguments: list[str | bytes | int] = [parcel.cid, parcel.op, parcel.expected, parcel.mac]
    arguments += ["" if parcel.due is None else parcel.due]
    arguments += [len(parcel.entries), len(parcel.joins), len(parcel.fields) // 2]
    for entry in parcel.entries:
        arguments += [f"{entry.seq}-0", entry.envelope, entry.mac]
    return [*arguments, *parcel.fields]


def _answer(answer: list[Any], *, durable: bool) -> Answer:
    if len(answer) == 1:
        return Answer(durable=durable, version=answer[0])
    known, head, entries = answer
    return Answer(
        durable=durable,
        known=int(known) if known else None,
        head=parse_head(head),
        entries=parse_entries(entries),
    )


def _meaning(parcel: Parcel, error: RedisError) -> Exception:
    """What the script's refusals mean. A stream that already has the entry was cut off from its head."""
    text = str(error)
    if text.startswith("ALTERED") or "XADD" in text:
        return TamperedError(parcel.cid, parcel.expected + 1)
    return ErasedError(parcel.cid) if text.startswith("ERASED") else error
