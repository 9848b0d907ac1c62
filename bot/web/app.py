"""The web application: the way in for Teams and for whoever watches over the process."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.teams.front_door import FrontDoor
from bot.web import messages
from bot.web.answered import answered
from bot.web.health import Readiness, alive, ready
from bot.web.limits import MOST_BYTES
from bot.web.problem import SAYING_LITTLE
from bot.web.runner import DIRECT


def build_app(
    front_door: FrontDoor, readiness: Readiness, more: Callable[[web.Application], None] | None = None
) -> web.Application:
    """`more` adds pages with `app.router`; every refusal and every bug in them is answered as a problem document too."""
    app = web.Application(client_max_size=MOST_BYTES, middlewares=[problems])
    app.on_response_prepare.append(_say_little)
    takes = messages.messages(front_door)
    app.router.add_post(messages.PATH, takes)
    app[DIRECT] = messages.PATH, takes
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready(readiness))
    if more is not None:
        more(app)
    return app


@web.middleware
async def problems(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    return await answered(request, handler)


async def _say_little(_: web.Request, response: web.StreamResponse) -> None:
    kept = response.headers.get("Cache-Control", SAYING_LITTLE["Cache-Control"])
    response.headers.update(SAYING_LITTLE | {"Cache-Control": kept})
