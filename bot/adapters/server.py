"""The store as everything above sees it: one server, one watched by Sentinels, or a cluster, all asked alike."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Protocol, TypeVar

from redis.exceptions import AuthenticationError, RedisError
from redis.exceptions import ConnectionError as NoConnectionError
from redis.exceptions import TimeoutError as NoAnswerError

from bot.adapters.node import Command, Node
from bot.usecases.ports import StoreDownError, StoreRefusesError

T = TypeVar("T")

_PASSING = frozenset(["MOVED", "ASK", "TRYAGAIN", "READONLY", "CLUSTERDOWN", "MASTERDOWN", "LOADING", "NOREPLICAS"])
"""Answers of a server that is not, or not yet, the one to ask. It did nothing."""

_UNABLE = _PASSING | {"OOM", "MISCONF", "NOPERM", "NOAUTH", "WRONGPASS"}
"""Answers of a server that did nothing, and says so before it touches anything."""


@contextmanager
def reaching() -> Iterator[None]:
    """Around what may not run twice: only turns redis-py's errors into the port's. `Server.reach` is for all the rest."""
    try:
        yield
    except RedisError as error:
        raise (StoreRefusesError if _code(error) in _UNABLE else StoreDownError) from error


class Route(Protocol):
    """Which server has what. `epoch` counts how often that was looked up."""

    epoch: int
    partitions: int
    """Of a store that is opened here for the first time."""
    takeover: bool
    """Whether another server can take a server's place."""
    pauses: Sequence[float]
    """Seconds between tries while the store is away."""
    patience: float
    """Seconds after which no try is begun or waited for any more, counted from the first failure."""

    async def owner(self, key: str) -> Node: ...

    async def masters(self) -> Sequence[Node]: ...

    async def renew(self, epoch: int) -> None:
        """Look again, unless somebody has since `epoch`."""
        ...

    async def aclose(self) -> None: ...


class Server:
    """What answers here are redis-py's errors and bytes; `reach` makes the port's errors of them.

    `batch` is the only way to write: WAIT and WAITAOF speak for what their own connection wrote, and lie on any other
    (promises, finding 4 and How 3).
    """

    def __init__(self, route: Route) -> None:
        self._route = route

    @property
    def partitions(self) -> int:
        return self._route.partitions

    @property
    def takeover(self) -> bool:
        return self._route.takeover

    async def batch(self, key: str, commands: Sequence[Command], then: tuple[Command, ...] = ()) -> list[Any]:
        """All in order on one connection of the server that has `key`, once, and `then` after them: what is asked about the
        writes before it. An error that is an answer stands in its place; raises RedisError when nobody answers.
        """
        node = await self._route.owner(key)
        return await node.together(commands, then)

    async def spread(self, asked: Iterable[tuple[str, Command]]) -> list[Any]:
        """The answers to commands about different keys, in a trip to each server concerned. Raises the first error."""
        wanted = [(await self._route.owner(key), command) for key, command in asked]
        answers: list[Any] = [None] * len(wanted)
        for node in dict.fromkeys(node for node, _ in wanted):
            places = [place for place, (each, _) in enumerate(wanted) if each is node]
            found = await node.exchange([wanted[place][1] for place in places])
            for place, answer in zip(places, found, strict=True):
                answers[place] = answer
        for answer in answers:
            if isinstance(answer, RedisError):
                raise answer
        return answers

    async def scan(self, pattern: str) -> AsyncIterator[bytes]:
        """Every key of that pattern, on all masters. A key may come twice."""
        for node in await self._route.masters():
            cursor: bytes | None = None
            while cursor != b"0":
                cursor, keys = await _one(node, ("SCAN", cursor or "0", "MATCH", pattern, "COUNT", 1000))
                for key in keys:
                    yield key

    async def everywhere(self, *command: str | int) -> list[Any]:
        """Every master's answer to the same question. Raises RedisError."""
        return [await _one(node, command) for node in await self._route.masters()]

    async def ping(self) -> None:
        """Raises StoreDownError unless every master answers."""
        await self.reach(lambda: self.everywhere("PING"))

    async def reach(self, ask: Callable[[], Awaitable[T]]) -> T:
        """What `ask` says, asked again for a while when the store is away or has moved: only for what may run twice.

        Raises StoreDownError, or StoreRefusesError when every try was answered and none did anything.
        """
        epoch = self._route.epoch
        try:
            return await ask()
        except RedisError as error:
            return await self._insist(ask, epoch, error)

    async def moved(self, key: str) -> bool:
        """Look again who has `key`: whether that is somebody else by now."""
        if not self._route.takeover:
            return False
        with suppress(RedisError):
            before = await self._route.owner(key)
            await self._route.renew(self._route.epoch)
            return await self._route.owner(key) is not before
        return False

    async def aclose(self) -> None:
        await self._route.aclose()

    async def _insist(self, ask: Callable[[], Awaitable[T]], epoch: int, error: RedisError) -> T:
        unable = _code(error) in _UNABLE
        try:
            async with asyncio.timeout(self._route.patience):
                for pause in self._route.pauses:
                    if not _passing(error):
                        break
                    await asyncio.sleep(pause)
                    with suppress(RedisError):
                        await self._route.renew(epoch)
                    epoch = self._route.epoch
                    try:
                        return await ask()
                    except RedisError as again:
                        error, unable = again, unable and _code(again) in _UNABLE
        except TimeoutError:
            unable = False
        raise (StoreRefusesError if unable else StoreDownError) from error


async def _one(node: Node, command: Command) -> Any:  # noqa: ANN401 - whatever the command answers
    (answer,) = await node.exchange([command])
    if isinstance(answer, RedisError):
        raise answer
    return answer


def _code(error: RedisError) -> str:
    """The word a server's error begins with. Of an error of the client's own, nothing that any server says."""
    return error.status_code or str(error).partition(" ")[0]


def _passing(error: RedisError) -> bool:
    away = isinstance(error, (NoConnectionError, NoAnswerError)) and not isinstance(error, AuthenticationError)
    return away or _code(error) in _PASSING
