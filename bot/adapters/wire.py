"""What is asked of the store for the event log, and how often. Knows keys and scripts, nothing of what is sealed."""

from collections.abc import Sequence
from typing import Any

import msgspec
from redis.exceptions import RedisError

from bot.adapters import scripts
from bot.adapters.durability import Durability
from bot.adapters.entries import Entry, ErasedError, Head, TamperedError, parse_entries, parse_head
from bot.adapters.keyspace import HEADS, Keyspace
from bot.adapters.server import Server
from bot.domain.ids import ConferenceId

_NOTHING = Head()


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """Operations for the append script. Without entries it only looks. `due` is in ms of our clock, None for never.

    `ops` are operation ids, each with the version it makes; `joins` and `leaves` are index sets; `fields` go into the head.
    """

    cid: ConferenceId
    ops: Sequence[tuple[str, int]]
    expected: int
    mac: bytes = b""
    due: int | None = None
    entries: tuple[Entry, ...] = ()
    joins: Sequence[str] = ()
    leaves: Sequence[str] = ()
    fields: Sequence[str | bytes] = ()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The append script's. `version` when it recorded; else the head and the entries from the expected version on.

    `known` is the last version that one of these operations made before.
    """

    durable: bool
    version: int | None = None
    known: int | None = None
    head: Head = _NOTHING
    entries: tuple[Entry, ...] = ()


class EventWire:
    """Raises StoreDownError, once it has tried for a while. An append may be tried again: its id is in the script."""

    def __init__(self, server: Server, keyspace: Keyspace, durability: Durability) -> None:
        self._server = server
        self._keyspace = keyspace
        self._durability = durability

    async def fetch(self, cid: ConferenceId, after: int) -> tuple[Head, tuple[Entry, ...]]:
        """The head and the entries from version `after` itself on, of one moment."""
        at = self._keyspace.of(cid)
        keys, first = (at.head(cid), at.events(cid)), (f"{after}-0",)
        answers = await self._server.reach(lambda: scripts.run(self._server, scripts.READ, keys, first))
        head, entries = answers[0]
        return parse_head(head), parse_entries(entries)

    async def append(self, parcel: Parcel) -> Answer:
        """Raises TamperedError or ErasedError too."""
        answer = await self._server.reach(lambda: self._once(parcel))
        if answer.durable or not await self._server.moved(self._keyspace.of(parcel.cid).head(parcel.cid)):
            return answer
        # Recorded by a server whose place another had taken: it will be told to forget it (promises, finding 3).
        return await self._server.reach(lambda: self._once(parcel))

    async def confirm(self, cid: ConferenceId) -> tuple[int, bool]:
        """The version the store has, 0 for a conference it does not know, and whether all up to it is kept as asked."""
        head = (self._keyspace.of(cid).head(cid),)
        question = self._durability.question
        version, *rest = await self._server.reach(
            lambda: scripts.run(self._server, scripts.CONFIRM, head, (), *question)
        )
        return int(version), self._durability.confirmed(rest)

    async def members(self, *indexes: str) -> tuple[ConferenceId, ...]:
        """Of any of these sets, each once, in a trip to each server."""
        keys = [partition.index(index) for partition in self._keyspace.partitions for index in indexes]
        sets = await self._server.reach(lambda: self._server.spread((key, ("SMEMBERS", key)) for key in keys))
        return tuple(dict.fromkeys(ConferenceId(cid.decode()) for found in sets for cid in found))

    async def conferences(self) -> tuple[ConferenceId, ...]:
        return await self._server.reach(self._all)

    async def _all(self) -> tuple[ConferenceId, ...]:
        found: dict[ConferenceId, None] = {}  # a scan may name a key twice
        async for key in self._server.scan(HEADS):
            found[ConferenceId(key.decode().partition(":head:")[2])] = None
        return tuple(found)

    async def _once(self, parcel: Parcel) -> Answer:
        at = self._keyspace.of(parcel.cid)
        keys = [at.head(parcel.cid), at.events(parcel.cid), at.operations(parcel.cid), at.agenda]
        keys += [at.index(name) for name in (*parcel.joins, *parcel.leaves)]
        question = self._durability.question
        try:
            answer, *rest = await scripts.run(self._server, scripts.APPEND, keys, _arguments(parcel), *question)
        except RedisError as error:
            raise _meaning(parcel, error) from error
        return _answer(answer, durable=self._durability.confirmed(rest))


def _arguments(parcel: Parcel) -> list[str | bytes | int]:
    arguments: list[str | bytes | int] = [parcel.cid, parcel.expected, parcel.mac]
    arguments += ["" if parcel.due is None else parcel.due]
    arguments += [len(parcel.ops), len(parcel.entries), len(parcel.joins), len(parcel.fields) // 2]
    for op, version in parcel.ops:
        arguments += [op, version]
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
