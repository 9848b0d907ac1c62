"""A conference as the store has it, raw: to be copied, put back, audited or given newly wrapped keys. Opens nothing."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import msgspec
from redis.exceptions import RedisError

from bot.adapters import scripts
from bot.adapters.durability import Durability
from bot.adapters.entries import Entry, Head, parse_entries, parse_head
from bot.adapters.keys import Wrapped
from bot.adapters.keyspace import EVERYTHING, META, Keyspace
from bot.adapters.node import Command
from bot.adapters.server import Server
from bot.usecases.ports import StoreDownError

_PAGE = 500
"""Commands sent at once when a conference is put back; twice as many fields of a hash."""

_KINDS = frozenset(["head", "ev", "op"])


class Shelved(msgspec.Struct, frozen=True):
    """One conference's three keys, of one moment. `head` and `operations` are fields and values by turns."""

    cid: str
    head: list[bytes]
    entries: list[tuple[bytes, list[bytes]]]
    operations: list[bytes]

    def parsed(self) -> tuple[Head, tuple[Entry, ...], Mapping[str, int]]:
        """`operations`: the version each made, 0 for what is no number."""
        pairs = zip(self.operations[::2], self.operations[1::2], strict=True)
        made = {op.decode(errors="replace"): int(version) if version.isdigit() else 0 for op, version in pairs}
        return parse_head(self.head), parse_entries(self.entries), made


class Shelf:
    """Raises StoreDownError."""

    def __init__(self, server: Server, keyspace: Keyspace, durability: Durability) -> None:
        self._server = server
        self._keyspace = keyspace
        self._durability = durability

    async def conferences(self) -> tuple[str, ...]:
        """Every conference of which anything is left, in order."""
        return await self._server.reach(self._all)

    async def take(self, cid: str) -> Shelved:
        at = self._keyspace.of(cid)
        keys = (at.head(cid), at.events(cid), at.operations(cid))
        ((head, entries, operations),) = await self._server.reach(
            lambda: scripts.run(self._server, scripts.TAKE, keys, ())
        )
        return Shelved(cid, head, [(key, list(flat)) for key, flat in entries], operations)

    async def heads(self) -> list[tuple[str, Head]]:
        """Of every conference, a few hundred in each trip."""
        found: list[tuple[str, Head]] = []
        cids = await self.conferences()
        for start in range(0, len(cids), _PAGE):
            page = cids[start : start + _PAGE]
            found += zip(page, await self._heads(page), strict=True)
        return found

    async def _heads(self, cids: Sequence[str]) -> list[Head]:
        keys = [self._keyspace.of(cid).head(cid) for cid in cids]
        flat = await self._server.reach(lambda: self._server.spread((key, ("HGETALL", key)) for key in keys))
        return list(map(parse_head, flat))

    async def put(self, one: Shelved) -> bool:
        """Write a conference that is not there, with what it is found by, due to be looked at at once.

        Whether the store confirmed that it would survive. Not tried again: half of it may be there.
        """
        at, head = self._keyspace.of(one.cid), parse_head(one.head)
        commands: list[Command] = [("HSET", at.head(one.cid), *one.head)] if one.head else []
        commands += [("XADD", at.events(one.cid), key, *flat) for key, flat in one.entries]
        for start in range(0, len(one.operations), _PAGE * 2):
            commands.append(("HSET", at.operations(one.cid), *one.operations[start : start + _PAGE * 2]))
        commands += [("SADD", at.index(name), one.cid) for name in sorted(head.links)]
        commands.append(("ZADD", at.agenda, 0, one.cid))
        durable = True
        for start in range(0, len(commands), _PAGE):
            durable = await self._write(at.agenda, commands[start : start + _PAGE]) and durable
        return durable

    async def is_empty(self) -> bool:
        return await self._server.reach(self._nothing)

    async def describe(self, fields: Mapping[str, str | bytes | int]) -> bool:
        """Write to the store's own description. Whether it is confirmed."""
        flat = [part for pair in fields.items() for part in pair]
        return await self._write(META, [("HSET", META, *flat)])

    async def description(self) -> Mapping[str, bytes]:
        (flat,) = await self._server.reach(lambda: self._server.spread([(META, ("HGETALL", META))]))
        return {name.decode(errors="replace"): value for name, value in zip(flat[::2], flat[1::2], strict=True)}

    async def rewrap(self, cid: str | None, old: Wrapped, new: Wrapped) -> bool:
        """Put `new` in the place of `old`, of a conference or of the store (None), and touch nothing else.

        Whether it is so, and is kept; not so when somebody else has put another there.
        """
        head = META if cid is None else self._keyspace.of(cid).head(cid)
        field = "root" if cid is None else "key"
        arguments = (field, old.sealed, new.sealed, new.master)
        question = self._durability.question
        done, *rest = await self._server.reach(
            lambda: scripts.run(self._server, scripts.REWRAP, (head,), arguments, *question)
        )
        return bool(done) and self._durability.confirmed(rest)

    async def _all(self) -> tuple[str, ...]:
        found = set()
        async for key in self._server.scan(EVERYTHING):
            _, kind, cid = (*key.decode(errors="replace").split(":", 2), "", "")[:3]
            if kind in _KINDS:
                found.add(cid)
        return tuple(sorted(found))

    async def _nothing(self) -> bool:
        async for _ in self._server.scan(EVERYTHING):
            return False
        return True

    async def _write(self, key: str, commands: Sequence[Command]) -> bool:
        try:
            answers: list[Any] = await self._server.batch(key, (*commands, *self._durability.question))
            for answer in answers[: len(commands)]:
                if isinstance(answer, RedisError):
                    raise answer
        except RedisError as error:
            raise StoreDownError from error
        return self._durability.confirmed(answers[len(commands) :])


async def every(shelf: Shelf) -> AsyncIterator[Shelved]:
    """One conference in memory at a time."""
    for cid in await shelf.conferences():
        yield await shelf.take(cid)
