"""Whether the store's servers are set up to keep what they are given, as the durability asks. Asked at each opening."""

import structlog
from redis.exceptions import RedisError, ResponseError

from bot.adapters.durability import Durability
from bot.adapters.refusals import StoreRefusedError
from bot.adapters.server import Server

log = structlog.get_logger(__name__)


async def refuse_forgetful(server: Server, durability: Durability) -> None:
    """Raises StoreRefusedError for servers that could never confirm, or would confirm and forget; RedisError."""
    if durability.kind == "replicas":
        await _warn_of_few(server, durability.replicas)
        return
    if server.takeover and max(await _replicas(server)):
        raise StoreRefusedError(
            f"durability is {durability.kind}, and another server can take this one's place without what only this one "
            "holds: set it to replicas=1 or more"
        )
    if durability.kind == "fsync":
        await _refuse_unwritten(server)
    else:
        await _refuse_without_waitaof(server, durability)


async def _refuse_unwritten(server: Server) -> None:
    """`fsync` rests on the servers' settings alone; the other kinds are confirmed write by write."""
    for name, needed in ((b"appendonly", b"yes"), (b"appendfsync", b"always")):
        for found in await server.everywhere("CONFIG", "GET", name.decode()):
            if found != [name, needed]:
                raise StoreRefusedError("durability is fsync, and the store does not write to disk before it answers")


async def _refuse_without_waitaof(server: Server, durability: Durability) -> None:
    """Else every press would stay "not yet confirmed" for ever."""
    (question,) = durability.question
    try:
        await server.everywhere(*question)
    except ResponseError as error:
        older = "unknown command" in str(error)
        why = "is older than Redis 7.2 and has no WAITAOF" if older else f"cannot confirm that: {error}"
        raise StoreRefusedError(f"durability is aof, and the store {why}") from error


async def _warn_of_few(server: Server, wanted: int) -> None:
    """Too few replicas lose nothing that was called recorded, but leave presses unconfirmed while one is away."""
    if server.takeover and min(await _replicas(server)) <= wanted:
        log.warning("store_has_no_spare_replica", wanted=wanted)
    try:
        settings = await server.everywhere("CONFIG", "GET", "min-replicas-to-write")
    except RedisError:
        return  # a hosted store may keep its settings to itself
    if server.takeover and any(found[1:] in ([], [b"0"]) for found in settings):
        log.warning("store_records_without_replicas", setting="min-replicas-to-write")


async def _replicas(server: Server) -> list[int]:
    """How many each master has just now."""
    told = await server.everywhere("INFO", "replication")
    lines = (line for info in told for line in info.split(b"\r\n"))
    return [int(line.partition(b":")[2]) for line in lines if line.startswith(b"connected_slaves:")]
