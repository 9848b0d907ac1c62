"""When each conference is next owed something, and who is seeing to it. Same slot as the log, so that an append sets it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.adapters import scripts
from bot.adapters.keyspace import Keyspace, Partition
from bot.adapters.scripts import Script
from bot.adapters.server import Server
from bot.domain.ids import ConferenceId
from bot.usecases.ports import Claim

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def due_ms(due: datetime) -> int:
    """Milliseconds, rounded up: what was claimed is then truly due."""
    return -((_EPOCH - due) // _MS)


class ValkeyAgenda:
    """Agenda. Any number of processes may claim; there is no leader. A claim whose answer was lost, and which is made
    again, only leaves the first one's conferences until its lease runs out.
    """

    def __init__(self, server: Server, keyspace: Keyspace) -> None:
        self._server = server
        self._keyspace = keyspace
        self._turn = 0

    async def claim(self, now: datetime, lease_seconds: float, most: int) -> tuple[Claim, ...]:
        """Oldest debt first within a partition. Raises StoreDownError, as all here do."""
        owed = (now - _EPOCH) // _MS
        lease = round(lease_seconds * 1000)
        claims: list[Claim] = []
        for at in self._in_turn():
            if len(claims) == most:
                break
            flat = await self._run(scripts.CLAIM, (at.agenda, at.leases, at.fence), (owed, lease, most - len(claims)))
            claims += (
                Claim(cid=ConferenceId(cid.decode()), fence=fence)
                for cid, fence in zip(flat[::2], flat[1::2], strict=True)
            )
        return tuple(claims)

    async def release(self, claim: Claim) -> None:
        at = self._keyspace.of(claim.cid)
        await self._run(scripts.RELEASE, (at.leases,), (claim.cid, claim.fence))

    async def put(self, cid: ConferenceId, due: datetime | None, version: int | None = None) -> None:
        at = self._keyspace.of(cid)
        wanted = "" if due is None else due_ms(due)
        grown = "" if version is None else version
        await self._run(scripts.PUT, (at.agenda, at.head(cid)), (cid, wanted, grown))

    async def next_due(self) -> datetime | None:
        agendas = [at.agenda for at in self._keyspace.partitions]
        firsts = await self._server.reach(
            lambda: self._server.spread((agenda, ("ZRANGE", agenda, 0, 0, "WITHSCORES")) for agenda in agendas)
        )
        scores = [int(first[1]) for first in firsts if first]
        return _EPOCH + min(scores) * _MS if scores else None

    def _in_turn(self) -> Sequence[Partition]:
        """Each partition is the first to be asked in its turn, so that a busy one starves no other."""
        partitions = self._keyspace.partitions
        self._turn = (self._turn + 1) % len(partitions)
        return partitions[self._turn :] + partitions[: self._turn]

    async def _run(self, script: Script, keys: Sequence[str], arguments: Sequence[str | int]) -> Any:  # noqa: ANN401
        answers = await self._server.reach(lambda: scripts.run(self._server, script, keys, arguments))
        return answers[0]
