"""Who has had their reminder of the day, and from which conference: known to all processes, and soon forgotten."""

from collections.abc import Sequence
from datetime import date

from bot.adapters import scripts
from bot.adapters.cipher import StoreKeys
from bot.adapters.scripts import Script, _script
from bot.adapters.server import Server
from bot.domain.ids import ConferenceId
from bot.usecases.once_a_day import Turn

HELD = 60_000
"""Milliseconds for which a turn is somebody's, of the store's clock: longer than sending takes. Then its holder has died."""

KEPT = 3 * 24 * 3600 * 1000
"""Milliseconds for which it is known. The day is in the key, so this only cleans up."""

CLAIM = _script("""
-- Whose turn is it to remind this person today? Each key holds a conference and until when it holds the turn; 0: it was sent.
-- A later try of the same conference's is never told to leave it.
-- KEYS: one for each name of the person. ARGV: conference, length of a turn in ms, ms for which it is kept.
local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
local wait = false
for _, key in ipairs(KEYS) do
  local whose, held = string.match(redis.call('GET', key) or '', '^(.*) (%d+)$')
  if whose and whose ~= ARGV[1] then
    if held == '0' then return 'elsewhere' end
    wait = wait or tonumber(held) > clock
  end
end
if wait then return 'wait' end
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) ~= ARGV[1] .. ' 0' then
    redis.call('SET', key, ARGV[1] .. ' ' .. string.format('%.0f', clock + tonumber(ARGV[2])), 'PX', ARGV[3])
  end
end
return 'ours'
""")

SETTLE = _script("""
-- It was sent, or the turn is given back unless somebody else has it by now.
-- KEYS: one for each name of the person. ARGV: conference, '1' if sent, ms for which it is kept.
for _, key in ipairs(KEYS) do
  local whose, held = string.match(redis.call('GET', key) or '', '^(.*) (%d+)$')
  if ARGV[2] == '1' then
    redis.call('SET', key, ARGV[1] .. ' 0', 'PX', ARGV[3])
  elseif whose == ARGV[1] and held ~= '0' then
    redis.call('DEL', key)
  end
end
return 1
""")


class ValkeyDaily:
    """Daily. One slot for all of it: a person's names are looked at together."""

    def __init__(self, server: Server, keys: StoreKeys) -> None:
        self._server = server
        self._keys = keys

    async def claim(self, names: frozenset[str], day: date, cid: ConferenceId) -> Turn:
        answer = await self._run(CLAIM, names, day, (cid, HELD, KEPT))
        return Turn(answer.decode())

    async def settle(self, names: frozenset[str], day: date, cid: ConferenceId, *, sent: bool) -> None:
        await self._run(SETTLE, names, day, (cid, "1" if sent else "", KEPT))

    async def _run(self, script: Script, names: frozenset[str], day: date, arguments: Sequence[str | int]) -> bytes:
        keys = [f"{{cpc}}:daily:{day.isoformat()}:{self._keys.index('daily', name)}" for name in sorted(names)]
        answers = await self._server.reach(lambda: scripts.run(self._server, script, keys, arguments))
        found: bytes = answers[0]
        return found
