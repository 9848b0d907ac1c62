"""A store opened as the product opens it, and what a test writes into it. All people and children are made up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from redis.asyncio import Redis

from bot.adapters.agenda import ValkeyAgenda
from bot.adapters.client import connect
from bot.adapters.codec import Codec
from bot.adapters.durability import Durability
from bot.adapters.keys import FileKeyWrapper, create_key_file, load_key_file
from bot.adapters.opening import Opened, open_store
from bot.adapters.store import ValkeyEventLog
from bot.domain.events import EVENTS, Event, Joined, PostItHandedIn
from bot.domain.ids import ChildId, ConferenceId, OpId, PersonId, SeatId
from bot.domain.post_it import View
from bot.usecases.ports import Append, Links

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""A Monday."""

CID = ConferenceId("conference-1")
FSYNC = Durability("fsync")
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Stored:
    client: Redis
    wrapper: FileKeyWrapper
    opened: Opened
    log: ValkeyEventLog
    agenda: ValkeyAgenda

    def another_log(self, durability: Durability = FSYNC) -> ValkeyEventLog:
        """As another process would have it: the same store, nothing remembered."""
        return _log(self.client, self.wrapper, self.opened, durability)

    def key(self, kind: str, cid: ConferenceId = CID) -> str:
        at = self.opened.keyspace.of(cid)
        return {"ev": at.events, "head": at.head, "op": at.operations}[kind](cid)


async def open_at(address: str, where: Path, durability: Durability = FSYNC, partitions: int = 1) -> Stored:
    """Raises as `open_store` does. Close `client` afterwards."""
    if not (where / "master.key").exists():
        create_key_file(where / "master.key")
    wrapper = load_key_file(where / "master.key")
    client = connect(address)
    try:
        opened = await open_store(client, wrapper, where / "sidecar", durability=durability, partitions=partitions)
    except BaseException:
        await client.aclose()
        raise
    log = _log(client, wrapper, opened, durability)
    return Stored(client, wrapper, opened, log, ValkeyAgenda(client, opened.keyspace))


def _log(client: Redis, wrapper: FileKeyWrapper, opened: Opened, durability: Durability) -> ValkeyEventLog:
    return ValkeyEventLog(
        client,
        keys=opened.keys,
        wrapper=wrapper,
        codec=Codec(EVENTS),
        durability=durability,
        keyspace=opened.keyspace,
    )


def joined(person: str = "p1") -> Joined:
    return Joined(person=PersonId(person))


def handed_in(seat: str = "school", rev: int = 1, views: Mapping[str, View] | None = None) -> PostItHandedIn:
    given = {ChildId(child): view for child, view in (views or {"a": View(scale=4)}).items()}
    return PostItHandedIn(round=1, seat=SeatId(seat), rev=rev, by=PersonId("p1"), views=given)


def wish(
    expected: int,
    *events: Event,
    cid: ConferenceId = CID,
    op: str = "",
    due: datetime | None = None,
    links: Links | None = None,
) -> Append:
    """An operation; its id is a new one unless `op` is given."""
    return Append(
        cid=cid,
        expected=expected,
        op=OpId(op or f"op-{next(_numbers)}"),
        actor="tenant-1:oid-1",
        at=NOON + timedelta(minutes=expected),
        events=events or (joined(),),
        next_due=due,
        links=links or Links(),
    )
