"""Duties done by workers, in processes of their own: any number of them, and no leader (taskiq).

Each worker looks for what is due and sends for somebody to do it, and each does what it is sent for. `serve` only sends.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime

import structlog
from taskiq import AcknowledgeType, AsyncBroker, ScheduledTask, ScheduleSource, TaskiqError, TaskiqScheduler
from taskiq.receiver import Receiver

from bot.adapters.hands import DRAIN, MOST, Hands
from bot.adapters.leases import Leases
from bot.adapters.nursery import Nursery
from bot.domain.ids import ConferenceId
from bot.usecases.ports import Agenda, Clock, StoreDownError

log = structlog.get_logger(__name__)

TASK = "duties"

EVERY = 1.0
"""Seconds between looks at the agenda."""

APART = 0.1
"""Seconds for which wakes are gathered: whatever was pressed meanwhile, on however many conferences, is one job."""

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_PATIENCE = 60.0
_WAIT = 0.02

logging.getLogger("taskiq").setLevel(logging.WARNING)  # a line for each job is too many


class AgendaSource(ScheduleSource):
    """What is due by our clock, each conference once. It is the agenda in the store that is scheduled; taskiq adds nothing."""

    def __init__(self, leases: Leases, clock: Clock, room: Callable[[], int]) -> None:
        self._leases = leases
        self._clock = clock
        self._room = room

    async def get_schedules(self) -> list[ScheduledTask]:
        """No more than there is room for here. Raises StoreDownError."""
        room = self._room()
        wanted = await self._leases.send_for(self._clock.now(), room) if room else ()
        return [
            ScheduledTask(
                task_name=TASK,
                labels={},
                args=[one.cid],
                kwargs={},
                schedule_id=f"{one.cid}:{one.due}",
                time=_LONG_AGO,
            )
            for one in wanted
        ]


class Sender:
    """For `serve` where others do the duties: waking is all it does, and it costs a press nothing."""

    def __init__(self, broker: AsyncBroker, leases: Leases, agenda: Agenda, clock: Clock) -> None:
        self._broker = broker
        self._leases = leases
        self._agenda = agenda
        self._clock = clock

        async def duties(cid: str) -> None:
            await self._do(ConferenceId(cid))

        self._task = broker.register_task(duties, TASK)
        self._nursery = Nursery()
        self._wanted: ConferenceId | None = None
        self._woken = asyncio.Event()

    async def begin(self, hands: Hands) -> None:
        """A store that is away is waited for later: then nobody is woken, and the agenda is looked at all the same."""
        with suppress(Exception):
            await self._broker.startup()
        self._nursery.spawn(self._run(), "wakes")

    async def stop(self) -> None:
        await self._nursery.stop()
        await self._broker.shutdown()

    def wake(self, cid: ConferenceId) -> None:
        """One job for all that were woken meanwhile: whoever does it looks at the agenda too, where the others are."""
        self._wanted = cid
        self._woken.set()

    async def settled(self) -> datetime | None:
        """Wait until nothing is owed by our clock and nobody is at anything; when something next is. For rehearsals, whose
        clocks are moved in every process before any is asked.
        """
        return await self._quiet(self._send)

    async def _quiet(self, poke: Callable[[], Awaitable[object]]) -> datetime | None:
        """Raises RuntimeError when it takes too long."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            await poke()
            if not await self._leases.held():
                due = await self._agenda.next_due()
                if due is None or due > self._clock.now():
                    return due
            await asyncio.sleep(_WAIT)
        raise RuntimeError("duties are not done: the workers' logs say why")

    async def _do(self, cid: ConferenceId) -> None:
        """`serve` never listens."""

    async def _run(self) -> None:
        while True:
            await self._woken.wait()
            await self._send()
            await asyncio.sleep(APART)

    async def _send(self) -> None:
        self._woken.clear()
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        try:
            await self._task.kiq(wanted)
        except TaskiqError:
            log.warning("wake_lost", conference=wanted)


class Worker(Sender):
    """Sends for what is due, and does what it is sent for."""

    def __init__(self, broker: AsyncBroker, leases: Leases, agenda: Agenda, clock: Clock) -> None:
        super().__init__(broker, leases, agenda, clock)
        broker.is_worker_process = True
        self._hands: Hands | None = None
        self._source = AgendaSource(leases, clock, self._room)
        self._scheduler = TaskiqScheduler(broker, [self._source])
        self._receiving: asyncio.Task[None] | None = None
        self._finish = asyncio.Event()
        self._called = asyncio.Event()

    async def begin(self, hands: Hands) -> None:
        self._hands = hands
        await super().begin(hands)
        self._nursery.spawn(self._watch(), "agenda")
        self._receiving = self._nursery.spawn(self._receive(), "jobs")

    async def stop(self) -> None:
        """Send for nothing and take on nothing more; finish what is under way; give every lease back."""
        self._finish.set()
        if self._hands is not None:
            await self._hands.stop()
        if self._receiving is not None:
            await asyncio.wait((self._receiving,), timeout=1)
        await super().stop()

    async def settled(self) -> datetime | None:
        async def look() -> None:
            if self._hands is None or self._hands.failed:
                raise RuntimeError("duties failed: the log says why")
            await self._send()
            await self._look()

        return await self._quiet(look)

    def _room(self) -> int:
        return 0 if self._hands is None or self._finish.is_set() else self._hands.room

    async def _do(self, cid: ConferenceId) -> None:
        if self._hands is None or self._finish.is_set() or not isinstance(cid, str):
            return
        self._called.set()
        lease = await self._leases.take(cid)
        if lease is None:
            return
        if self._finish.is_set():
            await self._leases.release(lease)
        else:
            await asyncio.wait((self._hands.take_on(lease),))

    async def _watch(self) -> None:
        while True:
            try:
                await self._look()
            except (StoreDownError, TaskiqError):
                log.warning("engine_look_failed")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._called.wait(), EVERY)
            self._called.clear()

    async def _look(self) -> None:
        for task in await self._source.get_schedules():
            await self._scheduler.on_ready(self._source, task)

    async def _receive(self) -> None:
        """A stream that is gone, or a store that has moved, is gone back to."""
        while not self._finish.is_set():
            receiver = Receiver(
                self._broker,
                validate_params=False,
                max_async_tasks=MOST,
                run_startup=True,
                ack_type=AcknowledgeType.WHEN_RECEIVED,
                wait_tasks_timeout=DRAIN,
            )
            try:
                await receiver.listen(self._finish)
            except Exception as error:  # noqa: BLE001 - whatever it is, the agenda has it still
                log.warning("jobs_unheard", kind=type(error).__name__)
                await asyncio.sleep(EVERY)
