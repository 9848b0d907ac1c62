"""The way in for every request that the bot makes: log, token, faults, rate limits, then the route itself."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType

import orjson
from aiohttp import web

from bot.rehearsal.teams.faults import Call, Drop, Fault, Route
from bot.rehearsal.teams.jsons import Json
from bot.rehearsal.teams.wire import Crossing, Direction, Entry
from bot.rehearsal.teams.world import World

MOST_BYTES = 100 * 1024
"""Of a message, counted in UTF-16 (learn.microsoft.com, format-your-bot-messages)."""

# Error codes and sentences from Teams' documentation (conversation-messages.md, status codes).
CODES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        400: ("BadArgument", "The request is not one that Teams understands."),
        401: ("Unauthorized", "Authorization has been denied for this request."),
        403: ("NotEnoughPermissions", "The bot is not allowed to do this here."),
        404: ("ConversationNotFound", "Conversation not found."),
        412: ("PreconditionFailed", "Precondition failed, please try again."),
        413: ("MessageSizeTooBig", "Message size too large."),
        429: ("Throttled", "Too many requests."),
        500: ("ServiceError", "An internal server error occurred."),
        502: ("BadGateway", "A service that Teams depends on failed."),
        503: ("ServiceUnavailable", "Service is unavailable."),
        504: ("GatewayTimeout", "A service that Teams depends on did not answer in time."),
    }
)


class TeamsError(Exception):
    """Teams refuses. `retry_after` is seconds."""

    def __init__(self, status: int, code: str = "", message: str = "", retry_after: float | None = None) -> None:
        default_code, default_message = CODES.get(status, ("Error", "Error"))
        super().__init__(code or default_code)
        self.status = status
        self.code = code or default_code
        self.message = message or default_message
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, read. `params` come from the path, `query` from after it, `form` from a form body. `legible` is False
    when a body was sent that is not a JSON object; `size` is that body's in UTF-16 bytes.
    """

    call: Call
    method: str
    path: str
    bearer: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    headers: Mapping[str, str]
    legible: bool
    size: int

    @property
    def body(self) -> Json:
        return self.call.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a route answers, and who sees what it did. `status` 0: nothing was answered."""

    status: int = HTTPStatus.OK
    body: object = None
    kind: Crossing = Crossing.CALL
    audience: frozenset[str] = frozenset()
    message: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Asked], Done]
Door = Callable[[web.Request], Awaitable[web.StreamResponse]]


def connector_error(error: TeamsError) -> object:
    return {"error": {"code": error.code, "message": error.message}}


def everybody(_: str) -> bool:
    return True


def no_stamp() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """`knows` says whether a bearer token opens this door; `error_body` writes a refusal as the service here does, and
    `stamp` its headers.
    """

    world: World
    knows: Callable[[str], bool] = everybody
    error_body: Callable[[TeamsError], object] = connector_error
    stamp: Callable[[], Mapping[str, str]] = no_stamp

    def door(self, route: Route, handler: Handler) -> Door:
        """An aiohttp handler for this route."""

        async def opened(request: web.Request) -> web.StreamResponse:
            self.world.fetches[route] += 1
            asked = await _read(route, request)
            if self.world.faults.outage:
                self._log(asked, Done(status=0))
                return _cut(request)
            fault = self.world.faults.take(asked.call)
            await asyncio.sleep(fault.seconds)
            done = Done(status=0) if fault.drop is Drop.BEFORE else self._done(asked, handler, fault)
            self._log(asked, done)
            return _cut(request) if fault.drop else _response(done)

        return opened

    def _done(self, asked: Asked, handler: Handler, fault: Fault) -> Done:
        try:
            self._admit(asked, fault)
            return handler(asked)
        except TeamsError as error:
            wait = {} if error.retry_after is None else {"Retry-After": str(math.ceil(error.retry_after))}
            return Done(status=error.status, body=self.error_body(error), headers={**self.stamp(), **wait})

    def _admit(self, asked: Asked, fault: Fault) -> None:
        if not self.knows(asked.bearer):
            raise TeamsError(401)
        if fault.status:
            raise TeamsError(fault.status, fault.code, retry_after=fault.retry_after)
        wait = self.world.throttle.wait(asked.call.route, asked.call.thread)
        if wait:
            raise TeamsError(429, retry_after=wait)
        if not asked.legible:
            raise TeamsError(400, "BadSyntax", "The body is not a JSON object.")

    def _log(self, asked: Asked, done: Done) -> None:
        self.world.wire.add(
            Entry(
                direction=Direction.FROM_BOT,
                kind=done.kind,
                method=asked.method,
                path=asked.path,
                status=int(done.status),
                audience=done.audience,
                conversation=asked.call.thread,
                message=done.message,
                body=asked.body or None,
                answer=done.body if asked.call.route not in _SECRET else None,
            )
        )


_SECRET = frozenset({Route.TOKEN})


async def _read(route: Route, request: web.Request) -> Asked:
    raw = await request.read()
    form: Mapping[str, str] = {}
    body: object = {}
    if route is Route.TOKEN:
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    elif raw:
        body = _parsed(raw)
    legible = isinstance(body, dict)
    return Asked(
        call=Call(
            route=route,
            thread=request.match_info.get("chat", ""),
            person=request.match_info.get("member", ""),
            body=body if isinstance(body, dict) else {},
        ),
        method=request.method,
        path=request.path,
        bearer=request.headers.get("Authorization", "").removeprefix("Bearer "),
        params=dict(request.match_info),
        query=dict(request.query),
        form=form,
        headers=request.headers,
        legible=legible,
        size=len(orjson.dumps(body).decode().encode("utf-16-le")),
    )


def _parsed(raw: bytes) -> object:
    try:
        parsed: object = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return parsed


def _response(done: Done) -> web.Response:
    if done.body is None:
        return web.Response(status=done.status, headers=done.headers)
    raw = orjson.dumps(done.body)
    return web.Response(body=raw, status=done.status, headers=done.headers, content_type="application/json")


def _cut(request: web.Request) -> web.Response:
    """Break the connection, as a network does: no bytes, no polite closing."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)
