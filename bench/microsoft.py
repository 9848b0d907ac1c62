"""Microsoft's side, in a process of its own: keys, tokens, and a connector that answers after a set time and counts.

Quick and forgetful where the rehearsal's Teams is strict: it must never be what a figure measures.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from itertools import count

import orjson
from aiohttp import web

from bot.rehearsal.teams.keys import ISSUER, Keys
from bot.rehearsal.teams.listeners import Certificates, Listener
from bot.rehearsal.teams.tampering import Tamper, authorization

APP_ID = "c4a15de0-0000-4000-8000-0000000000b0"
TENANT = "11111111-1111-4111-8111-111111111111"
SECRET = "a bench's secret, of no use anywhere"  # noqa: S105 - known to this process alone
_MEMBERS = "/teams/v3/conversations/{chat}/members/{mri}"
_ACTIVITIES = "/teams/v3/conversations/{chat}/activities"


class Connector:
    """Takes what it is sent. `first` and `last` are when the first request came and the last answer went, monotonic."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._numbers = count(1)
        self.reset()

    def reset(self) -> None:
        self._count: dict[str, int] = {}
        self._first = self._last = 0.0
        self._busy = self._widest = 0
        self._bodies: dict[str, str] = {}

    async def posted(self, request: web.Request) -> web.Response:
        await self._taken(request, "POST")
        return _json({"id": f"m-{next(self._numbers)}"}, 201)

    async def edited(self, request: web.Request) -> web.Response:
        await self._taken(request, "PUT")
        return _json({"id": request.match_info["message"]}, 200)

    async def created(self, request: web.Request) -> web.Response:
        wanted = orjson.loads(await self._taken(request, "CREATE"))
        return _json({"id": f"a:{wanted['members'][0]['id']}"}, 201)

    async def member(self, request: web.Request) -> web.Response:
        """The roster's entry for one person; here an MRI is made of the object id."""
        await self._taken(request, "GET")
        mri = request.match_info["mri"]
        oid = mri.removeprefix("29:")
        address = f"{oid[-12:]}@fictional.example"
        return _json(
            {
                "id": mri,
                "name": f"Fictional {oid[-4:]}",
                "aadObjectId": oid,
                "tenantId": TENANT,
                "userRole": "user",
                "email": address,
                "userPrincipalName": address,
            }
        )

    async def counts(self, request: web.Request) -> web.Response:
        said = {
            "sent": self._count,
            "seconds": self._last - self._first,
            "widest": self._widest,
            "bodies": self._bodies,
        }
        if "reset" in request.query:
            self.reset()
        return _json(said)

    async def _taken(self, request: web.Request, kind: str) -> bytes:
        self._first = self._first or time.monotonic()
        self._busy += 1
        self._widest = max(self._widest, self._busy)
        body = await request.read()
        await asyncio.sleep(self._delay)
        self._count[kind] = self._count.get(kind, 0) + 1
        self._bodies[kind] = body.decode()
        self._busy -= 1
        self._last = time.monotonic()
        return body


def _json(body: object, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


def _routes(connector: Connector, keys: Keys, where: dict[str, str]) -> list[web.RouteDef]:
    async def metadata(_: web.Request) -> web.Response:
        said = {"issuer": ISSUER, "jwks_uri": f"{where['plain']}/v1/.well-known/keys"}
        return _json(said | {"id_token_signing_alg_values_supported": ["RS256"]})

    async def jwks(_: web.Request) -> web.Response:
        return _json(keys.jwks())

    return [
        web.get("/v1/.well-known/openidconfiguration", metadata),
        web.get("/v1/.well-known/keys", jwks),
        web.post("/teams/v3/conversations", connector.created),
        web.post(_ACTIVITIES, connector.posted),
        web.put(_ACTIVITIES + "/{message}", connector.edited),
        web.get(_MEMBERS, connector.member),
        web.get("/counts", connector.counts),
    ]


def _authority(where: dict[str, str]) -> list[web.RouteDef]:
    async def metadata(_: web.Request) -> web.Response:
        base = f"{where['tls']}/{TENANT}"
        return _json(
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
            }
        )

    async def token(_: web.Request) -> web.Response:
        return _json({"token_type": "Bearer", "expires_in": 3599, "access_token": "loopback"})

    return [
        web.get(f"/{TENANT}/v2.0/.well-known/openid-configuration", metadata),
        web.post(f"/{TENANT}/oauth2/v2.0/token", token),
    ]


async def _serve(delay: float) -> None:
    certificates, where = Certificates(), dict[str, str]()
    keys = Keys(now=lambda: datetime.now(UTC), app_id=APP_ID)
    plain = Listener(_routes(Connector(delay), keys, where))
    tls = Listener(_authority(where), certificates.server())
    where["plain"] = f"http://127.0.0.1:{await plain.start()}"
    where["tls"] = f"https://127.0.0.1:{await tls.start()}"
    keys.service_url = f"{where['plain']}/teams/"
    tokens = {tamper.value: authorization(keys, tamper) for tamper in Tamper}
    said = {
        "service_url": keys.service_url,
        "openid": f"{where['plain']}/v1/.well-known/openidconfiguration",
        "counts": f"{where['plain']}/counts",
        "authority": where["tls"],
        "ca": str(certificates.path),
        "token": keys.token(),
        "bad_tokens": {name: text for name, text in tokens.items() if text},
    }
    print("ready", json.dumps(said), flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        certificates.discard()


if __name__ == "__main__":
    from bench.ending import until_told

    until_told(_serve(float(sys.argv[1])))
