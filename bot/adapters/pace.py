"""Under Teams' rates with all processes together, and fair to every conference that has something to say.

Source of the rates: Microsoft Learn, "Rate limiting" for bots: to one thread 7 in a second, 8 in two, 60 in thirty, 1,800
in an hour; one app in one tenant, 50 in a second.
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b

import structlog

from bot.adapters import scripts
from bot.adapters.nursery import Nursery
from bot.adapters.scripts import _script
from bot.adapters.server import Server
from bot.domain.ids import ConferenceId
from bot.domain.notice import Address, Door
from bot.usecases.ports import StoreDownError, TooSoonError

log = structlog.get_logger(__name__)

SECOND = 1000
THREAD = ((7, SECOND), (8, 2 * SECOND), (60, 30 * SECOND), (1800, 3600 * SECOND))
"""At most so many messages to one thread in so many milliseconds."""

LONGEST = 20.0
"""Seconds to wait in the process. What has to wait longer goes back on the agenda, and the conference is given back."""

AT_ONCE = 64
"""Messages asked about in one trip."""

GO = _script("""
-- May these go now? Each is answered 0, and counted, or with the milliseconds after which to ask again; last, those after
-- which the tenant has room for anything.
-- A list of times for the tenant and one for each thread, oldest first: no window may ever hold more than it allows.
-- KEYS: tenant, then the thread of each message. ARGV: tenant's messages in a second; number of windows; most and length
-- of each window in ms; then for each message, how many requests it takes.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local windows, at = {}, 3
for number = 1, tonumber(ARGV[2]) do
  windows[number] = {tonumber(ARGV[at]), tonumber(ARGV[at + 1])}
  at = at + 2
end
local function wait(key, most, length, more)
  local nth = redis.call('LINDEX', key, more - most - 1)
  return nth and math.max(0, tonumber(nth) + length - now) or 0
end
local function count(key, most, length)
  redis.call('RPUSH', key, string.format('%.0f', now))
  redis.call('LTRIM', key, -most, -1)
  redis.call('PEXPIRE', key, length)
end
local answers, tenant, longest = {}, tonumber(ARGV[1]), windows[#windows]
for number = 2, #KEYS do
  local cost = math.min(tonumber(ARGV[at + number - 2]), tenant)
  local left = wait(KEYS[1], tenant, 1000, cost)
  for _, window in ipairs(windows) do left = math.max(left, wait(KEYS[number], window[1], window[2], 1)) end
  answers[#answers + 1] = left
  if left == 0 then
    for _ = 1, cost do count(KEYS[1], tenant, 1000) end
    count(KEYS[number], longest[1], longest[2])
  end
end
answers[#answers + 1] = wait(KEYS[1], tenant, 1000, 1)
return answers
""")


@dataclass(slots=True, eq=False)
class _Waiting:
    """`not_before` and `until` are seconds of this process: when to ask again, and when to give up."""

    cid: ConferenceId
    thread: str
    cost: int
    may: asyncio.Future[None]
    until: float
    not_before: float = 0.0


class Turnstile:
    """Answers of the store, shared by all processes. Keys expire with the windows they are for."""

    def __init__(self, server: Server, per_second: int) -> None:
        self._server = server
        self._per_second = per_second
        self._rates = [part for window in THREAD for part in window]

    async def __call__(self, wanted: Sequence[tuple[str, int]]) -> tuple[list[int], int]:
        """For each thread and number of requests: 0, or milliseconds; and those after which the tenant has room at all.

        Raises StoreDownError.
        """
        keys = ["{cpc}:pace:tenant", *(f"{{cpc}}:pace:{_short(thread)}" for thread, _ in wanted)]
        arguments = [self._per_second, len(THREAD), *self._rates, *(cost for _, cost in wanted)]
        answers = await self._server.reach(lambda: scripts.run(self._server, GO, keys, arguments))
        *waits, room = answers[0]
        return waits, room


class SharedPace:
    """Pace. Messages wait in a queue a conference, and the conferences are asked for one in turn: nobody is asked about while
    the tenant has no room, since no answer could be yes.
    """

    def __init__(self, turnstile: Callable[[Sequence[tuple[str, int]]], Awaitable[tuple[list[int], int]]]) -> None:
        self._turnstile = turnstile
        self._room_at = 0.0
        self._nursery = Nursery()
        self._queues: OrderedDict[ConferenceId, deque[_Waiting]] = OrderedDict()
        self._asking: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._closed = False

    async def __call__(self, cid: ConferenceId, to: Address) -> None:
        """A letter counts with nobody here."""
        if self._closed:
            raise TooSoonError(LONGEST)
        if to.door is Door.MAIL:
            return
        thread, cost = _where(to)
        may = asyncio.get_running_loop().create_future()
        one = _Waiting(cid, thread, cost, may, until=time.monotonic() + LONGEST)
        self._queues.setdefault(cid, deque()).append(one)
        self._news.set()
        if self._asking is None or self._asking.done():
            self._asking = self._nursery.spawn(self._ask(), "pace")
        await may

    def close(self) -> None:
        """Whoever still waits, and whoever comes later, is told that it is too soon."""
        self._closed = True
        for queue in self._queues.values():
            for one in queue:
                _refuse(one, LONGEST)
        self._news.set()

    async def _ask(self) -> None:
        while self._queues:
            self._news.clear()
            now = time.monotonic()
            if now < self._room_at:
                await self._wait(self._room_at - now)
                continue
            turn = self._next(now)
            if turn:
                self._answer(turn, *await self._answers(turn))
            elif self._queues:
                await self._wait(min(one.not_before for queue in self._queues.values() for one in queue) - now)

    async def _wait(self, seconds: float) -> None:
        """Or until there is news: somebody more, or the end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.001, seconds)):
                await self._news.wait()

    def _next(self, now: float) -> list[_Waiting]:
        """One of each conference in turn, then a second of each, as far as one question goes."""
        self._drop(now)
        lines = [deque(one for one in queue if one.not_before <= now) for queue in self._queues.values()]
        found: list[_Waiting] = []
        while len(found) < AT_ONCE and any(lines):
            lines = [line for line in lines if line]
            found += [line.popleft() for line in lines]
        return found[:AT_ONCE]

    def _drop(self, now: float) -> None:
        """Whoever was answered or gave up; and whoever has waited too long is told so."""
        for queue in self._queues.values():
            for one in queue:
                if one.until < now:
                    _refuse(one, 1.0)
        waiting = {cid: deque(one for one in queue if not one.may.done()) for cid, queue in self._queues.items()}
        self._queues = OrderedDict((cid, queue) for cid, queue in waiting.items() if queue)

    async def _answers(self, turn: Sequence[_Waiting]) -> tuple[list[int], int]:
        """With the store away nothing is sent: what is sent could not be recorded."""
        try:
            return await self._turnstile([(one.thread, one.cost) for one in turn])
        except StoreDownError:
            return [SECOND] * len(turn), SECOND

    def _answer(self, turn: Sequence[_Waiting], waits: Sequence[int], room: int) -> None:
        """Whoever may go has had their conference's turn."""
        now = time.monotonic()
        self._room_at = now + room / 1000
        for one, wait in zip(turn, waits, strict=True):
            one.not_before = now + wait / 1000
            if not wait and not one.may.done():
                one.may.set_result(None)
                self._queues.move_to_end(one.cid)
            elif one.not_before > one.until:
                _refuse(one, max(wait / 1000, 1.0))


class Unpaced:
    """Pace. As fast as they come: for a rehearsal, which passes a day in seconds."""

    async def __call__(self, cid: ConferenceId, to: Address) -> None: ...

    def close(self) -> None: ...


def paced(server: Server, per_second: int) -> SharedPace | Unpaced:
    """0: no limit, and no trip to the store."""
    return SharedPace(Turnstile(server, per_second)) if per_second else Unpaced()


def _refuse(one: _Waiting, seconds: float) -> None:
    if not one.may.done():
        one.may.set_exception(TooSoonError(seconds))


def _where(to: Address) -> tuple[str, int]:
    """The thread, and how many requests it takes: a private chat that is not known yet is asked for first."""
    if to.conversation or to.door is not Door.PRIVATE:
        return to.conversation, 1
    return f"{to.account.tenant}:{to.account.oid}" if to.account else "", 2


def _short(thread: str) -> str:
    """A key need not be as long as Teams' ids are, and need not show them."""
    return blake2b(thread.encode(), digest_size=12).hexdigest()
