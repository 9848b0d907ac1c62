"""POST /api/messages: the one address Teams speaks to."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

from bot.teams.front_door import Denied, FrontDoor, Malformed
from bot.web.limits import LimitError, read_json
from bot.web.problem import problem

PATH = "/api/messages"


def messages(front_door: FrontDoor) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The handler. 200 with JSON answers a press, 202 anything else Teams says, 4xx whatever Teams would not say."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            body = await read_json(request)
        except LimitError as error:
            return problem(error.status, error.code)
        received = await front_door.receive(request.headers.get("Authorization", ""), body)
        if isinstance(received, Denied):
            return problem(HTTPStatus.UNAUTHORIZED)
        if isinstance(received, Malformed):
            return problem(HTTPStatus.BAD_REQUEST, received.fault)
        if received.body is None:
            return web.Response(status=HTTPStatus.ACCEPTED)
        return web.Response(body=received.body, content_type="application/json", charset="utf-8")

    return handle
