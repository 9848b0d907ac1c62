"""Who is seeing to which conference now. Beside the agenda and in its slot; every lease runs on the store's own clock.

The agenda says what is owed, and is the truth. A lease only keeps two workers from doing it at the same time.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.adapters import scripts
from bot.adapters.agenda import due_ms
from bot.adapters.keyspace import Keyspace, Partition
from bot.adapters.scripts import Script, _script
from bot.adapters.server import Server
from bot.domain.ids import ConferenceId

LEASE = 60.0
"""Seconds. Renewed while the work goes on, so it is only how long after a kill -9 somebody else begins."""

SENT_FOR = 10.0
"""Seconds for which a job is waited for. Lost on its way, it is sent again after that."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)

_CLOCK = """
local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
local function held(hash, cid)
  local lease = redis.call('HGET', hash, cid)
  return lease and tonumber(string.match(lease, '(%d+)$')) > clock
end
local function lease(cid)
  local fence = redis.call('INCR', KEYS[2])
  redis.call('HSET', KEYS[1], cid, fence .. ' ' .. string.format('%.0f', clock + tonumber(ARGV[1])))
  return fence
end
"""

DUE = _script(
    f"""
-- Conferences owed something by now that nobody holds, oldest debt first, each with when it was due.
-- With a fourth key they are leased, with the version of their log; without, they are only marked as sent for.
-- KEYS: leases, fence, agenda, sent. ARGV: length of a lease in ms, now, most, heads ('' to send for them).
{_CLOCK}
local most, page, offset, found = tonumber(ARGV[3]), 100, 0, {{}}
while #found < most do
  local owed = redis.call('ZRANGE', KEYS[3], '-inf', ARGV[2], 'BYSCORE', 'LIMIT', offset, page, 'WITHSCORES')
  if #owed == 0 then break end
  for at = 1, #owed, 2 do
    local cid = owed[at]
    if #found >= most then break end
    if not held(KEYS[1], cid) then
      if ARGV[4] ~= '' then
        found[#found + 1] = {{cid, owed[at + 1], lease(cid), redis.call('HGET', ARGV[4] .. cid, 'version') or '0'}}
      elseif not held(KEYS[4], cid) then
        redis.call('HSET', KEYS[4], cid, string.format('%.0f', clock + tonumber(ARGV[1])))
        found[#found + 1] = {{cid, owed[at + 1]}}
      end
    end
  end
  offset = offset + page
end
return found
"""
)

TAKE = _script(
    f"""
-- Lease one conference, due or not, unless somebody holds it. Whoever sent for it has been heard.
-- KEYS: leases, fence, sent, head. ARGV: length of a lease in ms, conference.
{_CLOCK}
redis.call('HDEL', KEYS[3], ARGV[2])
if held(KEYS[1], ARGV[2]) then return {{}} end
return {{lease(ARGV[2]), redis.call('HGET', KEYS[4], 'version') or '0'}}
"""
)

RENEW = _script("""
-- Hold on to what is still ours; those that are not.
-- KEYS: leases. ARGV: length of a lease in ms, then conference and fence of each.
local time = redis.call('TIME')
local until_ = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1]))
local lost = {}
for at = 2, #ARGV, 2 do
  local lease = redis.call('HGET', KEYS[1], ARGV[at])
  if lease and string.match(lease, '^(%d+) ') == ARGV[at + 1] then
    redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1] .. ' ' .. until_)
  else
    lost[#lost + 1] = ARGV[at]
  end
end
return lost
""")

FINISH = _script("""
-- Say when the conference is next owed something and give it back, unless its log has grown since that was worked out.
-- KEYS: leases, agenda, head. ARGV: conference, fence, due ('' for none), version.
if (redis.call('HGET', KEYS[3], 'version') or '0') ~= ARGV[4] then return 0 end
local lease = redis.call('HGET', KEYS[1], ARGV[1])
if not lease or string.match(lease, '^(%d+) ') ~= ARGV[2] then return 1 end
if ARGV[3] == '' then redis.call('ZREM', KEYS[2], ARGV[1]) else redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1]) end
redis.call('HDEL', KEYS[1], ARGV[1])
return 1
""")

HELD = _script(f"""
-- How many are held or sent for. KEYS: leases, fence, sent.
{_CLOCK}
local count = 0
for _, hash in ipairs({{KEYS[1], KEYS[3]}}) do
  for _, cid in ipairs(redis.call('HKEYS', hash)) do
    if held(hash, cid) then count = count + 1 end
  end
end
return count
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """`fence` tells a late holder from the present one; `version` is where the log stood when it was given."""

    cid: ConferenceId
    fence: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A conference to send a worker for, and when it was due (milliseconds of our clock)."""

    cid: ConferenceId
    due: int


class Leases:
    """All here raise StoreDownError. Any number of processes; there is no leader."""

    def __init__(self, server: Server, keyspace: Keyspace, seconds: float = LEASE) -> None:
        self._server = server
        self._keyspace = keyspace
        self._ms = round(seconds * 1000)
        self._turn = 0
        self.seconds = seconds

    async def claim(self, now: datetime, most: int) -> tuple[Lease, ...]:
        """Leases of what is due, oldest debt first in each partition."""
        found = await self._due(now, most, self._ms, lambda at: at.head(""))
        return tuple(
            Lease(cid=ConferenceId(cid.decode()), fence=fence, version=int(version)) for cid, _, fence, version in found
        )

    async def send_for(self, now: datetime, most: int) -> tuple[Wanted, ...]:
        """What is due and neither held nor sent for by anybody. It counts as sent for from here on, for a while."""
        found = await self._due(now, most, round(SENT_FOR * 1000), lambda _: "")
        return tuple(Wanted(cid=ConferenceId(cid.decode()), due=int(float(due))) for cid, due in found)

    async def take(self, cid: ConferenceId) -> Lease | None:
        """None: somebody is at it, and looks again before they give it back."""
        at = self._keyspace.of(cid)
        answer = await self._run(TAKE, (at.leases, at.fence, _sent(at), at.head(cid)), (self._ms, cid))
        return Lease(cid=cid, fence=answer[0], version=int(answer[1])) if answer else None

    async def renew(self, leases: Sequence[Lease]) -> frozenset[ConferenceId]:
        """Those of them that are somebody else's by now."""
        lost: list[ConferenceId] = []
        for at in self._keyspace.partitions:
            mine = [one for one in leases if self._keyspace.of(one.cid) is at]
            if mine:
                pairs = [part for one in mine for part in (one.cid, one.fence)]
                answer = await self._run(RENEW, (at.leases,), (self._ms, *pairs))
                lost += (ConferenceId(cid.decode()) for cid in answer)
        return frozenset(lost)

    async def finish(self, lease: Lease, due: datetime | None, version: int) -> bool:
        """False, and still held: somebody has recorded something since `version`, so there is more to look at."""
        at = self._keyspace.of(lease.cid)
        wanted = "" if due is None else due_ms(due)
        keys = (at.leases, at.agenda, at.head(lease.cid))
        return bool(await self._run(FINISH, keys, (lease.cid, lease.fence, wanted, version)))

    async def release(self, lease: Lease) -> None:
        at = self._keyspace.of(lease.cid)
        await self._run(scripts.RELEASE, (at.leases,), (lease.cid, lease.fence))

    async def held(self) -> int:
        """How many conferences somebody is at, or has been sent for."""
        counts = await asyncio.gather(
            *(self._run(HELD, (at.leases, at.fence, _sent(at)), ()) for at in self._keyspace.partitions)
        )
        return sum(counts)

    async def _due(self, now: datetime, most: int, hold: int, heads: Callable[[Partition], str]) -> list[Any]:
        by = (now - _EPOCH) // _MS
        found: list[Any] = []
        for at in self._in_turn():
            if len(found) >= most:
                break
            keys = (at.leases, at.fence, at.agenda, _sent(at))
            found += await self._run(DUE, keys, (hold, by, most - len(found), heads(at)))
        return found

    def _in_turn(self) -> Sequence[Partition]:
        """Each partition is the first to be asked in its turn, so that a busy one starves no other."""
        partitions = self._keyspace.partitions
        self._turn = (self._turn + 1) % len(partitions)
        return partitions[self._turn :] + partitions[: self._turn]

    async def _run(self, script: Script, keys: Sequence[str], arguments: Sequence[str | int]) -> Any:  # noqa: ANN401
        answers = await self._server.reach(lambda: scripts.run(self._server, script, keys, arguments))
        return answers[0]


def _sent(at: Partition) -> str:
    """Hash: conference -> until when a job sent for it is waited for, in milliseconds of the store's clock."""
    return f"{at.tag}:sent"
