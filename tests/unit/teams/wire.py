"""Just enough of Microsoft on loopback: an address for keys, and a connector that writes down what it is asked.

The product above the wire is real in every test that uses this; nothing of ours is replaced.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import jwt
import orjson
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from bot.dialogs.desk import Shell
from bot.dialogs.press import Answer, Press, Said, Seen, TextAnswer
from bot.domain.notice import Notice
from bot.outgoing.session import open_session
from bot.teams.activity import Activity, read_activity
from bot.teams.room import Addresses, TeamsRoom

APP = "00000000-0000-4000-8000-00000000b07a"
ISSUER = "https://api.botframework.com"
HOME = "11111111-1111-4111-8111-111111111111"
ELSEWHERE = "22222222-2222-4222-8222-222222222222"
ADA = "aaaaaaaa-0000-4000-8000-000000000001"
BEN = "bbbbbbbb-0000-4000-8000-000000000002"
ADA_MRI = "29:1ada"
MEETING = "19:meeting_fiction@thread.v2"
PERSONAL = "a:1fictional-chat"
THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)

Json = dict[str, Any]


def activity_of(said: Json) -> Activity:
    return read_activity(orjson.dumps(said))


@cache
def rsa(number: int) -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def jwk(kid: str, number: int = 0, **change: Any) -> Json:
    public = RSAAlgorithm.to_jwk(rsa(number).public_key(), as_dict=True)
    known = {"kty": "RSA", "use": "sig", "kid": kid, "n": public["n"], "e": public["e"], "endorsements": ["msteams"]}
    return {name: value for name, value in (known | change).items() if value is not None}


@dataclass
class FixedClock:
    moment: datetime = THURSDAY

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class FixedTokens:
    given: int = 0
    forgotten: list[str] = field(default_factory=list)

    async def __call__(self) -> str:
        self.given += 1
        return f"token-{len(self.forgotten)}"

    def forget(self, token: str) -> None:
        self.forgotten.append(token)


@dataclass
class Asked:
    """One request that reached the connector."""

    method: str
    path: str
    query: Json
    body: Any
    authorization: str


@dataclass
class Reply:
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None


@dataclass
class Microsoft:
    """`replies` maps "METHOD path ending" to what the connector says there; anything else gets 200 and an id."""

    url: str = ""
    keys: list[Any] = field(default_factory=lambda: [jwk("k0")])
    metadata_asked: int = 0
    down: bool = False
    slow: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    replies: dict[str, list[Reply]] = field(default_factory=dict)

    @property
    def service_url(self) -> str:
        return f"{self.url}/teams/"

    @property
    def metadata(self) -> str:
        return f"{self.url}/openid"

    def on(self, ending: str, *replies: Reply) -> None:
        self.replies[ending] = list(replies)

    def roster(self, *people: Json) -> None:
        for person in people:
            self.on(f"GET /members/{person['id']}", Reply(body=person))

    def posts(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == "POST" and asked.path.endswith("/activities")]

    async def openid(self, _: web.Request) -> web.Response:
        self.metadata_asked += 1
        await asyncio.sleep(self.slow)
        if self.down:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def jwks(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})

    async def connector(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.asked.append(
            Asked(
                request.method,
                request.path,
                dict(request.query),
                orjson.loads(body) if body else None,
                request.headers["Authorization"],
            )
        )
        reply = self._reply(f"{request.method} ", request.path)
        content = reply.raw if reply.raw is not None else orjson.dumps(reply.body)
        return web.Response(status=reply.status, body=content, headers=reply.headers, content_type="application/json")

    def _reply(self, method: str, path: str) -> Reply:
        for ending, replies in self.replies.items():
            if ending.startswith(method) and path.endswith(ending.removeprefix(method)):
                return replies.pop(0) if len(replies) > 1 else replies[0]
        return Reply(status=201, body={"id": f"id-{len(self.asked)}"})


@asynccontextmanager
async def microsoft() -> AsyncIterator[Microsoft]:
    here = Microsoft()
    app = web.Application()
    app.router.add_get("/openid", here.openid)
    app.router.add_get("/keys", here.jwks)
    app.router.add_route("*", "/teams/{rest:.*}", here.connector)
    async with TestServer(app) as server:
        here.url = str(server.make_url("")).rstrip("/")
        yield here


@asynccontextmanager
async def room(here: Microsoft, clock: FixedClock, tokens: FixedTokens | None = None) -> AsyncIterator[TeamsRoom]:
    addresses = Addresses(
        app_id=APP,
        issuer=ISSUER,
        metadata=here.metadata,
        service_url=here.service_url,
        service_urls=(here.service_url,),
        home=HOME,
    )
    async with open_session((here.url,)) as session:
        yield TeamsRoom(addresses, session, tokens or FixedTokens(), clock)


def claims(here: Microsoft, at: datetime = THURSDAY, **change: Any) -> Json:
    now = int(at.timestamp())
    good = {"iss": ISSUER, "aud": APP, "nbf": now, "exp": now + 3600, "serviceurl": here.service_url}
    return {name: value for name, value in (good | change).items() if value is not None}


def signed(said: Json, kid: str = "k0", number: int = 0) -> str:
    return jwt.encode(said, rsa(number), algorithm="RS256", headers={"kid": kid})


def bearer(here: Microsoft, at: datetime = THURSDAY, **change: Any) -> str:
    return f"Bearer {signed(claims(here, at, **change))}"


def body(here: Microsoft, **change: Any) -> Json:
    """A message typed in the meeting chat, as Teams sends it."""
    base: Json = {
        "type": "message",
        "id": "1700000000000",
        "timestamp": "2026-11-19T10:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": here.service_url,
        "from": {"id": ADA_MRI, "name": "Ada Example", "aadObjectId": ADA},
        "recipient": {"id": f"28:{APP}", "name": "Chairside"},
        "conversation": {"id": MEETING, "conversationType": "groupChat", "isGroup": True, "tenantId": HOME},
        "channelData": {"tenant": {"id": HOME}},
        "text": "help",
    }
    return {name: value for name, value in (base | change).items() if value is not None}


def personal(here: Microsoft, **change: Any) -> Json:
    where = {"id": PERSONAL, "conversationType": "personal", "tenantId": HOME}
    return body(here, conversation=where, **change)


def invoke(here: Microsoft, **change: Any) -> Json:
    action = {
        "type": "Action.Execute",
        "id": "send",
        "verb": "checklist.acknowledge",
        "data": {"n": "abc", "item": "true"},
    }
    value = {"action": action, "trigger": "manual"}
    press = {"type": "invoke", "name": "adaptiveCard/action", "text": None, "replyToId": "m-1", "value": value}
    return body(here, **(press | change))


ADA_LISTED: Json = {
    "id": ADA_MRI,
    "name": "Ada Example",
    "aadObjectId": ADA,
    "tenantId": HOME,
    "userRole": "user",
    "email": "ada@council.example",
    "userPrincipalName": "ada@council.example",
}


@dataclass
class RecordingDesk:
    """Writes down what is brought to it and answers as told; `bug` is raised instead."""

    answer: Answer | None = field(default_factory=lambda: TextAnswer("Recorded."))
    bug: Exception | None = None
    pressed: list[Press] = field(default_factory=list)
    heard: list[Said] = field(default_factory=list)
    witnessed: list[Seen] = field(default_factory=list)

    async def press(self, press: Press) -> Answer:
        self.pressed.append(press)
        if self.bug:
            raise self.bug
        assert self.answer is not None
        return self.answer

    async def said(self, said: Said) -> Answer | None:
        self.heard.append(said)
        if self.bug:
            raise self.bug
        return self.answer

    async def seen(self, seen: Seen) -> None:
        self.witnessed.append(seen)


class PlainPresenter:
    async def present(self, notice: Notice) -> Shell:
        return Shell(card={"type": "AdaptiveCard", "view": notice.view}, summary="Chairside has something for you")

    async def present_fill(self, notice: Notice) -> Json:
        return {"type": "AdaptiveCard", "filled": notice.view}
