"""The limit (a): as little as can honestly be done. A cached token, one Lua round trip to the same store, a small card back.

`python -m bench.peers.limit SOCKET FACTS`, FACTS being what `bench.microsoft` announced. Prints `ready {"address": ...}`.
"""

import hashlib
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
import orjson
from aiohttp import ClientSession, web
from redis.asyncio import ConnectionPool, Redis, UnixDomainSocketConnection

from bench.ending import until_told
from bench.microsoft import APP_ID
from bench.peers.bare import listen
from bench.peers.card import answer
from bot.rehearsal.teams.keys import ISSUER

_LEEWAY = 300
_RECORD = """
if redis.call('HGET', KEYS[1], 'status') ~= 'open' then return 0 end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('XADD', KEYS[3], '*', 'v', ARGV[2])
return 1
"""


@dataclass(slots=True)
class Limit:
    client: Redis
    keys: dict[str, Any]
    sha: str = ""
    good: dict[bytes, dict[str, Any]] = field(default_factory=dict)

    async def handle(self, request: web.Request) -> web.Response:
        claims = self._claims(request.headers.get("Authorization", "").removeprefix("Bearer "))
        activity = orjson.loads(await request.read())
        if claims["exp"] + _LEEWAY < time.time() or claims["serviceurl"] != activity["serviceUrl"]:
            raise web.HTTPUnauthorized
        data = activity["value"]["action"]["data"]
        conference = data["c"]
        keys = (f"{{bench}}:{conference}", f"{{bench}}:views:{conference}", f"{{bench}}:log:{conference}")
        done = await self.client.evalsha(self.sha, 3, *keys, activity["from"]["id"], orjson.dumps(data))
        if not done:
            raise web.HTTPConflict
        return web.Response(body=answer(conference), content_type="application/json")

    def _claims(self, token: str) -> dict[str, Any]:
        name = hashlib.sha256(token.encode()).digest()
        claims = self.good.get(name)
        if claims is None:
            kid = jwt.get_unverified_header(token)["kid"]
            claims = jwt.decode(token, self.keys[kid], algorithms=["RS256"], audience=APP_ID, issuer=ISSUER)
            self.good[name] = claims
        return claims


async def _serve(socket: str, facts: dict[str, Any]) -> None:
    pool = ConnectionPool(connection_class=UnixDomainSocketConnection, path=socket, max_connections=256)
    async with Redis(connection_pool=pool) as client, ClientSession(trust_env=False) as session:
        async with session.get(facts["openid"]) as found:
            address = (await found.json())["jwks_uri"]
        async with session.get(address) as found:
            published = (await found.json())["keys"]
        limit = Limit(client, {one["kid"]: jwt.PyJWK(one, algorithm="RS256").key for one in published})
        limit.sha = await client.script_load(_RECORD)
        for conference in facts["conferences"]:
            await client.hset(f"{{bench}}:{conference}", "status", "open")
        await listen(limit.handle)


if __name__ == "__main__":
    until_told(_serve(sys.argv[1], json.loads(sys.argv[2])))
