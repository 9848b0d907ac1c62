"""When each conference is next owed something, and who is seeing to it. Same slot as the log, so that an append sets it."""

from datetime import UTC, datetime, timedelta

from redis.asyncio import Redis

from bot.adapters import scripts
from bot.adapters.keyspace import Keyspace
from bot.adapters.wire import reaching
from bot.domain.ids import ConferenceId
from bot.usecases.ports import Claim

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def due_ms(due: datetime) -> int:
    """Milliseconds, rounded up: what was claimed is then truly due."""
    return -((_EPOCH - due) // _MS)


class ValkeyAgenda:
    """Agenda. Any number of processes may claim; there is no leader."""

    def __init__(self, client: Redis, keyspace: Keyspace) -> None:
        self._client = client
        self._keyspace = keyspace

    async def claim(self, now: datetime, lease_seconds: float, most: int) -> tuple[Claim, ...]:
        """Oldest debt first within a partition. Raises StoreDownError, as all here do."""
        owed = (now - _EPOCH) // _MS
        lease = round(lease_seconds * 1000)
        claims: list[Claim] = []
        for at in self._keyspace.partitions:
            keys = (at.agenda, at.leases, at.fence)
            with reaching():
                answer = await scripts.run(self._client, scripts.CLAIM, keys, (owed, lease, most - len(claims)))
            flat = answer[0]
            claims += (
                Claim(cid=ConferenceId(cid.decode()), fence=fence)
                for cid, fence in zip(flat[::2], flat[1::2], strict=True)
            )
        return tuple(claims)

    async def release(self, claim: Claim) -> None:
        at = self._keyspace.of(claim.cid)
        with reaching():
            await scripts.run(self._client, scripts.RELEASE, (at.leases,), (claim.cid, claim.fence))

    async def put(self, cid: ConferenceId, due: datetime | None, version: int | None = None) -> None:
        at = self._keyspace.of(cid)
        wanted = "" if due is None else due_ms(due)
        grown = "" if version is None else version
        with reaching():
            await scripts.run(self._client, scripts.PUT, (at.agenda, at.head(cid)), (cid, wanted, grown))

    async def next_due(self) -> datetime | None:
        with reaching():
            async with self._client.pipeline(transaction=False) as pipe:
                for at in self._keyspace.partitions:
                    pipe.zrange(at.agenda, 0, 0, withscores=True)
                firsts = await pipe.execute()
        scores = [score for first in firsts for _, score in first]
        return _EPOCH + int(min(scores)) * _MS if scores else None
