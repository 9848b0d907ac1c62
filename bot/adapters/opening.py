"""Opening the store: it is refused unless it is the store that this deployment has always had.

A store can come back empty, older or somebody else's and look healthy (promises, finding 8). So its name, the number
of times it was opened and a check of its root key are kept outside it too, in the sidecar, a small file beside the
data or the settings. Every opening counts one up in both: a copy from before the last opening shows.
"""

import os
from asyncio import to_thread
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from redis.exceptions import RedisError

from bot.adapters import scripts
from bot.adapters.cipher import KEY_BYTES, StoreKeys, store_keys
from bot.adapters.durability import Durability
from bot.adapters.keys import KeyWrapper, Wrapped, root_context
from bot.adapters.keyspace import EVERYTHING, META, Keyspace
from bot.adapters.private_file import create_private, read_private, replace_private
from bot.adapters.refusals import StoreRefusedError
from bot.adapters.server import Server
from bot.adapters.suitable import refuse_forgetful
from bot.usecases.ports import StoreDownError

__all__ = ["SCHEMA", "Opened", "StoreRefusedError", "known_store", "look_at_store", "open_store"]

SCHEMA = 2
"""2: the chain is BLAKE3. Nobody has a store of form 1 to keep."""


class Opened(msgspec.Struct, frozen=True):
    """A store that may be used."""

    keys: StoreKeys
    keyspace: Keyspace
    generation: int


class Sidecar(msgspec.Struct, frozen=True):
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
    server: Server,
    wrapper: KeyWrapper,
    sidecar: Path,
    *,
    durability: Durability,
    partitions: int | None = None,
    adopt: bool = False,
) -> Opened:
    """The store's keys, once it is known to be ours and to keep what it is given.

    A new store is given its name here, and `partitions` or as many as its kind has. `adopt` accepts a store that this
    machine has not seen: another replica's first start. Raises StoreRefusedError, TooOpenError (sidecar) or
    KeyRefusedError (not our master key).
    """
    try:
        await server.reach(lambda: refuse_forgetful(server, durability))
        known, meta = await _introduce(server, wrapper, sidecar, partitions or server.partitions)
        if known is None and not adopt:
            raise StoreRefusedError(f"the store is another deployment's: {sidecar} does not know it")
        _refuse_form(meta)
        if known is not None:
            _refuse_other(known, meta)
        root = await wrapper.unwrap(Wrapped(meta.master, meta.root), root_context(meta.store))
        keys = store_keys(root, meta.store)
        if known is not None and known.check not in {"", keys.check}:
            raise StoreRefusedError(f"store {meta.store} has another root key than it had")
        generation = await _count(server, meta, durability)
    except (RedisError, StoreDownError) as error:
        raise StoreRefusedError(f"the store cannot be used: {error.__cause__ or error}") from error
    await to_thread(replace_private, sidecar, msgspec.json.encode(Sidecar(meta.store, generation, keys.check)))
    return Opened(keys, Keyspace(meta.partitions), generation)


async def look_at_store(server: Server, wrapper: KeyWrapper, sidecar: Path) -> Opened:
    """The keys of the store that this machine knows, without counting an opening: beside a bot that runs on it.

    Raises StoreRefusedError, TooOpenError, KeyRefusedError or StoreDownError.
    """
    known = await to_thread(known_store, sidecar)
    meta = await server.reach(lambda: _meta(server))
    if meta is None:
        raise StoreRefusedError("the store is empty")
    if known is None:
        raise StoreRefusedError(f"the store is another deployment's: {sidecar} does not know it")
    _refuse_form(meta)
    _refuse_other(known, meta)
    root = await wrapper.unwrap(Wrapped(meta.master, meta.root), root_context(meta.store))
    return Opened(store_keys(root, meta.store), Keyspace(meta.partitions), meta.generation)


async def _introduce(
    server: Server, wrapper: KeyWrapper, sidecar: Path, partitions: int
) -> tuple[Sidecar | None, _Meta]:
    """What we know of the store, and what it says of itself. Read in this order: the store's count only grows."""
    known = await to_thread(known_store, sidecar)
    meta = await _meta(server)
    if known is None:  # look again: another process may be opening it just now, and have written both meanwhile
        known = await to_thread(known_store, sidecar) if meta else await _name(server, sidecar)
        meta = await _meta(server)
    if meta is None:
        known = known or await _name(server, sidecar)
        meta = await _found(server, wrapper, known, partitions)
    return known, meta


def _refuse_form(meta: _Meta) -> None:
    if meta.schema != SCHEMA:
        raise StoreRefusedError(f"the store is written in form {meta.schema}; this Chairside reads form {SCHEMA}")


def _refuse_other(known: Sidecar, meta: _Meta) -> None:
    if meta.store != known.store:
        raise StoreRefusedError(f"this is store {meta.store}, and this deployment has store {known.store}")
    if meta.generation < known.generation:
        raise StoreRefusedError(
            f"store {meta.store} is an older copy: opened {meta.generation} times, and it has been {known.generation}"
        )


async def _count(server: Server, meta: _Meta, durability: Durability) -> int:
    """One opening more. What the store may forget again is not held against it later."""
    generation, *rest = await scripts.run(server, scripts.COUNT, (META,), (), *durability.question)
    return int(generation) if durability.confirmed(rest) else meta.generation


async def _name(server: Server, sidecar: Path) -> Sidecar:
    """A name for a new store, written down before the store has it, so that a first start may die anywhere."""
    async for key in server.scan(EVERYTHING):
        if key != META.encode():
            raise StoreRefusedError("the store holds conferences and has lost its name")
    with suppress(FileExistsError):  # another process is opening it too: its name stands
        await to_thread(create_private, sidecar, msgspec.json.encode(Sidecar(os.urandom(8).hex())))
    return msgspec.json.decode(await to_thread(read_private, sidecar), type=Sidecar)


async def _found(server: Server, wrapper: KeyWrapper, known: Sidecar, partitions: int) -> _Meta:
    if known.check:
        raise StoreRefusedError(f"the store is empty, and store {known.store} was not: restore it from a backup")
    root = await wrapper.wrap(os.urandom(KEY_BYTES), root_context(known.store))
    fields = ("store", known.store, "generation", 0, "schema", SCHEMA, "partitions", partitions)
    arguments = (*fields, "master", root.master, "root", root.sealed)
    answers = await scripts.run(server, scripts.FOUND, (META,), arguments)
    return _parse(answers[0])


async def _meta(server: Server) -> _Meta | None:
    (flat,) = await server.spread([(META, ("HGETALL", META))])
    return _parse(flat) if flat else None


def _parse(flat: Sequence[bytes]) -> _Meta:
    try:
        found = dict(zip(flat[::2], flat[1::2], strict=True))
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


def known_store(sidecar: Path) -> Sidecar | None:
    """What this machine knows of its store. Raises StoreRefusedError or TooOpenError."""
    try:
        return msgspec.json.decode(read_private(sidecar), type=Sidecar)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError:
        raise StoreRefusedError(f"{sidecar} is damaged") from None
