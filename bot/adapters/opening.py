"""Opening the store: it is refused unless it is the store that this deployment has always had.

A store can come back empty, older or somebody else's and look healthy (promises, finding 8). So its name, the number
of times it was opened and a check of its root key are kept outside it too, in the sidecar, a small file beside the
data or the settings. Every opening counts one up in both: a copy from before the last opening shows.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.adapters import scripts
from bot.adapters.cipher import KEY_BYTES, StoreKeys, store_keys
from bot.adapters.durability import Durability
from bot.adapters.keys import KeyWrapper, Wrapped
from bot.adapters.keyspace import EVERYTHING, META, Keyspace
from bot.adapters.private_file import create_private, read_private, replace_private

_SCHEMA = 1


class StoreRefusedError(Exception):
    """This store must not be used. One line that says why, fit to be shown at start."""


class Opened(msgspec.Struct, frozen=True):
    """A store that may be used."""

    keys: StoreKeys
    keyspace: Keyspace
    generation: int


class _Sidecar(msgspec.Struct, frozen=True):
    """`check` is empty until the store has been given its name: a first start may die half way."""

    store: str
    generation: int = 0
    check: str = ""


class _Meta(msgspec.Struct, frozen=True):
    store: str
    generation: int
    schema: int
    partitions: int
    master: str
    root: bytes


async def open_store(
    client: Redis,
    wrapper: KeyWrapper,
    sidecar: Path,
    *,
    durability: Durability,
    partitions: int = 1,
    adopt: bool = False,
) -> Opened:
    """The store's keys, once it is known to be ours and to keep what it is given.

    A new store is given its name and `partitions` here. `adopt` accepts a store that this machine has not seen: another
    replica's first start. Raises StoreRefusedError, TooOpenError (sidecar) or KeyRefusedError (not our master key).
    """
    try:
        await _refuse_forgetful(client, durability)
        known, meta = await _introduce(client, wrapper, sidecar, partitions)
        if known is None and not adopt:
            raise StoreRefusedError(f"the store is another deployment's: {sidecar} does not know it")
        if meta.schema != _SCHEMA:
            raise StoreRefusedError(f"the store is written in form {meta.schema}; this Chairside reads form {_SCHEMA}")
        if known is not None:
            _refuse_other(known, meta)
        root = await wrapper.unwrap(Wrapped(meta.master, meta.root), _context(meta.store))
        keys = store_keys(root, meta.store)
        if known is not None and known.check not in {"", keys.check}:
            raise StoreRefusedError(f"store {meta.store} has another root key than it had")
        generation = await _count(client, meta, durability)
    except RedisError as error:
        raise StoreRefusedError(f"the store cannot be used: {error}") from error
    replace_private(sidecar, msgspec.json.encode(_Sidecar(meta.store, generation, keys.check)))
    return Opened(keys, Keyspace(meta.partitions), generation)


async def _introduce(
    client: Redis, wrapper: KeyWrapper, sidecar: Path, partitions: int
) -> tuple[_Sidecar | None, _Meta]:
    """What we know of the store, and what it says of itself. Read in this order: the store's count only grows."""
    known = _read(sidecar)
    meta = await _meta(client)
    if meta is not None:
        return known or _read(sidecar), meta  # another process may have written it meanwhile
    known = known or await _name(client, sidecar)
    return known, await _found(client, wrapper, known, partitions)


def _refuse_other(known: _Sidecar, meta: _Meta) -> None:
    if meta.store != known.store:
        raise StoreRefusedError(f"this is store {meta.store}, and this deployment has store {known.store}")
    if meta.generation < known.generation:
        raise StoreRefusedError(
            f"store {meta.store} is an older copy: opened {meta.generation} times, and it has been {known.generation}"
        )


async def _count(client: Redis, meta: _Meta, durability: Durability) -> int:
    """One opening more. What the store may forget again is not held against it later."""
    generation, *rest = await scripts.run(client, scripts.COUNT, (META,), (), *durability.question)
    return int(generation) if durability.confirmed(rest) else meta.generation


async def _name(client: Redis, sidecar: Path) -> _Sidecar:
    """A name for a new store, written down before the store has it, so that a first start may die anywhere."""
    async for key in client.scan_iter(match=EVERYTHING, count=1000):
        if key != META.encode():
            raise StoreRefusedError("the store holds conferences and has lost its name")
    with suppress(FileExistsError):  # another process is opening it too: its name stands
        create_private(sidecar, msgspec.json.encode(_Sidecar(os.urandom(8).hex())))
    return msgspec.json.decode(read_private(sidecar), type=_Sidecar)


async def _found(client: Redis, wrapper: KeyWrapper, known: _Sidecar, partitions: int) -> _Meta:
    if known.check:
        raise StoreRefusedError(f"the store is empty, and store {known.store} was not: restore it from a backup")
    root = await wrapper.wrap(os.urandom(KEY_BYTES), _context(known.store))
    fields = ("store", known.store, "generation", 0, "schema", _SCHEMA, "partitions", partitions)
    arguments = (*fields, "master", root.master, "root", root.sealed)
    answers = await scripts.run(client, scripts.FOUND, (META,), arguments)
    flat = answers[0]
    return _parse(dict(zip(flat[::2], flat[1::2], strict=True)))


async def _meta(client: Redis) -> _Meta | None:
    found: dict[Any, Any] = await client.hgetall(META)
    return _parse(found) if found else None


def _parse(found: Mapping[bytes, bytes]) -> _Meta:
    try:
        return _Meta(
            store=found[b"store"].decode(),
            generation=int(found[b"generation"]),
            schema=int(found[b"schema"]),
            partitions=int(found[b"partitions"]),
            master=found[b"master"].decode(),
            root=found[b"root"],
        )
    except (KeyError, ValueError):
        raise StoreRefusedError("the store's own description is damaged") from None


def _read(sidecar: Path) -> _Sidecar | None:
    try:
        return msgspec.json.decode(read_private(sidecar), type=_Sidecar)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError:
        raise StoreRefusedError(f"{sidecar} is damaged") from None


async def _refuse_forgetful(client: Redis, durability: Durability) -> None:
    """`fsync` rests on the server's settings alone; the other kinds are confirmed write by write."""
    if durability.kind != "fsync":
        return
    settings = {**await client.config_get("appendonly"), **await client.config_get("appendfsync")}
    if (settings.get("appendonly"), settings.get("appendfsync")) != ("yes", "always"):
        raise StoreRefusedError("durability is fsync, and the store does not write to disk before it answers")


def _context(store: str) -> bytes:
    return msgspec.msgpack.encode(("root", store))
