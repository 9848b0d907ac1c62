"""Re-derives from the logs, every minute, what the store could lose and nobody would miss until it was too late.

The agenda and the sets by which a conference is found are derived: whoever deletes them, or restores an old copy, finds
them as they were within two minutes (promise 16). Any number of processes may sweep: all find the same.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

import structlog

from bot.adapters import scripts
from bot.adapters.agenda import due_ms
from bot.adapters.keyspace import Keyspace
from bot.adapters.nursery import Nursery
from bot.adapters.scripts import _script
from bot.adapters.server import Server
from bot.domain.conference import Conference
from bot.domain.delivery import late_from
from bot.domain.duties import next_due
from bot.domain.evolve import evolve
from bot.domain.ids import ConferenceId
from bot.usecases.confirming import Confirming
from bot.usecases.perform_duty import DUTIES_FAILED, DUTIES_OVERDUE, SUMMARY_LATE
from bot.usecases.ports import Agenda, Alarms, Calendars, Clock, EventLog, Level, Meter, StoreDownError

log = structlog.get_logger(__name__)

EVERY = 45.0
"""Seconds between two sweeps, a little more or less in each process. Two minutes is what is promised."""

AT_ONCE = 100
"""Conferences looked at in one trip: the store does nothing else meanwhile."""

SHARE = 5
"""A conference that had to be read from its log costs this many times its time: what is known to be owed, and presses, go first."""

LONGEST_PAUSE = 0.1
"""Seconds: whoever waited for a store that stood still does not wait for it four times."""

OVERDUE = timedelta(minutes=5)
"""How long something owed may wait before that is an alarm."""

LOOK = _script("""
-- How far each log has grown and when the conference is next looked at; each is put back where it is looked up.
-- KEYS: agenda, then the heads. ARGV: the partition's tag, then the conferences, in the same order.
-- What a head says it is found by has the tag too, so it is in this slot.
local found = {}
for at = 2, #KEYS do
  local cid = ARGV[at]
  local head = redis.call('HMGET', KEYS[at], 'version', 'links')
  for name in string.gmatch(head[2] or '', '%S+') do redis.call('SADD', ARGV[1] .. ':' .. name, cid) end
  found[#found + 1] = {head[1] or '0', redis.call('ZSCORE', KEYS[1], cid) or ''}
end
return found
""")


@dataclass(frozen=True, slots=True)
class _Known:
    """What a log came to at a version: when something is next owed, and from when the summary is late."""

    version: int
    due: datetime | None
    late: datetime | None
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """`spread` is a number from 0 to 1. `begun` is set once every conference has been looked at."""

    server: Server
    keyspace: Keyspace
    log: EventLog
    agenda: Agenda
    confirming: Confirming
    alarms: Alarms
    meter: Meter
    calendars: Calendars
    clock: Clock
    spread: Callable[[], float]
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    _known: dict[ConferenceId, _Known] = field(default_factory=dict)
    _overdue: set[ConferenceId] = field(default_factory=set)
    _nursery: Nursery = field(default_factory=Nursery)

    def start(self) -> None:
        self._nursery.spawn(self._run(), "sweep")

    async def stop(self) -> None:
        await self._nursery.stop()

    async def once(self) -> int:
        """How many conferences the agenda was wrong about. Raises StoreDownError, as all here do."""
        every = await self.log.all()
        for gone in self._known.keys() - set(every):
            del self._known[gone]
        wrong, owed, overdue = 0, 0, 0
        for chunk in self._chunks(every):
            for cid, version, due in await self._look(chunk):
                wrong += await self._seen_to(cid, version, due)
                owed += due is not None
                overdue += self._mind(cid, due)
        self.meter.level(Level.OWED, owed)
        self.meter.level(Level.OVERDUE, overdue)
        return wrong

    async def _run(self) -> None:
        while True:
            try:
                wrong = await self.once()
                if wrong and self.begun.is_set():
                    log.warning("agenda_put_right", conferences=wrong)
                self.begun.set()
            except Exception:
                log.exception("sweep_failed")
            await asyncio.sleep(EVERY * (0.75 + self.spread() / 2))

    def _chunks(self, every: Sequence[ConferenceId]) -> Iterator[list[ConferenceId]]:
        for at in self.keyspace.partitions:
            mine = (cid for cid in every if self.keyspace.of(cid) is at)
            while chunk := list(islice(mine, AT_ONCE)):
                yield chunk

    async def _look(self, chunk: list[ConferenceId]) -> list[tuple[ConferenceId, int, int | None]]:
        """Each with its version and when the agenda looks at it next, in milliseconds."""
        at = self.keyspace.of(chunk[0])
        keys = [at.agenda, *map(at.head, chunk)]
        answers = await self.server.reach(lambda: scripts.run(self.server, LOOK, keys, (at.tag, *chunk)))
        return [
            (cid, int(version), int(float(due)) if due else None)
            for cid, (version, due) in zip(chunk, answers[0], strict=True)
        ]

    async def _seen_to(self, cid: ConferenceId, version: int, due: int | None) -> bool:
        """A log that cannot be read is one conference's trouble, and loud; the others are looked at all the same."""
        try:
            return await self._put_right(cid, version, due)
        except StoreDownError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one
            log.error("conference_unreadable", conference=cid, kind=type(error).__name__)  # noqa: TRY400
            self.alarms.raise_(cid, DUTIES_FAILED)
            return False

    async def _put_right(self, cid: ConferenceId, version: int, due: int | None) -> bool:
        """The agenda is only ever brought forward: what it has too early, the look that follows puts right."""
        known = self._known.get(cid)
        if (
            known is None
            or known.version != version
            or not known.confirmed
            or _passed(known.due, self.clock.now(), due)
        ):
            known = await self._derive(cid)
            if known is None:
                return False
        wanted = known.due if known.confirmed else self.clock.now()
        if wanted is None or (due is not None and due <= due_ms(wanted)):
            return False
        await self.agenda.put(cid, wanted, known.version)
        return True

    async def _derive(self, cid: ConferenceId) -> _Known | None:
        """Not kept warm: a sweep must not push out the conferences that people are using."""
        began = time.monotonic()
        state: Conference | None = None
        for one in await self.log.read(cid):
            state = evolve(state, one.event, one.at)
        await asyncio.sleep(min(LONGEST_PAUSE, (SHARE - 1) * (time.monotonic() - began)))
        if state is None:
            return None
        known = self._known[cid] = _Known(
            version=state.version,
            due=next_due(state, self.clock.now(), self.calendars.england()),
            late=late_from(state),
            confirmed=await self.confirming(cid, state.version),
        )
        return known

    def _mind(self, cid: ConferenceId, due: int | None) -> bool:
        """Alarms of a process that does no duties itself: it must not look well while nobody does them. Whether overdue.

        Found so twice, that is: what fell due while nothing ran is seen to within a second of the first sweep.
        """
        now = self.clock.now()
        known = self._known.get(cid)
        if known is not None and known.late is not None and known.late <= now:
            self.alarms.raise_(cid, SUMMARY_LATE)
        else:
            self.alarms.clear(cid, SUMMARY_LATE)
        if due is None or due > due_ms(now - OVERDUE):
            self._overdue.discard(cid)
            self.alarms.clear(cid, DUTIES_OVERDUE)
            return False
        if cid in self._overdue:
            self.alarms.raise_(cid, DUTIES_OVERDUE)
        self._overdue.add(cid)
        return True


def _passed(known: datetime | None, now: datetime, due: int | None) -> bool:
    """Whether the hour has made something else of the same log, as after a look that found nothing to record."""
    return known is not None and known <= now and (due is None or due > due_ms(known))
