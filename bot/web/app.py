"""The web application: the way in for Teams and for whoever watches over the process."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

from bot.teams.front_door import FrontDoor
from bot.teams.trouble import report
from bot.web import messages
from bot.web.health import Readiness, alive, ready
from bot.web.limits import MOST_BYTES
from bot.web.problem import problem

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build_app(front_door: FrontDoor, readiness: Readiness) -> web.Application:
    """Add pages with `app.router`; every refusal and every bug in them is answered as a problem document too."""
    app = web.Application(client_max_size=MOST_BYTES, middlewares=[problems])
    app.on_response_prepare.append(_say_little)
    app.router.add_post(messages.PATH, messages.messages(front_door))
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready(readiness))
    return app


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
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


async def _say_little(_: web.Request, response: web.StreamResponse) -> None:
    """Nobody needs to know which server this is, and nothing here is to be kept on the way."""
    response.headers["Server"] = "Chairside"
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Content-Type-Options"] = "nosniff"
