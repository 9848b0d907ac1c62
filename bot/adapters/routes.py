"""Which server to ask: the one there is, the one the Sentinels name, or the one that has the key's slot."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnectionError
from redis.exceptions import RedisClusterException

from bot.adapters.node import Node

Place = tuple[str, int]
"""Host and port."""

_ASKING_THE_WAY: dict[str, Any] = {
    "retry": Retry(NoBackoff(), 0),
    "socket_timeout": 0.5,
    "socket_connect_timeout": 0.5,
    "protocol": 2,
    "driver_info": None,
}
"""Short: another can be asked as well."""


class OneServer:
    """Route. Whether it is there is all there is to find out."""

    epoch = 0
    partitions = 1
    takeover = False
    pauses: Sequence[float] = (0.05, 0.2, 0.75)
    patience = 5.0

    def __init__(self, node: Node) -> None:
        self._node = node

    async def owner(self, key: str) -> Node:
        return self._node

    async def masters(self) -> Sequence[Node]:
        return (self._node,)

    async def renew(self, epoch: int) -> None:
        """There is nobody else."""

    async def aclose(self) -> None:
        await self._node.aclose()


class Map(Protocol):
    """Whom the servers themselves name. Raises redis-py's ConnectionError when none of them says."""

    partitions: int

    async def draw(self) -> None: ...

    def owner(self, key: str) -> Place: ...

    def masters(self) -> Sequence[Place]: ...

    async def aclose(self) -> None: ...


class Mapped:
    """Route. Looks on the map anew when what it knows has proved wrong, once for all who found out at the same time."""

    takeover = True
    pauses: Sequence[float] = (0.05, 0.1, 0.2, 0.3, *[0.4] * 20)
    patience = 5.0

    def __init__(self, whom: Map, node: Callable[[Place], Node]) -> None:
        self._map = whom
        self._node = node
        self._nodes: dict[Place, Node] = {}
        self._lock = asyncio.Lock()
        self.partitions = whom.partitions
        self.epoch = 0

    async def owner(self, key: str) -> Node:
        await self._begin()
        return self._known(self._map.owner(key))

    async def masters(self) -> Sequence[Node]:
        await self._begin()
        return [self._known(place) for place in self._map.masters()]

    async def renew(self, epoch: int) -> None:
        async with self._lock:
            if epoch == self.epoch:
                await self._map.draw()
                self.epoch += 1
                await self._forget()

    async def aclose(self) -> None:
        for node in self._nodes.values():
            await node.aclose()
        await self._map.aclose()

    async def _begin(self) -> None:
        if not self.epoch:
            await self.renew(0)

    async def _forget(self) -> None:
        """Connections to who is no master any more."""
        masters = set(self._map.masters())
        for place, node in self._nodes.items():
            if place not in masters:
                await node.hang_up()

    def _known(self, place: Place) -> Node:
        if place not in self._nodes:
            self._nodes[place] = self._node(place)
        return self._nodes[place]


class SentinelMap:
    """One server at a time, the one that the Sentinels call master. They are asked without name and password."""

    partitions = 1

    def __init__(self, sentinels: Sequence[Place], service: str, tls: Mapping[str, Any]) -> None:
        line = {**_ASKING_THE_WAY, **tls}
        self._sentinel = Sentinel(sentinels, sentinel_kwargs=line)  # type: ignore[no-untyped-call]
        self._service = service
        self._master: Place = ("", 0)

    async def draw(self) -> None:
        self._master = await self._sentinel.discover_master(self._service)

    def owner(self, key: str) -> Place:
        return self._master

    def masters(self) -> Sequence[Place]:
        return (self._master,)

    async def aclose(self) -> None:
        await self._sentinel.aclose()


class ClusterMap:
    """Slots to servers. Only the map is redis-py's: its own way of sending would repeat writes, and lies about WAIT."""

    partitions = 16

    def __init__(self, seeds: Sequence[Place], line: Mapping[str, Any]) -> None:
        nodes = [ClusterNode(host, port) for host, port in seeds]
        self._cluster = RedisCluster(startup_nodes=nodes, require_full_coverage=False, **_ASKING_THE_WAY, **line)

    async def draw(self) -> None:
        try:
            await self._cluster.nodes_manager.initialize()
        except RedisClusterException as error:
            raise NoConnectionError(str(error)) from error

    def owner(self, key: str) -> Place:
        try:
            node = self._cluster.get_node_from_key(key)
        except RedisClusterException as error:
            raise NoConnectionError(str(error)) from error
        if node is None:
            raise NoConnectionError("no server has this slot")
        return node.host, int(node.port)

    def masters(self) -> Sequence[Place]:
        return [(node.host, int(node.port)) for node in self._cluster.get_primaries()]

    async def aclose(self) -> None:
        manager = self._cluster.nodes_manager
        await manager.aclose("startup_nodes")
        await manager.aclose()
