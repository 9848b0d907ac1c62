"""What the store does in one piece. A script is the transaction: nothing else runs in the store meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha1
from typing import Any

from redis.exceptions import NoScriptError

from bot.adapters.server import Server


@dataclass(frozen=True, slots=True)
class Script:
    text: str
    sha: str


def _script(text: str) -> Script:
    return Script(text, sha1(text.encode(), usedforsecurity=False).hexdigest())


async def run(
    server: Server,
    script: Script,
    keys: Sequence[str],
    arguments: Sequence[str | bytes | int],
    *then: Sequence[str | int],
) -> list[Any]:
    """The script's answer and those of the commands sent after it, in one trip on one connection.

    WAIT and WAITAOF speak only for what their own connection wrote, so they must travel with the script (findings 4).
    The first key says which server. Raises RedisError for a script that failed; a failed command after it is returned
    as its error.
    """
    answers = await server.batch(keys[0], [("EVALSHA", script.sha, len(keys), *keys, *arguments)], then)
    if isinstance(answers[0], NoScriptError):
        answers = await server.batch(keys[0], [("EVAL", script.text, len(keys), *keys, *arguments)], then)
    if isinstance(answers[0], Exception):
        raise answers[0]
    return answers


READ = _script("""
-- The head and the entries from a given one on, seen at one moment.
-- KEYS: head, events. ARGV: id of the first entry wanted.
return {redis.call('HGETALL', KEYS[1]), redis.call('XRANGE', KEYS[2], ARGV[1], '+')}
""")

APPEND = _script("""
-- Record operations together, or say why not and what was recorded instead.
-- KEYS: head, events, operations, agenda; then the index sets to join, then those to leave.
-- ARGV: conference, expected version, mac of that version, due ('' for none), number of operations, of events, of sets to
--   join, of head fields; then (id, version) for each operation, (id, envelope, mac) for each event, then head fields.
-- An operation already known writes a mark: a confirmation asked for after it then speaks of that operation too.
local cid, expected, mac, due = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local operations, events, joins, fields = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local known = 0
for at = 9, 7 + 2 * operations, 2 do
  known = math.max(known, tonumber(redis.call('HGET', KEYS[3], ARGV[at]) or '0'))
end
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
if known > 0 then redis.call('HINCRBY', KEYS[1], 'repeats', 1) end
if known > 0 or version ~= expected or events == 0 then
  return {known, redis.call('HGETALL', KEYS[1]), redis.call('XRANGE', KEYS[2], expected .. '-0', '+')}
end
if version > 0 and redis.call('HGET', KEYS[1], 'mac') ~= mac then
  return redis.error_reply('ALTERED the head is not the one that was read')
end
if version > 0 and redis.call('HEXISTS', KEYS[1], 'key') == 0 then
  return redis.error_reply('ERASED the data key was destroyed')
end
redis.call('HSET', KEYS[3], unpack(ARGV, 9, 8 + 2 * operations))
local at = 9 + 2 * operations
for _ = 1, events do
  redis.call('XADD', KEYS[2], ARGV[at], 'e', ARGV[at + 1], 'm', ARGV[at + 2])
  mac = ARGV[at + 2]
  at = at + 3
end
version = version + events
redis.call('HSET', KEYS[1], 'version', version, 'mac', mac)
for _ = 1, fields do
  redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
  at = at + 2
end
if due == '' then redis.call('ZREM', KEYS[4], cid) else redis.call('ZADD', KEYS[4], due, cid) end
for key = 5, #KEYS do
  if key < 5 + joins then redis.call('SADD', KEYS[key], cid) else redis.call('SREM', KEYS[key], cid) end
end
return {version}
""")

CONFIRM = _script("""
-- Where a conference stands. The mark makes a confirmation asked for after it speak of everything before it.
-- KEYS: head.
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
if version > 0 then redis.call('HINCRBY', KEYS[1], 'repeats', 1) end
return version
""")

CLAIM = _script("""
-- Lease the conferences that are owed something by now and that nobody holds, oldest debt first.
-- Leases run on the store's clock, debts on ours: the two are never compared.
-- KEYS: agenda, leases, fence. ARGV: now, length of a lease in ms, most.
local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
local most, page, offset, claims = tonumber(ARGV[3]), 100, 0, {}
while #claims < 2 * most do
  local owed = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', offset, page)
  if #owed == 0 then break end
  for _, cid in ipairs(owed) do
    local lease = redis.call('HGET', KEYS[2], cid)
    if #claims < 2 * most and not (lease and tonumber(string.match(lease, ' (%d+)$')) > clock) then
      local fence = redis.call('INCR', KEYS[3])
      redis.call('HSET', KEYS[2], cid, fence .. ' ' .. string.format('%.0f', clock + tonumber(ARGV[2])))
      claims[#claims + 1] = cid
      claims[#claims + 1] = fence
    end
  end
  offset = offset + page
end
return claims
""")

RELEASE = _script("""
-- Give a lease back, unless it ran out and is somebody else's by now.
-- KEYS: leases. ARGV: conference, fence.
local lease = redis.call('HGET', KEYS[1], ARGV[1])
if lease and string.match(lease, '^(%d+) ') == ARGV[2] then return redis.call('HDEL', KEYS[1], ARGV[1]) end
return 0
""")

PUT = _script("""
-- Set when a conference is next owed something, unless its log has grown since that was worked out.
-- KEYS: agenda, head. ARGV: conference, due ('' for none), version it was worked out at ('' for any).
if ARGV[3] ~= '' and redis.call('HGET', KEYS[2], 'version') ~= ARGV[3] then return 0 end
if ARGV[2] == '' then redis.call('ZREM', KEYS[1], ARGV[1]) else redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1]) end
return 1
""")

FOUND = _script("""
-- Give a new store its name and root key, once, whoever comes first. KEYS: meta. ARGV: field, value, ...
if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('HSET', KEYS[1], unpack(ARGV)) end
return redis.call('HGETALL', KEYS[1])
""")

COUNT = _script("""
-- One opening of the store more. KEYS: meta.
return redis.call('HINCRBY', KEYS[1], 'generation', 1)
""")

TAKE = _script("""
-- All that is kept of one conference, seen at one moment. KEYS: head, events, operations.
return {redis.call('HGETALL', KEYS[1]), redis.call('XRANGE', KEYS[2], '-', '+'), redis.call('HGETALL', KEYS[3])}
""")

REWRAP = _script("""
-- A key wrapped anew takes the place of the same key as it was wrapped; the log is not touched.
-- KEYS: head or meta. ARGV: field, as it was, as it is to be, its master.
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3], 'master', ARGV[4])
return 1
""")

PULSE = _script("""
-- One write that means nothing, for a confirmation to speak of. KEYS: pulse.
return redis.call('INCR', KEYS[1])
""")
