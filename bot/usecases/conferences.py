"""Conferences as folded from the log, kept while they are warm, one lock each."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.conference import Conference
from bot.domain.evolve import evolve
from bot.domain.ids import ConferenceId, OpId
from bot.usecases.ports import EventLog, Recorded

WARM = 2000
"""Conferences kept folded in one process; the longest untouched is let go and read again when next needed."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A conference up to a version. `ops` are the operations in it, so that a repeat is known without asking the store."""

    state: Conference | None = None
    version: int = 0
    ops: frozenset[OpId] = frozenset()

    def then(self, tail: Sequence[Recorded]) -> "Folded":
        state = self.state
        for one in tail:
            state = evolve(state, one.event, one.at)
        version = tail[-1].seq if tail else self.version
        return Folded(state, version, self.ops | {one.op for one in tail})


@dataclass(slots=True)
class _Warm:
    folded: Folded = field(default_factory=Folded)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Conferences:
    """The fold of each conference: `kept` as this process last knew it, `fresh` with whatever others recorded since."""

    def __init__(self, log: EventLog, warm: int = WARM) -> None:
        self._log = log
        self._most = warm
        self._warm: OrderedDict[ConferenceId, _Warm] = OrderedDict()

    def lock(self, cid: ConferenceId) -> asyncio.Lock:
        """Held from reading to recording, so that two presses here never race each other to the store."""
        return self._entry(cid).lock

    async def kept(self, cid: ConferenceId) -> Folded:
        entry = self._entry(cid)
        return entry.folded if entry.folded.state else await self.fresh(cid)

    async def fresh(self, cid: ConferenceId) -> Folded:
        """What the store has now. Raises what the log raises."""
        entry = self._entry(cid)
        before = entry.folded
        tail = await self._log.read(cid, after=before.version)
        return self._keep(entry, before.then(tail))

    def caught_up(self, cid: ConferenceId, tail: Sequence[Recorded]) -> Folded:
        """After the store told us what we had missed."""
        entry = self._entry(cid)
        news = [one for one in tail if one.seq > entry.folded.version]
        return self._keep(entry, entry.folded.then(news))

    def _keep(self, entry: _Warm, folded: Folded) -> Folded:
        if folded.version >= entry.folded.version:
            entry.folded = folded
        return entry.folded

    def _entry(self, cid: ConferenceId) -> _Warm:
        entry = self._warm.setdefault(cid, _Warm())
        self._warm.move_to_end(cid)
        if len(self._warm) > self._most:
            self._let_go()
        return entry

    def _let_go(self) -> None:
        for cid, entry in self._warm.items():
            if not entry.lock.locked():
                del self._warm[cid]
                return
