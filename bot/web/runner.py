"""The server under an application: what is not even HTTP is refused as quietly as everything else."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from http import HTTPStatus
from typing import Any

from aiohttp import hdrs, web
from aiohttp.http import RawRequestMessage
from aiohttp.web_protocol import RequestHandler

from bot.web.answered import Handler, answered
from bot.web.limits import MOST_BYTES
from bot.web.problem import problem

DIRECT: web.AppKey[tuple[str, Handler]] = web.AppKey("direct", tuple)
"""A path whose POSTs need nothing of the application, and who takes them: aiohttp's low-level server finds no route and
asks no signals, a fifth of what a bare answer costs. All else about the path stays the application's.
"""


class _Direct(web.BaseRequest):
    """Bound for whoever takes it."""


class _Quiet(RequestHandler):
    """aiohttp answers such bytes by quoting them, tells its own name and version, and logs the quotation (3.14)."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        if request.writer.output_size > 0:
            raise ConnectionError  # an answer is under way: all that is left is to hang up
        response = problem(HTTPStatus(status))
        response.force_close()
        return response


class _Server(web.Server):
    def __call__(self) -> RequestHandler:
        return _Quiet(self, loop=self._loop, **self._kwargs)


class QuietRunner(web.AppRunner):
    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        path, takes = self.app.get(DIRECT, ("", None))
        return _Server(
            _handler(made.request_handler, takes) if takes else made.request_handler,
            request_factory=_factory(made.request_factory, path),
            handler_cancellation=made.handler_cancellation,
            loop=made._loop,  # noqa: SLF001 - what it was made with, and shows in no other way
            **made._kwargs,  # noqa: SLF001
        )


def _factory(of_app: Callable[..., web.BaseRequest], path: str) -> Callable[..., web.BaseRequest]:
    def request(message: RawRequestMessage, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:  # noqa: ANN401 - aiohttp's own
        if message.path == path and message.method == "POST" and hdrs.EXPECT not in message.headers:
            return _Direct(message, payload, protocol, writer, task, task.get_loop(), client_max_size=MOST_BYTES)
        return of_app(message, payload, protocol, writer, task)

    return request


def _handler(of_app: Callable[[Any], Any], takes: Handler) -> Handler:
    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        if type(request) is _Direct:
            return await answered(request, takes)
        answer: web.StreamResponse = await of_app(request)
        return answer

    return handle


async def listen(stack: AsyncExitStack, app: web.Application, host: str, port: int) -> str:
    """The address it listens on. Port 0 takes a free one."""
    runner = QuietRunner(app, access_log=None, shutdown_timeout=10)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, host, port)
    await site.start()
    taken = runner.addresses[0][1]
    return f"http://{host}:{taken}"
