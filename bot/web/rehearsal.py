"""A rehearsal's own door, on loopback alone: move the clock, and wait until nothing is owed any more."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from http import HTTPStatus

import orjson
from aiohttp import web

from bot.web.app import problems
from bot.web.problem import problem

Settled = Callable[[], Awaitable[datetime | None]]
"""Waits until nothing is owed at this moment; gives the moment at which something will be."""


def rehearsal_app(move: Callable[[datetime], None], settled: Settled) -> web.Application:
    """`POST /clock {"now": ISO time}` moves the clock forwards. It and `POST /settle` answer once every duty of that
    moment is done, with `{"next": ISO time | null}`: when the bot is next owed something to do.
    """

    async def clock(request: web.Request) -> web.StreamResponse:
        try:
            move(datetime.fromisoformat(orjson.loads(await request.read())["now"]))
        except (ValueError, KeyError, TypeError):
            return problem(HTTPStatus.BAD_REQUEST)
        return await settle(request)

    async def settle(_: web.Request) -> web.StreamResponse:
        due = await settled()
        return web.json_response({"next": due.isoformat() if due else None})

    app = web.Application(middlewares=[problems])
    app.router.add_post("/clock", clock)
    app.router.add_post("/settle", settle)
    return app
