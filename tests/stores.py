"""A store opened as the product opens it, and what a test writes into it. All people and children are made up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.asyncio.sentinel import Sentinel

from bot.adapters.agenda import ValkeyAgenda
from bot.adapters.client import connect
from bot.adapters.codec import Codec
from bot.adapters.durability import Durability
from bot.adapters.keys import FileKeyWrapper, create_key_file, load_key_file
from bot.adapters.opening import Opened, open_store
from bot.adapters.server import Server
from bot.adapters.store import ValkeyEventLog
from bot.domain.events import EVENTS, Event, Joined, PostItHandedIn
from bot.domain.ids import ChildId, ConferenceId, OpId, PersonId, SeatId
from bot.domain.post_it import View
from bot.usecases.ports import Append, Links, Operation

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""A Monday."""

CID = ConferenceId("conference-1")
FSYNC = Durability("fsync")
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Stored:
    """`client` goes round everything of ours, for whoever meddles with the store."""

    address: str
    client: Redis
    server: Server
    durability: Durability
    wrapper: FileKeyWrapper
    opened: Opened
    log: ValkeyEventLog
    agenda: ValkeyAgenda

    def another_log(self, durability: Durability | None = None) -> ValkeyEventLog:
        """As another process would have it: the same store, nothing remembered."""
        return _log(self.server, self.wrapper, self.opened, durability or self.durability)

    async def aclose(self) -> None:
        await self.server.aclose()
        await self.client.aclose()

    def key(self, kind: str, cid: ConferenceId = CID) -> str:
        at = self.opened.keyspace.of(cid)
        return {"ev": at.events, "head": at.head, "op": at.operations}[kind](cid)


async def raw(address: str) -> Redis:
    """A client of redis-py's own, to whoever is the primary now. A cluster's has the same commands."""
    parts = urlsplit(address)
    if "+" not in parts.scheme:
        return Redis.from_url(address, protocol=2)
    places = [(host, int(port)) for host, _, port in (one.rpartition(":") for one in parts.netloc.split(","))]
    if parts.scheme.endswith("+cluster"):
        return cast("Redis", RedisCluster(startup_nodes=[ClusterNode(*place) for place in places], protocol=2))
    async with Sentinel(places) as sentinel:  # type: ignore[no-untyped-call]
        host, port = await sentinel.discover_master(parts.path[1:])
    return Redis(host=host, port=port, protocol=2)


async def emptied(address: str) -> None:
    server = connect(address)
    await server.everywhere("FLUSHALL")
    await server.aclose()


def durability_of(address: str) -> Durability:
    """What a deployment would ask of such a store."""
    return Durability("replicas", 1) if "+" in urlsplit(address).scheme else FSYNC


async def open_at(
    address: str, where: Path, durability: Durability | None = None, partitions: int | None = None
) -> Stored:
    """Raises as `open_store` does. Close it afterwards."""
    if not (where / "master.key").exists():
        create_key_file(where / "master.key")
    wrapper = load_key_file(where / "master.key")
    asked = durability or durability_of(address)
    server = connect(address)
    try:
        opened = await open_store(server, wrapper, where / "sidecar", durability=asked, partitions=partitions)
    except BaseException:
        await server.aclose()
        raise
    log = _log(server, wrapper, opened, asked)
    return Stored(
        address=address,
        client=await raw(address),
        server=server,
        durability=asked,
        wrapper=wrapper,
        opened=opened,
        log=log,
        agenda=ValkeyAgenda(server, opened.keyspace),
    )


def _log(server: Server, wrapper: FileKeyWrapper, opened: Opened, durability: Durability) -> ValkeyEventLog:
    return ValkeyEventLog(
        server,
        keys=opened.keys,
        wrapper=wrapper,
        codec=Codec(EVENTS),
        durability=durability,
        keyspace=opened.keyspace,
    )


def joined(person: str = "p1") -> Joined:
    return Joined(person=PersonId(person))


def handed_in(seat: str = "school", rev: int = 1, views: Mapping[str, View] | None = None) -> PostItHandedIn:
    given = {ChildId(child): view for child, view in (views or {"a": View(scale=4)}).items()}
    return PostItHandedIn(round=1, seat=SeatId(seat), rev=rev, by=PersonId("p1"), views=given)


def wish(
    expected: int,
    *events: Event,
    cid: ConferenceId = CID,
    op: str = "",
    due: datetime | None = None,
    links: Links | None = None,
) -> Append:
    """An operation; its id is a new one unless `op` is given."""
    one = Operation(
        op=OpId(op or f"op-{next(_numbers)}"),
        actor="tenant-1:oid-1",
        at=NOON + timedelta(minutes=expected),
        events=events or (joined(),),
    )
    return Append(
        cid=cid,
        expected=expected,
        operations=(one,),
        next_due=due,
        links=links or Links(),
    )
