"""Conferences as folded from the log, kept while they are warm, each with the queue of those who would change it."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from bot.domain.conference import Conference
from bot.domain.evolve import evolve
from bot.domain.ids import ConferenceId, OpId
from bot.usecases.ports import EventLog, Links, Recorded, RewoundError
from bot.usecases.turns import Turns

WARM = 2000
"""Conferences kept folded in one process; the longest untouched is let go and read again when next needed."""


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """A conference up to a version. `links` are those it was last recorded with here."""

    state: Conference | None = None
    version: int = 0
    links: Links | None = None


@dataclass(slots=True)
class _Warm:
    """`ops` are the operations in `folded`, so that a repeat is known without asking the store."""

    folded: Folded = field(default_factory=Folded)
    ops: set[OpId] = field(default_factory=set)
    turns: Turns[Any, Any] = field(default_factory=Turns)


class Conferences:
    """The fold of each conference: `kept` as this process last knew it, `fresh` with whatever others recorded since."""

    def __init__(self, log: EventLog, warm: int = WARM) -> None:
        self._log = log
        self._most = warm
        self._warm: OrderedDict[ConferenceId, _Warm] = OrderedDict()

    def turns(self, cid: ConferenceId) -> Turns[Any, Any]:
        """Whoever would change it goes through here, so that two presses in this process never race each other."""
        return self._entry(cid).turns

    def has(self, cid: ConferenceId, op: OpId) -> bool:
        """Whether the operation is in the conference as it is kept."""
        return op in self._entry(cid).ops

    async def kept(self, cid: ConferenceId) -> Folded:
        entry = self._entry(cid)
        return entry.folded if entry.folded.state else await self.fresh(cid)

    async def fresh(self, cid: ConferenceId) -> Folded:
        """What the store has now. Raises what the log raises, but RewoundError."""
        try:
            tail = await self._log.read(cid, after=self._entry(cid).folded.version)
        except RewoundError:
            self.rewound(cid)
            tail = await self._log.read(cid)
        return self.caught_up(cid, tail)

    def rewound(self, cid: ConferenceId) -> None:
        """Part of what was folded is gone from the store: forget it all."""
        entry = self._entry(cid)
        entry.folded = Folded()
        entry.ops.clear()

    def caught_up(self, cid: ConferenceId, tail: Sequence[Recorded]) -> Folded:
        """After the store told us what we had missed."""
        entry = self._entry(cid)
        for one in tail:
            if one.seq > entry.folded.version:
                entry.folded = Folded(state=evolve(entry.folded.state, one.event, one.at), version=one.seq)
                entry.ops.add(one.op)
        return entry.folded

    def recorded(self, cid: ConferenceId, folded: Folded, ops: Sequence[OpId]) -> None:
        """After the store took what was decided here: `folded` is already worked out."""
        entry = self._entry(cid)
        if folded.version > entry.folded.version:
            entry.folded = folded
            entry.ops.update(ops)

    def _entry(self, cid: ConferenceId) -> _Warm:
        entry = self._warm.get(cid)
        if entry is None:
            entry = self._warm[cid] = _Warm()
            if len(self._warm) > self._most:
                self._let_go()
        else:
            self._warm.move_to_end(cid)
        return entry

    def _let_go(self) -> None:
        """The longest untouched that nobody is changing; never the newest."""
        for cid, entry in list(self._warm.items())[:-1]:
            if not entry.turns.busy:
                del self._warm[cid]
                return
