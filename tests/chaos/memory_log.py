"""An event log in memory, by the letter of the port, for tests that need ten thousand orders of events and no store."""

from collections.abc import Collection

from bot.domain.ids import ConferenceId, OpId
from bot.usecases.ports import Append, Appended, Conflict, Known, Recorded


class MemoryLog:
    def __init__(self) -> None:
        self._logs: dict[ConferenceId, list[Recorded]] = {}
        self._ops: dict[tuple[ConferenceId, OpId], int] = {}

    async def read(self, cid: ConferenceId, after: int = 0) -> tuple[Recorded, ...]:
        return tuple(self._logs.get(cid, [])[after:])

    async def append(self, wish: Append) -> Appended | Conflict | Known:
        log = self._logs.setdefault(wish.cid, [])
        tail = tuple(log[wish.expected :])
        known = [self._ops[wish.cid, one.op] for one in wish.operations if (wish.cid, one.op) in self._ops]
        if known:
            return Known(version=max(known), tail=tail)
        if len(log) != wish.expected:
            return Conflict(tail=tail)
        for one in wish.operations:
            for event in one.events:
                log.append(Recorded(seq=len(log) + 1, at=one.at, actor=one.actor, op=one.op, event=event))
            self._ops[wish.cid, one.op] = len(log)
        return Appended(version=len(log))

    async def confirm(self, cid: ConferenceId, version: int) -> bool:
        return True

    async def by_chat(self, chat: str) -> tuple[ConferenceId, ...]:
        return ()

    async def by_person(self, person: str) -> tuple[ConferenceId, ...]:
        return ()

    async def in_weeks(self, weeks: Collection[str]) -> tuple[ConferenceId, ...]:
        return ()

    async def all(self) -> tuple[ConferenceId, ...]:
        return tuple(self._logs)
