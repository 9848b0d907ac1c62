"""The server under an application: what is not even HTTP is refused as quietly as everything else."""

from http import HTTPStatus

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from bot.web.problem import problem


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
        response.headers["Server"] = "Chairside"
        response.force_close()
        return response


class _Server(web.Server):
    def __call__(self) -> RequestHandler:
        return _Quiet(self, loop=self._loop, **self._kwargs)


class QuietRunner(web.AppRunner):
    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return _Server(
            made.request_handler,
            request_factory=made.request_factory,
            handler_cancellation=made.handler_cancellation,
            loop=made._loop,  # noqa: SLF001 - what it was made with, and shows in no other way
            **made._kwargs,  # noqa: SLF001
        )
