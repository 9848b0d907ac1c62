"""Is the process alive, and can it do its work?"""

from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from aiohttp import web

from bot.teams.trouble import report
from bot.web.problem import problem

Readiness = Callable[[], Awaitable[Sequence[str]]]
"""Codes of all that is wrong now; none: ready. Codes only, since anybody may ask."""


async def alive(_: web.Request) -> web.StreamResponse:
    return web.json_response({"status": "alive"})


def ready(readiness: Readiness) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(_: web.Request) -> web.StreamResponse:
        codes = await _codes(readiness)
        if codes:
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, codes=codes)
        return web.json_response({"status": "ready"})

    return handle


async def _codes(readiness: Readiness) -> tuple[str, ...]:
    try:
        return tuple(await readiness())
    except Exception as error:  # noqa: BLE001 - a check that breaks is not a yes
        report(error)
        return ("readiness_check_failed",)
