"""Whatever happens on the way to an answer, the sender gets one, and learns nothing of ours from it."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

from bot.teams.trouble import report
from bot.web.problem import problem

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


async def answered(
    request: web.BaseRequest, handler: Callable[..., Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refusals of aiohttp's own (404, 405, ...) become problem documents; a bug becomes 500 with a reference and no more."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        response = problem(HTTPStatus(error.status))
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response
    except Exception as error:  # noqa: BLE001 - the last line: nothing of ours may reach the sender
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, reference=report(error))
