"""POST /api/messages: the one address Teams speaks to."""

import math
from http import HTTPStatus

from aiohttp import web

from bot.teams.front_door import Denied, FrontDoor, Limited, Malformed, Received
from bot.usecases.ports import Count
from bot.web.answered import Handler
from bot.web.limits import LimitError, check_headers, read_body
from bot.web.problem import SAYING_LITTLE, problem

PATH = "/api/messages"
_JSON = {**SAYING_LITTLE, "Content-Type": "application/json; charset=utf-8"}


def messages(front_door: FrontDoor) -> Handler:
    """The handler. 200 with JSON answers a press, 202 anything else Teams says, 4xx whatever Teams would not say."""

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        try:
            check_headers(request)
            claims = await front_door.admit(request.headers.get("Authorization", ""))
            if isinstance(claims, Denied | Limited):
                return _answer(claims)
            body = await read_body(request)
        except LimitError as error:
            front_door.meter.count(Count.DENIALS, error.code)
            return problem(error.status, error.code)
        return _answer(await front_door.receive(claims, body))

    return handle


def _answer(received: Received) -> web.StreamResponse:
    if isinstance(received, Denied):
        return problem(HTTPStatus.UNAUTHORIZED)
    if isinstance(received, Limited):
        return problem(HTTPStatus.TOO_MANY_REQUESTS, "too_many", retry_after=math.ceil(received.wait))
    if isinstance(received, Malformed):
        return problem(HTTPStatus.BAD_REQUEST, received.fault)
    if received.body is None:
        return web.Response(status=HTTPStatus.ACCEPTED, headers=SAYING_LITTLE)
    return web.Response(body=received.body, headers=_JSON)
